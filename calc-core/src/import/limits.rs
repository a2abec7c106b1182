//! How much of a workbook is read before it is refused.

/// Bounds on what an import may inflate and keep. Every count in a file is only a claim; these hold whatever it claims.
///
/// The defaults suit a native program and let through every honest workbook known to us with room to spare; a host with little
/// memory sets its own:
///
/// ```
/// use calc_core::import::Limits;
/// let small = Limits { part_bytes: 8 << 20, total_bytes: 16 << 20, ..Limits::default() };
/// assert!(small.part_bytes < Limits::default().part_bytes);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Parts (zip entries) in the file.
    pub parts: usize,
    /// Bytes that all parts together claim to inflate to, read or not.
    pub archive_bytes: u64,
    /// Bytes that one part may inflate to.
    pub part_bytes: u64,
    /// Bytes that all parts which are read may inflate to.
    pub total_bytes: u64,
    /// Bytes of one XML tag with its attributes.
    pub tag_bytes: usize,
    /// Levels of nested XML elements.
    pub depth: u32,
    /// Sheets.
    pub sheets: usize,
    /// Cells that hold something, over all sheets.
    pub cells: usize,
    /// Shared strings.
    pub shared_strings: usize,
    /// Cell styles.
    pub styles: usize,
    /// Defined names.
    pub names: usize,
    /// Data validations and their ranges, over all sheets.
    pub validations: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 64 << 20,
            parts: 10_000,
            archive_bytes: 256 << 20,
            part_bytes: 64 << 20,
            total_bytes: 128 << 20,
            tag_bytes: 4 << 20,
            depth: 128,
            sheets: 1_000,
            cells: 1_000_000,
            shared_strings: 1_000_000,
            // Excel writes at most 65,490 cell styles.
            styles: 65_536,
            names: 65_536,
            validations: 262_144,
        }
    }
}
