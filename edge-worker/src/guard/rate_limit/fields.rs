//! The fields `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11).
//!
//! Both are lists of structured fields (RFC 9651): `"address";q=50;w=60` says the quota and its window, `"address";r=49;t=12` what
//! is left of it and for how many seconds there cannot be more. A client of an IPv6 network has two members in each.

use cf_config::policy::{Quota, RATE_WINDOW_SECONDS};

use crate::guard::client::Client;
use crate::quota::{Standing, seconds};

/// The quotas that a client is held to. Constant for a client, as the draft wants it.
pub fn policy(client: &Client) -> String {
    let member = |quota: Quota| format!("\"{}\";q={};w={RATE_WINDOW_SECONDS}", quota.name, quota.units);
    list(member(client.quota()), client.shared_quota().map(member))
}

/// What is left of them.
pub fn limit(client: &Client, own: Standing, shared: Option<Standing>) -> String {
    let member = |quota: Quota, standing: Standing| {
        format!("\"{}\";r={};t={}", quota.name, standing.remaining, seconds(standing.reset))
    };
    let shared = client.shared_quota().zip(shared).map(|(quota, standing)| member(quota, standing));
    list(member(client.quota(), own), shared)
}

fn list(first: String, second: Option<String>) -> String {
    match second {
        Some(second) => format!("{first}, {second}"),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn fields_are_written_as_the_draft_has_them() {
        let one = Client::Ipv4(Ipv4Addr::LOCALHOST);
        assert_eq!(policy(&one), r#""address";q=50;w=60"#);
        let standing = Standing { remaining: 49, reset: 59_001 };
        assert_eq!(limit(&one, standing, None), r#""address";r=49;t=60"#);

        let many = Client::Ipv6 { network: [0x2001, 0xdb8, 0], subnet: 1 };
        assert_eq!(policy(&many), r#""address";q=50;w=60, "network";q=500;w=60"#);
        let shared = Standing { remaining: 0, reset: 1 };
        assert_eq!(limit(&many, standing, Some(shared)), r#""address";r=49;t=60, "network";r=0;t=1"#);
    }
}
