//! Importing .xlsx files: made ones, hostile ones, and real ones.

mod cache;
mod cells;
mod corpus;
mod mutations;
mod package;
mod parts;
mod real;
mod shared_files;
