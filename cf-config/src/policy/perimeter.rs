//! What the zone in front of the Worker lets through.
//!
//! These lists are coarse on purpose. Whatever stands here has no honest meaning to this service, so that the zone can refuse it
//! without knowing the workbook; everything finer is the Worker's.

/// The hosts whose requests reach the Worker. The zone's rules touch no other host of the zone.
pub const HOSTS: &[&str] = &["paintbox-app.com", "www.paintbox-app.com"];

/// The methods that some resource has. Anything else ends at the zone.
pub const METHODS: &[&str] = &["GET", "HEAD", "OPTIONS", "POST", "QUERY"];

/// The path under which the resources for programs lie.
pub const API_PREFIX: &str = "/api/";

/// The path whose answers may be shared between callers.
pub const CALCULATIONS_PATH: &str = "/api/v1/calculations";

/// The extensions of the static assets, whose addresses change with their content.
pub const ASSET_EXTENSIONS: &[&str] = &["css", "js", "svg"];

/// How many requests from an address the zone takes for each unit of a client. Hits cost no unit, and an office behind one address
/// may have several keys; only the Worker can tell them, so the zone counts wider: it stops floods, not clients.
pub const FLOOD_FACTOR: u32 = 20;

/// How long the zone refuses an address after a flood, in seconds.
pub const FLOOD_PAUSE_SECONDS: u32 = 60;

/// Parts of a path, in lower case, that scanners ask for and this service never had. A path with a hidden segment (`/.`) is
/// covered by the first one.
pub const SCANNED_PATHS: &[&str] = &[
    "/.",
    "/wp-",
    "/wordpress",
    "/xmlrpc",
    "/phpmyadmin",
    "/phpinfo",
    "/cgi-bin/",
    "/actuator",
    "/server-status",
    "/solr/",
    "/jenkins",
    "/manager/html",
    "/_ignition",
    "/vendor/phpunit",
    "/boaform",
    "/hnap1",
    "/autodiscover",
    "/owa/",
    "/ecp/",
    ".php",
    ".asp",
    ".jsp",
    ".cgi",
    ".env",
    ".sql",
    ".bak",
    ".git",
];

/// Spellings of a path, in lower case, that no honest client sends: control characters, encoded separators and dots, a percent sign
/// encoded once more, bytes that are in no UTF-8, steps upwards, and backslashes.
pub const HOSTILE_SPELLINGS: &[&str] =
    &["%00", "%0a", "%0d", "%25", "%2e", "%2f", "%5c", "%c0", "%c1", "%u", "/..", "\\"];

/// Texts, in lower case, that are in no honest address, after it has been decoded to the end.
pub const PROBES_IN_QUERY: &[&str] =
    &["${jndi:", "${${", "<script", "/etc/passwd", "php://", "/bin/sh", "/bin/bash", "xp_cmdshell"];

/// Texts, in lower case, that are in no honest request header.
pub const PROBES_IN_HEADERS: &[&str] = &["${jndi:", "${${"];
