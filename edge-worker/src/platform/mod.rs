//! What the Worker needs of where it runs.

use std::future::Future;
use std::pin::Pin;

use crate::http::Response;
use crate::quota::{Question, Verdict};

#[cfg(target_arch = "wasm32")]
pub mod cloudflare;
pub mod memory;

/// The authority's answer, on its way. It does not depend on the request that asked.
pub type Answer = Pin<Box<dyn Future<Output = Result<Verdict, String>>>>;

/// What becomes of an admission that arrives when its request has been decided already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It stands: the request was admitted without it.
    Keep,
    /// It is given back: nothing was calculated.
    GiveBack,
}

/// A clock, the stored model, a shared cache, the authority of the rate limit, and a log.
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

    /// The bytes of the model of the whole workbook, where the other has only what its ports can reach.
    async fn whole_model(&self) -> Result<Vec<u8>, String>;

    /// A response from the cache that isolates share. What cannot be asked has nothing.
    async fn find(&self, name: &str) -> Option<Response>;

    /// Puts a response into the cache that isolates share, for as long as its `Cache-Control` says. Nobody waits for it.
    fn keep(&self, name: &str, response: Response);

    /// How many bytes of memory the isolate has taken, where that is known.
    fn memory(&self) -> Option<u64> {
        None
    }

    /// A setting of the deployment by its name.
    fn setting(&self, name: &str) -> Option<String>;

    /// Sends a question about an account to the authority. It is on its way once the answer is polled.
    fn ask(&self, account: &str, question: &Question) -> Answer;

    /// Gives an admission back to the authority. Nobody waits for it.
    fn give_back(&self, account: &str, reserved: u64);

    /// Sees to an answer that nobody waits for any longer.
    fn conclude(&self, account: &str, answer: Answer, late: Late);

    /// Lets so many milliseconds pass.
    async fn pause(&self, milliseconds: u32);

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
