//! What a run printed: lines `figures {…}`, and why something was skipped.

use serde_json::Value;

/// How a line with figures begins.
const MARK: &str = "figures ";

/// The outcome of a run.
#[derive(Debug, Default)]
pub struct Lines {
    objects: Vec<Value>,
    /// Lines in which a test says that it was skipped.
    pub skipped: Vec<String>,
    /// Why the run itself failed. What it printed before still counts.
    pub failure: Option<String>,
}

impl Lines {
    /// Of a run that was not needed.
    pub fn none() -> Self {
        Self::default()
    }

    /// Of a run that failed before it printed anything.
    pub fn failed(why: String) -> Self {
        Self { failure: Some(why), ..Self::default() }
    }

    /// Of objects that were made here.
    pub fn of(objects: Vec<Value>) -> Self {
        Self { objects, ..Self::default() }
    }

    /// Out of everything that a program wrote.
    pub fn parse(output: &str) -> Self {
        let mut lines = Self::default();
        for line in output.lines().map(str::trim) {
            if let Some(object) = line.strip_prefix(MARK).and_then(|text| serde_json::from_str(text).ok()) {
                lines.objects.push(object);
            } else if line.starts_with("skipped: ") && !lines.skipped.iter().any(|known| known == line) {
                lines.skipped.push(line.to_owned());
            }
        }
        lines
    }

    /// The objects in which these members are these texts.
    pub fn find<'a>(&'a self, members: &'a [(&'a str, &'a str)]) -> impl Iterator<Item = &'a Value> {
        self.objects.iter().filter(move |object| {
            members.iter().all(|(member, text)| object.get(member).and_then(Value::as_str) == Some(text))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_between_other_lines() {
        let output = "test a ... ok\nfigures {\"corpus\":\"formulas\",\"cases\":3}\nfigures not JSON\n  skipped: no corpus\nskipped: no corpus";
        let lines = Lines::parse(output);
        assert_eq!(lines.find(&[("corpus", "formulas")]).count(), 1);
        assert_eq!(lines.find(&[("corpus", "requests")]).count(), 0);
        assert_eq!(lines.skipped, ["skipped: no corpus"]);
    }
}
