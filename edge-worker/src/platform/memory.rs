//! A platform in memory: whole requests in native tests and benchmarks.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::{Body, BodyError, Platform};
use crate::http::Response;

/// A clock that is set by hand, a model, a cache that forgets nothing, and a log that is kept.
#[derive(Default)]
pub struct Memory {
    /// The time, in milliseconds since 1970.
    pub now: Cell<f64>,
    /// The bytes of the model.
    pub model: Option<Vec<u8>>,
    /// How often the model was asked for.
    pub loads: Cell<u32>,
    /// What is in the shared cache.
    pub cache: RefCell<BTreeMap<String, Response>>,
    /// The settings of the deployment.
    pub settings: BTreeMap<String, String>,
    /// What was logged.
    pub log: RefCell<Vec<String>>,
}

impl Platform for Memory {
    fn now(&self) -> f64 {
        self.now.get()
    }

    fn request_id(&self) -> String {
        "test".to_owned()
    }

    async fn model(&self) -> Result<Vec<u8>, String> {
        self.loads.set(self.loads.get() + 1);
        self.model.clone().ok_or_else(|| "there is no model".to_owned())
    }

    async fn find(&self, name: &str) -> Option<Response> {
        self.cache.borrow().get(name).cloned()
    }

    fn keep(&self, name: &str, response: Response) {
        self.cache.borrow_mut().insert(name.to_owned(), response);
    }

    fn setting(&self, name: &str) -> Option<String> {
        self.settings.get(name).cloned()
    }

    fn log(&self, line: &str) {
        self.log.borrow_mut().push(line.to_owned());
    }
}

impl Body for &[u8] {
    async fn read(self, limit: usize) -> Result<Vec<u8>, BodyError> {
        if self.len() > limit { Err(BodyError::TooLarge) } else { Ok(self.to_vec()) }
    }
}
