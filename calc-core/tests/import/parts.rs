//! How parts belong together: sheets, names, tables, validations, links.

use calc_core::diagnostic::catalogue::file as problems;
use calc_core::dialect::{DateSystem, Dialect};
use calc_core::import::{ImportOptions, Imported, read_xlsx};
use calc_core::reference::SheetId;
use calc_core::value::Value;
use calc_core::workbook::{Content, ValidationRule};

use crate::package::{OFFICE, Package, relations, workbook, worksheet};

fn import(package: &Package) -> Imported {
    read_xlsx(&package.bytes(), &ImportOptions::default()).unwrap()
}

fn one_number(number: u32) -> String {
    worksheet(&format!("<sheetData><row><c><v>{number}</v></c></row></sheetData>"))
}

#[test]
fn sheets_are_found_by_relationship_not_by_file_number() {
    let mut package = Package::new();
    package
        .set(
            "xl/workbook.xml",
            workbook(
                "<sheet name=\"First\" sheetId=\"2\" r:id=\"rIdB\"/><sheet name=\"Chart\" sheetId=\"9\" r:id=\"rIdC\"/>\
                 <sheet name=\"Second\" sheetId=\"1\" state=\"hidden\" r:id=\"rIdA\"/>",
                "<workbookPr date1904=\"1\"/><definedNames><definedName name=\"Rate\" localSheetId=\"2\">$A$1</definedName>\
                 <definedName name=\"Lost\" localSheetId=\"3\">$A$1</definedName></definedNames>",
            ),
        )
        .set(
            "xl/_rels/workbook.xml.rels",
            relations(&[
                ("rIdA", "worksheet", "/xl/worksheets/sheet1.xml"),
                ("rIdB", "worksheet", "worksheets/Sheet2.xml"),
                ("rIdC", "chartsheet", "chartsheets/sheet1.xml"),
            ]),
        )
        .set("xl/worksheets/sheet1.xml", one_number(1))
        .set("xl/worksheets/sheet2.xml", one_number(2))
        .set("xl/chartsheets/sheet1.xml", "<chartsheet/>");
    let Imported { workbook, diagnostics } = import(&package);
    let sheets = workbook.sheets.iter().map(|s| (s.name.as_str(), s.hidden, s.cells.first().map(|c| &c.content)));
    let number = |n| Content::Constant(Value::Number(n));
    let (two, one) = (number(2.0), number(1.0));
    let sheets: Vec<_> = sheets.collect();
    assert_eq!(sheets, [("First", false, Some(&two)), ("Chart", false, None), ("Second", true, Some(&one))]);
    assert_eq!(workbook.date_system, DateSystem::Y1904);
    assert_eq!(workbook.sheet_by_name("SECOND"), Some(SheetId(2)));
    let names: Vec<_> = workbook.names.iter().map(|name| (name.name.as_str(), name.scope)).collect();
    assert_eq!(names, [("Rate", Some(SheetId(2)))]);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [problems::NOT_A_WORKSHEET, problems::NAME_SCOPE]);
}

#[test]
fn tables_and_validations_belong_to_their_sheet() {
    let mut package = Package::new();
    package
        .sheet(
            "<sheetData/><dataValidations><dataValidation type=\"list\" sqref=\"A1 C1:C9\"><formula1>\"a,b\"</formula1></dataValidation>\
             </dataValidations><tableParts><tablePart r:id=\"rId1\"/></tableParts><extLst><ext uri=\"{CCE6A557}\"><x14:dataValidations>\
             <x14:dataValidation type=\"list\"><x14:formula1><xm:f>Other!A1:A9</xm:f></x14:formula1><xm:sqref>B2</xm:sqref>\
             </x14:dataValidation></x14:dataValidations></ext></extLst>",
        )
        .set(
            "xl/worksheets/_rels/sheet1.xml.rels",
            relations(&[("rId1", "table", "../tables/table1.xml"), ("rId2", "table", "../tables/table2.xml"), ("rId3", "table", "gone.xml")]),
        )
        .set(
            "xl/tables/table1.xml",
            "<table displayName=\"Prices\" ref=\"A1:B4\"><tableColumns><tableColumn name=\"Item\"/><tableColumn name=\"Price\"/>\
             </tableColumns></table>",
        )
        .set("xl/tables/table2.xml", "<table displayName=\"Bad\" ref=\"A1:B4\"/>");
    let Imported { workbook, diagnostics } = import(&package);
    assert_eq!(workbook.tables.len(), 1);
    assert_eq!(workbook.tables[0].columns, ["Item", "Price"]);
    let rules: Vec<_> = workbook.sheets[0].validations.iter().map(|v| (v.ranges.len(), v.rule.clone())).collect();
    let list = ValidationRule::List(["a", "b"].map(str::to_string).to_vec());
    assert_eq!(rules, [(2, list), (1, ValidationRule::ListFormula("Other!A1:A9".to_string()))]);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [problems::TABLE, problems::PART_MISSING]);
}

