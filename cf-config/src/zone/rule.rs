//! Rulesets and their rules.

use crate::expression::Condition;

/// A phase of the ruleset engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Custom rules.
    Firewall,
    /// Rate limiting rules.
    RateLimit,
    /// Cache rules.
    Cache,
    /// Transform rules of responses.
    ResponseHeaders,
    /// Compression rules of responses.
    Compression,
}

impl Phase {
    /// Every phase that is used here, in the order in which a request meets them.
    pub const ALL: [Phase; 5] =
        [Phase::Firewall, Phase::RateLimit, Phase::Cache, Phase::ResponseHeaders, Phase::Compression];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Firewall => "http_request_firewall_custom",
            Phase::RateLimit => "http_ratelimit",
            Phase::Cache => "http_request_cache_settings",
            Phase::ResponseHeaders => "http_response_headers_transform",
            Phase::Compression => "http_response_compression",
        }
    }
}

/// The rules of one phase.
#[derive(Clone, Debug)]
pub struct Ruleset {
    /// The phase.
    pub phase: Phase,
    /// What it is for, in a few words.
    pub name: &'static str,
    /// The rules, in order.
    pub rules: Vec<Rule>,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its lasting name, by which it is found again in a zone.
    pub reference: &'static str,
    /// What it is for, in one line.
    pub description: String,
    /// The requests that it is about.
    pub expression: Condition,
    /// What happens to them.
    pub action: Action,
}

/// What happens to a request or its response. A challenge is missing: the callers are programs.
#[derive(Clone, Debug)]
pub enum Action {
    /// It is refused.
    Block(Answer),
    /// It is refused while its client sends too many.
    Limit {
        /// The requests of a period.
        requests: u32,
        /// The period, in seconds.
        period: u32,
        /// How long it is refused, in seconds.
        pause: u32,
        /// How it is refused.
        answer: Answer,
    },
    /// Its response may be kept as long as the response itself says.
    CacheAsTold,
    /// Its response is never kept.
    CacheNever,
    /// Its response gets these headers, in place of its own of the same name.
    SetHeaders(Vec<(&'static str, &'static str)>),
    /// Its response is compressed by the first of these that the client takes.
    Compress(&'static [&'static str]),
}

/// How a request is refused: a problem of RFC 9457, in as many words as the Worker's own. The content type is `application/json`,
/// since a rule may not name another kind of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The type, from the Worker's catalogue of problems.
    pub problem: &'static str,
    /// The title.
    pub title: &'static str,
}
