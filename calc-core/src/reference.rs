//! Sheets, cells and ranges, and their A1 text.
//!
//! Rows and columns count from 0 in code and from 1 (or `A`) in text.

use std::fmt;

/// Rows of a sheet: 1,048,576, as in Excel.
pub const MAX_ROWS: u32 = 1_048_576;
/// Columns of a sheet: 16,384 (`XFD`), as in Excel.
pub const MAX_COLUMNS: u32 = 16_384;

/// The position of a sheet in its workbook, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SheetId(pub u16);

impl SheetId {
    /// The position as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One cell of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// The sheet.
    pub sheet: SheetId,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

/// A rectangle of cells on one sheet; all four bounds belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RangeRef {
    /// The sheet.
    pub sheet: SheetId,
    /// The first row, from 0.
    pub top: u32,
    /// The first column, from 0.
    pub left: u32,
    /// The last row.
    pub bottom: u32,
    /// The last column.
    pub right: u32,
}

impl RangeRef {
    /// The range of a single cell.
    pub fn cell(cell: CellRef) -> RangeRef {
        RangeRef { sheet: cell.sheet, top: cell.row, left: cell.column, bottom: cell.row, right: cell.column }
    }

    /// The number of rows.
    pub fn rows(&self) -> u32 {
        self.bottom - self.top + 1
    }

    /// The number of columns.
    pub fn columns(&self) -> u32 {
        self.right - self.left + 1
    }

    /// Whether it is one cell.
    pub fn is_cell(&self) -> bool {
        self.top == self.bottom && self.left == self.right
    }

    /// Its top left cell.
    pub fn first(&self) -> CellRef {
        CellRef { sheet: self.sheet, row: self.top, column: self.left }
    }

    /// Its cells, row by row.
    pub fn cells(self) -> impl Iterator<Item = CellRef> {
        (self.top..=self.bottom)
            .flat_map(move |row| (self.left..=self.right).map(move |column| CellRef { sheet: self.sheet, row, column }))
    }

    /// Whether the cell lies in it.
    pub fn contains(&self, cell: CellRef) -> bool {
        self.sheet == cell.sheet
            && (self.top..=self.bottom).contains(&cell.row)
            && (self.left..=self.right).contains(&cell.column)
    }

    /// The cells that both ranges have; `None` if there is none.
    pub fn intersection(&self, other: &RangeRef) -> Option<RangeRef> {
        let both = RangeRef {
            sheet: self.sheet,
            top: self.top.max(other.top),
            left: self.left.max(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.min(other.right),
        };
        (self.sheet == other.sheet && both.top <= both.bottom && both.left <= both.right).then_some(both)
    }
}

/// Writes a column as letters: 0 is `A`, 16,383 is `XFD`.
///
/// ```
/// assert_eq!(calc_core::reference::column_name(27), "AB");
/// ```
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(b'A' + digit as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|&b| char::from(b)).collect()
}

/// Reads column letters in any case; `None` if they are none, or past `XFD`.
///
/// ```
/// assert_eq!(calc_core::reference::parse_column("xfd"), Some(16_383));
/// assert_eq!(calc_core::reference::parse_column("XFE"), None);
/// ```
pub fn parse_column(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for byte in letters.bytes() {
        if !byte.is_ascii_alphabetic() {
            return None;
        }
        column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    }
    (column <= MAX_COLUMNS).then_some(column - 1)
}

/// Reads `A1` or `$A$1` as row and column, both from 0; `None` if it is not a cell of a sheet.
///
/// ```
/// assert_eq!(calc_core::reference::parse_a1("$C7"), Some((6, 2)));
/// assert_eq!(calc_core::reference::parse_a1("A0"), None);
/// ```
pub fn parse_a1(text: &str) -> Option<(u32, u32)> {
    let text = text.strip_prefix('$').unwrap_or(text);
    let digits = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let column = parse_column(text.get(..digits)?)?;
    let row = text.get(digits..)?;
    let row = row.strip_prefix('$').unwrap_or(row);
    if row.is_empty() || row.starts_with('0') || !row.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let row: u32 = row.parse().ok()?;
    (row <= MAX_ROWS).then_some((row - 1, column))
}

/// Writes a row and column as `A1`.
pub fn a1(row: u32, column: u32) -> A1 {
    A1 { row, column }
}

/// A cell without its sheet, shown as `A1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct A1 {
    row: u32,
    column: u32,
}

impl fmt::Display for A1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_name(self.column), self.row + 1)
    }
}

/// Parts `Sheet!A1` at the last `!` and takes the quotes off the sheet (`''` inside stands for `'`).
///
/// ```
/// use calc_core::reference::split_sheet;
/// assert_eq!(split_sheet("'It''s'!A1"), Some(("It's".to_string(), "A1")));
/// assert_eq!(split_sheet("A1"), None);
/// ```
pub fn split_sheet(text: &str) -> Option<(String, &str)> {
    let (sheet, cell) = text.rsplit_once('!')?;
    let sheet = match sheet.strip_prefix('\'').and_then(|s| s.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => sheet.to_string(),
    };
    Some((sheet, cell))
}

/// Writes a sheet's name as a formula needs it: in single quotes where it is not a plain word.
///
/// ```
/// use calc_core::reference::quote_sheet;
/// assert_eq!(quote_sheet("Q1"), "'Q1'");
/// assert_eq!(quote_sheet("Prices"), "Prices");
/// assert_eq!(quote_sheet("It's"), "'It''s'");
/// ```
pub fn quote_sheet(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
        && !name.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && parse_a1(name).is_none()
        && !name.is_empty();
    if plain { name.to_string() } else { format!("'{}'", name.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_names_round_trip() {
        for column in [0, 25, 26, 51, 52, 701, 702, 16_383] {
            assert_eq!(parse_column(&column_name(column)), Some(column));
        }
    }

    #[test]
    fn a_cell_past_the_sheet_is_none() {
        assert_eq!(parse_a1("A1048576"), Some((1_048_575, 0)));
        assert_eq!(parse_a1("A1048577"), None);
        assert_eq!(parse_a1("A"), None);
        assert_eq!(parse_a1("1"), None);
    }
}
