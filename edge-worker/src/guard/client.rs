//! Who asks: whose units a calculation is charged to.
//!
//! | client | is | is held to |
//! |---|---|---|
//! | API key | the name that the service's keys give it, whatever address it comes from | the quota `key` |
//! | IPv4 | the address; one mapped into IPv6 is the same one | the quota `address` |
//! | IPv6 | the first 64 bits: what one household or server is given | `address`, and `network` for the first 48 bits |
//! | unknown | everybody whose address the network does not tell: one client together | the quota `address` |
//!
//! The address is what Cloudflare says it is. `X-Forwarded-For` and its like are written by whoever sends them and are not read.
//! A key that the service does not know makes no client: the address counts, as without a key. Prices are public, so a customer
//! whose key was retired is served as anybody else is, and the field `RateLimit-Policy` says `address` instead of `key`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use cf_config::policy::{ADDRESS_QUOTA, API_KEY_HEADER, KEY_QUOTA, NETWORK_QUOTA, Quota, RATE_WINDOW_SECONDS};
use sha2::{Digest, Sha256};

use crate::digest::hex;
use crate::http::Head;
use crate::quota::{Limits, Question};

/// The header in which Cloudflare says where a request comes from.
const ADDRESS_HEADER: &str = "cf-connecting-ip";

/// Whoever a calculation is charged to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Client {
    /// A holder of a key, by the name of the key.
    Key(String),
    /// An IPv4 address.
    Ipv4(Ipv4Addr),
    /// An IPv6 network of 64 bits.
    Ipv6 {
        /// Its first 48 bits.
        network: [u16; 3],
        /// Its last 16 bits.
        subnet: u16,
    },
    /// Nobody knows.
    Unknown,
}

impl Client {
    /// The client of a request. `keys` is what the service has as keys, see [`holder`]; it is asked only about a key.
    pub fn of(head: &Head, keys: impl FnOnce() -> Option<String>) -> Client {
        let name = head.headers.value(API_KEY_HEADER).and_then(|key| holder(&keys()?, key).map(str::to_owned));
        if let Some(name) = name {
            return Client::Key(name);
        }
        match head.headers.value(ADDRESS_HEADER).and_then(|address| address.trim().parse().ok()) {
            Some(IpAddr::V4(address)) => Client::Ipv4(address),
            Some(IpAddr::V6(address)) => Client::of_ipv6(address),
            None => Client::Unknown,
        }
    }

    fn of_ipv6(address: Ipv6Addr) -> Client {
        if let Some(mapped) = address.to_ipv4_mapped() {
            return Client::Ipv4(mapped);
        }
        let [first, second, third, subnet, ..] = address.segments();
        Client::Ipv6 { network: [first, second, third], subnet }
    }

    /// The name of the log that the client shares with nobody, or with the other clients of its network. It tells no address.
    pub fn account(&self) -> String {
        let text = match self {
            Client::Key(name) => format!("key {name}"),
            Client::Ipv4(address) => format!("ipv4 {address}"),
            Client::Ipv6 { network: [first, second, third], .. } => format!("ipv6 {first:x}:{second:x}:{third:x}"),
            Client::Unknown => "unknown".to_owned(),
        };
        hex(Sha256::digest(text.as_bytes()).get(..16).unwrap_or_default())
    }

    /// The quota of the client alone.
    pub fn quota(&self) -> Quota {
        match self {
            Client::Key(_) => KEY_QUOTA,
            Client::Ipv4(_) | Client::Ipv6 { .. } | Client::Unknown => ADDRESS_QUOTA,
        }
    }

    /// The quota that the client shares with its neighbours.
    pub fn shared_quota(&self) -> Option<Quota> {
        matches!(self, Client::Ipv6 { .. }).then_some(NETWORK_QUOTA)
    }

