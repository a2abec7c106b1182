//! The rate limit: who has used up its quota waits, whatever number of isolates it reaches.
//!
//! **The authority.** Each client has one log, kept by one Durable Object, that decides for all isolates; an isolate asks it before it
//! calculates. The clients of an IPv6 network of 48 bits share an object with a lane each, so that both their limits are decided in one
//! step, and a refusal by one of them takes nothing from the other.
//!
//! **What needs no authority.** An answer from a cache costs nothing, so it is never asked about; where the cache has to be looked up
//! elsewhere, the question goes out beside the look-up and is taken back on a hit ([`Limiter::admit_beside`]). A client that the
//! authority has refused is refused here until its time has come. A cost above a quota is refused by itself.
//!
//! **Without authority.** An isolate keeps a log of its own for the latest clients. If the authority fails, or takes longer than a
//! request may wait, this log decides: it is as exact, over what this isolate has seen. A line of the log says so.
//!
//! An answer that comes too late is still received: what it admitted for a request that was refused is given back.

mod admission;
mod cost;
mod fields;
mod health;
mod limiter;
mod memory;
mod recent;

pub use admission::{Admission, Beside, Refusal};
pub use cost::{cost, cost_of_batch};
pub use limiter::Limiter;
