//! The workbook part: sheets, names, the date system.

use super::error::ImportError;
use super::limits::Limits;
use super::xml::Xml;
use crate::dialect::DateSystem;

/// What the workbook part says.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// The sheets in the order of their tabs.
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) names: Vec<NameEntry>,
    pub(super) date_system: DateSystem,
    /// Relationship ids of other workbooks that formulas point to, in the order of their numbers.
    pub(super) externals: Vec<String>,
    /// Whether the root declares the namespaces that Google's export declares and nobody else does.
    pub(super) google_namespaces: bool,
}

/// A sheet as the workbook part lists it.
#[derive(Debug)]
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// The relationship that leads to its part.
    pub(super) relation: String,
}

/// A defined name.
#[derive(Debug)]
pub(super) struct NameEntry {
    pub(super) name: String,
    /// The position, among all sheets, of the one that it is local to.
    pub(super) scope: Option<u32>,
    pub(super) formula: String,
    pub(super) hidden: bool,
}

impl Book {
    pub(super) fn parse(part: &str, limits: &Limits) -> Result<Book, ImportError> {
        let mut xml = Xml::new(part, limits);
        let (root, inside) = xml.root("workbook")?;
        let mac = |wanted: &str| root.attributes().any(|(name, value)| name == wanted && value.contains("mac"));
        let mut book = Book { google_namespaces: mac("mx") && mac("mv"), ..Book::default() };
        while let Some(group) = xml.child(inside)? {
            match group.name() {
                "workbookPr" if group.flag("date1904") => book.date_system = DateSystem::Y1904,
                "sheets" => {
                    let members = xml.inside(&group);
                    book.read_sheets(&mut xml, members, limits)?;
                }
                "definedNames" => {
                    let members = xml.inside(&group);
                    book.read_names(&mut xml, members, limits)?;
                }
                "externalReferences" => {
                    let members = xml.inside(&group);
                    while let Some(tag) = xml.child(members)? {
                        if book.externals.len() >= limits.parts {
                            return Err(ImportError::limit("links to other workbooks", limits.parts as u64));
                        }
                        book.externals.push(tag.attribute("id")?.unwrap_or_default().into_owned());
                    }
                }
                _ => {}
            }
        }
        if book.sheets.is_empty() {
            return Err(ImportError::damaged("no sheet", "at least one"));
        }
        Ok(book)
    }

    fn read_sheets(&mut self, xml: &mut Xml<'_>, inside: u32, limits: &Limits) -> Result<(), ImportError> {
        while let Some(tag) = xml.child(inside)? {
            if tag.name() != "sheet" {
                continue;
            }
            // A sheet's id in the engine has 16 bits.
            let most = limits.sheets.min(usize::from(u16::MAX));
            if self.sheets.len() >= most {
                return Err(ImportError::limit("sheets", most as u64));
            }
            let state = tag.attribute("state")?;
            self.sheets.push(SheetEntry {
                name: tag.attribute("name")?.unwrap_or_default().into_owned(),
                hidden: matches!(state.as_deref(), Some("hidden" | "veryHidden")),
                relation: tag.attribute("id")?.unwrap_or_default().into_owned(),
            });
        }
        Ok(())
    }

    fn read_names(&mut self, xml: &mut Xml<'_>, inside: u32, limits: &Limits) -> Result<(), ImportError> {
        while let Some(tag) = xml.child(inside)? {
            if tag.name() != "definedName" {
                continue;
            }
            if self.names.len() >= limits.names {
                return Err(ImportError::limit("defined names", limits.names as u64));
            }
            let mut formula = String::new();
            xml.text(&tag, &mut formula)?;
            self.names.push(NameEntry {
                name: tag.attribute("name")?.unwrap_or_default().into_owned(),
                // A number that is none leads to a sheet that does not exist, and so to a diagnostic.
                scope: tag.attribute("localSheetId")?.map(|id| id.parse().unwrap_or(u32::MAX)),
                formula: formula.strip_prefix('=').unwrap_or(&formula).to_string(),
                hidden: tag.flag("hidden"),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_names_and_dates_are_read() {
        let part = r##"<workbook xmlns:r="r"><workbookPr date1904="true"/><sheets>
            <sheet name="B&amp;B" sheetId="7" r:id="rId9"/><sheet state="veryHidden" name="x" sheetId="1" r:id="rId1"/></sheets>
            <externalReferences><externalReference r:id="rId5"/></externalReferences>
            <definedNames><definedName name="Colors" localSheetId="1" hidden="1">#REF!</definedName>
            <definedName name="Rate">'B&amp;B'!$A$1</definedName></definedNames></workbook>"##;
        let book = Book::parse(part, &Limits::default()).unwrap();
        assert_eq!(book.date_system, DateSystem::Y1904);
        let sheets: Vec<_> = book.sheets.iter().map(|s| (s.name.as_str(), s.hidden, s.relation.as_str())).collect();
        assert_eq!(sheets, [("B&B", false, "rId9"), ("x", true, "rId1")]);
        let names: Vec<_> =
            book.names.iter().map(|n| (n.name.as_str(), n.scope, n.formula.as_str(), n.hidden)).collect();
        assert_eq!(names, [("Colors", Some(1), "#REF!", true), ("Rate", None, "'B&B'!$A$1", false)]);
        assert_eq!(book.externals, ["rId5"]);
        assert!(!book.google_namespaces);
    }
}
