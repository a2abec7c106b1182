//! Date and time functions.

pub mod parts;
pub mod periods;
mod serials;
pub mod weeks;
pub mod workdays;
