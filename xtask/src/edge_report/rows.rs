//! The rows of the report: which figure, from which line of which run, against which bound.

use super::Section::{self, Cache, Headers, Hostile, Latency, RateLimit, WafClosed, WafCost, WafFreeText};
use super::figure::Bound::{self, All, AtLeast, AtMost, Below, Exactly, Shown, UpTo};
use super::figure::Row;
use super::figure::Unit::{self, Count, Kilobytes, Microseconds, Milliseconds, Percent, Times};
use crate::load::{HIT_BOUND, MISS_BOUND, TARGET_MILLISECONDS, UNLIKE_PERCENT};

/// Members and their texts, which tell a line from others.
type Line = &'static [(&'static str, &'static str)];

const CLOSED_SLOTS: Line = &[("corpus", "waf, closed slots")];
const VALID_REQUESTS: Line = &[("corpus", "generated valid requests")];
const CAUGHT: Line = &[("corpus", "waf, attacks of the fair set")];
const REST: Line = &[("corpus", "waf, attacks of the rest")];
const HONEST: Line = &[("corpus", "waf, honest texts")];
const HEADERS: Line = &[("corpus", "headers")];
const FORMULAS: Line = &[("corpus", "formulas")];
const WORKBOOKS: Line = &[("corpus", "workbooks")];
const UPLOADS: Line = &[("corpus", "uploads")];
const REQUESTS: Line = &[("corpus", "requests")];
const JSON: Line = &[("corpus", "json_parsing")];
const ORACLE: Line = &[("corpus", "rate limit, oracle")];
const TIMED: Line = &[("corpus", "rate_limits")];
const FLOODS: Line = &[("corpus", "rate limit, floods")];
const WAITS: Line = &[("corpus", "rate limit, waits")];
const SLOW: Line = &[("corpus", "rate limit, authority slow")];
const DOWN: Line = &[("corpus", "rate limit, authority down")];
const ENCODED: Line = &[("corpus", "waf, re-encoded")];
const PADDED: Line = &[("corpus", "waf, padded")];
const COST: Line = &[("corpus", "waf, cost")];
const KEYS: Line = &[("corpus", "cache keys")];
const RETURNS: Line = &[("corpus", "sessions with as many returns as to pages of the Web")];
const SESSIONS: Line = &[("corpus", "editing sessions")];
const MIX: Line = &[("corpus", "load mix")];
const AT_ONCE: Line = &[("corpus", "equal requests at once")];
const RULES: Line = &[("corpus", "http caching")];
const OBSERVATORY: Line = &[("corpus", "observatory")];
const DETECTORS: Line = &[("figures", "detectors")];
const BUNDLE: Line = &[("figures", "bundle")];
const CLOSED: Line = &[("loop", "closed")];
const OPEN: Line = &[("loop", "open")];
const ALONE: Line = &[("loop", "alone")];

