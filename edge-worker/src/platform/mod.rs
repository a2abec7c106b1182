//! What the Worker needs of where it runs.

use crate::http::Response;

#[cfg(target_arch = "wasm32")]
pub mod cloudflare;
pub mod memory;

/// A clock, the stored model, a shared cache and a log.
///
/// The futures stay on one thread, as everything in a Worker does.
#[allow(async_fn_in_trait)]
pub trait Platform {
    /// The time, in milliseconds since 1970. It may stand still during a calculation.
    fn now(&self) -> f64;

    /// A text that names one request: of letters, digits and `-`.
    fn request_id(&self) -> String;

    /// The bytes of the compiled model, or why there are none.
    async fn model(&self) -> Result<Vec<u8>, String>;

    /// A response from the cache that isolates share. What cannot be asked has nothing.
    async fn find(&self, name: &str) -> Option<Response>;

    /// Puts a response into the cache that isolates share, for as long as its `Cache-Control` says. Nobody waits for it.
    fn keep(&self, name: &str, response: Response);

    /// A setting of the deployment by its name.
    fn setting(&self, name: &str) -> Option<String>;

    /// Writes one line to the log.
    fn log(&self, line: &str);
}

/// The body of a request, not yet read.
#[allow(async_fn_in_trait)]
pub trait Body {
    /// Reads all of it, and no more than `limit` bytes.
    async fn read(self, limit: usize) -> Result<Vec<u8>, BodyError>;
}

/// Why a body could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is longer than the limit; reading stopped there.
    TooLarge,
    /// It broke off.
    Broken,
}
