//! Structured references: parts of a table by name, such as `Prices[[#This Row],[Cost]]`.

use super::ast::{SheetPrefix, Structured, TableItem};
use super::characters::Source;
use super::error::SyntaxError;
use super::sheet_prefix::write_prefix;
use crate::diagnostic::Span;
use crate::dialect::Dialect;
use crate::value::Text;

const ITEMS: [(TableItem, &str); 5] = [
    (TableItem::All, "#All"),
    (TableItem::Data, "#Data"),
    (TableItem::Headers, "#Headers"),
    (TableItem::Totals, "#Totals"),
    (TableItem::ThisRow, "#This Row"),
];

/// Reads from the opening bracket on; the position after the closing one.
pub(super) fn read_structured(
    source: Source<'_>,
    sheet: Option<SheetPrefix>,
    table: Option<&str>,
    open: usize,
) -> Result<(Structured, usize), SyntaxError> {
    let mut found = Structured { sheet, table: table.map(Text::from), items: Vec::new(), columns: None };
    let mut at = skip_layout(source, open + 1);
    if source.byte(at) == b'@' {
        found.items.push(TableItem::ThisRow);
        at = skip_layout(source, at + 1);
    }
    match source.byte(at) {
        b']' => return Ok((found, at + 1)),
        b'[' => {}
        // The short forms with one unbracketed part: `[#All]`, `[@Cost]`, `[Cost]`.
        _ => {
            let (part, close) = read_part(source, at, open)?;
            add_part(&mut found, part, Span::new(at, close))?;
            return Ok((found, close + 1));
        }
    }
    loop {
        let (part, close) = read_part(source, at + 1, open)?;
        add_part(&mut found, part, Span::new(at, close + 1))?;
        at = source.skip_blanks(close + 1);
        if source.byte(at) == b':' {
            let second = source.skip_blanks(at + 1);
            if source.byte(second) != b'[' {
                return Err(unexpected(source, second, "`[`", "expected a column in `[ ]` after `:`"));
            }
            let (part, close) = read_part(source, second + 1, open)?;
            match (part, &mut found.columns) {
                (Part::Column(last), Some((_, end))) => *end = last,
                _ => {
                    let span = Span::new(second, close + 1);
                    return Err(SyntaxError::new(span, "a column", "expected a column on both sides of `:`"));
                }
            }
            at = source.skip_blanks(close + 1);
        }
        match source.byte(at) {
            b']' => return Ok((found, at + 1)),
            b',' => at = source.skip_blanks(at + 1),
            _ => return Err(unexpected(source, at, "`,` or `]`", "expected `,` or `]` in the structured reference")),
        }
        if source.byte(at) != b'[' {
            return Err(unexpected(source, at, "`[`", "expected a part in `[ ]` after `,`"));
        }
    }
}

/// Passes blanks over, unless they begin a column's name.
fn skip_layout(source: Source<'_>, at: usize) -> usize {
    let next = source.skip_blanks(at);
    if matches!(source.byte(next), b'[' | b']' | b'@' | b'#') { next } else { at }
}

enum Part {
    Item(TableItem),
    Column(Text),
}

fn add_part(found: &mut Structured, part: Part, span: Span) -> Result<(), SyntaxError> {
    match part {
        Part::Item(item) => found.items.push(item),
        Part::Column(name) if found.columns.is_none() => found.columns = Some((name.clone(), name)),
        Part::Column(_) => {
            return Err(SyntaxError::new(
                span,
                "`]`",
                "expected one column or one span of columns, found another column",
            )
            .help("several columns that stand together are written `[[First]:[Last]]`"));
        }
    }
    Ok(())
}

/// Reads one part up to its `]`; the position of the `]`.
fn read_part(source: Source<'_>, start: usize, open: usize) -> Result<(Part, usize), SyntaxError> {
    let mut name = String::new();
    let mut copied = start;
    let mut at = start;
    let mut escaped = false;
    loop {
        match source.byte(at) {
            b']' => break,
            // `'` makes the next character plain.
            b'\'' => {
                escaped = true;
                name.push_str(source.slice(copied, at));
                copied = at + 1;
                at += 1 + source.character(at + 1).map_or(0, char::len_utf8);
            }
            b'[' => return Err(unexpected(source, at, "`]`", "expected `]` to close the column name")),
            0 if at >= source.len() => {
                let span = Span::new(open, source.len());
                let message = "expected `]` to close the structured reference, found end of formula";
                return Err(SyntaxError::new(span, "`]`", message));
            }
            _ => at += 1,
        }
    }
    name.push_str(source.slice(copied, at));
    if !escaped && name.starts_with('#') {
        return match ITEMS.iter().find(|(_, text)| text.eq_ignore_ascii_case(name.trim_end())) {
            Some((item, _)) => Ok((Part::Item(*item), at)),
            None => {
                let expected = "`#All`, `#Data`, `#Headers`, `#Totals` or `#This Row`";
                let message = format!("expected {expected}, found `{name}`");
                Err(SyntaxError::new(Span::new(start, at), expected, message)
                    .help("a `#` in a column name is written `'#`"))
            }
        };
    }
    if name.is_empty() {
        return Err(SyntaxError::new(Span::new(start, at), "a column", "expected a column name, found none"));
    }
    Ok((Part::Column(Text::from(name)), at))
}

fn unexpected(source: Source<'_>, at: usize, expected: &'static str, message: &str) -> SyntaxError {
    let (span, found) = match source.character(at) {
        Some(c) => (Span::new(at, at + c.len_utf8()), format!("`{c}`")),
        None => (Span::new(at, at), "end of formula".to_string()),
    };
    SyntaxError::new(span, expected, format!("{message}, found {found}"))
}

/// Writes a structured reference in its long form, or in the short one where that says the same.
pub(super) fn write_structured(structured: &Structured, dialect: Dialect, out: &mut String) {
    if let Some(sheet) = &structured.sheet {
        write_prefix(sheet, dialect, out);
    }
    if let Some(table) = &structured.table {
        out.push_str(table);
    }
    out.push('[');
    match (structured.items.as_slice(), &structured.columns) {
        ([], None) => {}
        ([], Some((first, last))) if first == last && !first.trim().is_empty() => write_name(first, out),
        ([item], None) => out.push_str(item_text(*item)),
        (items, columns) => {
            let mut separator = "";
            for item in items {
                out.extend([separator, "[", item_text(*item), "]"]);
                separator = ",";
            }
            if let Some((first, last)) = columns {
                out.extend([separator, "["]);
                write_name(first, out);
                out.push(']');
                if first != last {
                    out.push_str(":[");
                    write_name(last, out);
                    out.push(']');
                }
            }
        }
    }
    out.push(']');
}

fn item_text(item: TableItem) -> &'static str {
    ITEMS.iter().find(|(candidate, _)| *candidate == item).map_or("#Data", |(_, text)| text)
}

fn write_name(name: &str, out: &mut String) {
    for c in name.chars() {
        if matches!(c, '[' | ']' | '#' | '\'' | '@') {
            out.push('\'');
        }
        out.push(c);
    }
}
