//! Importing .xlsx files: made ones, hostile ones, and real ones.

mod cache;
mod cells;
mod corpus;
mod mutations;
// Written for hostile files too: not every part of it is used here.
#[allow(dead_code)]
mod package;
mod parts;
mod real;
#[path = "../support/shared_files.rs"]
mod shared_files;
