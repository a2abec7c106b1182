//! Nothing is taken from the cache: with every cached value removed or falsified, the same content is imported.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::reference::a1;
use calc_core::workbook::{Cell, SpillMark, Workbook};
use zip::ZipArchive;

use crate::package::Package;
use crate::shared_files::shared;

/// What is done to cached values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tampering {
    Remove,
    Falsify,
}

/// Tampers with a worksheet: the values of formula cells, the literals beside frozen sources, and the bare cells of spills.
fn tamper(sheet: &str, bare: &BTreeSet<String>, how: Tampering) -> String {
    let mut changed = String::with_capacity(sheet.len());
    for piece in sheet.split_inclusive("</c>") {
        // Blank cells (`<c …/>`) may come before the one that this piece ends with.
        let Some(start) = piece.rfind("<c ").filter(|_| piece.ends_with("</c>")) else {
            changed.push_str(piece);
            continue;
        };
        let (before, cell) = piece.split_at(start);
        changed.push_str(before);
        let place = cell.split("r=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let formula = cell.find("<f").map(|from| {
            let to = cell.find("</f>").map_or_else(|| cell.find("/>").unwrap() + 2, |at| at + 4);
            (from, &cell[from..to])
        });
        match formula {
            None if bare.contains(place) && how == Tampering::Remove => {
                changed.push_str(&format!("<c r=\"{place}\"/>"))
            }
            None if bare.contains(place) => {
                changed.push_str(&format!("<c r=\"{place}\" t=\"str\"><v>false</v></c>"));
            }
            None => changed.push_str(cell),
            Some((from, formula)) => {
                let tag = cell[..from].replace(" t=\"str\"", "").replace(" t=\"b\"", "").replace(" t=\"e\"", "");
                let value = if how == Tampering::Remove { "" } else { "<v>-98765</v>" };
                changed.push_str(&format!("{tag}{}{value}</c>", tamper_literal(formula, how)));
            }
        }
    }
    changed
}

/// Replaces the literal at the end of `IFERROR(__xludf.DUMMYFUNCTION("…"),literal)`.
fn tamper_literal(formula: &str, how: Tampering) -> String {
    const END: &str = "&quot;),";
    let Some(end) = formula.rfind(END).filter(|_| formula.contains("DUMMYFUNCTION")) else {
        return formula.to_string();
    };
    let literal = if how == Tampering::Remove { "&quot;&quot;" } else { "98765.4321" };
    format!("{}{literal})</f>", &formula[..end + END.len()])
}

/// The same file with its worksheets tampered with.
fn tampered(bytes: &[u8], workbook: &Workbook, how: Tampering) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut package = Package::new();
    package.parts.clear();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let number = name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml"));
        if let Some(number) = number.and_then(|number| number.parse::<usize>().ok()) {
            // In these files the order of the tabs is that of the file numbers.
            let spilled = workbook.sheets[number - 1].spilled.iter().filter(|cell| cell.mark == SpillMark::Bare);
            let bare = spilled.map(|cell| a1(cell.row, cell.column).to_string()).collect();
            content = tamper(std::str::from_utf8(&content).unwrap(), &bare, how).into_bytes();
        }
        package.set(&name, content);
    }
    package.bytes()
}

/// What is imported apart from cached values.
fn content(workbook: &Workbook) -> String {
    let mut bare = workbook.clone();
    for sheet in &mut bare.sheets {
        sheet.cells = sheet.cells.iter().map(|cell| Cell { cached: Default::default(), ..cell.clone() }).collect();
        sheet.spilled.clear();
    }
    format!("{bare:?}")
}

fn check(bytes: &[u8], changed_values: usize) {
    let options = ImportOptions::default();
    let original = read_xlsx(bytes, &options).unwrap().workbook;
    for how in [Tampering::Remove, Tampering::Falsify] {
        let other = read_xlsx(&tampered(bytes, &original, how), &options).unwrap().workbook;
        let caches = |workbook: &Workbook| {
            let cells = workbook.sheets.iter().flat_map(|sheet| &sheet.cells);
            cells.map(|cell| cell.cached.clone()).collect::<Vec<_>>()
        };
        let differ = caches(&original).iter().zip(caches(&other)).filter(|(one, other)| *one != other).count();
        assert!(differ >= changed_values, "{how:?} changed only {differ} cached values");
        assert!(content(&original) == content(&other), "{how:?} changed the content");
        assert_eq!(original.formula_count(), other.formula_count());
    }
}

#[test]
fn a_made_workbook_imports_the_same_without_its_cache() {
    let mut package = Package::new();
    package.rows(
        r#"<row><c r="A1" t="str"><f>IFERROR(__xludf.DUMMYFUNCTION(&quot;SORT(Z1:Z9)&quot;),&quot;a&quot;)</f><v>a</v></c>
        <c r="B1" s="1"/><c r="C1"><f>A1</f><v>5</v></c><c r="D1"><v>6</v></c></row>
        <row><c r="A2"><f>IFERROR(__xludf.DUMMYFUNCTION(&quot;&quot;&quot;COMPUTED_VALUE&quot;&quot;&quot;),1)</f><v>1</v></c></row>
        <row><c r="A3"><f t="array" ref="A3:B3">Z1:Z2</f><v>7</v></c><c r="B3"><v>8</v></c></row>
        <row><c r="A4" t="b"><f t="shared" ref="A4:A5" si="0">Z4</f><v>1</v></c></row>
        <row><c r="A5" t="e"><f t="shared" si="0"/><v>#N/A</v></c></row>"#,
    );
    check(&package.bytes(), 5);
}

#[test]
fn the_real_workbook_imports_the_same_without_its_cache() {
    let Some(path) = shared("workbooks/painting-estimator.xlsx") else { return };
    // 14,709 formulas, less 82 in spilled cells and the 3,190 whose result is blank already.
    check(&std::fs::read(path).unwrap(), 14_709 - 82 - 3_190);
}
