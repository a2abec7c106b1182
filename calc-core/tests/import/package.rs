//! Builds .xlsx files, sound or not, byte by byte: nothing here is shared with the reader under test.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compress, Compression, Crc, FlushCompress};

const DEFLATED: u16 = 8;

/// One entry of a zip. Every field may lie.
#[derive(Clone)]
pub struct Part {
    pub name: String,
    /// The name in the local header, if it is another.
    pub local_name: Option<String>,
    pub packed: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub size: u32,
    pub crc: u32,
    /// The Unix mode.
    pub mode: u32,
}

impl Part {
    pub fn new(name: &str, content: impl AsRef<[u8]>) -> Part {
        let content = content.as_ref();
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).unwrap();
        let mut crc = Crc::new();
        crc.update(content);
        Part::packed(name, encoder.finish().unwrap(), content.len() as u64, crc.sum())
    }

    /// A part whose content is each of the texts so many times: deflated once, then repeated in packed form.
    pub fn repeated(name: &str, texts: &[(&str, usize)]) -> Part {
        let (mut packed, mut size, mut crc) = (Vec::new(), 0, Crc::new());
        for &(text, times) in texts {
            // Blocks of about 64 KiB: small ones would pack badly.
            let many = (65_536 / text.len().max(1)).clamp(1, times.max(1));
            for (block, times) in [(text.repeat(many), times / many), (text.repeat(times % many), 1)] {
                let deflated = deflate_block(block.as_bytes());
                for _ in 0..times {
                    packed.extend_from_slice(&deflated);
                    crc.update(block.as_bytes());
                    size += block.len() as u64;
                }
            }
        }
        // An empty final block.
        packed.extend_from_slice(&[3, 0]);
        Part::packed(name, packed, size, crc.sum())
    }

    fn packed(name: &str, packed: Vec<u8>, size: u64, crc: u32) -> Part {
        Part {
            name: name.to_string(),
            local_name: None,
            packed,
            method: DEFLATED,
            flags: 0,
            size: size as u32,
            crc,
            mode: 0o100_644,
        }
    }
}

/// A deflate block that does not end the stream and depends on nothing before it.
fn deflate_block(content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(content.len() + 1_024);
    Compress::new(Compression::fast(), false).compress_vec(content, &mut packed, FlushCompress::Full).unwrap();
    packed
}

/// An .xlsx file in the making: at first one sheet, `Sheet1`, without cells.
#[derive(Clone)]
pub struct Package {
    pub parts: Vec<Part>,
    pub prefix: Vec<u8>,
    pub comment: Vec<u8>,
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Package {
    pub fn new() -> Package {
        let mut package = Package { parts: Vec::new(), prefix: Vec::new(), comment: Vec::new() };
        package.set(
            "[Content_Types].xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>",
        );
        package.set("_rels/.rels", relations(&[("rId1", "officeDocument", "xl/workbook.xml")]));
        package.set("xl/workbook.xml", workbook("<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/>", ""));
        let all = [
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ];
        package.set("xl/_rels/workbook.xml.rels", relations(&all));
        package.set(
            "xl/sharedStrings.xml",
            format!("<sst xmlns=\"{MAIN}\"><si><t>zero</t></si><si><t>one</t></si></sst>"),
        );
        package.set(
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>"
            ),
        );
        package.rows("");
        package
    }

    /// Adds a part, or replaces the one of that name.
    pub fn set(&mut self, name: &str, content: impl AsRef<[u8]>) -> &mut Package {
        self.put(Part::new(name, content))
    }

    /// Adds a part, or replaces the one of that name.
    pub fn put(&mut self, part: Part) -> &mut Package {
        match self.parts.iter_mut().find(|other| other.name == part.name) {
            Some(other) => *other = part,
            None => self.parts.push(part),
        }
        self
    }

    pub fn part(&mut self, name: &str) -> &mut Part {
        self.parts.iter_mut().find(|part| part.name == name).unwrap()
    }

    pub fn remove(&mut self, name: &str) -> &mut Package {
        self.parts.retain(|part| part.name != name);
        self
    }

    /// Sets the rows of the first sheet.
    pub fn rows(&mut self, rows: &str) -> &mut Package {
        self.sheet(&format!("<sheetData>{rows}</sheetData>"))
    }

    /// Sets all that the first sheet holds.
    pub fn sheet(&mut self, content: &str) -> &mut Package {
        self.set("xl/worksheets/sheet1.xml", worksheet(content))
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = self.prefix.clone();
        let mut directory = Vec::new();
        for part in &self.parts {
            let offset = file.len() - self.prefix.len();
            let local_name = part.local_name.as_deref().unwrap_or(&part.name);
            file.extend_from_slice(b"PK\x03\x04");
            file.extend(part.header(local_name.len()));
            file.extend_from_slice(local_name.as_bytes());
            file.extend_from_slice(&part.packed);
            directory.extend_from_slice(b"PK\x01\x02");
            // Made by version 2.0 on Unix, whose mode stands in the upper half of the attributes.
            directory.extend([20, 3]);
            directory.extend(part.header(part.name.len()));
            directory.extend([0; 2 + 2 + 2]);
            directory.extend((part.mode << 16).to_le_bytes());
            directory.extend((offset as u32).to_le_bytes());
            directory.extend_from_slice(part.name.as_bytes());
        }
        let start = file.len() - self.prefix.len();
        let count = (self.parts.len() as u16).to_le_bytes();
        file.extend_from_slice(&directory);
        file.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        file.extend(count.into_iter().chain(count));
        file.extend((directory.len() as u32).to_le_bytes());
        file.extend((start as u32).to_le_bytes());
        file.extend((self.comment.len() as u16).to_le_bytes());
        file.extend_from_slice(&self.comment);
        file
    }
}

impl Part {
    /// The fields that the local and the central header share, from the version needed to the length of the extra field.
    fn header(&self, name: usize) -> Vec<u8> {
        let mut header = vec![20, 0];
        header.extend(self.flags.to_le_bytes());
        header.extend(self.method.to_le_bytes());
        header.extend([0, 0, 0x21, 0]);
        header.extend(self.crc.to_le_bytes());
        header.extend((self.packed.len() as u32).to_le_bytes());
        header.extend(self.size.to_le_bytes());
        header.extend((name as u16).to_le_bytes());
        header.extend([0, 0]);
        header
    }
}

pub fn relations(all: &[(&str, &str, &str)]) -> String {
    let all: String = all
        .iter()
        .map(|(id, kind, target)| format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"))
        .collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

pub fn workbook(sheets: &str, rest: &str) -> String {
    format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets>{rest}</workbook>")
}

pub fn worksheet(content: &str) -> String {
    format!("<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\">{content}</worksheet>")
}
