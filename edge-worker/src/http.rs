//! Requests and responses as plain data.

use std::borrow::Cow;

/// A request without its body.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The method as it was sent: an unknown one is not another one.
    pub method: String,
    /// The path, percent-encoded as it was sent.
    pub path: String,
    /// What stands after `?`.
    pub query: Option<String>,
    /// The headers.
    pub headers: Headers,
}

impl Head {
    /// Whether the method is a safe one that asks for a representation (RFC 9110, section 9.2.1): it may be repeated, and what it is given
    /// may be kept.
    pub fn is_safe(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "QUERY")
    }
}

/// Request headers by their lower-case names.
#[derive(Clone, Debug, Default)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// The value of a header, given by its lower-case name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes of all names and values.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(headers: I) -> Headers {
        Headers(headers.into_iter().map(|(name, value)| (name.into().to_ascii_lowercase(), value.into())).collect())
    }
}

/// A whole response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers, each name once.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A response with a body of a media type.
    pub fn new(status: u16, media_type: &'static str, body: Vec<u8>) -> Response {
        Response { status, headers: vec![("Content-Type", Cow::Borrowed(media_type))], body }
    }

    /// 200 with JSON.
    pub fn json(body: Vec<u8>) -> Response {
        Response::new(200, "application/json", body)
    }

    /// 204.
    pub fn no_content() -> Response {
        Response { status: 204, ..Response::default() }
    }

    /// With a header, in place of one of the same name.
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Response {
        self.set(name, value);
        self
    }

    /// Sets a header, in place of one of the same name.
    pub fn set(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        self.headers.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
        self.headers.push((name, value.into()));
    }

    /// The bytes of its body and its headers.
    pub fn bytes(&self) -> usize {
        self.body.len() + self.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_ref())
    }
}
