//! What cells hold: made rows, and what the file format says of them.

use calc_core::diagnostic::Code;
use calc_core::diagnostic::catalogue::file as problems;
use calc_core::dialect::Dialect;
use calc_core::import::{ImportOptions, Imported, Limits, read_xlsx};
use calc_core::reference::{RangeRef, SheetId, a1};
use calc_core::value::{CellError, Value};
use calc_core::workbook::Hiding::{ByHand, Filter};
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, SpillMark, SpilledCell};

use crate::package::Package;

fn import(package: &Package) -> Imported {
    read_xlsx(&package.bytes(), &ImportOptions::default()).unwrap()
}

fn import_rows(rows: &str) -> Imported {
    import(Package::new().rows(rows))
}

/// The cells as text: `A1=1`, `B1='text`, and formulas as `C1:=text` with what their relative references are meant from.
fn shown(sheet: &Sheet) -> Vec<String> {
    let cell = |cell: &Cell| {
        let place = a1(cell.row, cell.column);
        match &cell.content {
            Content::Constant(value) => format!("{place}={}", shown_value(value)),
            Content::Formula(formula) if formula.origin == (cell.row, cell.column) => {
                format!("{place}:={}", formula.text)
            }
            Content::Formula(formula) => {
                format!("{place}:={} from {}", formula.text, a1(formula.origin.0, formula.origin.1))
            }
        }
    };
    sheet.cells.iter().map(cell).collect()
}

fn shown_value(value: &Value) -> String {
    match value {
        Value::Blank => "blank".to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("'{text}"),
        Value::Bool(logical) => logical.to_string(),
        Value::Error(error) => error.to_string(),
    }
}

/// The formulas with their cells.
fn formulas(sheet: &Sheet) -> Vec<(&Cell, &Formula)> {
    let mut all = Vec::new();
    for cell in &sheet.cells {
        if let Content::Formula(formula) = &cell.content {
            all.push((cell, formula));
        }
    }
    all
}

