//! How much is kept, and for how long.

/// The bytes of answers that an isolate keeps in memory, of the 128 MB that it has. The real workbook's widest answer is 40 KB.
pub const MEMO_BYTES: usize = 8 * 1024 * 1024;
