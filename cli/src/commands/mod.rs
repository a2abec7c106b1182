//! One file a command.

pub mod bench;
pub mod bench_guard;
pub mod calc;
pub mod check;
pub mod compile;
pub mod eval;
pub mod explain;
pub mod guard;
pub mod ports;
pub mod replay;
