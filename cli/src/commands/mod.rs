//! One file a command.

pub mod bench;
pub mod calc;
pub mod check;
pub mod compile;
pub mod eval;
pub mod explain;
pub mod ports;
pub mod replay;
