//! A table of rules: requests one after the other, and what their responses have to be.

use std::collections::BTreeMap;

/// A response, however it came.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Names in lower case, with their values.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(&name.to_ascii_lowercase()).map(String::as_str)
    }
}

/// A request as a table has it.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The method.
    pub method: String,
    /// The path with its query.
    pub target: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// The cases of the table.
pub fn cases() -> Vec<toml::Table> {
    let table: toml::Table = include_str!("caching.toml").parse().expect("the table is TOML");
    list(&table, "case")
}

fn list(table: &toml::Table, name: &str) -> Vec<toml::Table> {
    let elements = table[name].as_array().expect("an array of tables");
    elements.iter().map(|element| element.as_table().expect("a table").clone()).collect()
}

/// The rule of a case, beginning with its clause.
pub fn clause(case: &toml::Table) -> &str {
    case["clause"].as_str().expect("a clause")
}

/// Whether a case needs a Worker that nobody else asks.
pub fn is_native(case: &toml::Table) -> bool {
    case.get("native").is_some_and(|native| native.as_bool() == Some(true))
}

/// Runs a case; what is wrong with it, if anything. `script` is the address of the page's script.
pub fn fault(case: &toml::Table, script: &str, send: impl Fn(&Ask) -> Answer) -> Option<String> {
    let mut first: Option<Answer> = None;
    for (at, step) in list(case, "step").iter().enumerate() {
        let tag = first.as_ref().and_then(|first| first.header("etag")).unwrap_or("").to_owned();
        let fill =
            |text: &str| text.replace("$tag", &tag).replace("$weak", &format!("W/{tag}")).replace("$script", script);
        let ask = ask(step, &fill);
        let answer = send(&ask);
        let first = &*first.get_or_insert_with(|| answer.clone());
        if let Some(fault) = fault_of_step(step, &answer, first, &fill) {
            return Some(format!("{}, step {}: {fault}", clause(case), at + 1));
        }
    }
    None
}

fn ask(step: &toml::Table, fill: &impl Fn(&str) -> String) -> Ask {
    let (method, target) = step["request"].as_str().and_then(|line| line.split_once(' ')).expect("method and address");
    let body = step.get("body").map_or("", |body| body.as_str().expect("a text"));
    let mut headers: Vec<(String, String)> = texts(step, "headers").map(|(name, value)| (name, fill(&value))).collect();
    let has_type = headers.iter().any(|(name, _)| name == "Content-Type");
    if !has_type && !body.is_empty() {
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    }
    Ask { method: method.to_owned(), target: fill(target), headers, body: body.to_owned() }
}

fn texts(step: &toml::Table, name: &str) -> impl Iterator<Item = (String, String)> {
    let texts = step.get(name).map(|table| table.as_table().expect("a table").clone()).unwrap_or_default();
    texts.into_iter().map(|(name, value)| (name, value.as_str().expect("a text").to_owned()))
}

fn fault_of_step(
    step: &toml::Table,
    answer: &Answer,
    first: &Answer,
    fill: &impl Fn(&str) -> String,
) -> Option<String> {
    let text = String::from_utf8_lossy(&answer.body);
    if i64::from(answer.status) != step["status"].as_integer().expect("a status") {
        return Some(format!("found status {}: {text}", answer.status));
    }
    for (name, part) in texts(step, "has") {
        let part = fill(&part);
        if !answer.header(&name).is_some_and(|value| value.contains(&part)) {
            return Some(format!("found `{name}: {:?}`, expected `{part}`", answer.header(&name)));
        }
    }
    for name in step.get("lacks").and_then(|names| names.as_array()).into_iter().flatten() {
        let name = name.as_str().expect("a name");
        if let Some(value) = answer.header(name) {
            return Some(format!("found `{name}: {value}`, expected none"));
        }
    }
    if step.contains_key("other_tag") && answer.header("etag") == first.header("etag") {
        return Some("found the first step's entity tag, expected another".to_owned());
    }
    match step.get("body_is").and_then(|body| body.as_str()) {
        Some("first") if answer.body != first.body => Some(format!("found another body: {text}")),
        Some("none") if !answer.body.is_empty() => Some(format!("found a body: {text}")),
        _ => None,
    }
}
