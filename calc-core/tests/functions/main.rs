//! The function library: documented and observed cases, and the visible function corpus.

mod case;
mod cases;
mod corpus;
mod reference;
mod rounding;