#[test]
fn what_is_not_read_is_said() {
    let mut package = Package::new();
    package
        .set("xl/vbaProject.bin", "")
        .set("xl/pivotTables/pivotTable1.xml", "")
        .set("xl/connections.xml", "")
        .set(
            "xl/workbook.xml",
            workbook(
                "<sheet name=\"S\" r:id=\"rId1\"/><sheet name=\"s\" r:id=\"rId1\"/>",
                "<externalReferences><externalReference r:id=\"rId9\"/></externalReferences>",
            ),
        )
        .set(
            "xl/_rels/workbook.xml.rels",
            relations(&[("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "externalLink", "externalLinks/externalLink1.xml")]),
        )
        .set("xl/externalLinks/externalLink1.xml", "<externalLink><externalBook r:id=\"rId1\"/></externalLink>")
        .set(
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            format!(
                "<Relationships><Relationship Id=\"rId1\" Type=\"{OFFICE}/externalLinkPath\" Target=\"prices.xlsx\" TargetMode=\"External\"/></Relationships>"
            ),
        );
    let Imported { workbook, diagnostics } = import(&package);
    assert_eq!(workbook.externals, ["prices.xlsx"]);
    let mut codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort();
    let all = [
        problems::SHEET_TWICE,
        problems::MACROS,
        problems::PIVOT_TABLES,
        problems::EXTERNAL_LINKS,
        problems::CONNECTIONS,
    ];
    assert_eq!(codes, all);
}

#[test]
fn the_shape_of_googles_export_is_known_even_without_frozen_formulas() {
    let google = "xmlns:mx=\"http://schemas.microsoft.com/office/mac/excel/2008/main\" xmlns:mv=\"urn:schemas-microsoft-com:mac:vml\"";
    let book = workbook("<sheet name=\"S\" r:id=\"rId1\"/>", "").replace("<workbook ", &format!("<workbook {google} "));
    let mut package = Package::new();
    package.set("xl/workbook.xml", book);
    assert_eq!(import(&package).workbook.dialect, Dialect::Sheets);
    package.set("docProps/app.xml", "<Properties><Application>Microsoft Excel</Application></Properties>");
    assert_eq!(import(&package).workbook.dialect, Dialect::Excel);
}

#[test]
fn other_files_are_called_by_their_name() {
    let types = |kind: &str| {
        format!("<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/{kind}.main+xml\"/></Types>")
    };
    for (kind, found) in [
        ("vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document"),
        ("vnd.openxmlformats-officedocument.presentationml.presentation", "a presentation"),
        ("vnd.ms-excel.sheet.binary.macroEnabled", "a binary workbook (.xlsb)"),
    ] {
        let bytes = Package::new().set("[Content_Types].xml", types(kind)).bytes();
        let error = read_xlsx(&bytes, &ImportOptions::default()).unwrap_err();
        assert!(error.is_foreign());
        assert!(
            error.to_string().starts_with(&format!("cannot read workbook: found {found}, expected an .xlsx file")),
            "{error}"
        );
    }
    let bytes =
        Package::new().set("mimetype", "application/vnd.oasis.opendocument.spreadsheet").set("content.xml", "").bytes();
    let error = read_xlsx(&bytes, &ImportOptions::default()).unwrap_err();
    assert!(error.to_string().contains("an OpenDocument file"), "{error}");
}
