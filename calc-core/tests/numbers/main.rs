//! Numbers, dates and formats: cases from data files, properties, and the visible corpora.

mod cases;
mod corpus;
mod differential;
mod properties;
#[path = "../support/shared_files.rs"]
mod shared_files;
