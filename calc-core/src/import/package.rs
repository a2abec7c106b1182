//! From the parts of the file to the workbook.

use super::archive::Archive;
use super::book::{Book, NameEntry, SheetEntry};
use super::cells::Shared;
use super::error::ImportError;
use super::formats::Formats;
use super::metadata::DynamicArrays;
use super::problems::Problems;
use super::relations::{Relations, relations_of};
use super::sheet::{self, Room};
use super::xml::{self, Xml};
use super::{ImportOptions, Imported, Limits, strings, tables};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::file::{
    CONNECTIONS, ENCODING, EXTERNAL_LINKS, FROZEN_REVIVED, MACROS, NAME_SCOPE, NOT_A_WORKSHEET, PART_MISSING,
    PIVOT_TABLES, SHEET_TWICE, TABLE,
};
use crate::dialect::Dialect;
use crate::reference::{RangeRef, SheetId, quote_sheet};
use crate::value::{CellError, Value};
use crate::workbook::{Content, DefinedName, FormulaKind, Hiding, Sheet, Table, Workbook};

/// Reads the whole file.
pub(super) fn read(bytes: &[u8], options: &ImportOptions) -> Result<Imported, ImportError> {
    let limits = &options.limits;
    let mut source = Source { archive: Archive::open(bytes, limits)?, limits, problems: Problems::default() };
    let main = source.main_part()?;
    let book = source.parse_needed(&main, |text, _| Book::parse(text, limits))?;
    let relations = source.relations(&main)?;
    let shared = source.shared(&book, &relations)?;
    source.report_ignored();
    let externals = source.externals(&book, &relations)?;

    let mut workbook = Workbook { date_system: book.date_system, externals, ..Workbook::default() };
    let mut room = Room::new(limits);
    let mut frozen = 0;
    for (id, entry) in (0..).map(SheetId).zip(&book.sheets) {
        let (sheet, revived) = source.sheet(id, entry, &relations, &shared, &mut room, &mut workbook.tables)?;
        frozen += revived;
        workbook.sheets.push(sheet);
    }
    report_same_names(&workbook.sheets, &mut source.problems);
    workbook.names = source.names(book.names, workbook.sheets.len());
    let exported = book.google_namespaces && !source.archive.contains("docProps/app.xml");
    let detected = if frozen > 0 || exported { Dialect::Sheets } else { Dialect::Excel };
    workbook.dialect = options.dialect.unwrap_or(detected);
    if workbook.dialect == Dialect::Sheets {
        read_as_sheets(&mut workbook);
    }
    if frozen > 0 {
        source.problems.report(FROZEN_REVIVED, |code| {
            Diagnostic::note(code, format!("revived {frozen} formulas that the Google Sheets export froze"))
                .help("they are computed from their source text; the values frozen beside it are not used")
        });
    }
    Ok(Imported { workbook, diagnostics: source.problems.finish() })
}

/// Reads caches and arrays as Google's export writes them: it has no error cells but writes their names as text, and its array
/// formulas spill.
///
/// Only results are read so. A *typed* text `#REF!` would look like any other text: none of the 8,134 texts in the workbook
/// that this was learned from is the name of an error, while 138 results are, so a typed one stays text.
fn read_as_sheets(workbook: &mut Workbook) {
    for sheet in &mut workbook.sheets {
        for cell in &mut sheet.cells {
            if let Content::Formula(formula) = &mut cell.content {
                name_error(&mut cell.cached);
                if let FormulaKind::Fixed(last) = formula.kind {
                    formula.kind = FormulaKind::GoogleArray(last);
                }
            }
        }
        sheet.spilled.iter_mut().for_each(|cell| name_error(&mut cell.cached));
    }
}

fn name_error(cached: &mut Value) {
    if let Value::Text(text) = cached
        && text.starts_with('#')
        && let Some(error) = CellError::ALL.into_iter().find(|error| error.name() == text.as_str())
    {
        *cached = Value::Error(error);
    }
}

/// The file being read.
struct Source<'a> {
    archive: Archive<'a>,
    limits: &'a Limits,
    problems: Problems,
}

impl<'a> Source<'a> {
    /// The text of a part, if it is there.
    fn text(&mut self, part: &str) -> Result<Option<String>, ImportError> {
        let Some(bytes) = self.archive.read(part)? else { return Ok(None) };
        let (text, replaced) = xml::decode(bytes);
        if replaced {
            self.problems.report(ENCODING, |code| {
                Diagnostic::warning(code, "found bytes that are no UTF-8")
                    .at(part)
                    .help("they were replaced by `\u{fffd}`; save the workbook again in a spreadsheet")
            });
        }
        Ok(Some(text))
    }

    /// Reads a part that the rest cannot do without.
    fn parse_needed<T>(
        &mut self,
        part: &str,
        parse: impl FnOnce(&str, &mut Problems) -> Result<T, ImportError>,
    ) -> Result<T, ImportError> {
        match self.text(part)? {
            Some(text) => parse(&text, &mut self.problems).map_err(|error| error.in_part(part)),
            None => Err(ImportError::damaged("no such part", "the part that the file names").in_part(part)),
        }
    }

