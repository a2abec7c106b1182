//! The interior sheet: a line per room, walls and ceiling from its measures, doors by the piece.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::arithmetic::Estimate;
use super::job::{Job, ROOMS};
use super::page::{Cached, Look, Page};

/// The first line's row, counted from 0.
pub const FIRST: u32 = 4;

/// Writes the sheet.
pub fn lay_out(sheet: &mut Worksheet, job: &Job, figures: &Estimate) -> Result<(), XlsxError> {
    let mut page = Page::new(sheet, "Interior")?;
    page.title("Interior")?;
    page.headings(3, 0, &["Room", "Colour", "Length ft", "Width ft", "Height ft", "Ceiling", "Doors"])?;
    page.headings(3, 7, &["Walls sqft", "Ceiling sqft", "Hours", "Gallons", "Price"])?;
    for (row, (room, line)) in (FIRST..).zip(job.rooms.iter().zip(&figures.rooms)) {
        if let Some(room) = room {
            page.text(row, 0, room.name)?;
            page.text(row, 1, room.colour)?;
            page.number(row, 2, room.length, Look::Plain)?;
            page.number(row, 3, room.width, Look::Plain)?;
            page.number(row, 4, room.height, Look::Plain)?;
            page.boolean(row, 5, room.ceiling)?;
            page.number(row, 6, room.doors, Look::Plain)?;
        }
        let n = row + 1;
        page.formula(row, 7, &format!("2*(C{n}+D{n})*E{n}"), Cached::Number(line.walls), Look::Quantity)?;
        let ceiling = line.ceiling.map_or(Cached::Blank, Cached::Number);
        page.formula(row, 8, &format!("IF(F{n},C{n}*D{n},)"), ceiling, Look::Quantity)?;
        let hours = format!("(H{n}/Prices!$C$10+I{n}/Prices!$C$11)*Estimate!$B$5+G{n}*Prices!$B$16");
        page.formula(row, 9, &hours, Cached::Number(line.hours), Look::Quantity)?;
        let gallons = format!("ROUNDUP((H{n}/Prices!$D$10+I{n}/Prices!$D$11)*Estimate!$B$5,1)");
        page.formula(row, 10, &gallons, Cached::Number(line.gallons), Look::Quantity)?;
        let work = format!("ROUND((H{n}*Prices!$B$10+I{n}*Prices!$B$11)*(1+(Estimate!$B$5-1)*Prices!$B$14),2)");
        let paint = format!("ROUND(K{n}*VLOOKUP(Estimate!$B$6,Prices!$F$4:$H$6,2,FALSE),2)");
        let price = format!("{work}+{paint}+G{n}*Prices!$B$15");
        page.formula(row, 11, &price, Cached::Number(line.price), Look::Money)?;
    }
    let sums = [
        ("J", 9, figures.interior_hours, Look::Quantity),
        ("K", 10, figures.interior_gallons, Look::Quantity),
        ("L", 11, figures.interior, Look::Money),
    ];
    let last = FIRST + ROOMS as u32 - 1;
    page.headings(last + 1, 0, &["Interior total"])?;
    for (letter, column, sum, look) in sums {
        page.formula(last + 1, column, &format!("SUM({letter}5:{letter}10)"), Cached::Number(sum), look)?;
    }
    Ok(())
}
