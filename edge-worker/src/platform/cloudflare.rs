//! Cloudflare's runtime.

use std::future::poll_fn;
use std::pin::pin;

use cf_config::policy::MAX_REQUEST_ID;
use futures_core::Stream;
use worker::{Date, Env, console_log};

use super::{Body, BodyError, Platform};
use crate::http::{Head, Headers, Response};

/// The binding of the static assets, which the Worker reads and nobody else.
const ASSETS: &str = "ASSETS";
/// Where among them the model lies. The host is never asked: assets are found by their path.
const MODEL: &str = "https://assets.local/model.paintbox";

/// The runtime of one request.
pub struct Cloudflare {
    env: Env,
    request_id: String,
}

impl Cloudflare {
    /// The runtime that hands over this request.
    pub fn new(env: Env, head: &Head) -> Cloudflare {
        Cloudflare { env, request_id: request_id(head) }
    }
}

/// The network's own id, where it has the form of one; a number of the time otherwise.
fn request_id(head: &Head) -> String {
    let ray = head.headers.value("cf-ray").unwrap_or("");
    let is_plain = ray.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if is_plain && !ray.is_empty() && ray.len() <= MAX_REQUEST_ID {
        ray.to_owned()
    } else {
        format!("local-{}", Date::now())
    }
}

impl Platform for Cloudflare {
    fn now(&self) -> f64 {
        Date::now()
    }

    fn request_id(&self) -> String {
        self.request_id.clone()
    }

    async fn model(&self) -> Result<Vec<u8>, String> {
        let assets = self.env.assets(ASSETS).map_err(|error| format!("no binding `{ASSETS}`: {error}"))?;
        let mut response = assets.fetch(MODEL, None).await.map_err(|error| format!("asset `{MODEL}`: {error}"))?;
        if response.status_code() != 200 {
            return Err(format!("asset `{MODEL}`: found status {}, expected 200", response.status_code()));
        }
        response.bytes().await.map_err(|error| format!("asset `{MODEL}`: {error}"))
    }

    fn log(&self, line: &str) {
        console_log!("{line}");
    }
}
