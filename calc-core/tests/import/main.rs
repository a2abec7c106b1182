//! Importing .xlsx files: made ones, hostile ones, and real ones.

mod corpus;
mod real;
mod shared_files;
