//! Ranges as parts of a file write them.

use crate::reference::{MAX_COLUMNS, MAX_ROWS, RangeRef, SheetId, parse_a1, parse_column};

/// Reads `A1`, `A1:B2`, `A:B` or `1:2`, with or without `$`; the corners may be given in any order.
pub(super) fn parse_range(sheet: SheetId, text: &str) -> Option<RangeRef> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (top, left, bottom, right) = match (parse_a1(first), parse_a1(last)) {
        (Some((row, column)), Some((other_row, other_column))) => (row, column, other_row, other_column),
        _ if !text.contains(':') => return None,
        _ => match (parse_row(first), parse_row(last)) {
            (Some(row), Some(other)) => (row, 0, other, MAX_COLUMNS - 1),
            _ => (0, parse_column(bare(first))?, MAX_ROWS - 1, parse_column(bare(last))?),
        },
    };
    let (top, bottom) = (top.min(bottom), top.max(bottom));
    let (left, right) = (left.min(right), left.max(right));
    Some(RangeRef { sheet, top, left, bottom, right })
}

fn bare(text: &str) -> &str {
    text.strip_prefix('$').unwrap_or(text)
}

/// Reads a row number, which counts from 1.
pub(super) fn parse_row(text: &str) -> Option<u32> {
    let row: u32 = bare(text).parse().ok()?;
    (1..=MAX_ROWS).contains(&row).then(|| row - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_in_every_form() {
        let range = |text| parse_range(SheetId(3), text).map(|r| (r.top, r.left, r.bottom, r.right));
        assert_eq!(range("B2"), Some((1, 1, 1, 1)));
        assert_eq!(range("$C$9:A1"), Some((0, 0, 8, 2)));
        assert_eq!(range("B:$C"), Some((0, 1, 1_048_575, 2)));
        assert_eq!(range("2:3"), Some((1, 0, 2, 16_383)));
        for bad in ["", "A", "1", "A1:B", "A:1", "#REF!", "A1:B2:C3", "ZZZZ1:A1"] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }
}
