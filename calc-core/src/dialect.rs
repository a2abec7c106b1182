//! Where Excel and Google Sheets differ, one switch a difference.

use serde::{Deserialize, Serialize};

/// Which spreadsheet's semantics a workbook has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Microsoft Excel 365.
    #[default]
    Excel,
    /// Google Sheets, as its own formulas behave before any export.
    Sheets,
}

impl Dialect {
    /// The name that the command line and the model use.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Excel => "excel",
            Dialect::Sheets => "sheets",
        }
    }

    /// `""` counts as 0 in arithmetic (Sheets); in Excel it is `#VALUE!`.
    pub fn blank_text_is_zero(self) -> bool {
        self == Dialect::Sheets
    }

    /// A formula whose result is a blank cell yields blank (Sheets); in Excel it yields 0.
    pub fn blank_result_stays_blank(self) -> bool {
        self == Dialect::Sheets
    }

    /// An array without room is `#REF!` (Sheets) instead of `#SPILL!`.
    pub fn blocked_spill_is_ref(self) -> bool {
        self == Dialect::Sheets
    }

    /// A whole column has 1,048,576 rows also where nothing is stored, so that turned or stacked it does not fit (Excel); in Sheets
    /// a column ends where its sheet does.
    pub fn whole_columns_have_all_rows(self) -> bool {
        self == Dialect::Excel
    }

    /// IMAGE holds a picture that was fetched (Excel); in Sheets its cell has no value, whatever it shows.
    pub fn image_is_fetched(self) -> bool {
        self == Dialect::Excel
    }

    /// A near-zero result of the last addition or subtraction of a formula is 0 (Excel).
    pub fn snaps_to_zero(self) -> bool {
        self == Dialect::Excel
    }

    /// A call with too few or too many arguments is `#N/A` (Sheets); Excel does not accept such a formula.
    pub fn wrong_argument_count_is_na(self) -> bool {
        self == Dialect::Sheets
    }
}

/// What is one thing in Excel and another in Sheets wherever it is met: first Excel, then Sheets. What concerns one function alone
/// stands in its row of the function table.
#[cfg(feature = "documentation")]
pub const SWITCHES: &[(&str, &str)] = &[
    ("`\"\"` in arithmetic is `#VALUE!`.", "It counts as 0."),
    ("A formula whose result is a blank cell yields 0.", "It yields a blank, and ISBLANK of it is TRUE."),
    ("An array without room is `#SPILL!`.", "It is `#REF!`."),
    (
        "A whole column has 1,048,576 rows, so that it cannot be turned or stacked.",
        "A column ends where its sheet does.",
    ),
    ("A near-zero result of a formula's last `+` or `-` is 0.", "It stays what it is."),
    ("A call with too few or too many arguments cannot be entered; here it is `#VALUE!`.", "It is `#N/A`."),
    ("`2^3^2` is 64: powers group from the left.", "It is 512: they group from the right."),
    ("`0^0` is `#NUM!`.", "It is 1."),
    ("A text without its closing quote cannot be entered.", "The quote is put in at the end."),
    (
        "A range where one value is wanted is cut with the formula's row or column, or spills.",
        "It is cut, and spills in ARRAYFORMULA alone.",
    ),
    (
        "`{…}` holds constants, in rows of one length.",
        "It holds any expressions and puts blocks beside and below each other.",
    ),
    (
        "In functions that were an add-in before 2007 a logical is `#VALUE!` and a missing argument `#N/A`.",
        "They count as numbers.",
    ),
    ("What an empty array comes to is `#CALC!`.", "It is `#N/A`."),
    ("Days before 1900 have no dates, and 29 February 1900 exists.", "Dates go back further, and it does not exist."),
    ("Dates in texts need a year from 1900 on.", "They have any year."),
];

/// How serial numbers count days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum DateSystem {
    /// Day 1 is 1 January 1900, and 29 February 1900 exists (Excel on Windows). In Sheets day 1 is 31 December 1899,
    /// without the false leap day; both agree from 1 March 1900 on.
    #[default]
    #[serde(rename = "1900")]
    Y1900,
    /// Day 0 is 1 January 1904 (old Excel on Macs).
    #[serde(rename = "1904")]
    Y1904,
}
