//! At most so many units in any window: the arithmetic of the rate limit, without clock, network or storage.
//!
//! A [`SlidingLog`] remembers what was admitted during one window and decides by it. It is exact on both sides: what it admits never
//! exceeds the quota in any window whatever its beginning, and what it refuses would have. A fixed window lets twice the quota
//! through around its edge; a leaky bucket either refuses an honest burst or lets half as much again through while it refills.
//!
//! The price of exactness is memory: one entry for each admission of the window. Every admission costs at least one unit, so there
//! are never more entries than units in the quota, and nothing has to be merged to stay small.
//!
//! The same log decides everywhere: in the authority, in each isolate's own estimate, in memory under test.

mod log;
mod question;
mod steady;
mod wire;

pub use log::{Entry, SlidingLog};
pub use question::{Limits, Question, Refused, Standing, Verdict, seconds};
pub use steady::Steady;
pub use wire::Message;
