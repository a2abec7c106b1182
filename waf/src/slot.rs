//! Where in a request a text stands.

/// Where a text stands: what is honest in a note is not honest in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A text that people write for people: notes, names, addresses. Whatever reads as prose passes.
    FreeText,
    /// A number, a choice or a date. The ports decide what it may be; this is the second line.
    Typed,
    /// A name or a value of the query.
    Query,
    /// A path.
    Path,
    /// The value of a header.
    Header,
}

impl Slot {
    /// Whether people write prose here.
    pub fn is_prose(self) -> bool {
        self == Slot::FreeText
    }
}
