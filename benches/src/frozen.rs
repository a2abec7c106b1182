//! The real workbook as engines without Google's functions can calculate it: each formula that Google's export froze is the constant that the
//! file carries for it.
//!
//! Everything else stays as it is, byte for byte where a sheet holds no such formula.

use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What stands in a formula that the export froze.
const MARK: &str = "__xludf.DUMMYFUNCTION";

/// The same file with constants in place of frozen formulas, and how many they were.
pub fn freeze(xlsx: &[u8]) -> Result<(Vec<u8>, usize)> {
    let mut source = ZipArchive::new(Cursor::new(xlsx)).context("the workbook is no zip archive")?;
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    let mut frozen = 0;
    for at in 0..source.len() {
        let mut part = source.by_index(at)?;
        let name = part.name()?.into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        if name.starts_with("xl/worksheets/sheet") {
            let (sheet, count) =
                freeze_sheet(str::from_utf8(&bytes)?).with_context(|| format!("cannot read the part `{name}`"))?;
            bytes = sheet;
            frozen += count;
        }
        copy.start_file(name, SimpleFileOptions::default())?;
        copy.write_all(&bytes)?;
    }
    Ok((copy.finish()?.into_inner(), frozen))
}

/// One sheet: the formula of a cell is left out where it bears the mark, and the value beside it stays.
fn freeze_sheet(xml: &str) -> Result<(Vec<u8>, usize)> {
    let mut reader = Reader::from_str(xml);
    let mut writer = Writer::new(Vec::with_capacity(xml.len()));
    // The events from a formula's beginning to its end, until it shows whether it is a frozen one.
    let mut formula: Option<Vec<Event>> = None;
    let mut frozen = 0;
    loop {
        let event = reader.read_event()?;
        match (&event, &mut formula) {
            (Event::Eof, _) => return Ok((writer.into_inner(), frozen)),
            (Event::Start(start), None) if is_formula(start) => formula = Some(vec![event.into_owned()]),
            (Event::End(end), Some(_)) if end.local_name().as_ref() == "f" => {
                let mut events = formula.take().unwrap_or_default();
                events.push(event.into_owned());
                let is_frozen = events.iter().any(|event| matches!(event, Event::Text(text) if text.contains(MARK)));
                frozen += usize::from(is_frozen);
                if !is_frozen {
                    events.into_iter().try_for_each(|event| writer.write_event(event))?;
                }
            }
            (_, Some(events)) => events.push(event.into_owned()),
            (_, None) => writer.write_event(event)?,
        }
    }
}

fn is_formula(start: &BytesStart) -> bool {
    start.local_name().as_ref() == "f"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_formula_leaves_its_value_and_others_stay() {
        let sheet = r#"<sheetData><c r="A1" t="str"><f>IFERROR(__xludf.DUMMYFUNCTION("JOIN("", "",B1:B2)"),"a &amp; b")</f><v>a &amp; b</v></c><c r="A2"><f>B1*2</f><v>4</v></c><c r="A3"><f t="shared" si="1"/><v>1</v></c></sheetData>"#;
        let (copy, frozen) = freeze_sheet(sheet).expect("it is XML");
        let expected = r#"<sheetData><c r="A1" t="str"><v>a &amp; b</v></c><c r="A2"><f>B1*2</f><v>4</v></c><c r="A3"><f t="shared" si="1"/><v>1</v></c></sheetData>"#;
        assert_eq!((String::from_utf8_lossy(&copy).as_ref(), frozen), (expected, 1));
    }
}
