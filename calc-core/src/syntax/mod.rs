//! Formula text to a tree and back.
//!
//! [`parse`] reads a formula of either dialect and never fails: it gives a tree, and errors beside it where the text is
//! no formula; at such a place the tree has [`Node::Invalid`](ast::Node::Invalid). [`unparse`] writes a tree as canonical
//! text, which parses to the same tree again. [`shape::shape_key`] tells whether two formulas are the same one filled
//! into different cells.
//!
//! The lexer is asked for what the parser expects next, an operand or an operator, because the same character means
//! different things in either place: `#` starts an error literal or is the spill operator, `-` is a sign or a
//! subtraction, a blank is nothing or an intersection. Operators are resolved by precedence on an explicit stack, so no
//! text, however deep, costs call stack, and the time taken is linear in its length.
//!
//! Nothing is looked up here: whether a function, a name, a sheet or a table exists is the binder's question.

pub mod ast;
mod brackets;
mod builder;
mod characters;
mod error;
mod lexer;
mod literal;
mod moved;
mod parser;
mod precedence;
mod range_text;
mod recovery;
pub mod shape;
mod sheet_prefix;
mod structured;
mod unparse;

pub use error::SyntaxError;
pub use moved::moved;
pub use parser::{MAX_LENGTH, MAX_NESTING, ParseOptions, Parsed, parse};
pub use unparse::unparse;
