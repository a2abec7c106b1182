//! Error values of cells.

use std::fmt;

/// An error that a cell can hold. Errors are values: a formula passes them on, `IFERROR` replaces them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum CellError {
    /// `#NULL!`: two ranges that do not intersect.
    Null,
    /// `#DIV/0!`: division by zero.
    Div0,
    /// `#VALUE!`: a value of the wrong type.
    Value,
    /// `#REF!`: a reference that points nowhere.
    Ref,
    /// `#NAME?`: an unknown name or function.
    Name,
    /// `#NUM!`: a number out of range.
    Num,
    /// `#N/A`: no value is there.
    Na,
    /// `#GETTING_DATA`: an external source that has not answered.
    GettingData,
    /// `#SPILL!`: an array that has no room.
    Spill,
    /// `#CALC!`: an array without elements, or a calculation that is not supported.
    Calc,
    /// `#CONNECT!`: an external source that cannot be reached.
    Connect,
    /// `#BLOCKED!`: an external source that is not allowed.
    Blocked,
    /// `#FIELD!`: a field that a data type does not have.
    Field,
    /// `#UNKNOWN!`: a data type that is not known.
    Unknown,
    /// `#BUSY!`: a value that is still being fetched.
    Busy,
    /// `#ERROR!`: Google's formula parse error.
    Parse,
    /// `#CIRC!`: a formula that depends on itself. Ours: Excel shows 0 with a warning, Google `#REF!`.
    Circular,
    /// `#LIMIT!`: a formula that ran out of its budget. Ours.
    Limit,
}

impl CellError {
    /// Every error, in the order of declaration.
    pub const ALL: [CellError; 18] = [
        CellError::Null,
        CellError::Div0,
        CellError::Value,
        CellError::Ref,
        CellError::Name,
        CellError::Num,
        CellError::Na,
        CellError::GettingData,
        CellError::Spill,
        CellError::Calc,
        CellError::Connect,
        CellError::Blocked,
        CellError::Field,
        CellError::Unknown,
        CellError::Busy,
        CellError::Parse,
        CellError::Circular,
        CellError::Limit,
    ];

    /// The text that a spreadsheet shows.
    pub fn name(self) -> &'static str {
        match self {
            CellError::Null => "#NULL!",
            CellError::Div0 => "#DIV/0!",
            CellError::Value => "#VALUE!",
            CellError::Ref => "#REF!",
            CellError::Name => "#NAME?",
            CellError::Num => "#NUM!",
            CellError::Na => "#N/A",
            CellError::GettingData => "#GETTING_DATA",
            CellError::Spill => "#SPILL!",
            CellError::Calc => "#CALC!",
            CellError::Connect => "#CONNECT!",
            CellError::Blocked => "#BLOCKED!",
            CellError::Field => "#FIELD!",
            CellError::Unknown => "#UNKNOWN!",
            CellError::Busy => "#BUSY!",
            CellError::Parse => "#ERROR!",
            CellError::Circular => "#CIRC!",
            CellError::Limit => "#LIMIT!",
        }
    }

    /// The error that a text names, without regard to case.
    ///
    /// ```
    /// use calc_core::value::CellError;
    /// assert_eq!(CellError::from_name("#n/a"), Some(CellError::Na));
    /// assert_eq!(CellError::from_name("N/A"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<CellError> {
        CellError::ALL.into_iter().find(|error| error.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
