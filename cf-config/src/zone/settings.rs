//! Settings of the zone.
//!
//! Half of them turn something off: whatever rewrites a body would break its strong ETag and the content security policy, whatever
//! challenges would lock out programs, and a cache that answers while the Worker is away would give prices that no longer hold.

use crate::policy::{CloudflarePlan, Policy};

/// One setting.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name, as the API has it.
    pub id: &'static str,
    /// Where the API has it.
    pub endpoint: Endpoint,
    /// What it should be.
    pub value: SettingValue,
    /// Why, in one line.
    pub why: &'static str,
}

/// Where the API has a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// Among the zone's settings, under its own name.
    Settings,
    /// Smart routing, of Argo.
    SmartRouting,
    /// Tiered caching, of Argo.
    TieredCaching,
    /// The choice of upper tiers.
    TieredTopology,
    /// What is done about bots.
    Bots,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// A word.
    Word(&'static str),
    /// A number.
    Number(u32),
    /// That bots are let through, in the words that a plan has for it.
    BotsPass(CloudflarePlan),
    /// What the zone says of HTTPS.
    StrictTransport {
        /// For how long, in seconds.
        seconds: u32,
        /// Whether for every host below.
        subdomains: bool,
        /// Whether browsers may know it beforehand.
        preload: bool,
    },
}

const ON: SettingValue = SettingValue::Word("on");
const OFF: SettingValue = SettingValue::Word("off");

/// The settings.
pub fn settings(policy: &Policy) -> Vec<Setting> {
    let setting = |id, value, why| Setting { id, endpoint: Endpoint::Settings, value, why };
    let mut settings = vec![
        setting(
            "ssl",
            SettingValue::Word("strict"),
            "an origin beside the Worker is spoken to over a checked certificate",
        ),
        setting("always_use_https", ON, "plain HTTP is only ever a redirect"),
        setting(
            "min_tls_version",
            SettingValue::Word("1.2"),
            "older versions are broken; every client that can speak JSON has it",
        ),
        setting("tls_1_3", ON, "one round trip less"),
        setting("0rtt", OFF, "early data can be replayed, and a replay would cost its victim's units"),
        setting("http3", ON, "no head-of-line blocking on a tablet's network"),
        setting("early_hints", ON, "a page that names its script and style in `Link` has them started before it comes"),
        setting("security_level", SettingValue::Word("essentially_off"), "a challenge cannot be solved by a program"),
        setting("browser_check", OFF, "it refuses programs for not being browsers"),
        setting("always_online", OFF, "an old price is worse than none"),
        setting("development_mode", OFF, "it would bypass every cache for hours"),
        setting("browser_cache_ttl", SettingValue::Number(0), "browsers keep what the Worker says, no longer"),
        setting("cache_level", SettingValue::Word("aggressive"), "the query is part of an address"),
        setting("rocket_loader", OFF, "it rewrites scripts, against the content security policy"),
        setting(
            "email_obfuscation",
            OFF,
            "it rewrites pages and adds a script, against ETag and content security policy",
        ),
        setting("automatic_https_rewrites", OFF, "it rewrites pages, against their ETag; they name no plain address"),
    ];
    settings.extend(
        strict_transport(policy)
            .map(|value| setting("security_header", value, "HTTPS alone, also on answers that the Worker never saw")),
    );
    if policy.plan != CloudflarePlan::Free {
        settings.push(setting(
            "polish",
            SettingValue::Word("lossless"),
            "images of the site shrink and keep every pixel",
        ));
        settings.push(setting("webp", ON, "Polish answers in WebP where the browser takes it"));
    }
    settings.push(Setting {
        id: "bot_management",
        endpoint: Endpoint::Bots,
        value: SettingValue::BotsPass(policy.plan),
        why: "callers of an API are programs; and no script is put into pages, against their content security policy",
    });
    let elsewhere = |id, endpoint, why| Setting { id, endpoint, value: ON, why };
    settings.extend([
        elsewhere("smart_routing", Endpoint::SmartRouting, "Durable Objects and other regions over the fastest path"),
        elsewhere("tiered_caching", Endpoint::TieredCaching, "a miss asks an upper tier before it asks the Worker"),
        elsewhere("tiered_cache_smart_topology_enable", Endpoint::TieredTopology, "one upper tier, near the origin"),
    ]);
    settings
}

/// What the policy's `Strict-Transport-Security` says, as the zone's own setting takes it.
fn strict_transport(policy: &Policy) -> Option<SettingValue> {
    let is_it = |name: &str| name.eq_ignore_ascii_case("Strict-Transport-Security");
    let (_, value) = policy.security.iter().find(|(name, _)| is_it(name))?;
    let directives: Vec<String> = value.split(';').map(|part| part.trim().to_ascii_lowercase()).collect();
    let seconds = directives.iter().find_map(|directive| directive.strip_prefix("max-age=")?.parse().ok())?;
    let has = |name: &str| directives.iter().any(|directive| directive == name);
    Some(SettingValue::StrictTransport { seconds, subdomains: has("includesubdomains"), preload: has("preload") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_say_of_https_what_the_header_says() {
        let mut policy = Policy::production();
        policy.security = &[("strict-transport-security", "max-age=31536000; Preload")];
        let expected = SettingValue::StrictTransport { seconds: 31_536_000, subdomains: false, preload: true };
        assert_eq!(strict_transport(&policy), Some(expected));
        policy.security = &[];
        assert_eq!(strict_transport(&policy), None);
    }
}
