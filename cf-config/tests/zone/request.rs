//! A request as the rules language sees it.

use serde_json::Value as Json;

use super::corpus;

/// The host of the requests: one that the policy names.
pub const HOST: &str = "www.paintbox-app.com";

/// A request on its way to the zone.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub host: String,
    pub method: String,
    /// The path with its query, as it was sent.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, target: &str) -> Request {
        Request { host: HOST.into(), method: method.into(), target: target.into(), ..Request::default() }
    }

    pub fn with(mut self, name: &str, value: &str) -> Request {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn with_body(mut self, body: &[u8]) -> Request {
        self.body = body.to_vec();
        self.with("Content-Length", &body.len().to_string())
    }

    /// A case of the hostile corpus.
    pub fn of_hostile(case: &Json) -> Request {
        let described = &case["request"];
        let mut request = Request::new(described["method"].as_str().unwrap(), &corpus::target_of(described));
        request.headers = corpus::headers_of(described);
        request.with_own_length(corpus::body_of(described))
    }

    /// A case of the corpora of attacks and harmless texts: as the suite sent it where it says so, else where its text belongs.
    pub fn of_text(case: &Json) -> Request {
        let payload = case["payload"].as_str().unwrap_or("");
        let location = case["location"].as_str().unwrap();
        let sent = &case["request"];
        if let Some(target) = sent["uri"].as_str() {
            let mut request = Request::new(sent["method"].as_str().unwrap_or("GET"), target);
            let headers = sent["headers"].as_object().into_iter().flatten();
            let headers = headers.filter(|(name, _)| !name.eq_ignore_ascii_case("host"));
            request.headers =
                headers.map(|(name, value)| (name.clone(), value.as_str().unwrap_or("").into())).collect();
            return request.with_own_length(sent["body"].as_str().unwrap_or("").as_bytes().to_vec());
        }
        match location.split_once(':') {
            Some(("header", name)) => Request::new("GET", "/").with(name, payload),
            _ if location == "path" => Request::new("GET", &format!("/{}", encode(payload))),
            _ if location == "query" => Request::new("GET", &format!("/api/v1/calculations?note={}", encode(payload))),
            _ => Request::new("POST", "/api/v1/calculations")
                .with("Content-Type", "application/json")
                .with_body(serde_json::json!({ "inputs": { "note": payload } }).to_string().as_bytes()),
        }
    }

    fn with_own_length(mut self, body: Vec<u8>) -> Request {
        let says_its_length = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        if says_its_length || body.is_empty() {
            self.body = body;
            return self;
        }
        self.with_body(&body)
    }

    pub fn raw_path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The path after Cloudflare's normalisation: unreserved characters decoded, backslashes turned, slashes merged, dot segments gone.
    pub fn path(&self) -> String {
        let decoded = decode_if(self.raw_path(), |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
        let turned = String::from_utf8_lossy(&decoded).replace('\\', "/");
        let mut segments: Vec<&str> = Vec::new();
        for segment in turned.split('/').filter(|segment| !segment.is_empty() && *segment != ".") {
            match segment {
                ".." => {
                    segments.pop();
                }
                segment => segments.push(segment),
            }
        }
        let ends_open = turned.ends_with('/') && !segments.is_empty();
        format!("/{}{}", segments.join("/"), if ends_open { "/" } else { "" })
    }

    pub fn extension(&self) -> String {
        let path = self.path();
        let file = path.rsplit('/').next().unwrap_or("");
        file.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Percent-encodes what is not unreserved.
pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Decodes `%XX` where the byte is wanted.
fn decode_if(text: &str, is_wanted: impl Fn(u8) -> bool) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match byte.filter(|byte| is_wanted(*byte)) {
            Some(byte) => {
                decoded.push(byte);
                rest = &after[2..];
            }
            None => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    decoded
}

/// `url_decode(…, "ur")`: `+`, `%XX` and `%uXXXX`, until nothing changes.
pub fn decode_fully(text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    loop {
        let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        let unicode = decode_unicode(&spaced);
        // Bytes that are no UTF-8 stay as they are: each stands for itself.
        let latin: String = unicode.iter().map(|byte| char::from(*byte)).collect();
        let decoded = decode_latin(&latin);
        if decoded == text {
            return decoded;
        }
        text = decoded;
    }
}

fn decode_latin(latin: &str) -> Vec<u8> {
    let mut decoded = Vec::new();
    let letters: Vec<char> = latin.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let digits: Option<String> =
            (letters[at] == '%').then(|| letters.get(at + 1..at + 3)).flatten().map(String::from_iter);
        match digits.filter(|digits| digits.is_ascii()).and_then(|digits| u8::from_str_radix(&digits, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(letters[at] as u8);
                at += 1;
            }
        }
    }
    decoded
}

fn decode_unicode(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let digits =
            text.get(at..at + 2).filter(|start| start.eq_ignore_ascii_case(b"%u")).and(text.get(at + 2..at + 6));
        let point = digits.and_then(|digits| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match point.and_then(char::from_u32) {
            Some(letter) => {
                decoded.extend(letter.to_string().bytes());
                at += 6;
            }
            None => {
                decoded.push(text[at]);
                at += 1;
            }
        }
    }
    decoded
}

#[test]
fn a_path_is_seen_as_cloudflare_normalises_it() {
    let path = |target: &str| Request::new("GET", target).path();
    assert_eq!(path("/api/v1/../../metrics?a=/../b"), "/metrics");
    assert_eq!(path("//api\\v1/./calculations"), "/api/v1/calculations");
    assert_eq!(path("/api/v1/%63alculations/"), "/api/v1/calculations/");
    assert_eq!(path("/api%2fv1"), "/api%2fv1");
}

#[test]
fn a_text_is_decoded_to_the_end() {
    assert_eq!(decode_fully(b"%2520"), b" ");
    assert_eq!(decode_fully(b"John+%u0044oe"), b"John Doe");
    assert_eq!(decode_fully(b"100%"), b"100%");
}
