//! The policy of the edge, said once.
//!
//! The Worker enforces what stands here, and whatever else has to agree with it is made from it.

pub mod policy;
