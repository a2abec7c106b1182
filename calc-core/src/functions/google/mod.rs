//! What Google Sheets has and Excel has not, or has otherwise: operators as functions, SPLIT and JOIN, regular expressions.

pub mod convert;
pub mod external;
pub mod join;
pub mod operators;
pub mod outside;
pub mod patterns;
pub(crate) mod regex;
pub mod split;
