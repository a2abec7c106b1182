//! Date and time functions.

pub mod epoch;
pub mod parts;
pub mod periods;
pub mod serials;
pub mod weeks;
pub mod workdays;
