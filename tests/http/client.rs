//! A client that sends exactly what it is told, also what no honest client would.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A whole response.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body, unchunked.
    pub body: Vec<u8>,
}

impl Reply {
    /// The value of a header, given by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// Sends a request to `host:port` and reads the response. `None` if the connection was closed without one.
///
/// A `Content-Length` is added unless the headers have one or say `Transfer-Encoding: chunked`, which cuts the body.
pub fn send(address: &str, method: &str, target: &str, headers: &[(String, String)], body: &[u8]) -> Option<Reply> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    let has = |name: &str| headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let chunked = has("transfer-encoding");
    if !chunked && !has("content-length") && (!body.is_empty() || method == "POST") {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    let mut stream = TcpStream::connect(address).expect("the runtime listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout can be set");
    let mut writer = stream.try_clone().expect("a socket has two ends");
    let mut answer = Vec::new();
    std::thread::scope(|scope| {
        // A server may answer and close before it has read everything: writing then fails, and the answer still counts.
        scope.spawn(move || {
            let _ = writer.write_all(head.as_bytes());
            for chunk in body.chunks(64 * 1024) {
                let written = if chunked {
                    writer.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).is_ok()
                        && writer.write_all(chunk).is_ok()
                        && writer.write_all(b"\r\n").is_ok()
                } else {
                    writer.write_all(chunk).is_ok()
                };
                if !written {
                    return;
                }
            }
            if chunked {
                let _ = writer.write_all(b"0\r\n\r\n");
            }
        });
        let mut buffer = [0; 16 * 1024];
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => answer.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
            if is_complete(&answer, method) {
                break;
            }
        }
        // Wakes a writer whose reader is gone.
        let _ = stream.shutdown(std::net::Shutdown::Both);
    });
    parse(&answer)
}

/// Whether a response with a length has all of it: a server that waits for the rest of a request does not close.
fn is_complete(answer: &[u8], method: &str) -> bool {
    let Some(end) = head_end(answer) else { return false };
    let Some(reply) = parse(answer) else { return false };
    match reply.header("content-length").and_then(|length| length.parse::<usize>().ok()) {
        Some(length) => method == "HEAD" || answer.len() - end >= length,
        None => reply.status == 204,
    }
}

fn head_end(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

fn parse(answer: &[u8]) -> Option<Reply> {
    let end = head_end(answer)?;
    let head = String::from_utf8_lossy(&answer[..end]);
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { unchunk(&answer[end..]) } else { answer[end..].to_vec() };
    Some(Reply { status, headers, body })
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&rest[..line]).ok().and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size > 0 && line + 2 + size <= rest.len()) else { break };
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = rest.get(line + 4 + size..).unwrap_or(&[]);
    }
    body
}
