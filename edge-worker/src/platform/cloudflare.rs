//! Cloudflare's runtime.

mod authority;
mod message;

use std::time::Duration;

use cf_config::policy::MAX_REQUEST_ID;
use worker::js_sys::Date;
use worker::{Cache, Context, Delay, Env, console_log};

use super::{Answer, Late, Platform};
use crate::http::{Head, Response};
use crate::quota::Question;

pub use message::{WorkerBody, head_of, to_worker};

/// The binding of the static assets, which the Worker reads and nobody else.
const ASSETS: &str = "ASSETS";
/// Where among them the model lies. The host is never asked: assets are found by their path.
const MODEL: &str = "https://assets.local/model.paintbox";
/// Where that of the whole workbook lies.
const WHOLE_MODEL: &str = "https://assets.local/model.whole.paintbox";

/// Where answers lie in the cache that isolates share. No such host is ever asked either.
const KEPT: &str = "https://cache.local/";
/// The headers of an answer that come back from there; all others are put on anew.
const KEPT_HEADERS: &[&str] = &["Content-Type", "ETag", "Age"];

/// The runtime of one request.
pub struct Cloudflare {
    env: Env,
    context: Context,
    request_id: String,
}

impl Cloudflare {
    /// The runtime that hands over this request.
    pub fn new(env: Env, context: Context, head: &Head) -> Cloudflare {
        Cloudflare { env, context, request_id: request_id(head) }
    }

    /// The bytes of an asset.
    async fn asset(&self, address: &str) -> Result<Vec<u8>, String> {
        let assets = self.env.assets(ASSETS).map_err(|error| format!("no binding `{ASSETS}`: {error}"))?;
        let mut response = assets.fetch(address, None).await.map_err(|error| format!("asset `{address}`: {error}"))?;
        if response.status_code() != 200 {
            return Err(format!("asset `{address}`: found status {}, expected 200", response.status_code()));
        }
        response.bytes().await.map_err(|error| format!("asset `{address}`: {error}"))
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
        self.asset(MODEL).await
    }

    async fn whole_model(&self) -> Result<Vec<u8>, String> {
        self.asset(WHOLE_MODEL).await
    }

    async fn find(&self, name: &str) -> Option<Response> {
        // A runtime without a cache fails here: then nothing is kept, and everything else goes on.
        let mut kept = Cache::default().get(format!("{KEPT}{name}"), false).await.ok().flatten()?;
        let body = kept.bytes().await.ok()?;
        let header = |name: &'static str| Some((name, kept.headers().get(name).ok()??.into()));
        let headers = KEPT_HEADERS.iter().filter_map(|name| header(name)).collect();
        Some(Response { status: kept.status_code(), headers, body })
    }

    fn keep(&self, name: &str, response: Response) {
        let url = format!("{KEPT}{name}");
        self.context.wait_until(async move {
            let Ok(response) = to_worker(&response) else { return };
            // What cannot be kept is calculated again.
            let _ = Cache::default().put(url, worker::Response::from(response)).await;
        });
    }

    fn memory(&self) -> Option<u64> {
        const PAGE: u64 = 64 * 1024;
        Some(core::arch::wasm32::memory_size::<0>() as u64 * PAGE)
    }

    fn setting(&self, name: &str) -> Option<String> {
        self.env.var(name).ok().map(|value| value.to_string())
    }

    fn ask(&self, account: &str, question: &Question) -> Answer {
        authority::ask(&self.env, account, question)
    }

    fn give_back(&self, account: &str, reserved: u64) {
        self.context.wait_until(authority::give_back(authority::object(&self.env, account), reserved));
    }

    fn conclude(&self, account: &str, answer: Answer, late: Late) {
        self.context.wait_until(authority::conclude(authority::object(&self.env, account), answer, late));
    }

    async fn pause(&self, milliseconds: u32) {
        Delay::from(Duration::from_millis(milliseconds.into())).await;
    }

    fn log(&self, line: &str) {
        console_log!("{line}");
    }
}
