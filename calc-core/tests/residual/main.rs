//! The residual model of a workbook and its ports gives the answers of the whole model, to the bit.

#[path = "../support/chance.rs"]
mod chance;
mod random;
mod real;
mod rules;
#[path = "../support/shared_files.rs"]
mod shared_files;
