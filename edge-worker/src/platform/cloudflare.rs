//! Cloudflare's runtime.

use std::future::poll_fn;
use std::pin::pin;

use cf_config::policy::MAX_REQUEST_ID;
use futures_core::Stream;
use worker::{Cache, Context, Date, Env, console_log};

use super::{Body, BodyError, Platform};
use crate::http::{Head, Headers, Response};

/// The binding of the static assets, which the Worker reads and nobody else.
const ASSETS: &str = "ASSETS";
/// Where among them the model lies. The host is never asked: assets are found by their path.
const MODEL: &str = "https://assets.local/model.paintbox";

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
}

/// The network's own id, where it has the form of one; a number of the time otherwise.
fn request_id(head: &Head) -> String {
    let ray = head.headers.value("cf-ray").unwrap_or("");
    let is_plain = ray.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if is_plain && !ray.is_empty() && ray.len() <= MAX_REQUEST_ID {
        ray.to_owned()
    } else {
        format!("local-{}", Date::now().as_millis())
    }
}

impl Platform for Cloudflare {
    fn now(&self) -> f64 {
        Date::now().as_millis() as f64
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
            let Ok(response) = to_worker(response) else { return };
            // What cannot be kept is calculated again.
            let _ = Cache::default().put(url, response).await;
        });
    }

    fn setting(&self, name: &str) -> Option<String> {
        self.env.var(name).ok().map(|value| value.to_string())
    }

    fn log(&self, line: &str) {
        console_log!("{line}");
    }
}

/// The body of a request to the Worker.
pub struct WorkerBody(pub worker::Request);

impl Body for WorkerBody {
    async fn read(mut self, limit: usize) -> Result<Vec<u8>, BodyError> {
        // A request without a body has no stream.
        if self.0.inner().body().is_none() {
            return Ok(Vec::new());
        }
        let mut stream = pin!(self.0.stream().map_err(|_| BodyError::Broken)?);
        let mut bytes = Vec::new();
        while let Some(chunk) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
            let chunk = chunk.map_err(|_| BodyError::Broken)?;
            if bytes.len() + chunk.len() > limit {
                return Err(BodyError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

/// The head of a request. The method is taken from the runtime's own request, since the library reads an unknown one as GET.
pub fn head_of(request: &worker::Request) -> Head {
    let url = request.inner().url();
    let after_host = url.find("://").and_then(|at| url.get(at + 3..)).unwrap_or("");
    let target = after_host.find('/').and_then(|at| after_host.get(at..)).unwrap_or("/");
    let target = target.split('#').next().unwrap_or(target);
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let headers: Headers = request.headers().entries().collect();
    Head { method: request.inner().method(), path: path.to_owned(), query, headers }
}

/// A response as the runtime takes it.
pub fn to_worker(response: Response) -> worker::Result<worker::Response> {
    let headers = worker::Headers::new();
    for (name, value) in &response.headers {
        headers.set(name, value)?;
    }
    let built = worker::Response::builder().with_status(response.status).with_headers(headers);
    // 204 must not have a body, not even an empty one.
    Ok(if response.body.is_empty() { built.empty() } else { built.fixed(response.body) })
}
