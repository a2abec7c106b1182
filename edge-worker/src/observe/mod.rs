//! What is seen of a request from outside its answer: its id, when it came, and how long its steps took.

mod visit;

pub use visit::Visit;