    /// Reads a part that the rest can do without.
    fn parse_optional<T: Default>(
        &mut self,
        part: &str,
        parse: impl FnOnce(&str, &mut Problems) -> Result<T, ImportError>,
    ) -> Result<T, ImportError> {
        if !self.archive.contains(part) {
            self.problems.report(PART_MISSING, |code| {
                Diagnostic::warning(code, "found no such part, expected what the file names")
                    .at(part)
                    .help("save the workbook again in a spreadsheet")
            });
            return Ok(T::default());
        }
        self.parse_needed(part, parse)
    }

    fn relations(&mut self, part: &str) -> Result<Relations, ImportError> {
        let limits = self.limits;
        let name = relations_of(part);
        match self.text(&name)? {
            None => Ok(Relations::default()),
            Some(text) => Relations::parse(&text, part, limits).map_err(|error| error.in_part(&name)),
        }
    }

    /// The name of the workbook part, once it is sure that this is a workbook.
    fn main_part(&mut self) -> Result<String, ImportError> {
        let limits = self.limits;
        if self.archive.contains("mimetype") && self.archive.contains("content.xml") {
            return Err(ImportError::foreign("an OpenDocument file"));
        }
        if !self.archive.contains("[Content_Types].xml") {
            return Err(ImportError::foreign("a zip without `[Content_Types].xml`"));
        }
        let package = self.relations("")?;
        let Some(main) = package.of_kind("officeDocument").next().map(|relation| relation.target.clone()) else {
            return Err(ImportError::foreign("an Office package without a document"));
        };
        let kind = self.parse_needed("[Content_Types].xml", |text, _| content_type(text, &main, limits))?;
        match kind.as_deref() {
            Some(kind) if kind.contains("wordprocessingml") => Err(ImportError::foreign("a Word document")),
            Some(kind) if kind.contains("presentationml") => Err(ImportError::foreign("a presentation")),
            Some(kind) if kind.contains("sheet.binary") => Err(ImportError::foreign("a binary workbook (.xlsb)")),
            _ => Ok(main),
        }
    }