/// All rows, in the order of the table.
pub const ROWS: &[Row] = &[
    requests(
        WafClosed,
        "attacks in closed slots that are refused before a calculation",
        CLOSED_SLOTS,
        "/passed",
        Exactly(0.0),
    ),
    requests(WafClosed, "attacks put there", CLOSED_SLOTS, "/attacks", Shown),
    requests(WafClosed, "refusals", CLOSED_SLOTS, "/refused", Shown),
    requests(WafClosed, "left out, since they are valid values there", CLOSED_SLOTS, "/valid_values_left_out", Shown),
    requests(WafClosed, "generated valid requests", VALID_REQUESTS, "/requests", Exactly(10_000.0)),
    requests(WafClosed, "of those refused", VALID_REQUESTS, "/refused", Exactly(0.0)),
    waf("attacks of the fair set", CAUGHT, "/cases", Count, Exactly(12_618.0)),
    waf("of those caught", CAUGHT, "/percent", Percent, AtLeast(99.5)),
    waf("mean over files", CAUGHT, "/mean_percent", Percent, AtLeast(98.0)),
    waf("caught of *", CAUGHT, "/files/*", Percent, Shown),
    waf("attacks of the rest: caught", REST, "/percent", Percent, Shown),
    waf("caught of the rest of *", REST, "/files/*", Percent, Shown),
    waf("honest texts: blocked", HONEST, "/percent", Percent, AtMost(0.3)),
    waf("blocked of *", HONEST, "/files/*", Percent, Shown),
    waf("blocked of estimate texts", HONEST, "/files/benign_estimate", Percent, Exactly(0.0)),
    waf("blocked of naughty strings", HONEST, "/files/benign_blns", Percent, Exactly(0.0)),
    waf("points lost by writing attacks as *", ENCODED, "/lost/*", Percent, AtMost(1.0)),
    waf("points lost by padding attacks with *", PADDED, "/lost/*", Percent, AtMost(1.0)),
    cost("p50 of an honest text of 2 KB", "/p50_us", Microseconds, AtMost(30.0)),
    cost("p99 of an honest text of 2 KB", "/p99_us", Microseconds, AtMost(150.0)),
    cost("p50 of a text of 2 KB full of signs", "/busy_p50_us", Microseconds, Shown),
    cost("p99 of a text of 2 KB full of signs", "/busy_p99_us", Microseconds, AtMost(150.0)),
    cost("slowest of 26 texts of 128 KB", "/slowest_128_kb_ms", Milliseconds, AtMost(3.0)),
    cost("times as long for twice the size, at most", "/growth", Times, AtMost(2.2)),
    row(
        WafCost,
        "the detectors as WebAssembly, gzipped",
        "detectors",
        DETECTORS,
        "/gzipped_kb",
        Kilobytes,
        AtMost(150.0),
    ),
    row(WafCost, "the detectors as WebAssembly", "detectors", DETECTORS, "/kb", Kilobytes, Shown),
    row(WafCost, "the whole bundle, gzipped", "size", BUNDLE, "/gzipped_kb", Kilobytes, UpTo("limit_kb")),
    limit("random sequences held against an oracle", "rate limit", ORACLE, "/sequences", Exactly(1_000_000.0)),
    limit("of those that differ", "rate limit", ORACLE, "/differences", Exactly(0.0)),
    limit("timed cases of the corpus as expected", "rate limit", TIMED, "/as_expected", All("cases")),
    limit("floods of 200 at once in workerd that admit exactly 50", "http", FLOODS, "/exact", All("floods")),
    limit("seconds that a refused client is told to wait", "http", WAITS, "/told_s", Shown),
    limit("seconds after which it is admitted", "http", WAITS, "/admitted_after_s", All("told_s")),
    limit("seconds after which it is refused still", "http", WAITS, "/refused_after_s", Shown),
    row(RateLimit, "authority slow: p95", "http", SLOW, "/p95_ms", Milliseconds, Below(TARGET_MILLISECONDS)),
    limit("authority slow: answers of 5xx", "http", SLOW, "/failed", Exactly(0.0)),
    limit("authority slow: admitted of 100", "http", SLOW, "/admitted", Exactly(50.0)),
    row(RateLimit, "authority down: p95", "http", DOWN, "/p95_ms", Milliseconds, Below(TARGET_MILLISECONDS)),
    limit("authority down: answers of 5xx", "http", DOWN, "/failed", Exactly(0.0)),
    limit("authority down: admitted of 100", "http", DOWN, "/admitted", Exactly(50.0)),
    requests(Cache, "pairs of equal meaning that share a key", KEYS, "/equal_pairs", Exactly(10_000.0)),
    requests(Cache, "pairs of different meaning that do not", KEYS, "/different_pairs", Exactly(10_000.0)),
    requests(Cache, "calculations for 100 equal requests at once", AT_ONCE, "/calculations", Exactly(1.0)),
    requests(Cache, "rules of RFC 9110, 9111 and 9211 that are kept", RULES, "/kept", All("rules")),
    share("editing sessions: answered without a calculation", SESSIONS, "/hit_percent", AtLeast(85.0)),
    share("editing sessions: by body alone", SESSIONS, "/by_body_percent", Shown),
    share(
        "sessions with returns as to pages of the Web: answered without a calculation",
        RETURNS,
        "/hit_percent",
        Shown,
    ),
    share("load mix: answered without a calculation", MIX, "/hit_percent", AtLeast(99.0)),
    share("load mix: by body alone", MIX, "/by_body_percent", Shown),
    hostile("formulas that end as expected", FORMULAS, "/as_expected", All("cases")),
    hostile("formulas within their budget", FORMULAS, "/within_budget", All("cases")),
    hostile("workbooks that end as expected", WORKBOOKS, "/as_expected", All("cases")),
    hostile("workbooks within their budget", WORKBOOKS, "/within_budget", All("cases")),
    hostile("uploads that end as expected", UPLOADS, "/as_expected", All("cases")),
    hostile("uploads within their budget", UPLOADS, "/within_budget", All("cases")),
    hostile("JSON: decided as labelled, of 283", JSON, "/decided_as_labelled", Exactly(281.0)),
    hostile("JSON: refused for duplicate names (RFC 7493)", JSON, "/refused_for_duplicate_names", Exactly(2.0)),
    hostile("JSON: open vectors without a crash", JSON, "/open_without_a_crash", Exactly(35.0)),
    workerd("in workerd: formulas that end as expected", FORMULAS, "/as_expected"),
    workerd("in workerd: formulas within their budget", FORMULAS, "/within_budget"),
    workerd("in workerd: workbooks that end as expected", WORKBOOKS, "/as_expected"),
    workerd("in workerd: workbooks within their budget", WORKBOOKS, "/within_budget"),
    requests(Hostile, "requests to the core in memory that are answered wrongly", REQUESTS, "/wrong", Exactly(0.0)),
    row(
        Hostile,
        "requests to the Worker in workerd that are answered wrongly",
        "http",
        REQUESTS,
        "/wrong",
        Count,
        Exactly(0.0),
    ),
    requests(Headers, "recommendations of OWASP and others that are held", HEADERS, "/recommendations", Shown),
    requests(Headers, "on responses of so many statuses", HEADERS, "/statuses", Shown),
    requests(Headers, "responses that miss one", HEADERS, "/faults", Exactly(0.0)),
    row(
        Headers,
        "Mozilla Observatory: least score of any path",
        "observatory",
        OBSERVATORY,
        "/least",
        Count,
        AtLeast(130.0),
    ),
    load("closed loop: p95 of a hit to the trivial route's", CLOSED, "/hit_ratio", Times, AtMost(HIT_BOUND)),
    load("closed loop: p95 of a miss to the trivial route's", CLOSED, "/miss_ratio", Times, AtMost(MISS_BOUND)),
    load("open loop: p95 of a hit to the trivial route's", OPEN, "/hit_ratio", Times, AtMost(HIT_BOUND)),
    load("open loop: p95 of a miss to the trivial route's", OPEN, "/miss_ratio", Times, AtMost(MISS_BOUND)),
    load("closed loop: p95 of a *", CLOSED, "/p95_ms/*", Milliseconds, Below(TARGET_MILLISECONDS)),
    load("open loop: p95 of a *", OPEN, "/p95_ms/*", Milliseconds, Below(TARGET_MILLISECONDS)),
    load("closed loop: answers a second", CLOSED, "/answers_a_second", Count, Shown),
    load("closed loop: answers that were not 200", CLOSED, "/refused", Count, Exactly(0.0)),
    load("open loop: answers that were not 200", OPEN, "/refused", Count, Exactly(0.0)),
    load(
        "closed loop: hits that were none, or misses that were hits",
        CLOSED,
        "/unlike_percent",
        Percent,
        AtMost(UNLIKE_PERCENT),
    ),
    load(
        "open loop: hits that were none, or misses that were hits",
        OPEN,
        "/unlike_percent",
        Percent,
        AtMost(UNLIKE_PERCENT),
    ),
    load("CPU time of the runtime for a *", ALONE, "/cpu_microseconds/*", Microseconds, Shown),
];

