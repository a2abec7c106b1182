//! The immutable artefact that a workbook becomes.

pub mod ports;
