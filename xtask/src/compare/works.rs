//! What is compared: the real workbook's works and the series, with what each must stay within.

use serde_json::{Value, json};

use super::peers::Name;

/// What a work's figure is held to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// At most that part of a peer's median.
    Of(Name, f64),
    /// At most that part of the best peer's median.
    OfBest(f64),
    /// At most so much, in the row's unit: seconds, bytes.
    Absolute(f64),
}

/// One edit of the real workbook whose answers are known.
pub struct KnownEdit {
    /// The cell that is set, its values: the other one, and its own.
    pub cell: (&'static str, u32, u32),
    pub values: [f64; 2],
    /// The cell that is read, and what it comes to.
    pub read: (&'static str, u32, u32),
    pub answers: [f64; 2],
    /// What a table calls it.
    pub name: &'static str,
}

/// Five engines agree on these.
pub const EDITS: [KnownEdit; 4] = [
    KnownEdit {
        cell: ("Int Measure", 11, 20),
        values: [20.0, 9.0],
        read: ("Int Measure", 601, 9),
        answers: [20.0, 9.0],
        name: "edit `Int Measure!U12`",
    },
    KnownEdit {
        cell: ("Interior Pricing Table", 1, 8),
        values: [0.7, 0.85],
        read: ("Interior Pricing Table", 717, 8),
        answers: [15.26, 18.53],
        name: "edit `Interior Pricing Table!I2`",
    },
    KnownEdit {
        cell: ("Interior Pricing Table", 830, 3),
        values: [1.5, 1.1],
        read: ("Int Measure", 613, 35),
        answers: [47.025, 34.485],
        name: "edit `Interior Pricing Table!D831`",
    },
    KnownEdit {
        cell: ("Exterior Formula Sheet", 172, 9),
        values: [1.5, 1.0],
        read: ("Exterior Formula Sheet", 89, 16),
        answers: [1.5, 1.0],
        name: "edit `Exterior Formula Sheet!J173`",
    },
];

impl KnownEdit {
    /// The edit as a request.
    pub fn request(&self, work: &str, runs: usize, within: f64) -> Value {
        json!({
            "do": work, "cell": place(self.cell), "values": self.values, "reads": [place(self.read)],
            "runs": runs, "within": within,
        })
    }
}

/// A cell as engines are told it.
pub fn place((sheet, row, column): (&str, u32, u32)) -> Value {
    json!({ "sheet": sheet, "row": row, "column": column })
}

/// One series at one size.
pub struct Series {
    /// The series, as `benches` calls it.
    pub name: &'static str,
    pub formulas: u32,
    /// The cell that is edited (row, column), and the values it takes: another one, and its own.
    pub edit: (u32, u32),
    pub values: [f64; 2],
    pub full: &'static [Bound],
    pub edited: &'static [Bound],
    /// KiB that this engine may hold at most, from its process's start.
    pub memory: Option<f64>,
}

use Bound::{Absolute, Of};

const LOOKUP: &[Bound] = &[Of(Name::Formualizer, 1.0 / 5.0)];
const GROUP: &[Bound] = &[Of(Name::Formualizer, 1.0 / 35.0)];
const MILLISECOND: &[Bound] = &[Absolute(1e-3)];
/// The row in the middle of a table of 10,000 rows, whose number in the second column is its row and a quarter.
const PRICE: (u32, u32) = (4_999, 1);
const PRICES: [f64; 2] = [77.0, 4_999.25];
/// Its key in an unsorted table: 4,999 strides of 7,919, within 10,000.
const KEY: (u32, u32) = (4_999, 0);
const UNSORTED: [f64; 2] = [7.0, 7_081.0];
const GROUPED: [f64; 2] = [7.0, 93.0];

/// All series, as large as they are promised.
pub const SERIES: &[Series] = &[
    Series {
        name: "chain",
        formulas: 1_000_000,
        edit: (500_000, 0),
        values: [77.0, 2.0],
        full: &[Of(Name::Formualizer, 1.0 / 10.0), Absolute(20e-3)],
        edited: &[],
        memory: Some(128.0 * 1024.0),
    },
    Series {
        name: "running sums",
        formulas: 5_000,
        edit: (2_500, 0),
        values: [77.0, 500.1],
        full: &[Absolute(200e-6)],
        edited: &[Absolute(100e-6)],
        memory: None,
    },
    table("VLOOKUP unsorted", PRICE, PRICES, LOOKUP),
    table("VLOOKUP sorted", PRICE, PRICES, LOOKUP),
    table("XLOOKUP", PRICE, PRICES, LOOKUP),
    table("MATCH", KEY, UNSORTED, LOOKUP),
    table("SUMIFS", PRICE, PRICES, GROUP),
    table("COUNTIFS", KEY, GROUPED, GROUP),
    Series { formulas: 10_000, edit: (499, 1), values: [77.0, 499.25], ..table("whole columns", PRICE, PRICES, &[]) },
    Series { formulas: 10_000, edit: (499, 1), values: [77.0, 499.25], ..table("used parts", PRICE, PRICES, &[]) },
];

const fn table(name: &'static str, edit: (u32, u32), values: [f64; 2], full: &'static [Bound]) -> Series {
    Series { name, formulas: 100_000, edit, values, full, edited: MILLISECOND, memory: None }
}