/// A row of the tests that send whole requests to the Worker's core.
const fn requests(section: Section, name: &'static str, line: Line, member: &'static str, bound: Bound) -> Row {
    row(section, name, "requests", line, member, Count, bound)
}

/// A row of the detectors over free texts.
const fn waf(name: &'static str, line: Line, member: &'static str, unit: Unit, bound: Bound) -> Row {
    row(WafFreeText, name, "waf corpus", line, member, unit, bound)
}

/// A row of what judging a text costs.
const fn cost(name: &'static str, member: &'static str, unit: Unit, bound: Bound) -> Row {
    row(WafCost, name, "waf corpus", COST, member, unit, bound)
}

/// A row of how much the caches answer.
const fn share(name: &'static str, line: Line, member: &'static str, bound: Bound) -> Row {
    row(Cache, name, "requests", line, member, Percent, bound)
}

/// A row of the hostile corpus in the runtime.
const fn workerd(name: &'static str, line: Line, member: &'static str) -> Row {
    row(Hostile, name, "workerd", line, member, Count, All("cases"))
}

/// A row of the rate limit.
const fn limit(name: &'static str, run: &'static str, line: Line, member: &'static str, bound: Bound) -> Row {
    row(RateLimit, name, run, line, member, Count, bound)
}

/// A row of the hostile corpus.
const fn hostile(name: &'static str, line: Line, member: &'static str, bound: Bound) -> Row {
    row(Hostile, name, "hostile corpus", line, member, Count, bound)
}

/// A row of the load.
const fn load(name: &'static str, line: Line, member: &'static str, unit: Unit, bound: Bound) -> Row {
    row(Latency, name, "load", line, member, unit, bound)
}

const fn row(
    section: Section,
    name: &'static str,
    run: &'static str,
    line: Line,
    member: &'static str,
    unit: Unit,
    bound: Bound,
) -> Row {
    Row { section, name, run, line, member, unit, bound }
}
