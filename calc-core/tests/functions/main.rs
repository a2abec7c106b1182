//! The function library: documented and observed cases, the corpora, and what every function scores on them.

#[path = "../arrays/block.rs"]
mod block;
mod blocks;
mod calls;
mod case;
mod cases;
mod conformance;
mod corpora;
mod differential;
mod names;
mod page;
mod reference;
mod rounding;
mod score;
#[path = "../support/shared_files.rs"]
mod shared_files;
mod workbooks;
#[path = "../support/written.rs"]
mod written;
