//! A zone as it is.

use std::fmt;

use serde_json::{Map, Value};

/// The answers of the API, by the path that was asked.
#[derive(Clone, Debug)]
pub struct Export(Map<String, Value>);

/// Why an export cannot be read: it is the caller's.
#[derive(Debug)]
pub struct ExportError(String);

impl fmt::Display for ExportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "cannot read the exported zone: {}", self.0)
    }
}

impl std::error::Error for ExportError {}

/// The code by which the API says that a phase has no ruleset yet.
const NO_RULESET: u64 = 10_003;

impl Export {
    /// Reads an export.
    ///
    /// ```
    /// use cf_config::plan::Export;
    /// assert!(Export::parse(br#"{"settings":{"success":true,"result":[]}}"#).is_ok());
    /// let error = Export::parse(b"[]").unwrap_err();
    /// assert!(error.to_string().contains("expected an object"));
    /// ```
    pub fn parse(bytes: &[u8]) -> Result<Export, ExportError> {
        let json: Value = serde_json::from_slice(bytes).map_err(|error| ExportError(error.to_string()))?;
        let Value::Object(answers) = json else {
            return Err(ExportError("expected an object with a member for each path of the API".to_owned()));
        };
        for (path, answer) in &answers {
            let has_result = answer.get("result").is_some_and(|result| !result.is_null());
            if !has_result && !is_absent(answer) {
                let found = answer["errors"].as_array().map(|errors| Value::Array(errors.clone()).to_string());
                let found = found.map_or_else(|| "no member `result`".to_owned(), |errors| format!("errors {errors}"));
                return Err(ExportError(format!("answer of `{path}`: found {found}, expected a `result`")));
            }
        }
        Ok(Export(answers))
    }

    /// The rules of a phase; none where it has no ruleset.
    pub fn rules(&self, phase: &str) -> Vec<Value> {
        let answer = self.0.get(&format!("rulesets/phases/{phase}/entrypoint"));
        let rules = answer.and_then(|answer| answer["result"]["rules"].as_array());
        rules.cloned().unwrap_or_default()
    }

    /// The value of a setting: from its own path, else from the list of all settings.
    pub fn setting(&self, path: &str) -> Option<Value> {
        if let Some(answer) = self.0.get(path) {
            // What is done about bots is no single value, but the answer itself.
            let result = answer.get("result")?;
            return result.get("value").or(result.is_object().then_some(result)).cloned();
        }
        let id = path.strip_prefix("settings/")?;
        let settings = self.0.get("settings")?["result"].as_array()?;
        settings.iter().find(|setting| setting["id"] == id)?.get("value").cloned()
    }
}

/// Whether the API said that there is nothing yet, rather than that something went wrong.
fn is_absent(answer: &Value) -> bool {
    answer["errors"].as_array().is_some_and(|errors| errors.iter().any(|error| error["code"] == NO_RULESET))
}
