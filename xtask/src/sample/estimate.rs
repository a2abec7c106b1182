//! The first sheet: what the customer asks for, and what it costs.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::arithmetic::Estimate;
use super::job::Job;
use super::page::{Cached, Look, Page};
use super::prices::STANDINGS;

/// Writes the sheet.
pub fn lay_out(sheet: &mut Worksheet, job: &Job, figures: &Estimate) -> Result<(), XlsxError> {
    let mut page = Page::new(sheet, "Estimate")?;
    page.title("House painting estimate")?;
    inputs(&mut page, job)?;
    amounts(&mut page, figures)?;
    schedule(&mut page, figures)?;
    words(&mut page, figures)
}

fn inputs(page: &mut Page, job: &Job) -> Result<(), XlsxError> {
    page.headings(1, 0, &["Input", "Value"])?;
    let labels = ["Customer", "Note", "Coats", "Paint grade", "Lead paint", "Start", "Crew", "Standing", "Tax rate"];
    for (row, label) in (2..).zip(labels) {
        page.text(row, 0, label)?;
    }
    page.text(2, 1, job.customer)?;
    page.text(3, 1, job.note)?;
    page.number(4, 1, job.coats, Look::Plain)?;
    page.bounds(4, 1, 1.0, 5.0)?;
    page.text(5, 1, job.grade)?;
    page.choices_from([5, 5], 1, "=Prices!$F$4:$F$6")?;
    page.boolean(6, 1, job.lead_paint)?;
    page.number(7, 1, job.start, Look::Date)?;
    page.number(8, 1, job.crew, Look::Plain)?;
    page.bounds(8, 1, 1.0, 12.0)?;
    page.text(9, 1, job.standing)?;
    page.choices([9, 9], 1, &STANDINGS.map(|(name, _)| name))?;
    page.number(10, 1, job.tax_rate, Look::Percent)?;
    page.bounds(10, 1, 0.0, 0.2)
}

fn amounts(page: &mut Page, figures: &Estimate) -> Result<(), XlsxError> {
    page.headings(1, 3, &["Result", "Value"])?;
    let lead_safe = figures.lead_safe.map_or(Cached::Blank, Cached::Number);
    let lines = [
        ("Exterior", "Exterior!K11", Cached::Number(figures.exterior)),
        ("Interior", "Interior!L11", Cached::Number(figures.interior)),
        ("Lead-safe work", "IF(B7,ROUND(E3*Prices!B17,2),)", lead_safe),
        ("Subtotal", "SUM(E3:E5)", Cached::Number(figures.subtotal)),
        ("Volume discount", "-ROUND(E6*VLOOKUP(E6,Prices!J4:K7,2),2)", Cached::Number(figures.volume_discount)),
        (
            "Customer discount",
            "-ROUND((E6+E7)*VLOOKUP(B10,Prices!M4:N6,2,FALSE),2)",
            Cached::Number(figures.standing_discount),
        ),
        ("Tax", "ROUND(SUM(E6:E8)*TaxRate,2)", Cached::Number(figures.tax)),
        ("Total", "SUM(E6:E9)", Cached::Number(figures.total)),
        ("Deposit", "ROUNDUP(E10*Prices!B18,-1)", Cached::Number(figures.deposit)),
        ("Per month for a year", "ROUND(PMT(Prices!B19/12,12,-E10),2)", Cached::Number(figures.monthly)),
    ];
    for (row, (label, formula, cached)) in (2..).zip(lines) {
        page.text(row, 3, label)?;
        page.formula(row, 4, formula, cached, Look::Money)?;
    }
    Ok(())
}

fn schedule(page: &mut Page, figures: &Estimate) -> Result<(), XlsxError> {
    let lines = [
        ("Hours", "Exterior!I11+Interior!J11", figures.hours, Look::Quantity),
        ("Working days", "ROUNDUP(E13/(B9*8),0)", figures.days, Look::Plain),
        ("Last day", "B8+MAX(E14-1,0)", figures.last_day, Look::Date),
        ("Gallons", "'Paint order'!B17", figures.gallons, Look::Quantity),
        ("Cans", "'Paint order'!C17", figures.cans.iter().sum(), Look::Plain),
    ];
    for (row, (label, formula, cached, look)) in (12..).zip(lines) {
        page.text(row, 3, label)?;
        page.formula(row, 4, formula, Cached::Number(cached), look)?;
    }
    Ok(())
}

fn words(page: &mut Page, figures: &Estimate) -> Result<(), XlsxError> {
    let labels = ["Product", "Job", "Rooms", "Colours", "Family name", "Summary"];
    for (row, label) in (17..).zip(labels) {
        page.text(row, 3, label)?;
    }
    let product = "VLOOKUP(B6,{Prices!$F$4:$F$6,Prices!$H$4:$H$6},2,FALSE)";
    page.array(17, 4, product, Cached::text(figures.product), Look::Plain)?;
    let frozen = [
        ("IFERROR(REGEXEXTRACT(B4,\"#([\\w-]+)\"),)", figures.job.clone()),
        ("IFERROR(JOIN(\", \",FILTER(Interior!A5:A10,Interior!L5:L10>0)),\"none\")", Some(figures.room_names.clone())),
        ("TEXTJOIN(\" and \",TRUE,UNIQUE(Exterior!C5:C10))", Some(figures.outside_colours.clone())),
        ("IFERROR(INDEX(SPLIT(B3,\" \"),1,COUNTA(SPLIT(B3,\" \"))),)", figures.family_name.clone()),
    ];
    for (row, (source, cached)) in (18..).zip(frozen) {
        page.frozen(row, 4, source, cached.map_or(Cached::Blank, Cached::Text), Look::Plain)?;
    }
    let summary = "CONCATENATE(\"Paint for \",B3,\": \",TEXT(E10,\"$#,##0.00\"),\" in \",E14,\" days\")";
    page.formula(22, 4, summary, Cached::text(&figures.summary), Look::Plain)
}
