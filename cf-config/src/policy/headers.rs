//! Headers of every response.
//!
//! They follow the OWASP Secure Headers Project (its `ci/headers_add.json` of September 2024), stricter where a service without
//! cookies, forms and frames can be. Of its list one header is left out and two are set elsewhere:
//!
//! - `Clear-Site-Data` is for logging out. There is no login, and a browser would throw its cache away with every answer.
//! - `Content-Security-Policy` depends on whether the response is a page: [`PAGE_POLICY`] and [`API_POLICY`].
//! - `Cache-Control` depends on what is answered; every response has one.
//!
//! The policies name neither `upgrade-insecure-requests` nor `block-all-mixed-content`: no source but the own origin is allowed, so
//! a page over https has nothing to fetch over http, and the same page on a developer's machine still works.

/// Security headers of every response, whatever its status.
pub const SECURITY: &[(&str, &str)] = &[
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    // Requests by CORS are not concerned: they are answered to the origins on the list whatever stands here.
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("X-Permitted-Cross-Domain-Policies", "none"),
    ("X-DNS-Prefetch-Control", "off"),
    ("Permissions-Policy", PERMISSIONS),
];

/// Nothing of what a browser can be asked for: the page has fields and numbers.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), \
clipboard-write=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), \
geolocation=(), gyroscope=(), hid=(), idle-detection=(), interest-cohort=(), keyboard-map=(), magnetometer=(), \
microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), \
serial=(), sync-xhr=(), unload=(), usb=(), web-share=(), xr-spatial-tracking=()";

/// The content security policy of the page: its own script and style, its own API, nothing inline, nothing from elsewhere, and no
/// text that becomes markup.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; \
require-trusted-types-for 'script'; trusted-types 'none'";

/// The content security policy of everything that is not a page: shown by itself, it may do nothing.
pub const API_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
