//! What the page is made of beside itself: its script, its style and its icon.
//!
//! Each has an address with the hash of its content in it, so that it may be kept for a year: another content has another address, and a
//! page always names the ones it was made for.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::digest::{hex, tag};

/// Characters of the hash in an address: 64 bits.
const HASH_LENGTH: usize = 16;

/// A file of the page.
pub struct Asset {
    /// Where it lies by its name alone.
    pub path: &'static str,
    /// Where it lies by its content.
    pub address: String,
    /// What it is.
    pub media_type: &'static str,
    /// Its content.
    pub body: &'static [u8],
    /// Its strong entity tag.
    pub tag: String,
}

/// The files of the page.
pub struct Assets {
    /// What it does.
    pub script: Asset,
    /// How it looks.
    pub style: Asset,
    /// Its sign.
    pub icon: Asset,
}

impl Assets {
    /// Those of this Worker.
    pub fn own() -> &'static Assets {
        static ASSETS: OnceLock<Assets> = OnceLock::new();
        ASSETS.get_or_init(|| Assets {
            script: Asset::new("/app.js", "text/javascript; charset=utf-8", include_bytes!("app.js")),
            style: Asset::new("/app.css", "text/css; charset=utf-8", include_bytes!("app.css")),
            icon: Asset::new("/favicon.svg", "image/svg+xml", include_bytes!("favicon.svg")),
        })
    }

    /// The one at a path.
    pub fn at(&self, path: &str) -> Option<&Asset> {
        let all = [&self.script, &self.style, &self.icon];
        all.into_iter().find(|asset| asset.path == path || asset.address == path)
    }
}

impl Asset {
    fn new(path: &'static str, media_type: &'static str, body: &'static [u8]) -> Asset {
        let digest = Sha256::digest(body);
        let hash = hex(&digest);
        let hash = hash.get(..HASH_LENGTH).unwrap_or(&hash);
        let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
        Asset { path, address: format!("/assets{stem}.{hash}.{extension}"), media_type, body, tag: tag(&digest) }
    }
}
