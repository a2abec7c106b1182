//! One example of a code: how it is written down, and what the engine says to it.

use std::collections::BTreeMap;

use calc_core::compile::compile;
use calc_core::diagnostic::Diagnostic;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::ports::{Ports, PortsFile};
use calc_core::reference::parse_a1;
use calc_core::value::{Text, Value};
use calc_core::workbook::{Cell, Content, DefinedName, Formula, FormulaKind, Sheet, Workbook};
use serde::Deserialize;

use crate::package::{self, Package};

/// See `examples.toml` for what each member means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub code: u16,
    rows: Option<String>,
    file: Option<String>,
    #[serde(default)]
    parts: BTreeMap<String, String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    relations: BTreeMap<String, Vec<(String, String, String)>>,
    book: Option<(String, String)>,
    #[serde(default)]
    cells: BTreeMap<String, String>,
    #[serde(default)]
    names: BTreeMap<String, String>,
    ports: Option<String>,
}

impl Example {
    /// Everything that the engine says to it.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        if let Some(ports) = &self.ports {
            return match PortsFile::parse(ports.as_bytes()) {
                Ok(file) => file.resolve(&measure()).1,
                Err(diagnostic) => vec![diagnostic],
            };
        }
        if !self.cells.is_empty() {
            return compile(&self.workbook(), Ports::default()).diagnostics;
        }
        let imported = read_xlsx(&self.package().bytes(), &ImportOptions::default()).unwrap();
        let mut diagnostics = imported.diagnostics;
        diagnostics.extend(compile(&imported.workbook, Ports::default()).diagnostics);
        diagnostics
    }

    /// The example as the page shows it: Markdown.
    pub fn shown(&self) -> String {
        let mut shown = String::new();
        if let Some(file) = &self.file {
            shown.push_str(&format!("For example, {file}:\n\n"));
        }
        if let Some(rows) = &self.rows {
            shown.push_str(&format!("```xml\n{rows}\n```\n\n"));
        }
        if let Some(ports) = &self.ports {
            shown.push_str(&format!("```json\n{ports}\n```\n\n"));
        }
        if !self.cells.is_empty() {
            let names = self.names.iter().map(|(name, formula)| format!("{name} stands for ={formula}\n"));
            let cells = self.cells.iter().map(|(cell, formula)| format!("{cell}: {formula}\n"));
            let lines: String = names.chain(cells).collect();
            shown.push_str(&format!("```text\n{lines}```\n\n"));
        }
        shown
    }

    fn workbook(&self) -> Workbook {
        let cells = self.cells.iter().map(|(address, formula)| {
            let (row, column) = parse_a1(address).unwrap();
            let text = Text::from(String::from_utf8(expanded(formula)).unwrap().trim_start_matches('='));
            let formula = Formula { text, origin: (row, column), kind: FormulaKind::Dynamic };
            Cell { row, column, content: Content::Formula(formula), cached: Value::Blank, format: None }
        });
        let names = self.names.iter().map(|(name, formula)| DefinedName {
            name: name.clone(),
            scope: None,
            formula: formula.clone(),
            hidden: false,
        });
        Workbook {
            sheets: vec![Sheet { name: "Sheet1".to_string(), cells: cells.collect(), ..Sheet::default() }],
            names: names.collect(),
            ..Workbook::default()
        }
    }

    fn package(&self) -> Package {
        let mut package = Package::new();
        if let Some(rows) = &self.rows {
            let sheet = expanded(&package::worksheet(&format!("<sheetData>{rows}</sheetData>")));
            package.set("xl/worksheets/sheet1.xml", sheet);
        }
        if let Some((sheets, rest)) = &self.book {
            package.set("xl/workbook.xml", package::workbook(sheets, rest));
        }
        for (part, entries) in &self.relations {
            let entries: Vec<(&str, &str, &str)> =
                entries.iter().map(|(id, kind, target)| (id.as_str(), kind.as_str(), target.as_str())).collect();
            package.set(part, package::relations(&entries));
        }
        for (part, content) in &self.parts {
            package.set(part, expanded(content));
        }
        for part in &self.without {
            package.remove(part);
        }
        package
    }
}

/// The workbook that ports files are held against.
fn measure() -> Workbook {
    let formula = Formula { text: Text::from("B2*2"), origin: (2, 1), kind: FormulaKind::Plain };
    let cell = |row, content| Cell { row, column: 1, content, cached: Value::Blank, format: None };
    let cells = vec![cell(1, Content::Constant(Value::Number(5.0))), cell(2, Content::Formula(formula))];
    Workbook { sheets: vec![Sheet { name: "Measure".to_string(), cells, ..Sheet::default() }], ..Workbook::default() }
}

/// A text with its `⟨…⟩` spelt out.
fn expanded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, (inside, after))) =
        rest.split_once('⟨').and_then(|(before, rest)| Some((before, rest.split_once('⟩')?)))
    {
        bytes.extend_from_slice(before.as_bytes());
        if let Some(byte) = inside.strip_prefix("byte ") {
            bytes.push(u8::from_str_radix(byte, 16).unwrap());
        } else {
            let (part, times) = inside.split_once(" × ").unwrap();
            bytes.extend(part.repeat(times.parse().unwrap()).into_bytes());
        }
        rest = after;
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}
