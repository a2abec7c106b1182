//! How long others may keep what they are given: the `Cache-Control` field.

use cf_config::policy::{
    ASSET_SECONDS, BROWSER_SECONDS, REFUSAL_SECONDS, SCHEMA_SECONDS, SHARED_SECONDS, STALE_SECONDS,
};

const SECONDS_PER_DAY: i64 = 86_400;

/// Nothing of it may be kept.
pub const NEVER: &str = "no-store";

/// It may be kept, but is asked for each time whether it is still the same.
pub const ASK: &str = "no-cache";

/// Seconds until a day begins, at a time in milliseconds since 1970.
pub fn seconds_until(day: i64, now: f64) -> u64 {
    let now = (now / 1_000.0).floor() as i64;
    day.saturating_mul(SECONDS_PER_DAY).saturating_sub(now).max(0).unsigned_abs()
}

/// How long a cache that many share may keep an answer that is true for so many seconds.
pub fn shared_seconds(true_for: u64) -> u64 {
    SHARED_SECONDS.min(true_for)
}

/// Of an answer that is true for so many seconds more: no cache gives it out after that, not even a stale one.
pub fn of_answer(true_for: u64) -> String {
    let (browser, shared) = (BROWSER_SECONDS.min(true_for), shared_seconds(true_for));
    let stale = STALE_SECONDS.min(true_for - shared);
    if stale == 0 {
        return format!("public, max-age={browser}, s-maxage={shared}, must-revalidate");
    }
    format!("public, max-age={browser}, s-maxage={shared}, stale-while-revalidate={stale}")
}

/// Of a refusal that follows from the request alone, on a day that lasts so many seconds more.
pub fn of_refusal(day_for: u64) -> String {
    format!("public, max-age={}", REFUSAL_SECONDS.min(day_for))
}

/// Of the schema.
pub fn of_schema() -> String {
    format!("public, max-age={SCHEMA_SECONDS}")
}

/// Of what is found by an address with its own hash in it.
pub fn of_asset() -> String {
    format!("public, max-age={ASSET_SECONDS}, immutable")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_kept_beyond_its_truth() {
        let cases = [
            (86_400, "public, max-age=60, s-maxage=300, stale-while-revalidate=600"),
            (900, "public, max-age=60, s-maxage=300, stale-while-revalidate=600"),
            (899, "public, max-age=60, s-maxage=300, stale-while-revalidate=599"),
            (300, "public, max-age=60, s-maxage=300, must-revalidate"),
            (59, "public, max-age=59, s-maxage=59, must-revalidate"),
            (0, "public, max-age=0, s-maxage=0, must-revalidate"),
        ];
        for (true_for, expected) in cases {
            assert_eq!(of_answer(true_for), expected, "{true_for}");
        }
    }

    #[test]
    fn a_day_ends_at_midnight() {
        assert_eq!(seconds_until(1, 0.0), 86_400);
        assert_eq!(seconds_until(1, 86_399_999.0), 1);
        assert_eq!(seconds_until(1, 86_400_000.0), 0);
        assert_eq!(seconds_until(1, 90_000_000.0), 0);
    }
}
