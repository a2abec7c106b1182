//! Cells and ranges in A1 text, read and written in place.

use std::fmt::Write;

use super::ast::{AreaRef, Axis, order};
use super::characters::Source;
use crate::dialect::Dialect;
use crate::reference::{MAX_COLUMNS, MAX_ROWS};

/// One end of a range: a cell, a column or a row.
#[derive(Clone, Copy)]
struct Corner {
    row: Option<Axis>,
    column: Option<Axis>,
    end: usize,
}

/// Reads the cell, range, columns or rows that start at `at`, and says where they end. `None` if none does: `LOG10(` is a
/// function, `A1!B2` a sheet, `Jan` a name, `5` a number.
pub(super) fn read_area(source: Source<'_>, at: usize, dialect: Dialect) -> Option<(AreaRef, usize)> {
    let first = corner(source, at)?;
    if let Some(pair) = second_corner(source, first, dialect) {
        return Some(pair);
    }
    let (Some(row), Some(column)) = (first.row, first.column) else { return None };
    if opens_call(source, first.end, dialect) || matches!(source.byte(first.end), b'!' | b'[') {
        return None;
    }
    let area = AreaRef { top: Some(row), left: Some(column), bottom: Some(row), right: Some(column), single: true };
    Some((area, first.end))
}

/// Reads `:` and the other corner, where both together are one range.
fn second_corner(source: Source<'_>, first: Corner, dialect: Dialect) -> Option<(AreaRef, usize)> {
    let colon = source.skip_blanks(first.end);
    if source.byte(colon) != b':' {
        return None;
    }
    let second = corner(source, source.skip_blanks(colon + 1))?;
    // `A1:B1#` is a range up to the spill of B1.
    if opens_call(source, second.end, dialect) || matches!(source.byte(second.end), b'!' | b'[' | b'#') {
        return None;
    }
    let both_cells = first.row.is_some() && first.column.is_some() && second.row.is_some() && second.column.is_some();
    let same_kind = first.row.is_some() == second.row.is_some() && first.column.is_some() == second.column.is_some();
    if !both_cells && !same_kind {
        // `A2:A` and `A2:2` are open at the end; a column with a row, `A:2`, is nothing.
        let one_is_a_cell = [first, second].iter().any(|corner| corner.row.is_some() && corner.column.is_some());
        if dialect != Dialect::Sheets || !one_is_a_cell {
            return None;
        }
    }
    let (top, bottom) = order(first.row, second.row);
    let (left, right) = order(first.column, second.column);
    Some((AreaRef { top, left, bottom, right, single: false }, second.end))
}

/// Whether an opening parenthesis makes a function of the word before it. Sheets has no intersection by a blank, so
/// there the parenthesis may stand apart.
fn opens_call(source: Source<'_>, at: usize, dialect: Dialect) -> bool {
    let at = if dialect == Dialect::Sheets { source.skip_blanks(at) } else { at };
    source.byte(at) == b'('
}

fn corner(source: Source<'_>, start: usize) -> Option<Corner> {
    let mut at = start;
    let mut absolute = source.byte(at) == b'$';
    at += usize::from(absolute);
    let mut column = None;
    let letters = at;
    let mut index = 0;
    while source.byte(at).is_ascii_alphabetic() {
        index = index * 26 + u32::from(source.byte(at).to_ascii_uppercase() - b'A') + 1;
        at += 1;
        if at - letters > 3 {
            return None;
        }
    }
    if at > letters {
        if index > MAX_COLUMNS {
            return None;
        }
        column = Some(Axis { index: index - 1, absolute });
        absolute = source.byte(at) == b'$';
        at += usize::from(absolute);
    }
    let digits = at;
    let mut number: u32 = 0;
    while source.byte(at).is_ascii_digit() && at - digits < 8 {
        number = number * 10 + u32::from(source.byte(at) - b'0');
        at += 1;
    }
    let row = if at > digits {
        if source.byte(digits) == b'0' || number > MAX_ROWS {
            return None;
        }
        Some(Axis { index: number - 1, absolute })
    } else if absolute || column.is_none() {
        return None;
    } else {
        None
    };
    if source.continues_word(at) || source.byte(at) == b'$' {
        return None;
    }
    Some(Corner { row, column, end: at })
}

/// Writes an area as text: `A1`, `$A$1:B2`, `A:C`, `3:5`, `A2:A`.
pub(super) fn write_area(area: &AreaRef, out: &mut String) {
    write_corner(area.left, area.top, out);
    if !area.single {
        out.push(':');
        write_corner(area.right, area.bottom, out);
    }
}

fn write_corner(column: Option<Axis>, row: Option<Axis>, out: &mut String) {
    if let Some(column) = column {
        if column.absolute {
            out.push('$');
        }
        write_column(column.index, out);
    }
    if let Some(row) = row {
        if row.absolute {
            out.push('$');
        }
        let _ = write!(out, "{}", u64::from(row.index) + 1);
    }
}

fn write_column(column: u32, out: &mut String) {
    let mut rest = u64::from(column) + 1;
    let mut letters = [b'A'; 8];
    let mut used = 0;
    for slot in &mut letters {
        if rest == 0 {
            break;
        }
        *slot = b'A' + ((rest - 1) % 26) as u8;
        rest = (rest - 1) / 26;
        used += 1;
    }
    out.extend(letters.iter().take(used).rev().map(|&letter| char::from(letter)));
}
