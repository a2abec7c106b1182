//! Durable Objects: what exists once in the whole world.

pub mod limiter_do;
