//! The paint order: gallons by colour over both sheets, and the rooms by price. All of it is made by formulas that only
//! Google knows, and all of it grows and shrinks with the job.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::arithmetic::Estimate;
use super::page::{Cached, Look, Page};

/// The gallons of both sheets stacked, summed by colour.
const BY_COLOUR: &str = "QUERY({Exterior!C5:C10,Exterior!J5:J10;Interior!B5:B10,Interior!K5:K10},\
    \"select Col1, sum(Col2) where Col2 > 0 group by Col1 label Col1 'Colour', sum(Col2) 'Gallons'\",0)";
/// Whole cans, one line per colour.
const CANS: &str = "ARRAYFORMULA(IF(B4:B15=\"\",,ROUNDUP(B4:B15,0)))";
/// The rooms that cost something, dearest first.
const DEAREST: &str = "IFERROR(SORT(FILTER({Interior!A5:A10,Interior!L5:L10},Interior!L5:L10>0),2,FALSE),)";

/// Writes the sheet.
pub fn lay_out(sheet: &mut Worksheet, figures: &Estimate) -> Result<(), XlsxError> {
    let mut page = Page::new(sheet, "Paint order")?;
    page.title("Paint order")?;

    page.frozen(2, 0, BY_COLOUR, Cached::text("Colour"), Look::Plain)?;
    page.spill(2, 1, vec![vec![Cached::text("Gallons")]], Look::Plain)?;
    let lines = figures.colours.iter().map(|(colour, gallons)| vec![Cached::text(colour), Cached::Number(*gallons)]);
    page.spill(3, 0, lines.collect(), Look::Quantity)?;

    page.headings(2, 2, &["Cans"])?;
    let mut cans = figures.cans.iter().map(|cans| Cached::Number(*cans));
    page.frozen(3, 2, CANS, cans.next().unwrap_or(Cached::Blank), Look::Plain)?;
    page.spill(4, 2, cans.map(|cans| vec![cans]).collect(), Look::Plain)?;

    page.headings(2, 4, &["Rooms by price", "Price"])?;
    let mut rooms = figures.dearest.iter().map(|(room, price)| [Cached::text(room), Cached::Number(*price)]);
    match rooms.next() {
        Some([room, price]) => {
            page.frozen(3, 4, DEAREST, room, Look::Money)?;
            page.spill(3, 5, vec![vec![price]], Look::Money)?;
        }
        None => page.frozen(3, 4, DEAREST, Cached::Blank, Look::Money)?,
    }
    page.spill(4, 4, rooms.map(Vec::from).collect(), Look::Money)?;

    page.headings(16, 0, &["Total"])?;
    page.formula(16, 1, "SUM(B4:B15)", Cached::Number(figures.gallons), Look::Quantity)?;
    page.formula(16, 2, "SUM(C4:C15)", Cached::Number(figures.cans.iter().sum()), Look::Plain)?;
    Ok(())
}
