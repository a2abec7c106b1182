//! What a request has to pass before anything is calculated, cheapest first.
//!
//! Each guard is a function of a request's head that lets it pass or names the problem. Their order is the order in which
//! [`crate::app`] calls them; the body is read only after all of them.

pub mod access;
pub mod client;
pub mod content_type;
pub mod headers;
pub mod method;
pub mod origin;
pub mod rate_limit;
pub mod size;
pub mod target;
pub mod waf;
