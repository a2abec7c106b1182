//! A zone in the words of others: Cloudflare's API, Terraform, a load test, an alert, a table of the guides.

mod alerts;
mod api;
mod json;
mod load_test;
mod tables;
mod terraform;
mod values;

pub use alerts::{Alert, Bound, Severity, alerts, alerts_json};
pub use api::{Request, requests, requests_json, setting_path};
pub use json::{ruleset_json, setting_json};
pub use load_test::thresholds;
pub use tables::{Table, table};
pub use terraform::terraform;
pub use values::value;
