//! The workbooks of `cargo xtask compare`, as files that every engine can read.
//!
//! `workbooks frozen XLSX FOLDER` writes the real workbook with its frozen formulas as constants, `workbooks series NAME COUNT FOLDER` a
//! series, and `workbooks outputs XLSX PORTS` prints a workbook's outputs with what its author's program had calculated. Each is there twice: as .xlsx, and as JSON for engines that read no files (sheets by name, each cell as `[row, column, content]`;
//! a formula begins with `=`, a text with `'`).

use std::env;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use benches::frozen::freeze;
use benches::series::Series;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::ports::PortsFile;
use calc_core::reference::CellRef;
use calc_core::syntax;
use calc_core::value::Value as CellValue;
use calc_core::workbook::{Content, FormulaKind, Workbook};
use rust_xlsxwriter::Formula as WrittenFormula;
use serde_json::{Value, json};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["frozen", xlsx, folder] => frozen(xlsx, Path::new(folder)),
        ["series", name, count, folder] => {
            let series = Series::find(name).with_context(|| format!("there is no series `{name}`"))?;
            series_files(&series.workbook(count.parse()?), &format!("{name} {count}"), Path::new(folder))
        }
        ["outputs", xlsx, ports] => outputs(xlsx, ports),
        _ => bail!(
            "expected `frozen XLSX FOLDER`, `outputs XLSX PORTS` or `series NAME COUNT FOLDER`, found `{}`",
            words.join(" ")
        ),
    }
}

fn frozen(xlsx: &str, folder: &Path) -> Result<()> {
    let bytes = fs::read(xlsx).with_context(|| format!("cannot read `{xlsx}`"))?;
    let (bytes, count) = freeze(&bytes)?;
    let workbook = read_xlsx(&bytes, &ImportOptions::default())?.workbook;
    fs::write(folder.join("frozen.xlsx"), bytes)?;
    write_json(&workbook, &folder.join("frozen.json"))?;
    println!("{count}");
    Ok(())
}

fn outputs(xlsx: &str, ports: &str) -> Result<()> {
    let read = |file: &str| fs::read(file).with_context(|| format!("cannot read `{file}`"));
    let workbook = read_xlsx(&read(xlsx)?, &ImportOptions::default())?.workbook;
    let ports = PortsFile::parse(&read(ports)?).map_err(|error| anyhow!("{error}"))?.resolve(&workbook).0;
    let mut cells = Vec::new();
    let mut cached = Vec::new();
    for output in ports.outputs() {
        let CellRef { sheet, row, column } = output.port.cell;
        let sheet = workbook.sheet(sheet).context("an output is on no sheet")?;
        let Some(cell) = sheet.cell(row, column) else { continue };
        cells.push(json!({ "sheet": sheet.name, "row": row, "column": column }));
        cached.push(match &cell.content {
            Content::Formula(_) => to_json(&cell.cached),
            Content::Constant(value) => to_json(value),
        });
    }
    println!("{}", json!({ "cells": cells, "values": cached }));
    Ok(())
}

fn to_json(value: &CellValue) -> Value {
    match value {
        CellValue::Blank => Value::Null,
        CellValue::Number(number) => json!(number),
        CellValue::Text(text) => json!(text.as_str()),
        CellValue::Bool(value) => json!(value),
        CellValue::Error(error) => json!({ "error": error.to_string() }),
    }
}

fn series_files(workbook: &Workbook, name: &str, folder: &Path) -> Result<()> {
    write_json(workbook, &folder.join(format!("{name}.json")))?;
    let mut written = rust_xlsxwriter::Workbook::new();
    for sheet in &workbook.sheets {
        let page = written.add_worksheet_with_constant_memory()?.set_name(&sheet.name)?;
        for cell in &sheet.cells {
            let column = u16::try_from(cell.column)?;
            match &cell.content {
                Content::Constant(CellValue::Number(number)) => page.write(cell.row, column, *number)?,
                Content::Constant(CellValue::Text(text)) => page.write(cell.row, column, text.as_str())?,
                Content::Constant(other) => bail!("cannot write {other:?}: a series has numbers and texts only"),
                Content::Formula(formula) => {
                    // Functions younger than the file format have a prefix there.
                    let text = formula.text.replace("XLOOKUP(", "_xlfn.XLOOKUP(");
                    page.write_formula(cell.row, column, WrittenFormula::new(text))?
                }
            };
        }
    }
    written.save(folder.join(format!("{name}.xlsx")))?;
    Ok(())
}

fn write_json(workbook: &Workbook, file: &Path) -> Result<()> {
    let mut output = BufWriter::new(File::create(file).with_context(|| format!("cannot write `{}`", file.display()))?);
    let mut names = Vec::new();
    for name in &workbook.names {
        let scope = name.scope.and_then(|sheet| workbook.sheet(sheet)).map(|sheet| sheet.name.clone());
        names.push(json!({ "name": name.name, "scope": scope, "formula": name.formula }));
    }
    write!(output, "{{\"names\":{},\"sheets\":{{", Value::from(names))?;
    for (at, sheet) in workbook.sheets.iter().enumerate() {
        write!(output, "{}{}:[", if at == 0 { "" } else { "," }, Value::from(sheet.name.as_str()))?;
        let mut first = true;
        for cell in &sheet.cells {
            let content = match &cell.content {
                Content::Constant(CellValue::Blank) => continue,
                Content::Constant(CellValue::Number(number)) => json!(number),
                Content::Constant(CellValue::Text(text)) => json!(format!("'{}", text.as_str())),
                Content::Constant(CellValue::Bool(value)) => json!(value),
                Content::Constant(CellValue::Error(error)) => json!(error.to_string()),
                Content::Formula(formula) => {
                    let down = i64::from(cell.row) - i64::from(formula.origin.0);
                    let right = i64::from(cell.column) - i64::from(formula.origin.1);
                    let text = match (down, right) {
                        (0, 0) => formula.text.to_string(),
                        _ => syntax::moved(&formula.text, workbook.dialect, down, right),
                    };
                    match formula.kind {
                        FormulaKind::Plain | FormulaKind::Google => json!(format!("={text}")),
                        _ => json!(format!("=ARRAYFORMULA({text})")),
                    }
                }
            };
            write!(output, "{}{}", if first { "" } else { "," }, json!([cell.row, cell.column, content]))?;
            first = false;
        }
        write!(output, "]")?;
    }
    write!(output, "}}}}")?;
    output.flush()?;
    Ok(())
}
