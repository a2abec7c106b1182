//! The whole policy as one value.
//!
//! The Worker reads the constants of this room. Whatever is generated (the zone, the alerts, the tables of the guides) takes a
//! [`Policy`] instead, so that a test can change one number and see it arrive everywhere.

use super::{cache, headers, limits, objectives, perimeter, rate_limit};

/// A plan of Cloudflare's: what the zone may hold depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloudflarePlan {
    /// Free.
    Free,
    /// Pro.
    Pro,
    /// Business.
    Business,
}

/// Everything that the zone, the alerts and the tables are made from.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The plan of the zone.
    pub plan: CloudflarePlan,
    /// The hosts whose requests reach the Worker.
    pub hosts: &'static [&'static str],
    /// How much a request may be.
    pub limits: Limits,
    /// How often a client may calculate, and what the zone takes for a flood.
    pub rate: Rate,
    /// How long an answer may be kept.
    pub lifetimes: Lifetimes,
    /// Security headers of every response.
    pub security: &'static [(&'static str, &'static str)],
    /// What the service promises.
    pub objectives: Objectives,
}

/// How much a request may be.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The longest body, in bytes.
    pub body: usize,
    /// The longest path with its query, in bytes.
    pub target: usize,
    /// The most bytes of header names and values.
    pub header_bytes: usize,
    /// The most headers.
    pub headers: usize,
}

/// How often a client may calculate.
#[derive(Clone, Debug)]
pub struct Rate {
    /// The units of a window.
    pub units: u32,
    /// The window, in seconds.
    pub seconds: u32,
    /// The units of an IPv6 network of 48 bits.
    pub network_units: u32,
    /// The steps that a unit pays for.
    pub work_per_unit: u64,
    /// How many requests the zone takes for each unit.
    pub flood_factor: u32,
    /// How long the zone refuses a client after a flood, in seconds.
    pub flood_pause: u32,
}

/// How long an answer may be kept, in seconds.
#[derive(Clone, Debug)]
pub struct Lifetimes {
    /// A calculation, in a browser.
    pub browser: u64,
    /// A calculation, in a shared cache.
    pub shared: u64,
    /// A calculation after that, while a new one is fetched.
    pub stale: u64,
    /// A refusal that follows from the request alone.
    pub refusal: u64,
    /// A static asset, anywhere.
    pub asset: u64,
}

/// What the service promises. Shares are in percent of the requests of a window.
#[derive(Clone, Debug)]
pub struct Objectives {
    /// The time within which 95 of 100 requests are answered, in milliseconds.
    pub p95_milliseconds: u32,
    /// The least share of calculations that is answered from a cache.
    pub hit_percent: u32,
    /// The share of failed requests at which somebody looks.
    pub error_percent: u32,
    /// The share of failed requests at which somebody is called.
    pub outage_percent: u32,
    /// The share of requests refused by the rate limit at which somebody looks.
    pub refused_percent: u32,
    /// The window, in seconds.
    pub window_seconds: u32,
    /// The fewest requests of a window that are judged.
    pub window_requests: u32,
}

impl Policy {
    /// The policy in force.
    pub const fn production() -> Policy {
        Policy {
            plan: CloudflarePlan::Pro,
            hosts: perimeter::HOSTS,
            limits: Limits {
                body: limits::MAX_BODY,
                target: limits::MAX_TARGET,
                header_bytes: limits::MAX_HEADER_BYTES,
                headers: limits::MAX_HEADERS,
            },
            rate: Rate {
                units: rate_limit::ADDRESS_QUOTA.units,
                seconds: rate_limit::RATE_WINDOW_SECONDS,
                network_units: rate_limit::NETWORK_QUOTA.units,
                work_per_unit: rate_limit::WORK_PER_UNIT,
                flood_factor: perimeter::FLOOD_FACTOR,
                flood_pause: perimeter::FLOOD_PAUSE_SECONDS,
            },
            lifetimes: Lifetimes {
                browser: cache::BROWSER_SECONDS,
                shared: cache::SHARED_SECONDS,
                stale: cache::STALE_SECONDS,
                refusal: cache::REFUSAL_SECONDS,
                asset: cache::ASSET_SECONDS,
            },
            security: headers::SECURITY,
            objectives: Objectives {
                p95_milliseconds: objectives::P95_MILLISECONDS,
                hit_percent: objectives::HIT_PERCENT,
                error_percent: objectives::ERROR_PERCENT,
                outage_percent: objectives::OUTAGE_PERCENT,
                refused_percent: objectives::REFUSED_PERCENT,
                window_seconds: objectives::WINDOW_SECONDS,
                window_requests: objectives::WINDOW_REQUESTS,
            },
        }
    }
}