fn codes(imported: &Imported) -> Vec<Code> {
    imported.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn constants_have_the_type_that_the_cell_says() {
    for (cell, shown_as) in [
        (r#"<c r="A1"><v>12.5</v></c>"#, "A1=12.5"),
        (r#"<c r="A1" t="n"><v> -1E-05 </v></c>"#, "A1=-0.00001"),
        (r#"<c r="A1" t="s"><v>1</v></c>"#, "A1='one"),
        (r#"<c r="A1" t="b"><v>1</v></c>"#, "A1=true"),
        (r#"<c r="A1" t="b"><v>0</v></c>"#, "A1=false"),
        (r##"<c r="A1" t="e"><v>#N/A</v></c>"##, "A1=#N/A"),
        (r#"<c r="A1" t="d"><v>2008-01-01T12:00:00</v></c>"#, "A1=39448.5"),
        (r#"<c r="A1" t="str"><v>a&amp;b</v></c>"#, "A1='a&b"),
        (r#"<c r="A1" t="str"><v xml:space="preserve"> a_x000A_ </v></c>"#, "A1=' a\n "),
        (r#"<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>no</t></rPh></is></c>"#, "A1='a"),
        (r#"<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr/><t> b</t></r></is></c>"#, "A1='a b"),
        (r#"<c r="A1" t="inlineStr"><is><t/></is></c>"#, "A1='"),
        // An empty formula is none.
        (r#"<c r="A1"><f></f><v>3</v></c>"#, "A1=3"),
    ] {
        let imported = import_rows(&format!("<row r=\"1\">{cell}</row>"));
        assert_eq!(shown(&imported.workbook.sheets[0]), [shown_as], "{cell}");
        assert_eq!(codes(&imported), [] as [Code; 0], "{cell}");
    }
}

#[test]
fn values_that_do_not_fit_are_reported_and_the_rest_is_read() {
    let imported = import_rows(
        r##"<row><c t="s"><v>99</v></c><c t="s"><v>x</v></c><c><v>NaN</v></c><c><v>1e999</v></c><c t="b"><v>2</v></c>
        <c t="e"><v>#NOPE!</v></c><c t="d"><v>soon</v></c><c><v>7</v></c></row>"##,
    );
    let bad = ["C1=#VALUE!", "D1=#VALUE!", "E1=#VALUE!", "F1=#VALUE!", "G1=#VALUE!", "H1=7"];
    assert_eq!(shown(&imported.workbook.sheets[0]), bad);
    let (index, value) = (problems::STRING_INDEX, problems::CELL_VALUE);
    assert_eq!(codes(&imported), [index, index, value, value, value, value, value]);
    assert_eq!(
        imported.diagnostics[2].to_string(),
        "warning[PB1007]: found the value `NaN`, expected a number\n  --> Sheet1!C1\n   = help: the cell is `#VALUE!` here; \
         type its value anew"
    );
}

#[test]
fn blank_cells_are_not_kept_and_positions_may_be_left_out() {
    let imported = import_rows(
        r#"<row r="3"><c s="1"/><c><v>1</v></c><c r="E3" s="1"/><c><v>2</v></c><c r="H3"><v></v></c></row>
        <row><c><v>3</v></c></row><row spans="1:1"/><row><c><v>4</v></c></row>"#,
    );
    assert_eq!(shown(&imported.workbook.sheets[0]), ["B3=1", "F3=2", "A4=3", "A6=4"]);
}

#[test]
fn cells_are_put_in_order_and_the_later_of_two_counts() {
    let imported = import_rows(
        r#"<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row><row r="1"><c r="C1"><v>3</v></c></row>
        <row r="2"><c r="B2"><f>A1</f><v>4</v></c></row>"#,
    );
    assert_eq!(shown(&imported.workbook.sheets[0]), ["C1=3", "A2=2", "B2:=A1"]);
    assert_eq!(codes(&imported), [problems::CELL_TWICE]);
    let sheet = &imported.workbook.sheets[0];
    assert_eq!(sheet.cell(1, 0).map(|cell| &cell.content), Some(&Content::Constant(Value::Number(2.0))));
    assert_eq!(sheet.cell(1, 2), None);
}

#[test]
fn formats_come_from_the_style() {
    let imported = import_rows(r#"<row><c s="1"><v>0.5</v></c><c s="0"><v>1</v></c><c s="77"><v>2</v></c></row>"#);
    let formats: Vec<_> = imported.workbook.sheets[0].cells.iter().map(|cell| cell.format.as_deref()).collect();
    assert_eq!(formats, [Some("0%"), None, None]);
}

#[test]
fn shared_formulas_refer_to_their_master() {
    // ECMA-376 part 1, 18.3.1.40: the master holds text and range, the others only the number. A text without a range repeats.
    let imported = import_rows(
        r#"<row><c r="A1"><f t="shared" si="0"/><v>1</v></c></row>
        <row><c r="A2"><f t="shared" ref="A1:A4" si="0">=B2*2
</f><v>1</v></c></row>
        <row><c r="A3"><f t="shared" si="0">B9</f><v>1</v></c><c r="B3"><f t="shared" si="7"/><v>1</v></c></row>
        <row><c r="A4"><f t="shared" ref="A4:A5" si="0">C4</f><v>1</v></c></row><row><c r="A5"><f t="shared" si="0"/></c></row>"#,
    );
    // A child before its master gets what the number means in the end.
    let all = ["A1:=C4 from A4", "A2:=B2*2\n", "A3:=B2*2\n from A2", "B3:=#REF!", "A4:=C4", "A5:=C4 from A4"];
    assert_eq!(shown(&imported.workbook.sheets[0]), all);
    assert_eq!(codes(&imported), [problems::SHARED_WITHOUT_MASTER]);
    let formulas = formulas(&imported.workbook.sheets[0]);
    let texts: Vec<_> = formulas.iter().map(|(_, formula)| formula.text.as_ptr()).collect();
    assert_eq!(texts[1], texts[2], "one text for all");
}

#[test]
fn array_formulas_are_fixed_unless_marked_dynamic() {
    let metadata = r#"<metadata><metadataTypes><metadataType name="XLDAPR"/></metadataTypes><futureMetadata name="XLDAPR">
        <bk><extLst><ext><xda:dynamicArrayProperties fDynamic="1"/></ext></extLst></bk></futureMetadata>
        <cellMetadata><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"#;
    let mut package = Package::new();
    package.set("xl/metadata.xml", metadata).set(
        "xl/_rels/workbook.xml.rels",
        crate::package::relations(&[
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sheetMetadata", "metadata.xml"),
        ]),
    );
    package.rows(
        r#"<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c><c r="C1"><f t="array" ref="C1:D2">E1:F2</f><v>1</v></c>
        <c r="D1"><v>9</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>8</v></c><c r="C2" t="str"><v>x</v></c>
        <c r="D2"><f>A1</f><v>1</v></c></row><row r="3"><c r="A3" cm="2"><f t="array" ref="B3">1</f></c></row>"#,
    );
    let imported = import(&package);
    let sheet = &imported.workbook.sheets[0];
    let kinds: Vec<_> = formulas(sheet).iter().map(|(_, formula)| formula.kind).collect();
    let range = |top, left, bottom, right| FormulaKind::Fixed(RangeRef { sheet: SheetId(0), top, left, bottom, right });
    assert_eq!(kinds, [FormulaKind::Dynamic, range(0, 2, 1, 3), FormulaKind::Plain, range(2, 0, 2, 0)]);
    assert_eq!(shown(sheet), ["A1:=B1:B2", "C1:=E1:F2", "B2=8", "D2:=A1", "A3:=1"]);
    let bare = |row, column, cached: Value| SpilledCell { row, column, cached, format: None, mark: SpillMark::Bare };
    assert_eq!(sheet.spilled, [bare(0, 3, 9.0.into()), bare(1, 0, 2.0.into()), bare(1, 2, "x".into())]);
    assert_eq!(imported.workbook.formula_count(), 4);
    assert_eq!(codes(&imported), [problems::ARRAY_RANGE]);
}

#[test]
fn data_tables_are_reported_and_their_results_are_not_constants() {
    let imported = import_rows(
        r#"<row><c r="B2"><f t="dataTable" ref="B2:B3" dt2D="0" dtr="0" r1="A9"/><v>1</v></c></row><row><c r="B3"><v>2</v></c></row>
        <row><c r="D5"><f t="dataTable" ref="D5" dt2D="1" dtr="1" r1="A8" r2="A9"/><v>1</v></c></row>"#,
    );
    assert_eq!(shown(&imported.workbook.sheets[0]), ["B2:=TABLE(,A9)", "D5:=TABLE(A8,A9)"]);
    assert_eq!(imported.workbook.sheets[0].spilled.len(), 1);
    assert_eq!(codes(&imported), [problems::DATA_TABLE; 2]);
}

#[test]
fn cached_values_are_kept_beside_the_formula() {
    let imported = import_rows(
        r##"<row><c><f>A9</f><v>1.5</v></c><c t="str"><f>A9</f><v>a</v></c><c t="str"><f>A9</f></c><c t="str"><f>A9</f><v></v></c>
        <c t="b"><f>A9</f><v>1</v></c><c t="e"><f>A9</f><v>#DIV/0!</v></c><c t="str"><f>A9</f><v>#REF!</v></c><c><f>A9</f></c></row>"##,
    );
    let cached: Vec<_> = imported.workbook.sheets[0].cells.iter().map(|cell| shown_value(&cell.cached)).collect();
    assert_eq!(cached, ["1.5", "'a", "blank", "blank", "true", "#DIV/0!", "'#REF!", "blank"]);
}

/// The forms that Google's export writes, as the real workbook has them.
const FROZEN: &str = r##"<row><c t="str"><f>IFERROR(__xludf.DUMMYFUNCTION("QUERY(Z1:Z9,""select *"")"),"sum ")</f><v>sum </v></c>
    <c t="str"><f>IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),0.123456789012345)</f><v>#N/A</v></c></row>
    <row><c t="str"><f t="array" ref="A2:B2">Z1:Z2</f><v>#REF!</v></c><c t="s"><v>1</v></c><c t="str"><v>#REF!</v></c></row>
    <row><c><f>IFERROR(__xludf.DUMMYFUNCTION("A1"&amp;"+1"),0.123456789012345)</f><v>0.123456789</v></c></row>"##;

#[test]
fn a_frozen_formula_makes_the_workbook_googles() {
    let imported = import_rows(FROZEN);
    let workbook = &imported.workbook;
    let sheet = &workbook.sheets[0];
    assert_eq!(workbook.dialect, Dialect::Sheets);
    assert_eq!(shown(sheet), [r#"A1:=QUERY(Z1:Z9,"select *")"#, "A2:=Z1:Z2", "C2='#REF!", "A3:=A1+1"]);
    let kinds: Vec<_> =
        formulas(sheet).iter().map(|(cell, formula)| (formula.kind, shown_value(&cell.cached))).collect();
    let expected = [
        (FormulaKind::Google, "'sum ".to_string()),
        (
            FormulaKind::GoogleArray(RangeRef { sheet: SheetId(0), top: 1, left: 0, bottom: 1, right: 1 }),
            "#REF!".to_string(),
        ),
        (FormulaKind::Google, "0.123456789012345".to_string()),
    ];
    assert_eq!(kinds, expected);
    let spilled = sheet.spilled.iter().map(|cell| (cell.row, cell.column, shown_value(&cell.cached), cell.mark));
    let spilled: Vec<_> = spilled.collect();
    let expected = [(0, 1, "#N/A".to_string(), SpillMark::ComputedValue), (1, 1, "'one".to_string(), SpillMark::Bare)];
    assert_eq!(spilled, expected);
    assert_eq!(workbook.formula_count(), 4);
    assert_eq!(codes(&imported), [problems::FROZEN_REVIVED]);
}

#[test]
fn the_dialect_can_be_told() {
    let mut options = ImportOptions { dialect: Some(Dialect::Excel), ..ImportOptions::default() };
    let bytes = Package::new().rows(FROZEN).bytes();
    let workbook = read_xlsx(&bytes, &options).unwrap().workbook;
    assert_eq!(workbook.dialect, Dialect::Excel);
    assert_eq!(workbook.sheets[0].cells[1].cached, Value::from("#REF!"));
    options.dialect = Some(Dialect::Sheets);
    let bytes = Package::new().rows(r##"<row><c t="str"><f t="array" ref="A1">B1</f><v>#N/A</v></c></row>"##).bytes();
    let workbook = read_xlsx(&bytes, &options).unwrap().workbook;
    assert_eq!(workbook.sheets[0].cells[0].cached, Value::Error(CellError::Na));
    assert!(
        matches!(&workbook.sheets[0].cells[0].content, Content::Formula(f) if matches!(f.kind, FormulaKind::GoogleArray(range) if range.is_cell()))
    );
}

#[test]
fn a_frozen_formula_in_another_form_is_reported_with_its_place() {
    let imported =
        import_rows(r#"<row><c><f>1+IFERROR(__xludf.DUMMYFUNCTION("A1"),2)</f><v>3</v></c><c><v>4</v></c></row>"#);
    assert_eq!(shown(&imported.workbook.sheets[0])[1], "B1=4");
    let diagnostic = &imported.diagnostics[0];
    assert_eq!((diagnostic.code, diagnostic.place.as_str()), (problems::FROZEN_UNREADABLE, "Sheet1!A1"));
    assert!(diagnostic.source.is_some());
}

#[test]
fn too_many_cells_are_refused() {
    let limits = Limits { cells: 2, ..Limits::default() };
    let options = ImportOptions { limits, ..ImportOptions::default() };
    let rows = |cells: usize| Package::new().rows(&"<row><c s=\"1\"/><c><v>1</v></c></row>".repeat(cells)).bytes();
    assert!(read_xlsx(&rows(2), &options).is_ok());
    assert!(read_xlsx(&rows(3), &options).unwrap_err().is_limit());
}

#[test]
fn rows_that_are_not_shown_are_kept_with_the_reason() {
    let rows = "<sheetData><row r=\"2\" hidden=\"1\"/><row r=\"4\" hidden=\"true\"><c r=\"A4\"><v>1</v></c></row>\
        <row r=\"5\" hidden=\"0\"/><row r=\"9\" hidden=\"1\"/></sheetData>";
    let filter = "<autoFilter ref=\"A3:B6\"><filterColumn colId=\"0\"><filters><filter val=\"x\"/></filters></filterColumn></autoFilter>";
    let idle = "<autoFilter ref=\"A3:B6\"/>";
    let hidden = |content: &str| import(Package::new().sheet(content)).workbook.sheets[0].hidden_rows.clone();
    assert_eq!(hidden(&format!("{rows}{filter}")), [(1, ByHand), (3, Filter), (8, ByHand)]);
    assert_eq!(hidden(&format!("{rows}{idle}")), [(1, ByHand), (3, ByHand), (8, ByHand)]);
}
