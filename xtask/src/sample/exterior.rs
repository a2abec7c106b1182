//! The exterior sheet: a line per surface, priced by substrate, coats and paint.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::arithmetic::Estimate;
use super::job::{Job, SURFACES};
use super::page::{Cached, Look, Page};

/// The first line's row, counted from 0.
pub const FIRST: u32 = 4;

/// Writes the sheet.
pub fn lay_out(sheet: &mut Worksheet, job: &Job, figures: &Estimate) -> Result<(), XlsxError> {
    let mut page = Page::new(sheet, "Exterior")?;
    page.title("Exterior")?;
    page.headings(3, 0, &["Surface", "Substrate", "Colour", "Length ft", "Height ft", "Count"])?;
    page.headings(3, 6, &["Area sqft", "USD per sqft", "Hours", "Gallons", "Price"])?;
    let last = FIRST + SURFACES as u32 - 1;
    page.choices_from([FIRST, last], 1, "=Prices!$A$4:$A$9")?;
    for (row, (surface, line)) in (FIRST..).zip(job.surfaces.iter().zip(&figures.surfaces)) {
        if let Some(surface) = surface {
            page.text(row, 0, surface.name)?;
            page.text(row, 1, surface.substrate)?;
            page.text(row, 2, surface.colour)?;
            page.number(row, 3, surface.length, Look::Plain)?;
            page.number(row, 4, surface.height, Look::Plain)?;
            page.number(row, 5, surface.count, Look::Plain)?;
        }
        let n = row + 1;
        let table = "Prices!$A$4:$D$11";
        page.formula(row, 6, &format!("D{n}*E{n}*F{n}"), Cached::Number(line.area), Look::Quantity)?;
        let rate = line.rate.map_or(Cached::Blank, Cached::Number);
        page.formula(row, 7, &format!("IF(B{n}=\"\",,VLOOKUP(B{n},{table},2,FALSE))"), rate, Look::Money)?;
        let hours = format!("IFERROR(G{n}/VLOOKUP(B{n},{table},3,FALSE)*Estimate!$B$5,0)");
        page.formula(row, 8, &hours, Cached::Number(line.hours), Look::Quantity)?;
        let gallons = format!("IFERROR(ROUNDUP(G{n}/VLOOKUP(B{n},{table},4,FALSE)*Estimate!$B$5,1),0)");
        page.formula(row, 9, &gallons, Cached::Number(line.gallons), Look::Quantity)?;
        let work = format!("ROUND(G{n}*H{n}*(1+(Estimate!$B$5-1)*Prices!$B$14),2)");
        let paint = format!("ROUND(J{n}*VLOOKUP(Estimate!$B$6,Prices!$F$4:$H$6,2,FALSE),2)");
        page.formula(row, 10, &format!("{work}+{paint}"), Cached::Number(line.price), Look::Money)?;
    }
    let sums = [
        ("I", 8, figures.exterior_hours, Look::Quantity),
        ("J", 9, figures.exterior_gallons, Look::Quantity),
        ("K", 10, figures.exterior, Look::Money),
    ];
    page.headings(last + 1, 0, &["Exterior total"])?;
    for (letter, column, sum, look) in sums {
        page.formula(last + 1, column, &format!("SUM({letter}5:{letter}10)"), Cached::Number(sum), look)?;
    }
    Ok(())
}
