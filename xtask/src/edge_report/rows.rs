//! The rows of the report: which figure, from which line of which run, against which bound.

use super::Section::{self, Hostile, Latency};
use super::figure::Bound::{self, All, AtMost, Below, Exactly, Shown};
use super::figure::Row;
use super::figure::Unit::{self, Count, Microseconds, Milliseconds, Times};
use crate::load::{HIT_BOUND, MISS_BOUND, TARGET_MILLISECONDS};

/// All rows, in the order of the table.
pub const ROWS: &[Row] = &[
    row(
        Hostile,
        "formulas that end as expected",
        "hostile corpus",
        &[("corpus", "formulas")],
        "/as_expected",
        Count,
        All("cases"),
    ),
    row(
        Hostile,
        "formulas within their budget",
        "hostile corpus",
        &[("corpus", "formulas")],
        "/within_budget",
        Count,
        All("cases"),
    ),
    row(
        Hostile,
        "workbooks that end as expected",
        "hostile corpus",
        &[("corpus", "workbooks")],
        "/as_expected",
        Count,
        All("cases"),
    ),
    row(
        Hostile,
        "workbooks within their budget",
        "hostile corpus",
        &[("corpus", "workbooks")],
        "/within_budget",
        Count,
        All("cases"),
    ),
    row(
        Hostile,
        "uploads that end as expected",
        "hostile corpus",
        &[("corpus", "uploads")],
        "/as_expected",
        Count,
        All("cases"),
    ),
    row(
        Hostile,
        "uploads within their budget",
        "hostile corpus",
        &[("corpus", "uploads")],
        "/within_budget",
        Count,
        All("cases"),
    ),
    row(
        Hostile,
        "JSON: decided as labelled, of 283",
        "hostile corpus",
        &[("corpus", "json_parsing")],
        "/decided_as_labelled",
        Count,
        Exactly(281.0),
    ),
    row(
        Hostile,
        "JSON: refused for duplicate names",
        "hostile corpus",
        &[("corpus", "json_parsing")],
        "/refused_for_duplicate_names",
        Count,
        Exactly(2.0),
    ),
    row(
        Hostile,
        "JSON: open vectors without a crash",
        "hostile corpus",
        &[("corpus", "json_parsing")],
        "/open_without_a_crash",
        Count,
        Exactly(35.0),
    ),
    loop_row("closed loop: p95 of a hit to the trivial route's", "closed", "/hit_ratio", Times, AtMost(HIT_BOUND)),
    loop_row("closed loop: p95 of a miss to the trivial route's", "closed", "/miss_ratio", Times, AtMost(MISS_BOUND)),
    loop_row("open loop: p95 of a hit to the trivial route's", "open", "/hit_ratio", Times, AtMost(HIT_BOUND)),
    loop_row("open loop: p95 of a miss to the trivial route's", "open", "/miss_ratio", Times, AtMost(MISS_BOUND)),
    loop_row("closed loop: p95 of a *", "closed", "/p95_ms/*", Milliseconds, Below(TARGET_MILLISECONDS)),
    loop_row("open loop: p95 of a *", "open", "/p95_ms/*", Milliseconds, Below(TARGET_MILLISECONDS)),
    loop_row("closed loop: answers a second", "closed", "/answers_a_second", Count, Shown),
    loop_row("closed loop: answers that were refused or of another kind", "closed", "/wrong", Count, Exactly(0.0)),
    loop_row("open loop: answers that were refused or of another kind", "open", "/wrong", Count, Exactly(0.0)),
    row(
        Latency,
        "CPU time of the runtime for a *",
        "load",
        &[("loop", "alone")],
        "/cpu_microseconds/*",
        Microseconds,
        Shown,
    ),
];

const fn row(
    section: Section,
    name: &'static str,
    run: &'static str,
    line: &'static [(&'static str, &'static str)],
    member: &'static str,
    unit: Unit,
    bound: Bound,
) -> Row {
    Row { section, name, run, line, member, unit, bound }
}

/// A row of one loop of the load.
const fn loop_row(name: &'static str, which: &'static str, member: &'static str, unit: Unit, bound: Bound) -> Row {
    let line: &[(&str, &str)] = match which.as_bytes() {
        b"closed" => &[("loop", "closed")],
        _ => &[("loop", "open")],
    };
    row(Latency, name, "load", line, member, unit, bound)
}
