//! A session over a model: set inputs, recalculate, read values.
//!
//! A recalculation walks the dirty positions of the topological order once. A formula whose value did not change to the bit stops the
//! walk there. Spilled cells have no position: when a spill changes, whoever reads the changed cells is told, even if the walk has
//! passed it already.

mod branches;
mod calls;
mod dirty;
mod formulas;
mod landing;
mod machine;
mod places;
mod quick;
mod scalar;
mod session;
mod spill;
mod volatile;
mod walk;

pub use machine::Freshness;
pub use session::{Clock, Cone, Session};
