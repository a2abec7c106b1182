//! Files that lie, overflow or mislead, made by the recipes of the hostile corpus and known by their ids.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use calc_core::import::{ImportOptions, read_xlsx};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::package::{OFFICE, Package, Part, relations, workbook, worksheet};

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Read,
    Limit,
    Damaged,
    Foreign,
    Unsupported,
}

impl Verdict {
    /// The HTTP status that a server would answer with.
    pub fn status(self) -> u64 {
        match self {
            Verdict::Read => 200,
            Verdict::Limit => 413,
            Verdict::Foreign => 415,
            Verdict::Damaged | Verdict::Unsupported => 422,
        }
    }
}

/// Reads a file.
pub fn verdict(bytes: &[u8]) -> (Verdict, String) {
    match read_xlsx(bytes, &ImportOptions::default()) {
        Ok(_) => (Verdict::Read, String::new()),
        Err(error) => {
            let message = error.to_string();
            let verdict = if error.is_limit() {
                Verdict::Limit
            } else if error.is_damaged() {
                Verdict::Damaged
            } else if error.is_foreign() {
                Verdict::Foreign
            } else {
                assert!(error.is_unsupported(), "{message}");
                Verdict::Unsupported
            };
            (verdict, message)
        }
    }
}

/// Every file with its verdict.
pub fn cases() -> Cases {
    let mut cases = BTreeMap::new();
    containers(&mut cases);
    zips(&mut cases);
    texts(&mut cases);
    books(&mut cases);
    sheets(&mut cases);
    cases
}

pub type Cases = BTreeMap<&'static str, (Verdict, Vec<u8>)>;

/// Adds a file that is the minimal one with a change.
fn changed(cases: &mut Cases, id: &'static str, verdict: Verdict, change: impl FnOnce(&mut Package)) {
    let mut package = Package::new();
    change(&mut package);
    cases.insert(id, (verdict, package.bytes()));
}

/// Adds a file whose first sheet has these rows.
fn rows(cases: &mut Cases, id: &'static str, verdict: Verdict, rows: &str) {
    changed(cases, id, verdict, |package| {
        package.rows(rows);
    });
}

