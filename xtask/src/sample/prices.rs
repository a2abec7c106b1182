//! The price table: substrates, paint grades, discounts and the company's own numbers.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::page::{Look, Page};

/// A substrate: price per square foot, square feet per hour, square feet per gallon.
pub type Substrate = (&'static str, f64, f64, f64);

/// Rows 4 to 11. The last two are what the interior sheet counts with.
pub const SUBSTRATES: [Substrate; 8] = [
    ("Siding", 1.10, 180.0, 350.0),
    ("Stucco", 1.35, 140.0, 250.0),
    ("Brick", 1.50, 120.0, 200.0),
    ("Trim", 1.85, 70.0, 400.0),
    ("Deck", 1.20, 160.0, 300.0),
    ("Fence", 0.95, 200.0, 275.0),
    ("Walls", 0.85, 220.0, 375.0),
    ("Ceiling", 0.75, 200.0, 360.0),
];

/// How many of the substrates can be outside.
pub const OUTSIDE: usize = 6;

/// A paint grade: dollars per gallon and the product. Rows 4 to 6.
pub const GRADES: [(&str, f64, &str); 3] =
    [("Standard", 38.5, "Field Acrylic"), ("Premium", 52.25, "Meridian Satin"), ("Elite", 71.0, "Summit Enamel")];

/// From this subtotal on, this part is taken off. Rows 4 to 7.
pub const VOLUME_DISCOUNTS: [(f64, f64); 4] = [(0.0, 0.0), (2500.0, 0.02), (6000.0, 0.04), (12000.0, 0.06)];

/// What a customer is to the company, and the discount for it. Rows 4 to 6.
pub const STANDINGS: [(&str, f64); 3] = [("New", 0.0), ("Returning", 0.05), ("Referral", 0.03)];

/// The price of each coat after the first, as a part of the first one's. `B14`
pub const FURTHER_COAT: f64 = 0.55;
/// Dollars. `B15`
pub const DOOR_PRICE: f64 = 85.0;
/// Hours. `B16`
pub const DOOR_HOURS: f64 = 1.5;
/// Part of the exterior price. `B17`
pub const LEAD_SAFE: f64 = 0.12;
/// Part of the total. `B18`
pub const DEPOSIT: f64 = 0.3;
/// A year's interest. `B19`
pub const INTEREST: f64 = 0.069;

/// Writes the sheet.
pub fn lay_out(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut page = Page::new(sheet, "Prices")?;
    page.title("Price table")?;
    page.headings(2, 0, &["Substrate", "USD per sqft", "sqft per hour", "sqft per gallon"])?;
    for (row, (name, price, rate, coverage)) in (3..).zip(SUBSTRATES) {
        page.text(row, 0, name)?;
        page.number(row, 1, price, Look::Money)?;
        page.number(row, 2, rate, Look::Plain)?;
        page.number(row, 3, coverage, Look::Plain)?;
    }
    page.headings(2, 5, &["Grade", "USD per gallon", "Product"])?;
    for (row, (name, price, product)) in (3..).zip(GRADES) {
        page.text(row, 5, name)?;
        page.number(row, 6, price, Look::Money)?;
        page.text(row, 7, product)?;
    }
    page.headings(2, 9, &["From USD", "Volume discount"])?;
    for (row, (from, discount)) in (3..).zip(VOLUME_DISCOUNTS) {
        page.number(row, 9, from, Look::Money)?;
        page.number(row, 10, discount, Look::Percent)?;
    }
    page.headings(2, 12, &["Standing", "Discount"])?;
    for (row, (name, discount)) in (3..).zip(STANDINGS) {
        page.text(row, 12, name)?;
        page.number(row, 13, discount, Look::Percent)?;
    }
    let settings = [
        ("Each further coat", FURTHER_COAT, Look::Percent),
        ("Interior door", DOOR_PRICE, Look::Money),
        ("Hours per door", DOOR_HOURS, Look::Plain),
        ("Lead-safe work", LEAD_SAFE, Look::Percent),
        ("Deposit", DEPOSIT, Look::Percent),
        ("Yearly interest", INTEREST, Look::Percent),
    ];
    for (row, (label, value, look)) in (13..).zip(settings) {
        page.text(row, 0, label)?;
        page.number(row, 1, value, look)?;
    }
    Ok(())
}
