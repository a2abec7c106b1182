//! SHA-256 digests as text: hexadecimal, and entity tags.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Bytes of a digest that stand in an `ETag`: 128 bits, which no two answers share by chance.
const TAG_BYTES: usize = 16;

/// Bytes in lower-case hexadecimal, two digits each.
pub fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The strong entity tag of what has this digest.
pub fn tag(digest: &[u8]) -> String {
    format!("\"{}\"", hex(digest.get(..TAG_BYTES).unwrap_or(digest)))
}

/// The strong entity tag of bytes: that of their digest.
pub fn tag_of_bytes(bytes: &[u8]) -> String {
    tag(&Sha256::digest(bytes))
}
