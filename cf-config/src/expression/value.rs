//! What a request holds.

use super::condition::Condition;
use super::literal::{quote, set};

/// A text of the request, maybe transformed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(String);

/// A number of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

/// Several texts of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts(String);

impl Text {
    /// The method.
    pub fn method() -> Text {
        Text("http.request.method".to_owned())
    }

    /// The host that the request is for.
    pub fn host() -> Text {
        Text("http.host".to_owned())
    }

    /// The path with its query, as it was sent.
    pub fn target() -> Text {
        Text("http.request.uri".to_owned())
    }

    /// The path, after Cloudflare has normalised it.
    pub fn path() -> Text {
        Text("http.request.uri.path".to_owned())
    }

    /// The path as it was sent: `/a/../b` is still seen.
    pub fn raw_path() -> Text {
        Text("raw.http.request.uri.path".to_owned())
    }

    /// What follows the last dot of the path, in lower case and without the dot.
    pub fn extension() -> Text {
        Text("http.request.uri.path.extension".to_owned())
    }

    /// The query, without `?`.
    pub fn query() -> Text {
        Text("http.request.uri.query".to_owned())
    }

    /// The first value of a header, given by its lower-case name. Without such a header every comparison is false.
    pub fn header(name: &str) -> Text {
        Text(format!("http.request.headers[{}][0]", quote(name)))
    }

    /// In lower case (ASCII alone).
    pub fn lower(&self) -> Text {
        Text(format!("lower({})", self.0))
    }

    /// Percent-decoded until nothing is left to decode, `%uNNNN` too.
    pub fn decoded(&self) -> Text {
        Text(format!("url_decode({}, \"ur\")", self.0))
    }

    /// Its length in bytes.
    pub fn length(&self) -> Number {
        Number(format!("len({})", self.0))
    }

    /// Whether it is this text, to the letter.
    pub fn equals(&self, text: &str) -> Condition {
        Condition::atom(format!("{} eq {}", self.0, quote(text)))
    }

    /// Whether it is one of these.
    pub fn is_in(&self, texts: &[&str]) -> Condition {
        Condition::atom(format!("{} in {}", self.0, set(texts)))
    }

    /// Whether it holds this text.
    pub fn contains(&self, text: &str) -> Condition {
        Condition::atom(format!("{} contains {}", self.0, quote(text)))
    }

    /// Whether it holds one of these.
    pub fn contains_any(&self, texts: &[&str]) -> Condition {
        Condition::any(texts.iter().map(|text| self.contains(text)))
    }

    /// Whether it starts with this text.
    pub fn starts_with(&self, text: &str) -> Condition {
        Condition::atom(format!("starts_with({}, {})", self.0, quote(text)))
    }

    /// Whether it comes after this text, byte by byte.
    pub fn comes_after(&self, text: &str) -> Condition {
        Condition::atom(format!("{} gt {}", self.0, quote(text)))
    }

    /// Whether the decimal number that it is written as is greater. The language has no way from a text to a number, but among
    /// numbers of equal length the order of the texts is the order of the numbers.
    ///
    /// ```
    /// use cf_config::expression::Text;
    /// assert_eq!(
    ///     Text::header("content-length").is_number_above(512).to_string(),
    ///     r#"len(http.request.headers["content-length"][0]) gt 3 or len(http.request.headers["content-length"][0]) eq 3 and http.request.headers["content-length"][0] gt "512""#
    /// );
    /// ```
    pub fn is_number_above(&self, most: usize) -> Condition {
        let most = most.to_string();
        let digits = most.len();
        Condition::any([
            self.length().exceeds(digits),
            Condition::all([self.length().is(digits), self.comes_after(&most)]),
        ])
    }
}

impl Number {
    /// Whether it is greater.
    pub fn exceeds(&self, most: usize) -> Condition {
        Condition::atom(format!("{} gt {most}", self.0))
    }

    /// Whether it is this number.
    pub fn is(&self, number: usize) -> Condition {
        Condition::atom(format!("{} eq {number}", self.0))
    }
}

impl Texts {
    /// The names of the request's headers.
    pub fn header_names() -> Texts {
        Texts("http.request.headers.names".to_owned())
    }

    /// The values of the request's headers.
    pub fn header_values() -> Texts {
        Texts("http.request.headers.values".to_owned())
    }

    /// How many there are.
    pub fn count(&self) -> Number {
        Number(format!("len({})", self.0))
    }

    /// Whether one of them is longer, in bytes.
    pub fn any_longer_than(&self, most: usize) -> Condition {
        Condition::atom(format!("any(len({}[*])[*] gt {most})", self.0))
    }

    /// Whether one of them, in lower case, holds this text.
    pub fn any_contains(&self, text: &str) -> Condition {
        Condition::atom(format!("any(lower({}[*])[*] contains {})", self.0, quote(text)))
    }
}
