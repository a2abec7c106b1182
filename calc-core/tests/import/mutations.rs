//! Files with a few bytes changed: read or refused, never a panic.

use calc_core::import::{ImportOptions, read_xlsx};
use proptest::prelude::*;

use crate::package::{Package, relations};

const ROWS: &str = r#"<row r="1"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1" t="str"><f>IFERROR(__xludf.DUMMYFUNCTION("SORT(""a"")"&amp;"+1"),"b")</f>
    <v>b</v></c></row><row><c r="A2"><f t="array" ref="A2:B3">Z1:Z2</f><v>7</v></c><c><v>8</v></c></row><row r="4"><c t="b"><f t="shared"
    ref="A4:A5" si="0">Z4</f><v>1</v></c></row><row><c t="e"><f t="shared" si="0"/><v>#N/A</v></c><c t="inlineStr"><is><r><t>_x0041_</t></r></is></c>
    <c t="d"><v>2024-02-29T12:00:00Z</v></c><c><f t="dataTable" ref="D5:E6" r1="A1"/></c></row>"#;
const REST: &str = "<dataValidations><dataValidation type=\"whole\" operator=\"lessThan\" sqref=\"A1:B2 C:C 1:2\"><formula1>5</formula1>\
    </dataValidation><dataValidation type=\"list\" sqref=\"D1\"><formula1>\"a,b\"</formula1></dataValidation></dataValidations>";

fn package() -> Package {
    let mut package = Package::new();
    package
        .sheet(&format!("<sheetData>{ROWS}</sheetData>{REST}"))
        .set("xl/worksheets/_rels/sheet1.xml.rels", relations(&[("rId1", "table", "../tables/table1.xml")]))
        .set(
            "xl/tables/table1.xml",
            "<table displayName=\"T\" ref=\"A1:A2\"><tableColumns><tableColumn name=\"a\"/></tableColumns></table>",
        );
    package
}

/// Puts each byte at its place; places count around.
fn mutate(content: &mut [u8], changes: &[(usize, u8)]) {
    let length = content.len();
    for &(place, byte) in changes {
        content[place % length] = byte;
    }
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    // Bytes that mean something to one of the parsers are tried as often as any others.
    let byte = prop_oneof![any::<u8>(), proptest::sample::select(b"<>/\"'&;:!$()=,_x#0159AZ \0\xff".to_vec())];
    proptest::collection::vec((any::<usize>(), byte), 1..6)
}

proptest! {
    #[test]
    fn of_the_zip(changes in changes()) {
        let mut bytes = package().bytes();
        mutate(&mut bytes, &changes);
        let _ = read_xlsx(&bytes, &ImportOptions::default());
    }

    #[test]
    fn of_a_part(part in 0..8_usize, changes in changes()) {
        let texts = [
            ("xl/worksheets/sheet1.xml", crate::package::worksheet(&format!("<sheetData>{ROWS}</sheetData>{REST}"))),
            ("xl/workbook.xml", crate::package::workbook("<sheet name=\"S\" r:id=\"rId1\"/>", "<definedNames><definedName name=\"n\">1</definedName></definedNames>")),
            ("xl/sharedStrings.xml", "<sst><si><t>zero</t></si><si><r><t>one_x000D_</t></r><rPh><t>x</t></rPh></si></sst>".to_string()),
            ("xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0\"/></numFmts><cellXfs><xf numFmtId=\"164\"/></cellXfs></styleSheet>".to_string()),
            ("xl/_rels/workbook.xml.rels", relations(&[("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")])),
            ("_rels/.rels", relations(&[("rId1", "officeDocument", "xl/workbook.xml")])),
            ("xl/tables/table1.xml", "<table displayName=\"T\" ref=\"A1:A2\"><tableColumns><tableColumn name=\"a\"/></tableColumns></table>".to_string()),
            ("[Content_Types].xml", "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"x\"/></Types>".to_string()),
        ];
        let (name, text) = &texts[part];
        let mut content = text.clone().into_bytes();
        mutate(&mut content, &changes);
        let _ = read_xlsx(&package().set(name, content).bytes(), &ImportOptions::default());
    }
}
