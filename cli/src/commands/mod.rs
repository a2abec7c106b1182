//! One file a command.

pub mod bench;
pub mod check;
pub mod eval;
pub mod replay;
