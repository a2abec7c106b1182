//! Requests and responses between JavaScript and WebAssembly.
//!
//! Every call from one to the other costs, and every text is copied and decoded. So a request's headers come over as one text,
//! its body as one array, and a response's headers go back as one object. Taken one by one, twenty headers were sixty calls, which
//! was a good part of the whole time of a hit (`cargo xtask load`).

use std::future::poll_fn;
use std::pin::pin;

use futures_core::Stream;
use serde_json::{Map, Value};
use worker::js_sys::{Array, JSON, Uint8Array};
use worker::wasm_bindgen::JsValue;
use worker::wasm_bindgen_futures::JsFuture;
use worker::web_sys;

use crate::http::{Head, Headers, Response};
use crate::platform::{Body, BodyError};

/// The head of a request. The method is taken from the runtime's own request, since the library reads an unknown one as GET.
pub fn head_of(request: &web_sys::Request) -> Head {
    let url = request.url();
    let after_host = url.find("://").and_then(|at| url.get(at + 3..)).unwrap_or("");
    let target = after_host.find('/').and_then(|at| after_host.get(at..)).unwrap_or("/");
    let target = target.split('#').next().unwrap_or(target);
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    Head { method: request.method(), path: path.to_owned(), query, headers: headers_of(request) }
}

/// Each entry is a name and a value, which JavaScript joins by a comma: there is none in a name, and no line break in a value.
fn headers_of(request: &web_sys::Request) -> Headers {
    let lines = String::from(Array::from(&request.headers()).join("\n"));
    lines.split('\n').filter_map(|line| line.split_once(',')).collect()
}

/// The body of a request to the Worker.
pub struct WorkerBody {
    request: web_sys::Request,
    /// The length that the request says it has, if it says so.
    announced: Option<usize>,
}

impl WorkerBody {
    /// The body that comes behind this head.
    pub fn new(request: web_sys::Request, head: &Head) -> WorkerBody {
        let announced = head.headers.value("content-length").and_then(|length| length.trim().parse().ok());
        WorkerBody { request, announced }
    }
}

impl Body for WorkerBody {
    async fn read(self, limit: usize) -> Result<Vec<u8>, BodyError> {
        match self.announced {
            Some(0) => Ok(Vec::new()),
            Some(length) if length > limit => Err(BodyError::TooLarge),
            // The length frames the message: the runtime takes no more than that from the network.
            Some(_) => whole(&self.request, limit).await,
            None => streamed(self.request, limit).await,
        }
    }
}

async fn whole(request: &web_sys::Request, limit: usize) -> Result<Vec<u8>, BodyError> {
    let promise = request.array_buffer().map_err(|_| BodyError::Broken)?;
    let buffer = JsFuture::from(promise).await.map_err(|_| BodyError::Broken)?;
    let bytes = Uint8Array::new(&buffer);
    if bytes.length() as usize > limit { Err(BodyError::TooLarge) } else { Ok(bytes.to_vec()) }
}

/// Reads a body of unknown length, and stops at the limit.
async fn streamed(request: web_sys::Request, limit: usize) -> Result<Vec<u8>, BodyError> {
    // A request without a body has no stream.
    if request.body().is_none() {
        return Ok(Vec::new());
    }
    let mut request = worker::Request::from(request);
    let mut stream = pin!(request.stream().map_err(|_| BodyError::Broken)?);
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

/// A response as the runtime takes it.
pub fn to_worker(response: &Response) -> worker::Result<web_sys::Response> {
    let headers: Map<String, Value> =
        response.headers.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_ref()))).collect();
    let init = web_sys::ResponseInit::new();
    init.set_status(response.status);
    init.set_headers(&JSON::parse(&Value::Object(headers).to_string())?);
    // 204 and 304 must not have a body, not even an empty one.
    let built = if response.body.is_empty() {
        web_sys::Response::new_with_opt_str_and_init(None, &init)
    } else {
        let bytes: JsValue = Uint8Array::from(response.body.as_slice()).into();
        web_sys::Response::new_with_opt_buffer_source_and_init(Some(&bytes.into()), &init)
    };
    Ok(built?)
}
