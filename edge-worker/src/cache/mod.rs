//! What is kept of answers, and how it is found again.
//!
//! An answer is a function of the model, the engine, the request and, where its formulas ask for it, the day. All of these are in its
//! [`Key`], so an entry is never wrong: it is only forgotten. Nothing else is: no header and no spelling of a request can make two entries
//! of one answer, or one of two.
//!
//! The key alone makes the `ETag`, so it is the same in every isolate, and a client that has the answer is told so without a calculation.

mod canonical;
pub mod conditional;
mod directives;
pub mod freshness;
mod key;
mod memo;
mod status;

pub use canonical::write_canonical;
pub use directives::Directives;
pub use key::{Key, Shelf};
pub use memo::Memo;
pub use status::Source;