/// Adds a file whose first sheet is made of texts, each so many times.
fn repeated(cases: &mut Cases, id: &'static str, verdict: Verdict, texts: &[(&str, usize)]) {
    changed(cases, id, verdict, |package| {
        package.put(Part::repeated(SHEET, texts));
    });
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn containers(cases: &mut Cases) {
    let good = Package::new().bytes();
    let noise: Vec<u8> = (0..4_096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let ole2 = |stream: &str| {
        let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        file.resize(1_024, 0);
        file.extend(utf16(stream));
        file
    };
    cases.insert("upload-not-zip", (Verdict::Foreign, noise));
    cases.insert("upload-empty", (Verdict::Foreign, Vec::new()));
    cases.insert("upload-csv-renamed", (Verdict::Foreign, b"item,price\npaint,12.5\n".to_vec()));
    cases.insert("upload-ole2", (Verdict::Foreign, ole2("Workbook")));
    cases.insert("upload-encrypted", (Verdict::Unsupported, ole2("EncryptedPackage")));
    cases.insert("upload-truncated", (Verdict::Damaged, good[..good.len() / 2].to_vec()));
    let mut empty = Package::new();
    empty.parts.clear();
    cases.insert("upload-empty-zip", (Verdict::Foreign, empty.bytes()));
    let mut quine = Package::new();
    quine.parts = vec![Part::new("quine.zip", &good)];
    cases.insert("upload-quine", (Verdict::Foreign, quine.bytes()));
    changed(cases, "upload-prefix-junk", Verdict::Read, |package| package.prefix = vec![b'j'; 1_024]);
    changed(cases, "upload-comment-64k", Verdict::Read, |package| package.comment = vec![b'c'; 65_535]);
    let mut zip64 = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", "<Types/>".to_string()),
        ("_rels/.rels", relations(&[("rId1", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", workbook("<sheet name=\"S\" r:id=\"rId1\"/>", "")),
        ("xl/_rels/workbook.xml.rels", relations(&[("rId1", "worksheet", "s.xml")])),
        ("xl/s.xml", worksheet("")),
    ] {
        zip64.start_file(name, SimpleFileOptions::default().large_file(true)).unwrap();
        zip64.write_all(content.as_bytes()).unwrap();
    }
    cases.insert("upload-zip64", (Verdict::Read, zip64.finish().unwrap().into_inner()));
}

fn zips(cases: &mut Cases) {
    use Verdict::{Damaged, Limit, Read, Unsupported};
    changed(cases, "upload-zip-encrypted", Unsupported, |package| {
        package.parts.iter_mut().for_each(|part| part.flags |= 1);
    });
    repeated(cases, "upload-ratio-1000", Limit, &[("<worksheet>", 1), (" ", 1 << 30)]);
    changed(cases, "upload-ratio-all-parts", Limit, |package| {
        let part = Part::repeated("", &[(" ", 1 << 20)]);
        package.parts.extend((0..1_000).map(|i| Part { name: format!("xl/worksheets/part{i}.xml"), ..part.clone() }));
    });
    changed(cases, "upload-size-lies-low", Damaged, |package| {
        package.put(Part { size: 1_024, ..Part::repeated(SHEET, &[("<worksheet>", 1), (" ", 500 << 20)]) });
    });
    changed(cases, "upload-size-lies-high", Limit, |package| package.part(SHEET).size = u32::MAX);
    changed(cases, "upload-entries-70000", Limit, |package| {
        let part = Part::new("", "");
        package.parts.extend((0..70_000).map(|i| Part { name: format!("e{i}"), ..part.clone() }));
    });
    changed(cases, "upload-duplicate-names", Damaged, |package| {
        let other = workbook("<sheet name=\"Other\" sheetId=\"1\" r:id=\"rId1\"/>", "");
        package.parts.push(Part::new("xl/workbook.xml", other));
    });
    changed(cases, "upload-case-names", Read, |package| {
        package.part("xl/workbook.xml").name = "XL/WORKBOOK.XML".to_string();
    });
    changed(cases, "upload-traversal-names", Read, |package| {
        package.set("../../etc/passwd", "x").set("C:\\x", "x");
    });
    changed(cases, "upload-symlink", Damaged, |package| package.part("xl/workbook.xml").mode = 0o120_777);
    changed(cases, "upload-method-lzma", Unsupported, |package| package.part(SHEET).method = 14);
    changed(cases, "upload-central-mismatch", Damaged, |package| {
        package.part(SHEET).local_name = Some("xl/worksheets/sheet2.xml".to_string());
    });
    changed(cases, "upload-crc-wrong", Damaged, |package| package.part(SHEET).crc ^= 1);
    // Two entries that share one local header, as in Fifield's construction.
    let mut package = Package::new();
    package.set("xl/worksheets/sheet2.xml", worksheet(""));
    let mut overlap = package.bytes();
    let starts: Vec<usize> = (0..overlap.len() - 4).filter(|&at| overlap[at..].starts_with(b"PK\x01\x02")).collect();
    let [.., one, other] = starts[..] else { panic!("two entries") };
    let offset: [u8; 4] = overlap[one + 42..one + 46].try_into().unwrap();
    overlap[other + 42..other + 46].copy_from_slice(&offset);
    cases.insert("upload-overlap", (Damaged, overlap));
}

fn texts(cases: &mut Cases) {
    use Verdict::{Damaged, Limit, Read, Unsupported};
    let laughs =
        "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol1 \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">]>";
    let quadratic = format!("<!DOCTYPE q [<!ENTITY a \"{}\">]>", "a".repeat(50_000));
    let strings = |cases: &mut Cases, id, verdict, content: &[u8]| {
        changed(cases, id, verdict, |package| {
            package.set("xl/sharedStrings.xml", content);
        });
    };
    strings(cases, "upload-laughs-strings", Damaged, format!("{laughs}<sst><si><t>&lol1;</t></si></sst>").as_bytes());
    let uses = "&a;".repeat(50_000);
    strings(
        cases,
        "upload-quadratic-entity",
        Damaged,
        format!("{quadratic}<sst><si><t>{uses}</t></si></sst>").as_bytes(),
    );
    let file = "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><sst><si><t>&f;</t></si></sst>";
    strings(cases, "upload-xxe-file", Damaged, file.as_bytes());
    strings(cases, "upload-bad-utf8", Read, b"<sst><si><t>\xFF\xFE\x80</t></si></sst>");
    strings(
        cases,
        "upload-count-lies",
        Read,
        b"<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>x</t></si></sst>",
    );
    changed(cases, "upload-text-long", Limit, |package| {
        let texts = [("<sst><si><t>", 1), ("x", 100_000_000), ("</t></si></sst>", 1)];
        package.put(Part::repeated("xl/sharedStrings.xml", &texts));
    });
    changed(cases, "upload-laughs-sheet", Damaged, |package| {
        package.set(SHEET, format!("{laughs}{}", worksheet("<sheetData><row><c><v>&lol1;</v></c></row></sheetData>")));
    });
    changed(cases, "upload-xxe-http", Damaged, |package| {
        let dtd = "<!DOCTYPE workbook SYSTEM \"http://example.com/x.dtd\">";
        package.set("xl/workbook.xml", format!("{dtd}{}", workbook("<sheet name=\"S\" r:id=\"rId1\"/>", "")));
    });
    changed(cases, "upload-xxe-parameter", Damaged, |package| {
        package
            .set("[Content_Types].xml", "<!DOCTYPE Types [<!ENTITY % p SYSTEM \"http://example.com/p\"> %p;]><Types/>");
    });
    let include =
        "<sheetData><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/></sheetData>";
    changed(cases, "upload-xinclude", Read, |package| {
        package.sheet(include);
    });
    repeated(cases, "upload-depth", Limit, &[("<worksheet>", 1), ("<a>", 1_000_000)]);
    repeated(cases, "upload-attributes", Limit, &[("<worksheet", 1), (" a=\"1\"", 1_000_000), ("/>", 1)]);
    repeated(cases, "upload-name-long", Limit, &[("<", 1), ("n", 10_000_000), ("/>", 1)]);
    changed(cases, "upload-utf16", Read, |package| {
        let text = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{}", worksheet("<sheetData/>"));
        package.set(SHEET, text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    });
    changed(cases, "upload-utf7", Unsupported, |package| {
        package.set(SHEET, format!("<?xml version=\"1.0\" encoding=\"UTF-7\"?>{}", worksheet("")));
    });
    changed(cases, "upload-prefix-namespace", Read, |package| {
        for part in ["xl/workbook.xml", SHEET] {
            let text = if part == SHEET {
                worksheet("<sheetData/>")
            } else {
                workbook("<sheet name=\"S\" r:id=\"rId1\"/>", "")
            };
            let text =
                text.replace("</", "\u{1}").replace('<', "<x:").replace('\u{1}', "</x:").replace("xmlns=", "xmlns:x=");
            package.set(part, text);
        }
    });
    changed(cases, "upload-strict-ooxml", Read, |package| {
        let strict = |text: String| text.replace("http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml");
        package.set("_rels/.rels", strict(relations(&[("rId1", "officeDocument", "/xl/workbook.xml")])));
        package.set("xl/_rels/workbook.xml.rels", strict(relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")])));
        package.set(SHEET, strict(worksheet("<sheetData/>")));
    });
}

fn books(cases: &mut Cases) {
    use Verdict::{Damaged, Foreign, Limit, Read};
    let one = "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/>";
    let book = |cases: &mut Cases, id, verdict, sheets: &str, rest: &str| {
        changed(cases, id, verdict, |package| {
            package.set("xl/workbook.xml", workbook(sheets, rest));
        });
    };
    book(cases, "upload-sheets-10000", Limit, &one.repeat(10_000), "");
    book(cases, "upload-sheet-missing", Damaged, "<sheet name=\"S\" sheetId=\"1\" r:id=\"rId9\"/>", "");
    book(cases, "upload-date1904", Read, one, "<workbookPr date1904=\"true\"/>");
    let recursive = "<definedNames><definedName name=\"a\">a+1</definedName></definedNames>";
    book(cases, "upload-names-recursive", Read, one, recursive);
    changed(cases, "upload-names-million", Limit, |package| {
        let start = format!("<workbook xmlns:r=\"{OFFICE}\"><sheets>{one}</sheets><definedNames>");
        let texts = [
            (start.as_str(), 1),
            ("<definedName name=\"n\">1</definedName>", 1_000_000),
            ("</definedNames></workbook>", 1),
        ];
        package.put(Part::repeated("xl/workbook.xml", &texts));
    });
    changed(cases, "upload-xfs-million", Limit, |package| {
        let texts = [("<styleSheet><cellXfs>", 1), ("<xf numFmtId=\"9\"/>", 1_000_000), ("</cellXfs></styleSheet>", 1)];
        package.put(Part::repeated("xl/styles.xml", &texts));
    });
    changed(cases, "upload-numfmt-long", Read, |package| {
        let code = "0".repeat(1 << 20);
        package.set(
            "xl/styles.xml",
            format!("<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"{code}\"/></numFmts></styleSheet>"),
        );
    });
    changed(cases, "upload-xlsm", Read, |package| {
        package.set("xl/vbaProject.bin", [0; 64]);
    });
    changed(cases, "upload-rels-loop", Damaged, |package| {
        package.set("_rels/.rels", relations(&[("rId1", "officeDocument", "_rels/.rels")]));
    });
    changed(cases, "upload-rels-external", Read, |package| {
        let rels = relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")]);
        let link = format!(
            "<Relationship Id=\"rId9\" Type=\"{OFFICE}/hyperlink\" Target=\"http://example.com/\" TargetMode=\"External\"/>"
        );
        package.set("xl/_rels/workbook.xml.rels", rels.replace("</Relationships>", &format!("{link}</Relationships>")));
    });
    changed(cases, "upload-external-link", Read, |package| {
        package.set(
            "xl/externalLinks/externalLink1.xml",
            "<externalLink><externalBook><sheetDataSet/></externalBook></externalLink>",
        );
    });
    changed(cases, "upload-connections", Read, |package| {
        package.set(
            "xl/connections.xml",
            "<connections><connection><webPr url=\"http://example.com\"/></connection></connections>",
        );
    });
    changed(cases, "upload-content-types", Foreign, |package| {
        package.remove("[Content_Types].xml");
    });
}

fn sheets(cases: &mut Cases) {
    use Verdict::{Damaged, Limit, Read};
    for (id, verdict, content) in [
        ("upload-string-index", Read, "<row><c r=\"A1\" t=\"s\"><v>4294967295</v></c></row>"),
        ("upload-style-index", Read, "<row><c r=\"A1\" s=\"4294967295\"><v>1</v></c></row>"),
        ("upload-far-cells", Read, "<row><c r=\"A1\"><v>1</v></c></row><row><c r=\"XFD1048576\"><v>1</v></c></row>"),
        ("upload-row-number", Damaged, "<row r=\"4294967295\"><c><v>1</v></c></row>"),
        ("upload-cell-ref", Damaged, "<row><c r=\"ZZZZZZZ99\"><v>1</v></c></row>"),
        (
            "upload-rows-backwards",
            Read,
            "<row r=\"9\"><c r=\"A9\"><v>1</v></c></row><row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>\
             <row r=\"9\"><c r=\"A9\"><v>2</v></c></row>",
        ),
        ("upload-shared-missing", Read, "<row><c r=\"A1\"><f t=\"shared\" si=\"4\"/><v>1</v></c></row>"),
        (
            "upload-shared-huge",
            Read,
            "<row><c r=\"A1\"><f t=\"shared\" si=\"0\" ref=\"A1:XFD1048576\">B1</f><v>1</v></c></row>",
        ),
        ("upload-array-huge", Read, "<row><c r=\"A1\"><f t=\"array\" ref=\"A1:XFD1048576\">B1</f><v>1</v></c></row>"),
        ("upload-value-nan", Read, "<row><c r=\"A1\"><v>NaN</v></c><c><v>INF</v></c><c><v>1e999</v></c></row>"),
    ] {
        rows(cases, id, verdict, content);
    }
    let data = "<sheetData><row><c r=\"A1\"><v>1</v></c></row></sheetData>";
    let whole = |cases: &mut Cases, id, before: &str| {
        changed(cases, id, Verdict::Read, |package| {
            package.sheet(&format!("{before}{data}"));
        });
    };
    whole(cases, "upload-dimension-lies", "<dimension ref=\"A1:XFD1048576\"/>");
    whole(cases, "upload-cols-max", "<cols><col min=\"1\" max=\"4294967295\"/></cols>");
    let merges = |times: usize, range: &str| {
        format!("<mergeCells>{}</mergeCells>", format!("<mergeCell ref=\"{range}\"/>").repeat(times))
    };
    whole(cases, "upload-merge-giant", &merges(100_000, "A1:XFD1048576"));
    whole(cases, "upload-merge-overlap", &merges(2, "A1:B2"));
    let conditional = "<conditionalFormatting sqref=\"A:A\"><cfRule type=\"expression\" priority=\"1\"><formula>A1</formula></cfRule></conditionalFormatting>";
    whole(cases, "upload-conditional", &conditional.repeat(100_000));
    let validations = [
        ("<worksheet><dataValidations>", 1),
        ("<dataValidation sqref=\"A1\"/>", 1_000_000),
        ("</dataValidations></worksheet>", 1),
    ];
    repeated(cases, "upload-validations", Limit, &validations);
    let cells =
        [("<worksheet><sheetData>", 1), ("<row><c><v>1</v></c></row>", 10_000_000), ("</sheetData></worksheet>", 1)];
    repeated(cases, "upload-cells-10m", Limit, &cells);
    let deep = format!("{}1{}", "(".repeat(64), ")".repeat(64));
    let formula = format!("{deep}{}", format!("+{deep}").repeat((8_192 - deep.len()) / (deep.len() + 1)));
    rows(cases, "upload-formulas-deep", Read, &format!("<row><c><f>{formula}</f></c></row>").repeat(1_000));
}
