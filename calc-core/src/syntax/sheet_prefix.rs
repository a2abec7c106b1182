//! What stands before a `!`: a sheet, a span of sheets, or a sheet of another workbook.

use super::ast::SheetPrefix;
use super::characters::Source;
use super::error::SyntaxError;
use crate::diagnostic::Span;
use crate::dialect::Dialect;
use crate::reference::quote_sheet;
use crate::value::Text;

/// Reads `'…'!` from its opening quote on; the position after the `!`.
pub(super) fn read_quoted(
    source: Source<'_>,
    start: usize,
    dialect: Dialect,
) -> Result<(SheetPrefix, usize), SyntaxError> {
    let mut at = start + 1;
    let mut doubled = false;
    loop {
        match source.byte(at) {
            b'\'' if source.byte(at + 1) == b'\'' => {
                doubled = true;
                at += 2;
            }
            b'\'' => break,
            0 if at >= source.len() => {
                let span = Span::new(start, source.len());
                return Err(SyntaxError::new(
                    span,
                    "`'`",
                    "expected `'` to close the sheet name, found end of formula",
                )
                .help("a text stands in double quotes, a sheet name in single quotes before `!`"));
            }
            _ => at += 1,
        }
    }
    let quoted = source.slice(start + 1, at);
    if source.byte(at + 1) != b'!' {
        let span = Span::new(start, at + 1);
        let message = "expected `!` after the quoted sheet name";
        return Err(SyntaxError::new(span, "`!`", message)
            .help("a text stands in double quotes, a sheet name in single quotes before `!`"));
    }
    let name = if doubled { quoted.replace("''", "'") } else { quoted.to_string() };
    if name.is_empty() {
        let message = "expected a sheet name between the quotes, found none";
        return Err(SyntaxError::new(Span::new(start, at + 1), "a sheet name", message));
    }
    Ok((split(&name, dialect), at + 2))
}

/// Parts a quoted name into workbook and sheets. A name in Sheets may hold any character, and there are no other
/// workbooks and no spans.
fn split(name: &str, dialect: Dialect) -> SheetPrefix {
    if dialect == Dialect::Excel {
        if let Some((before, sheet)) = name.rsplit_once(']')
            && let Some((folder, book)) = before.rsplit_once('[')
            && (folder.is_empty() || folder.ends_with(['\\', '/']))
        {
            return SheetPrefix::External { book: Text::from(format!("{folder}{book}")), sheet: Text::from(sheet) };
        }
        if let Some((first, last)) = name.split_once(':')
            && !first.is_empty()
            && !last.is_empty()
        {
            return SheetPrefix::Span(Text::from(first), Text::from(last));
        }
    }
    SheetPrefix::Sheet(Text::from(name))
}

/// Reads `[book]sheet!` or `[book]!` without quotes; `None` if what stands in the brackets is a column of a table.
pub(super) fn read_external(source: Source<'_>, start: usize) -> Option<(SheetPrefix, usize)> {
    let mut close = start + 1;
    while is_plain_book_byte(source.byte(close)) || !source.byte(close).is_ascii() {
        close += 1;
    }
    if close == start + 1 || source.byte(close) != b']' {
        return None;
    }
    let sheet = close + 1;
    let mut end = sheet;
    if source.starts_word(sheet) {
        end = source.word_end(sheet);
        if source.byte(end) == b':' && source.starts_word(end + 1) {
            end = source.word_end(end + 1);
        }
    }
    if source.byte(end) != b'!' {
        return None;
    }
    let book = Text::from(source.slice(start + 1, close));
    Some((SheetPrefix::External { book, sheet: Text::from(source.slice(sheet, end)) }, end + 1))
}

fn is_plain_book_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// Writes a prefix and its `!`. In Sheets only what has no quotes is a span, or of another workbook.
pub(super) fn write_prefix(prefix: &SheetPrefix, dialect: Dialect, out: &mut String) {
    let never_quoted = dialect == Dialect::Sheets;
    match prefix {
        SheetPrefix::Sheet(name) => out.push_str(&quote_sheet(name)),
        SheetPrefix::Span(first, last) if never_quoted || (is_plain(first) && is_plain(last)) => {
            out.extend([first.as_str(), ":", last.as_str()]);
        }
        SheetPrefix::Span(first, last) => write_quoted(&format!("{first}:{last}"), out),
        SheetPrefix::External { book, sheet }
            if never_quoted || (is_plain_book(book) && is_plain_external_sheet(sheet)) =>
        {
            out.extend(["[", book.as_str(), "]", sheet.as_str()]);
        }
        SheetPrefix::External { book, sheet } => {
            let file = book.rfind(['\\', '/']).map_or(0, |separator| separator + 1);
            let (folder, file) = book.split_at_checked(file).unwrap_or(("", book.as_str()));
            write_quoted(&format!("{folder}[{file}]{sheet}"), out);
        }
    }
    out.push('!');
}

fn write_quoted(name: &str, out: &mut String) {
    out.push('\'');
    out.push_str(&name.replace('\'', "''"));
    out.push('\'');
}

fn is_plain(name: &str) -> bool {
    quote_sheet(name) == name
}

fn is_plain_book(book: &str) -> bool {
    !book.is_empty() && book.bytes().all(|byte| is_plain_book_byte(byte) || !byte.is_ascii())
}

fn is_plain_external_sheet(sheet: &str) -> bool {
    match sheet.split_once(':') {
        Some((first, last)) => is_plain(first) && is_plain(last),
        None => sheet.is_empty() || is_plain(sheet),
    }
}
