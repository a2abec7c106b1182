//! Ports as JSON Schema (2020-12): what a request by names may say.
//!
//! The schema is made from the same alternatives that a request is checked against, so a validator accepts exactly what the
//! Worker accepts.

mod request;

pub use request::request_schema;
