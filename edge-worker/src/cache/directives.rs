//! What a request says about caching (RFC 9111, section 5.2.1).
//!
//! `max-age`, `min-fresh` and `max-stale` are met by every entry: an entry is found by all that it depends on, which is to say that it has
//! just been validated.

use crate::http::Head;

/// What a request asks of the caches in the Worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Directives {
    /// `no-cache`: an answer is calculated anew, at the client's own cost, and kept for the others.
    pub no_cache: bool,
    /// `no-store`: the answer is not kept.
    pub no_store: bool,
    /// `only-if-cached`: nothing is calculated.
    pub only_if_cached: bool,
}

impl Directives {
    /// Those of a request.
    pub fn of(head: &Head) -> Directives {
        let mut directives = Directives::default();
        for directive in head.headers.value("cache-control").unwrap_or("").split(',') {
            let name = directive.split('=').next().unwrap_or("").trim();
            directives.no_cache |= name.eq_ignore_ascii_case("no-cache");
            directives.no_store |= name.eq_ignore_ascii_case("no-store");
            directives.only_if_cached |= name.eq_ignore_ascii_case("only-if-cached");
        }
        directives
    }
}
