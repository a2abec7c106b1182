//! What is kept of answers, and how it is found again.
//!
//! An answer is a function of the model, the engine, the request and, where its formulas ask for it, the day. All of these are in its
//! [`Key`], so an entry is never wrong: it is only forgotten. Nothing else is: no header and no spelling of a request can make two entries
//! of one answer, or one of two.

mod canonical;
mod key;
mod memo;

pub use canonical::write_canonical;
pub use key::Key;
pub use memo::Memo;
