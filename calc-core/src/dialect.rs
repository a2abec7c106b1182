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
