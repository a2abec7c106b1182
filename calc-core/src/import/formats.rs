//! Number formats of cell styles: all that is read of `styles.xml`.

use rustc_hash::FxHashMap;

use super::error::ImportError;
use super::limits::Limits;
use super::problems::Problems;
use super::xml::{Tag, Xml};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::file::FORMAT_LONG;
use crate::value::Text;

/// Bytes of the longest format that is kept. Excel takes 255 characters.
const LONGEST: usize = 4 * 255;

/// The number format of each cell style.
#[derive(Debug, Default)]
pub(super) struct Formats {
    by_style: Vec<Option<Text>>,
}

impl Formats {
    /// The format of a style; `None` is General, which is also what a style that does not exist has.
    pub(super) fn of_style(&self, style: usize) -> Option<Text> {
        self.by_style.get(style).cloned().flatten()
    }

    pub(super) fn parse(part: &str, limits: &Limits, problems: &mut Problems) -> Result<Formats, ImportError> {
        let mut xml = Xml::new(part, limits);
        let (_, inside) = xml.root("styleSheet")?;
        let mut codes: FxHashMap<u32, Text> = FxHashMap::default();
        let mut by_style = Vec::new();
        while let Some(group) = xml.child(inside)? {
            let members = xml.inside(&group);
            match group.name() {
                "numFmts" => {
                    while let Some(tag) = xml.child(members)? {
                        let code = tag.attribute("formatCode")?.unwrap_or_default();
                        let Some(id) = number(&tag, "numFmtId").filter(|_| codes.len() < limits.styles) else {
                            continue;
                        };
                        if code.len() > LONGEST {
                            problems.report(FORMAT_LONG, |problem| {
                                let message = format!(
                                    "found a number format of {} bytes, expected at most {LONGEST}",
                                    code.len()
                                );
                                Diagnostic::warning(problem, message)
                                    .help("cells show their plain numbers; shorten the format")
                            });
                            continue;
                        }
                        codes.insert(id, Text::from(code.as_ref()));
                    }
                }
                "cellXfs" => {
                    while let Some(tag) = xml.child(members)? {
                        if by_style.len() >= limits.styles {
                            return Err(ImportError::limit("cell styles", limits.styles as u64));
                        }
                        let id = number(&tag, "numFmtId").unwrap_or(0);
                        let code = codes.get(&id).cloned().or_else(|| built_in(id));
                        by_style.push(code.filter(|code| !code.eq_ignore_ascii_case("general")));
                    }
                    // Nothing that follows says anything about a cell's own format.
                    break;
                }
                _ => {}
            }
        }
        Ok(Formats { by_style })
    }
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.attributes().find(|&(found, _)| found == name).and_then(|(_, raw)| raw.parse().ok())
}

/// The formats that files name by number only (ECMA-376 part 1, 18.8.30), as Excel for the United States shows them: there the
/// standard leaves ids 5 to 8 and 41 to 44 to the locale, and Excel shows 14 and 22 with the four-digit year of the system.
fn built_in(id: u32) -> Option<Text> {
    let code = match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 => "\"$\"#,##0_);\\(\"$\"#,##0\\)",
        6 => "\"$\"#,##0_);[Red]\\(\"$\"#,##0\\)",
        7 => "\"$\"#,##0.00_);\\(\"$\"#,##0.00\\)",
        8 => "\"$\"#,##0.00_);[Red]\\(\"$\"#,##0.00\\)",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "m/d/yyyy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "m/d/yyyy h:mm",
        37 => "#,##0_);(#,##0)",
        38 => "#,##0_);[Red](#,##0)",
        39 => "#,##0.00_);(#,##0.00)",
        40 => "#,##0.00_);[Red](#,##0.00)",
        41 => "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)",
        42 => "_(\"$\"* #,##0_);_(\"$\"* \\(#,##0\\);_(\"$\"* \"-\"_);_(@_)",
        43 => "_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)",
        44 => "_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    };
    Some(Text::from(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_finds_its_own_and_the_built_in_formats() {
        let part = r#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="&quot;$&quot;#,##0.00"/></numFmts>
            <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="164"><alignment/></xf><xf numFmtId="10"/><xf/><xf numFmtId="999"/></cellXfs>
            </styleSheet>"#;
        let formats = Formats::parse(part, &Limits::default(), &mut Problems::default()).unwrap();
        let codes: Vec<_> = (0..6).map(|style| formats.of_style(style).map(|code| code.to_string())).collect();
        assert_eq!(codes, [None, Some("\"$\"#,##0.00".to_string()), Some("0.00%".to_string()), None, None, None]);
    }
}
