//! Every formula of the workbooks and of the function corpora, where they are.

use std::io::Read;
use std::path::Path;

use calc_core::dialect::Dialect;
use calc_core::syntax::ast::Node;
use calc_core::syntax::{parse, unparse};
use quick_xml::events::Event;
use serde_json::Value;

/// Reads a formula, writes it and reads it again; what went wrong, if something did.
fn round_trip(text: &str, dialect: Dialect) -> Result<(), String> {
    let parsed = parse(text, dialect.into());
    if let Some(error) = parsed.errors.first() {
        return Err(format!("{text}: {}", error.message));
    }
    let written = unparse(&parsed.ast, dialect);
    let again = parse(&written, dialect.into());
    if again.errors.is_empty() && again.ast.nodes == parsed.ast.nodes {
        return Ok(());
    }
    Err(format!("{text} is written {written} and read as another tree"))
}

/// Texts of the function corpus that are no formula of Excel's: criteria and fragments with a leading `=`, unbalanced
/// brackets, a separator of another locale, and the arrays without elements or with gaps that no spreadsheet but
/// LibreOffice reads.
const NO_FORMULAS: [&str; 19] = [
    "=#REF",
    "=(+",
    "=*brown",
    "=+(",
    "==N(\"string\") + 20",
    "=AND(1=1),1=1",
    "=AVEDEV({1;\"2\";3.4;TRUE;5;;6.7;\"STRING\";\"\"})",
    "=AVEDEV({})",
    "=AVERAGE({})",
    "=BETA.INV(0.5,5,10,0,*)",
    "=COUNTA({32;0;;1.2;\"\";2.4;;\"\";3.6;;\"\";4.8;\"Not a numeric\";6})",
    "=FISHER(INT(-2)))",
    "=FOO(",
    "=LARGE({},A2)",
    "=MEDIAN({DATE(2015;3;4);DATE(2015;2;1);DATE(2015;3;4)})",
    "=SMALL({},A2)",
    "=STDEVA({})",
    "=STDEVPA({})",
    "=SUM(",
];

#[test]
fn every_formula_of_the_function_corpus_is_read() {
    let Some(folder) = crate::shared_files::shared("corpora/functions") else { return };
    let mut count = 0;
    let mut failures = Vec::new();
    for path in files(&folder, "jsonl") {
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let dialect = if case["dialect"] == "sheets" { Dialect::Sheets } else { Dialect::Excel };
            // Texts among the constants with a leading `=` are formulas too.
            let cells = case["cells"].as_object().into_iter().flat_map(|cells| cells.values());
            let texts = cells.filter_map(Value::as_str).filter(|text| text.len() > 1 && text.starts_with('='));
            for text in texts.chain(case["formula"].as_str()) {
                count += 1;
                if NO_FORMULAS.contains(&text) {
                    assert_ne!(parse(text, dialect.into()).errors, [], "{text}");
                } else {
                    failures.extend(round_trip(text, dialect).err());
                }
            }
        }
    }
    failures.sort();
    failures.dedup();
    println!("{count} formulas read");
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_formula_of_the_painting_workbook_is_read_with_its_frozen_sources() {
    let Some(path) = crate::shared_files::shared("workbooks/painting-estimator.xlsx") else { return };
    let formulas = formulas_of(&path);
    let mut sources = 0;
    let mut failures = Vec::new();
    for text in &formulas {
        failures.extend(round_trip(text, Dialect::Sheets).err());
        for source in frozen_sources(text) {
            sources += 1;
            failures.extend(round_trip(&source, Dialect::Sheets).err());
        }
    }
    println!("{} formulas and {sources} frozen sources read", formulas.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_formula_of_the_excel_workbooks_is_read() {
    let Some(folder) = crate::shared_files::shared("corpora/workbooks") else { return };
    let mut count = 0;
    let mut failures = Vec::new();
    for path in files(&folder, "xlsx").into_iter().chain(files(&folder, "xlsm")) {
        for text in formulas_of(&path) {
            count += 1;
            failures.extend(round_trip(&text, Dialect::Excel).err());
        }
    }
    println!("{count} formulas read");
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}

fn files(folder: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    found.sort();
    found
}

/// The texts in the first arguments of DUMMYFUNCTION, joined where they are split by `&`.
fn frozen_sources(text: &str) -> Vec<String> {
    let ast = parse(text, Dialect::Sheets.into()).ast;
    let mut texts: Vec<Option<String>> = Vec::new();
    let mut sources = Vec::new();
    for node in &ast.nodes {
        texts.push(match node {
            Node::Text(text) => Some(text.to_string()),
            Node::Binary { left, right, .. } => {
                texts[left.index()].clone().zip(texts[right.index()].clone()).map(|(a, b)| a + &b)
            }
            _ => None,
        });
        if let Node::Call { name, arguments } = node
            && *name == "DUMMYFUNCTION"
            && let Some(source) = texts[arguments[0].index()].clone()
            && source != "\"COMPUTED_VALUE\""
        {
            sources.push(source);
        }
    }
    sources
}

/// The texts of all `<f>` elements in the sheets of a workbook.
fn formulas_of(path: &Path) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut formulas = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        if !part.name().unwrap().starts_with("xl/worksheets/sheet") {
            continue;
        }
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        let mut reader = quick_xml::Reader::from_str(&xml);
        let mut open: Option<String> = None;
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) if start.name().as_ref() == "f" => open = Some(String::new()),
                Event::Text(text) => {
                    if let Some(formula) = &mut open {
                        formula.push_str(&text);
                    }
                }
                Event::GeneralRef(entity) => {
                    if let Some(formula) = &mut open {
                        let name = entity.to_string();
                        match entity.resolve_char_ref().unwrap() {
                            Some(character) => formula.push(character),
                            None => formula.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap()),
                        }
                    }
                }
                Event::End(end) if end.name().as_ref() == "f" => {
                    formulas.extend(open.take().filter(|formula| !formula.is_empty()));
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    formulas
}
