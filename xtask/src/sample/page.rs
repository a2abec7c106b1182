//! One sheet being written: cells by kind, formulas always with the value that a spreadsheet would have cached.

use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, FormatAlign, Formula, Worksheet, XlsxError};

/// How a number is shown.
#[derive(Clone, Copy)]
pub enum Look {
    /// As it is.
    Plain,
    /// At most two decimals.
    Quantity,
    /// Dollars and cents.
    Money,
    /// A part of a hundred.
    Percent,
    /// A serial date.
    Date,
}

/// What a formula gave when the workbook was saved.
pub enum Cached {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Nothing. The file says an empty text for it.
    Blank,
}

/// A sheet under way.
pub struct Page<'a> {
    sheet: &'a mut Worksheet,
}

impl<'a> Page<'a> {
    /// Names the sheet.
    pub fn new(sheet: &'a mut Worksheet, name: &str) -> Result<Self, XlsxError> {
        // A formula that gave nothing is saved with nothing, not with the 0 that the writer would put there.
        sheet.set_name(name)?.set_formula_result_default("");
        Ok(Self { sheet })
    }

    /// The title in `A1`.
    pub fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_with_format(0, 0, text, &Format::new().set_bold().set_font_size(14))?;
        Ok(())
    }

    /// Bold words side by side, each as wide as it needs.
    pub fn headings(&mut self, row: u32, first_column: u16, texts: &[&str]) -> Result<(), XlsxError> {
        let format = Format::new().set_bold().set_align(FormatAlign::Left);
        for (column, text) in (first_column..).zip(texts) {
            self.sheet.write_with_format(row, column, *text, &format)?;
            self.sheet.set_column_width(column, 16)?;
        }
        Ok(())
    }

    /// A text.
    pub fn text(&mut self, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        self.sheet.write(row, column, text)?;
        Ok(())
    }

    /// A number.
    pub fn number(&mut self, row: u32, column: u16, number: f64, look: Look) -> Result<(), XlsxError> {
        self.sheet.write_with_format(row, column, number, &look.format())?;
        Ok(())
    }

    /// `TRUE` or `FALSE`.
    pub fn boolean(&mut self, row: u32, column: u16, value: bool) -> Result<(), XlsxError> {
        self.sheet.write(row, column, value)?;
        Ok(())
    }

    /// Offers a list of values for some cells of a column.
    pub fn choices(&mut self, rows: [u32; 2], column: u16, choices: &[&str]) -> Result<(), XlsxError> {
        let validation = DataValidation::new().allow_list_strings(choices)?;
        self.sheet.add_data_validation(rows[0], column, rows[1], column, &validation)?;
        Ok(())
    }

    /// Offers the values of a range for some cells of a column.
    pub fn choices_from(&mut self, rows: [u32; 2], column: u16, range: &str) -> Result<(), XlsxError> {
        let validation = DataValidation::new().allow_list_formula(Formula::new(range));
        self.sheet.add_data_validation(rows[0], column, rows[1], column, &validation)?;
        Ok(())
    }

    /// Allows only numbers between two bounds in a cell.
    pub fn bounds(&mut self, row: u32, column: u16, least: f64, greatest: f64) -> Result<(), XlsxError> {
        let rule = DataValidationRule::Between(least, greatest);
        let validation = DataValidation::new().allow_decimal_number(rule);
        self.sheet.add_data_validation(row, column, row, column, &validation)?;
        Ok(())
    }

    /// A formula that Excel and Google share.
    pub fn formula(&mut self, row: u32, column: u16, text: &str, cached: Cached, look: Look) -> Result<(), XlsxError> {
        let formula = Formula::new(text).set_result(cached.result());
        self.sheet.write_formula_with_format(row, column, formula, &look.format())?;
        Ok(())
    }

    /// A formula stored as an array of one cell, as Google stores one that builds a table in braces.
    pub fn array(&mut self, row: u32, column: u16, text: &str, cached: Cached, look: Look) -> Result<(), XlsxError> {
        let formula = Formula::new(text).set_result(cached.result());
        self.sheet.write_array_formula_with_format(row, column, row, column, formula, &look.format())?;
        Ok(())
    }

    /// A formula that only Google knows, frozen: its source as a text, beside the value it had.
    pub fn frozen(&mut self, row: u32, column: u16, source: &str, cached: Cached, look: Look) -> Result<(), XlsxError> {
        let text = format!("IFERROR(__xludf.DUMMYFUNCTION({}),{})", quoted(source), cached.literal());
        self.formula(row, column, &text, cached, look)
    }

    /// The values to which a frozen formula in the first cell spilled. A blank one is stored as nothing at all.
    pub fn spill(&mut self, row: u32, column: u16, rows: Vec<Vec<Cached>>, look: Look) -> Result<(), XlsxError> {
        for (row, values) in (row..).zip(rows) {
            for (column, value) in (column..).zip(values) {
                if !matches!(value, Cached::Blank) {
                    self.frozen(row, column, "\"COMPUTED_VALUE\"", value, look)?;
                }
            }
        }
        Ok(())
    }
}

impl Cached {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// As the cell's value is written.
    fn result(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Blank => String::new(),
        }
    }

    /// As the frozen formula names it.
    fn literal(&self) -> String {
        match self {
            // Google writes a whole number with a decimal: `0.0`.
            Self::Number(number) => format!("{number:?}"),
            Self::Text(text) => quoted(text),
            Self::Blank => quoted(""),
        }
    }
}

impl Look {
    fn format(self) -> Format {
        let code = match self {
            Self::Plain => return Format::default(),
            Self::Quantity => "#,##0.0#",
            Self::Money => "\"$\"#,##0.00",
            Self::Percent => "0.0%",
            Self::Date => "yyyy-mm-dd",
        };
        Format::new().set_num_format(code)
    }
}

/// A text literal of a formula.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