    /// Reads what the cells of all sheets refer to.
    fn shared(&mut self, book: &Book, relations: &Relations) -> Result<Shared<'a>, ImportError> {
        let limits = self.limits;
        let target = |kind| relations.of_kind(kind).next().map(|relation| relation.target.as_str());
        let strings = match target("sharedStrings") {
            None => Vec::new(),
            Some(part) => self.parse_needed(part, |text, problems| strings::read(text, limits, problems))?,
        };
        let formats = match target("styles") {
            None => Formats::default(),
            Some(part) => self.parse_optional(part, |text, problems| Formats::parse(text, limits, problems))?,
        };
        let dynamic = match target("sheetMetadata") {
            None => DynamicArrays::default(),
            Some(part) => self.parse_optional(part, |text, _| DynamicArrays::parse(text, limits))?,
        };
        Ok(Shared { strings, formats, dynamic, date_system: book.date_system, limits })
    }

    /// Reads a sheet with its tables, and says how many frozen formulas it had.
    fn sheet(
        &mut self,
        id: SheetId,
        entry: &SheetEntry,
        relations: &Relations,
        shared: &Shared<'_>,
        room: &mut Room,
        tables: &mut Vec<Table>,
    ) -> Result<(Sheet, usize), ImportError> {
        let mut sheet = Sheet { name: entry.name.clone(), hidden: entry.hidden, ..Sheet::default() };
        // Excel lists old macro modules as sheets whose relationship is `""`.
        let relation = relations.by_id(&entry.relation).filter(|relation| !relation.external);
        let kind = relation.map_or("macro module", |relation| relation.kind.as_str());
        if kind != "worksheet" && (relation.is_some() || entry.relation.is_empty()) {
            self.problems.report(NOT_A_WORKSHEET, |code| {
                let message = format!("found a sheet that is a {kind:.40}, which has no cells to compute");
                Diagnostic::note(code, message).at(quote_sheet(&entry.name))
            });
            return Ok((sheet, 0));
        }
        let relation = relation.ok_or_else(|| {
            let found = format!("sheet {} without a part", quote_sheet(&entry.name));
            ImportError::damaged(found, "a part for every sheet")
        })?;
        let part = relation.target.as_str();
        let worksheet =
            self.parse_needed(part, |text, problems| sheet::read(text, id, &entry.name, shared, room, problems))?;
        sheet.cells = worksheet.cells.cells;
        sheet.spilled = worksheet.cells.spilled;
        sheet.validations = worksheet.validations;
        let own = self.relations(part)?;
        for relation in own.of_kind("table") {
            tables.extend(self.table(&relation.target, id)?);
        }
        let filtered_tables = tables.iter().filter(|table| table.filtered && table.range.sheet == id);
        let filtered: Vec<RangeRef> =
            worksheet.filtered.into_iter().chain(filtered_tables.map(|table| table.range)).collect();
        let hiding = |row: u32| {
            let is_filtered = filtered.iter().any(|range| (range.top..=range.bottom).contains(&row));
            (row, if is_filtered { Hiding::Filter } else { Hiding::ByHand })
        };
        sheet.hidden_rows = worksheet.cells.hidden_rows.into_iter().map(hiding).collect();
        Ok((sheet, worksheet.cells.frozen))
    }

    fn table(&mut self, part: &str, sheet: SheetId) -> Result<Option<Table>, ImportError> {
        let limits = self.limits;
        let table = self.parse_optional(part, |text, _| tables::read(text, sheet, limits))?;
        if table.is_none() && self.archive.contains(part) {
            self.problems.report(TABLE, |code| {
                Diagnostic::warning(code, "found a table without a name, or whose columns do not fit its range")
                    .at(part)
                    .help("formulas that point into it are `#REF!`; create the table anew")
            });
        }
        Ok(table)
    }

    fn names(&mut self, entries: Vec<NameEntry>, sheets: usize) -> Vec<DefinedName> {
        let mut names = Vec::with_capacity(entries.len());
        for NameEntry { name, scope, formula, hidden } in entries {
            let sheet = scope.and_then(|scope| u16::try_from(scope).ok()).map(SheetId);
            if scope.is_some() && sheet.is_none_or(|sheet| sheet.index() >= sheets) {
                self.problems.report(NAME_SCOPE, |code| {
                    Diagnostic::warning(code, "found a name that is local to a sheet that does not exist")
                        .at(name.as_str())
                        .help("the name is left out; define it anew")
                });
                continue;
            }
            names.push(DefinedName { name, scope: sheet, formula, hidden });
        }
        names
    }

    /// The addresses of the other workbooks, in the order in which formulas number them.
    fn externals(&mut self, book: &Book, relations: &Relations) -> Result<Vec<String>, ImportError> {
        let mut externals = Vec::with_capacity(book.externals.len());
        for id in &book.externals {
            let mut address = String::new();
            if let Some(relation) = relations.by_id(id).filter(|relation| !relation.external) {
                address = self.external(&relation.target)?;
            }
            self.problems.report(EXTERNAL_LINKS, |code| {
                Diagnostic::warning(code, format!("found links to another workbook, `{address:.200}`"))
                    .at(format!("[{}]", externals.len() + 1))
                    .help("other workbooks are not read; copy the cells that formulas need into this one")
            });
            externals.push(address);
        }
        Ok(externals)
    }

    /// The address in an external link part; empty if it has none. It is never followed.
    fn external(&mut self, part: &str) -> Result<String, ImportError> {
        let relations = self.relations(part)?;
        let mut links = relations.of_outside();
        Ok(links.next().map(|relation| relation.target.clone()).unwrap_or_default())
    }

    /// Says which parts that could have had a say in a result are not read.
    fn report_ignored(&mut self) {
        for (prefix, code, found, help) in [
            ("xl/vbaproject.bin", MACROS, "macros, which are not run", "functions written in them are unknown here"),
            (
                "xl/pivottables/",
                PIVOT_TABLES,
                "pivot tables, which are not refreshed",
                "their cells are constants here, as they were last shown",
            ),
            (
                "xl/connections.xml",
                CONNECTIONS,
                "data connections, which are not run",
                "their cells are constants here, as they were last loaded",
            ),
        ] {
            if self.archive.contains_prefix(prefix) {
                self.problems.report(code, |code| Diagnostic::note(code, format!("found {found}")).help(help));
            }
        }
    }
}

/// The content type of a part, if the list names it apart from others with the same ending.
fn content_type(list: &str, part: &str, limits: &Limits) -> Result<Option<String>, ImportError> {
    let mut xml = Xml::new(list, limits);
    let (_, inside) = xml.root("Types")?;
    let mut kind = None;
    while let Some(tag) = xml.child(inside)? {
        let name = tag.attribute("PartName")?.unwrap_or_default();
        if name.trim_start_matches('/').eq_ignore_ascii_case(part) {
            kind = tag.attribute("ContentType")?.map(|kind| kind.into_owned());
        }
    }
    Ok(kind)
}

fn report_same_names(sheets: &[Sheet], problems: &mut Problems) {
    let mut names: Vec<(String, &str)> =
        sheets.iter().map(|sheet| (sheet.name.to_lowercase(), sheet.name.as_str())).collect();
    // Of the same name the order stays, so that the later sheet is the one to rename.
    names.sort_by(|(one, _), (other, _)| one.cmp(other));
    for pair in names.windows(2) {
        if let [(one, _), (other, name)] = pair
            && one == other
        {
            problems.report(SHEET_TWICE, |code| {
                Diagnostic::warning(code, "found two sheets with this name, expected one")
                    .at(quote_sheet(name))
                    .help("formulas mean the first of them; rename this one")
            });
        }
    }
}