    /// May the client have so many units?
    pub fn question(&self, cost: u32) -> Question {
        let lane = if let Client::Ipv6 { subnet, .. } = self { *subnet } else { 0 };
        let window = u64::from(RATE_WINDOW_SECONDS) * 1000;
        let limits = Limits { lane: self.quota().units, all: self.shared_quota().map(|quota| quota.units), window };
        Question { limits, lane, cost }
    }
}

/// The name under which a key is among the service's keys.
///
/// They are written `name=digest`, with blanks, commas or line breaks between them; the digest is the SHA-256 of the key in
/// hexadecimal, so that nobody who reads the configuration learns a key. Two keys of one name are one client: that is how a key is
/// replaced without a gap.
pub fn holder<'k>(keys: &'k str, key: &str) -> Option<&'k str> {
    let digest = hex(&Sha256::digest(key.trim().as_bytes()));
    let entries = keys.split([' ', ',', '\n', '\r', '\t']).filter_map(|entry| entry.split_once('='));
    // All of them are looked at, each to its end: how long it takes says nothing about how close a guess was.
    entries.fold(None, |found, (name, own)| if is_same(own.as_bytes(), digest.as_bytes()) { Some(name) } else { found })
}

fn is_same(own: &[u8], other: &[u8]) -> bool {
    let differences = own.iter().zip(other).fold(0, |all, (a, b)| all | (a.to_ascii_lowercase() ^ b));
    own.len() == other.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf %s paint | sha256sum`
    const KEYS: &str = "other=00,\nfront=297e619db5ee855a68d5c326ef45d2e5dcceb9b448b647fd3d87cac8109e9b11 broken";

    fn of(headers: &[(&str, &str)]) -> Client {
        Client::of(&Head { headers: headers.iter().copied().collect(), ..Head::default() }, || None)
    }

    fn at(address: &str) -> Client {
        of(&[("CF-Connecting-IP", address)])
    }

    #[test]
    fn an_address_has_one_spelling() {
        assert_eq!(at("2001:db8:0:1::1"), at(" 2001:0DB8:0000:0001:ffff:0:0:1 "));
        assert_ne!(at("2001:db8:0:1::1"), at("2001:db8:0:2::1"));
        assert_eq!(at("2001:db8:0:1::1").account(), at("2001:db8:0:2::1").account());
        assert_ne!(at("2001:db8:0:1::1").account(), at("2001:db8:1:1::1").account());
        assert_eq!(at("::ffff:198.51.100.7"), at("198.51.100.7"));
        assert_eq!(at("198.51.100.7"), Client::Ipv4(Ipv4Addr::new(198, 51, 100, 7)));
    }

    #[test]
    fn what_is_no_address_is_nobody_in_particular() {
        for address in ["", "198.51.100.7, 203.0.113.1", "fe80::1%eth0", "1.2.3", "010.0.0.1", "localhost"] {
            assert_eq!(at(address), Client::Unknown, "{address}");
        }
        assert_eq!(of(&[("X-Forwarded-For", "203.0.113.1"), ("X-Real-IP", "203.0.113.1")]), Client::Unknown);
    }

    #[test]
    fn a_key_counts_only_if_the_service_has_it() {
        assert_eq!(holder(KEYS, "paint"), Some("front"));
        assert_eq!(holder(&KEYS.to_uppercase(), "paint"), Some("FRONT"));
        for wrong in ["", "brush", "Paint", "paint\0", "00"] {
            assert_eq!(holder(KEYS, wrong), None, "{wrong}");
        }
        let head = Head {
            headers: [("X-API-Key", "brush"), ("CF-Connecting-IP", "198.51.100.7")].into_iter().collect(),
            ..Head::default()
        };
        assert_eq!(Client::of(&head, || Some(KEYS.to_owned())), at("198.51.100.7"));
    }

    #[test]
    fn an_account_tells_no_address() {
        let account = at("198.51.100.7").account();
        assert_eq!(account.len(), 32);
        assert!(account.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
