//! Reading .xlsx: bytes as they are, or parts that are zipped here so that a mutation reaches the XML.
//!
//! An input that begins with `@` is parts: a line `@name`, then the part up to the next line that begins with `@`. All else is taken for
//! a file. What is read is compiled and calculated too.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, Limits, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::evaluate::check;
use crate::spent::within;

/// Steps that the calculation may take; reading and compiling have the time and memory of as many.
const BUDGET: u64 = 200_000;

/// The sample workbook.
pub const SAMPLE: &[u8] = include_bytes!("../../sample/house-painting.xlsx");

/// Parts that nothing is read from.
const UNREAD: [&str; 2] = ["xl/theme/", "docProps/"];

/// Reads a file, compiles and calculates it, and does so again from the model's bytes.
pub fn run(input: &[u8]) {
    match input.strip_prefix(b"@") {
        Some(parts) => {
            if let Some(file) = zipped(parts) {
                read(&file);
            }
        }
        None => read(input),
    }
}

fn zipped(parts: &[u8]) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in split(parts) {
        let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let (name, content) = part.split_at_checked(end)?;
        writer.start_file(String::from_utf8_lossy(name), options).ok()?;
        writer.write_all(content.get(1..).unwrap_or_default()).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// The parts between lines that begin with `@`.
fn split(parts: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..parts.len() {
        if parts.get(at - 1..=at) == Some(b"\n@") {
            found.extend(parts.get(start..at - 1));
            start = at + 1;
        }
    }
    found.extend(parts.get(start..));
    found
}

fn read(file: &[u8]) {
    let limits = Limits { part_bytes: 1 << 20, total_bytes: 4 << 20, cells: 20_000, ..Limits::default() };
    let options = ImportOptions { dialect: None, limits };
    let imported = within(BUDGET, || read_xlsx(file, &options));
    let imported = match imported {
        Ok(imported) => imported,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    // Compiling has a budget of its own, larger than is asked for here.
    let compiled = compile(&imported.workbook, Ports::default());
    for diagnostic in imported.diagnostics.iter().chain(&compiled.diagnostics) {
        assert!(!diagnostic.to_string().is_empty());
    }
    let bytes = compiled.model.encode();
    let decoded = within(BUDGET, || Model::decode(&bytes)).unwrap_or_else(|error| panic!("{error}"));
    assert!(decoded.encode() == bytes, "a decoded model is encoded to other bytes");
    let calculate = |model: Model| {
        let mut session = Session::new(Arc::new(model), Clock::default());
        session.limit(BUDGET);
        session.recalculate().ok().map(|()| session.formula_values())
    };
    let first = within(BUDGET, || calculate(compiled.model));
    let Some(first) = first else { return };
    first.values().for_each(check);
    let second = calculate(decoded).unwrap_or_else(|| panic!("the decoded model takes more steps"));
    assert_eq!(first.len(), second.len());
    for (cell, value) in &first {
        assert!(
            second.get(cell).is_some_and(|other| other.same(value)),
            "{cell:?}: {value:?}, then {:?}",
            second.get(cell)
        );
    }
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A small workbook with one of everything that the reader knows.
fn small() -> String {
    let relations = |all: &[(&str, &str, &str)]| {
        let all: String = all
            .iter()
            .map(|(id, kind, to)| format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{to}\"/>"))
            .collect();
        format!("<Relationships>{all}</Relationships>")
    };
    let parts = [
        ("[Content_Types].xml", "<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>".to_owned()),
        ("_rels/.rels", relations(&[("rId1", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><workbookPr date1904=\"0\"/><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"T 2\" state=\"hidden\" r:id=\"rId4\"/></sheets><definedNames><definedName name=\"n\">S!$A$1:$B$2</definedName><definedName name=\"m\" localSheetId=\"0\" hidden=\"1\">n*2</definedName></definedNames></workbook>")),
        ("xl/_rels/workbook.xml.rels", relations(&[("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId4", "worksheet", "worksheets/sheet2.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "styles.xml"), ("rId5", "sheetMetadata", "metadata.xml")])),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{MAIN}\"><si><t>zero</t></si><si><r><t xml:space=\"preserve\"> one_x000D_</t></r><r><t>&amp;&#x41;</t></r><rPh><t>x</t></rPh></si></sst>")),
        ("xl/styles.xml", format!("<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>")),
        ("xl/metadata.xml", format!("<metadata xmlns=\"{MAIN}\"><metadataTypes><metadataType name=\"XLDAPR\"/></metadataTypes><futureMetadata name=\"XLDAPR\" count=\"1\"><bk><extLst><ext><xda:dynamicArrayProperties fDynamic=\"1\" fCollapsed=\"0\"/></ext></extLst></bk></futureMetadata><cellMetadata count=\"1\"><bk><rc t=\"1\" v=\"0\"/></bk></cellMetadata></metadata>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{MAIN}\"><dimension ref=\"A1:E9\"/><sheetData><row r=\"1\"><c r=\"A1\" s=\"1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"str\"><f>IFERROR(__xludf.DUMMYFUNCTION(\"SORT(A2:A4)\"),\"b\")</f><v>b</v></c></row><row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>2.5</v></c><c r=\"B2\" cm=\"1\"><f t=\"array\" ref=\"B2:B3\">A2:A3*2</f><v>5</v></c><c r=\"C2\"><f t=\"shared\" ref=\"C2:C5\" si=\"0\">A2+$A$1</f><v>1</v></c></row><row><c t=\"b\"><v>1</v></c><c r=\"C3\"><f t=\"shared\" si=\"0\"/><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row><row r=\"5\"><c t=\"inlineStr\"><is><r><t>_x0041_</t></r></is></c><c t=\"d\"><v>2024-02-29T12:00:00Z</v></c><c r=\"D5\"><f t=\"dataTable\" ref=\"D5:E6\" r1=\"A1\" dt2D=\"1\"/></c><c r=\"F5\"><f>SUM(Table1[a])+m+'T 2'!A1</f></c></row></sheetData><autoFilter ref=\"A1:B5\"/><dataValidations><dataValidation type=\"whole\" operator=\"lessThan\" sqref=\"A1:B2 C:C 1:2\"><formula1>5</formula1></dataValidation><dataValidation type=\"list\" sqref=\"D1\"><formula1>\"a,b\"</formula1></dataValidation><dataValidation type=\"list\" sqref=\"D2\"><formula1>$A$1:$A$3</formula1></dataValidation></dataValidations></worksheet>")),
        ("xl/worksheets/sheet2.xml", format!("<worksheet xmlns=\"{MAIN}\"><sheetData><row><c><f>S!A2</f></c></row></sheetData></worksheet>")),
        ("xl/worksheets/_rels/sheet1.xml.rels", relations(&[("rId1", "table", "../tables/table1.xml")])),
        ("xl/tables/table1.xml", "<table id=\"1\" name=\"Table1\" displayName=\"Table1\" ref=\"A1:B5\" totalsRowCount=\"0\"><autoFilter ref=\"A1:B5\"/><tableColumns count=\"2\"><tableColumn id=\"1\" name=\"a\"/><tableColumn id=\"2\" name=\"b\"/></tableColumns></table>".to_owned()),
    ];
    parts.iter().map(|(name, content)| format!("@{name}\n{content}\n")).collect()
}

/// The small workbook and the sample, both as parts and as files.
pub fn seeds(_: Option<&Path>) -> Vec<Vec<u8>> {
    let small = small().into_bytes();
    let mut sample = Vec::new();
    if let Ok(mut archive) = ZipArchive::new(Cursor::new(SAMPLE)) {
        for index in 0..archive.len() {
            let Ok(mut part) = archive.by_index(index) else { continue };
            let name = part.name().map(|name| name.into_owned()).unwrap_or_default();
            if UNREAD.iter().any(|folder| name.starts_with(folder)) {
                continue;
            }
            sample.extend_from_slice(format!("@{name}\n").as_bytes());
            if part.read_to_end(&mut sample).is_ok() {
                sample.push(b'\n');
            }
        }
    }
    let files = [&small, &sample].map(|parts| parts.get(1..).and_then(zipped)).into_iter().flatten();
    let mut seeds: Vec<Vec<u8>> = files.collect();
    seeds.extend([small, sample, SAMPLE.to_vec()]);
    seeds
}

/// What the XML of a workbook is made of.
pub fn words() -> Vec<String> {
    let words = " r=\"A1\"| r=\"XFD1048576\"| r=\"1048576\"| s=\"1\"| t=\"s\"| t=\"shared\"| t=\"array\"| t=\"str\"| t=\"b\"| t=\"e\"| t=\"d\"| t=\"n\"| t=\"inlineStr\"|\
                 t=\"dataTable\"| si=\"0\"| ref=\"A1:B2\"| ref=\"A:A\"| ref=\"A1:XFD1048576\"| cm=\"1\"| vm=\"1\"| hidden=\"1\"|<row>|</row>|<row/>|<c>|</c>|<c/>|<f>|</f>|<f/>|\
                 <v>|</v>|<is>|</is>|<t>|</t>|<r>|</r>|<si>|</si>|<xf/>|<![CDATA[|]]>|<!--|-->|<?xml version=\"1.0\"?>|&amp;|&lt;|&#x0;|&#65;|_x000D_|_xFFFF_|\
                 <mergeCell ref=\"A1:B2\"/>|<definedName name=\"x\">|</definedName>|<sheet name=\"x\" r:id=\"rId1\"/>|sqref=\"A1\"|<formula1>|</formula1>|\
                 <formula2>|</formula2>|operator=\"between\"|\n@xl/worksheets/sheet3.xml\n|mc:AlternateContent|mc:Choice|mc:Fallback|numFmtId=\"14\"|\
                 date1904=\"1\"|localSheetId=\"1\"|xmlns:x=\"|x:|-1|4294967296|1e400|NaN|Table1[#All]|S!A1|n|m";
    words.split('|').map(str::to_owned).collect()
}
