//! Shared strings: every distinct text once.

use super::error::ImportError;
use super::limits::Limits;
use super::problems::Problems;
use super::text;
use super::xml::{Tag, Xml};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::file::TEXT_CUT;
use crate::value::Text;

/// Reads `sharedStrings.xml`.
pub(super) fn read(part: &str, limits: &Limits, problems: &mut Problems) -> Result<Vec<Text>, ImportError> {
    let mut xml = Xml::new(part, limits);
    let (_, inside) = xml.root("sst")?;
    let mut strings = Vec::new();
    let mut buffer = String::new();
    while let Some(tag) = xml.child(inside)? {
        if tag.name() != "si" {
            continue;
        }
        if strings.len() >= limits.shared_strings {
            return Err(ImportError::limit("shared strings", limits.shared_strings as u64));
        }
        buffer.clear();
        read_runs(&mut xml, &tag, &mut buffer)?;
        let whole = text::unescape(&buffer);
        let kept = text::cut(&whole);
        if kept.is_some() {
            report_cut(problems, &format!("shared string {}", strings.len()));
        }
        strings.push(Text::from(kept.unwrap_or(&whole)));
    }
    Ok(strings)
}

/// Says that a text was cut.
pub(super) fn report_cut(problems: &mut Problems, place: &str) {
    problems.report(TEXT_CUT, |code| {
        let message =
            format!("found a text of more than {} characters, expected what a cell can hold", text::MAX_UNITS);
        Diagnostic::warning(code, message).at(place).help("the rest of the text was left out")
    });
}

/// Joins the text of a rich string, as written: of `<t>` and of `<r><t>`, but not the phonetic hints in `<rPh>`.
pub(super) fn read_runs(xml: &mut Xml<'_>, tag: &Tag<'_>, into: &mut String) -> Result<(), ImportError> {
    let inside = xml.inside(tag);
    while let Some(child) = xml.child(inside)? {
        match child.name() {
            "t" => xml.text(&child, into)?,
            "r" => {
                let run = xml.inside(&child);
                while let Some(piece) = xml.child(run)? {
                    if piece.name() == "t" {
                        xml.text(&piece, into)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(part: &str) -> Vec<String> {
        let texts = read(part, &Limits::default(), &mut Problems::default()).unwrap();
        texts.iter().map(|text| text.to_string()).collect()
    }

    #[test]
    fn runs_are_joined_and_phonetic_hints_left_out() {
        let part = r#"<sst count="4294967295"><si><t xml:space="preserve"> a </t></si><si><r><rPr><b/></rPr><t>Ext </t></r>
            <r><t>Measure</t></r><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr fontId="1"/></si><si/><si><t/></si>
            <si><t>x_x000D_
y</t></si></sst>"#;
        assert_eq!(strings(part), [" a ", "Ext Measure", "", "", "x\r\ny"]);
    }

    #[test]
    fn too_many_strings_are_refused() {
        let limits = Limits { shared_strings: 1, ..Limits::default() };
        let error = read("<sst><si/><si/></sst>", &limits, &mut Problems::default()).unwrap_err();
        assert!(error.is_limit());
    }
}
