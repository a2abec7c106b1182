//! The policy of the edge, said once, and what is made from it.
//!
//! [`policy`] is plain data without a dependency: the Worker enforces it. With the feature `zone` comes what else has to agree with
//! it: the Cloudflare zone in front of the Worker ([`zone`]), written in the rules language ([`expression`]), as requests to the
//! API, as Terraform, as alerts and as tables of the guides ([`render`]), and held against a zone as it is ([`plan`]).
//!
//! Everything but `policy` takes a [`policy::Policy`] as a value, so that one number changed there arrives everywhere:
//!
//! ```
//! # #[cfg(feature = "zone")] {
//! use cf_config::policy::Policy;
//! use cf_config::render::terraform;
//! use cf_config::zone::Zone;
//!
//! let mut policy = Policy::production();
//! policy.rate.units = 7;
//! let flood = u64::from(7 * policy.rate.flood_factor);
//! assert!(terraform(&Zone::of(&policy)).contains(&format!("requests_per_period = {flood}")));
//! # }
//! ```

pub mod policy;

#[cfg(feature = "zone")]
pub mod expression;
#[cfg(feature = "zone")]
pub mod plan;
#[cfg(feature = "zone")]
pub mod render;
#[cfg(feature = "zone")]
pub mod zone;
