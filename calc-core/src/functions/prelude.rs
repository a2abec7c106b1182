//! What every file of kernels names.

pub use super::args::{Call, Operand, Outcome};
pub use super::table::{Category, Flags, FunctionSpec, Kind, Parameter, differs, optional, required};
pub use crate::dialect::Dialect;
pub use crate::value::{CellError, Value};

/// The parameters of a function of one number.
pub const NUMBER: &[Parameter] = &[required("number", Kind::Number)];

/// The parameters of a function of one number that was once an add-in.
pub const ADD_IN_NUMBER: &[Parameter] = &[required("number", Kind::AddInNumber)];
