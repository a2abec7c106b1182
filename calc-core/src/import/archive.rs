//! The zip container and its parts.
//!
//! A name in it is a key, never a path. What it claims about sizes is checked before anything is inflated, and holds while
//! inflating; entries that overlap, repeat a name, or differ between their two headers are refused, because two readers could
//! see two workbooks in one file.

use std::io::{Cursor, Read};

use rustc_hash::FxHashMap;
use zip::read::ZipReadOptions;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::error::ImportError;
use super::limits::Limits;

/// Deflate cannot inflate a byte to more than this many.
const DEFLATE_RATIO: u64 = 1_032;

/// An opened .xlsx file.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    parts: FxHashMap<String, usize>,
    limits: &'a Limits,
    inflated: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Archive<'a>, ImportError> {
        if bytes.len() as u64 > limits.file_bytes {
            return Err(ImportError::limit("bytes in the file", limits.file_bytes));
        }
        // The directory's own count may lie, and opening it allocates for every entry; the entries' signatures do not lie.
        let entries = bytes.windows(4).filter(|four| matches!(four, [b'P', b'K', 1, 2])).take(limits.parts + 1).count();
        if entries > limits.parts {
            return Err(ImportError::limit("parts", limits.parts as u64));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refuse_unopened(bytes, &error))?;
        if zip.is_empty() {
            return Err(ImportError::foreign("an empty zip"));
        }
        let parts = index_parts(&zip, limits)?;
        match zip.has_overlapping_entries() {
            Ok(false) => Ok(Archive { zip, parts, limits, inflated: 0 }),
            Ok(true) => Err(ImportError::damaged("zip entries that overlap", "each part in its own place")),
            Err(error) => Err(damaged_zip(&error)),
        }
    }

    /// Whether there is such a part; names do not heed case.
    pub(super) fn contains(&self, part: &str) -> bool {
        self.parts.contains_key(&key(part))
    }

    /// Whether a part's name begins so.
    pub(super) fn contains_prefix(&self, prefix: &str) -> bool {
        self.parts.keys().any(|name| name.starts_with(prefix))
    }

    /// Inflates a part, or `None` if there is none of that name.
    pub(super) fn read(&mut self, part: &str) -> Result<Option<Vec<u8>>, ImportError> {
        match self.parts.get(&key(part)) {
            None => Ok(None),
            Some(&index) => self.inflate(index).map(Some).map_err(|error| error.in_part(part)),
        }
    }

    fn inflate(&mut self, index: usize) -> Result<Vec<u8>, ImportError> {
        let entry = self.zip.by_index_data(index).map_err(|error| damaged_zip(&error))?;
        if entry.encrypted() {
            return Err(ImportError::unsupported("a part locked by a password", "a workbook without a password")
                .help("remove the password and save it again"));
        }
        if entry.is_symlink() || entry.is_dir() {
            return Err(ImportError::damaged("a link or folder", "a part"));
        }
        let method = entry.compression();
        if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(ImportError::unsupported(
                format!("a part packed as `{method}`"),
                "parts that are stored or deflated",
            )
            .help("save the workbook again in a spreadsheet"));
        }
        let (size, packed) = (entry.size(), entry.compressed_size());
        let left = self.limits.total_bytes.saturating_sub(self.inflated);
        if size > self.limits.part_bytes {
            return Err(ImportError::limit("bytes in one part", self.limits.part_bytes));
        }
        if size > left {
            return Err(ImportError::limit("bytes in all parts", self.limits.total_bytes));
        }
        let options = ZipReadOptions::new().enforce_header_consistency(true);
        let reader = self.zip.by_index_with_options(index, options).map_err(|error| damaged_zip(&error))?;
        // Room for what the claim and the packed bytes both allow, and one byte more that must stay empty.
        let room = size.min(packed.saturating_mul(DEFLATE_RATIO)) + 1;
        let mut bytes = Vec::with_capacity(room as usize);
        reader.take(size + 1).read_to_end(&mut bytes).map_err(|error| {
            ImportError::damaged(format!("a part that does not inflate ({error})"), "sound deflate data")
        })?;
        if bytes.len() as u64 != size {
            let found = if bytes.len() as u64 > size { "more" } else { "fewer" };
            return Err(ImportError::damaged(format!("{found} bytes than the zip claims"), format!("{size}")));
        }
        self.inflated += size;
        Ok(bytes)
    }
}

/// Lists the parts by name, and holds what they claim to inflate to against the limit.
fn index_parts(zip: &ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<FxHashMap<String, usize>, ImportError> {
    let twice = || ImportError::damaged("two parts with the same name", "each name once");
    if zip.has_duplicate_names() {
        return Err(twice());
    }
    let mut parts = FxHashMap::default();
    let mut claimed: u64 = 0;
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(|error| damaged_zip(&error))?;
        claimed = claimed.saturating_add(entry.size());
        if claimed > limits.archive_bytes {
            return Err(ImportError::limit("bytes in all parts, read or not", limits.archive_bytes));
        }
        let name = entry.name().map_err(|error| damaged_zip(&error))?;
        if parts.insert(key(&name), index).is_some() {
            return Err(twice());
        }
    }
    Ok(parts)
}

/// Part names are equal whatever their case (Open Packaging Conventions, 6.2.2); some writers use backslashes.
fn key(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

fn damaged_zip(error: &ZipError) -> ImportError {
    match error {
        ZipError::UnsupportedArchive(_) => {
            ImportError::unsupported(format!("a zip in an unusual form ({error})"), "parts that are stored or deflated")
                .help("save the workbook again in a spreadsheet")
        }
        _ => ImportError::damaged(format!("a broken zip ({error})"), "a sound one"),
    }
}

/// Says what a file is that does not open as a zip.
fn refuse_unopened(bytes: &[u8], error: &ZipError) -> ImportError {
    const OLE2: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.is_empty() {
        return ImportError::foreign("an empty file");
    }
    if bytes.starts_with(OLE2) {
        // An encrypted .xlsx is an OLE2 container with a stream of this name, stored as UTF-16.
        let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        return if bytes.windows(stream.len()).any(|window| window == stream) {
            ImportError::unsupported("a workbook locked by a password", "one without a password")
                .help("remove the password and save it again")
        } else {
            ImportError::foreign("an old .xls file")
        };
    }
    if bytes.starts_with(b"PK") {
        return ImportError::damaged(format!("a zip that is cut short or broken ({error})"), "a whole one")
            .help("copy or download the file again");
    }
    if bytes.starts_with(b"%PDF") {
        return ImportError::foreign("a PDF");
    }
    let start = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let control = |byte: &u8| *byte < b' ' && !matches!(*byte, b'\t' | b'\n' | b'\r');
    if start.iter().any(control) {
        return ImportError::foreign("a file that is no zip");
    }
    match start.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'<') => ImportError::foreign("an XML or HTML text"),
        _ => ImportError::foreign("plain text (is it a CSV file?)"),
    }
}
