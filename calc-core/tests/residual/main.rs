//! The residual model of a workbook and its ports gives the answers of the whole model, to the bit.

mod random;
mod real;
mod rules;
