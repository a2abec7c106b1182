//! HTTP/1.1 messages as bytes: as much of RFC 9112 as two programs on one machine need to talk to each other.
//!
//! It is here, and not a library, because the load driver has to know when it wrote and when it read: a client library's own
//! threads and buffers would be measured with the Worker.

use std::ops::Range;

/// The first line and the fields of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The request line or the status line.
    pub start: String,
    /// Names in lower case, with their values, in the order in which they came.
    pub fields: Vec<(String, String)>,
}

/// Where a whole message is in a buffer.
#[derive(Debug, PartialEq, Eq)]
pub struct Message {
    /// What stands before the body.
    pub head: Head,
    /// The body, without the frame of its chunks.
    pub body: Vec<u8>,
    /// The bytes that the message takes.
    pub length: usize,
}

/// Whether a message may have a body that it does not announce.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A request has no body unless it says so.
    Request,
    /// The response to a request of this kind.
    Response {
        /// HEAD is answered without a body whatever the fields say.
        to_head: bool,
    },
}

impl Head {
    /// Reads the head at the start of a buffer, if all of it is there; with its length.
    pub fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let end = find(bytes, b"\r\n\r\n")?;
        let text = String::from_utf8_lossy(bytes.get(..end)?);
        let mut lines = text.split("\r\n");
        let start = lines.next()?.to_owned();
        let fields = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Some((Self { start, fields }, end + 4))
    }

    /// The value of a field, given by its lower-case name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The status code of a response.
    pub fn status(&self) -> Option<u16> {
        self.start.split(' ').nth(1)?.parse().ok()
    }
}

impl Message {
    /// Reads the message at the start of a buffer, if all of it is there.
    pub fn parse(bytes: &[u8], direction: Direction) -> Option<Self> {
        let (head, start) = Head::parse(bytes)?;
        let rest = bytes.get(start..)?;
        if is_without_body(&head, direction) {
            return Some(Self { head, body: Vec::new(), length: start });
        }
        if head.field("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            let (body, length) = unchunk(rest)?;
            return Some(Self { head, body, length: start + length });
        }
        let length = head.field("content-length").map_or(Some(0), |length| length.parse().ok())?;
        let body = rest.get(..length)?.to_vec();
        Some(Self { head, body, length: start + length })
    }
}

fn is_without_body(head: &Head, direction: Direction) -> bool {
    match direction {
        Direction::Request => false,
        Direction::Response { to_head } => to_head || matches!(head.status(), Some(100..=199 | 204 | 304)),
    }
}

/// The body behind chunks, if the last of them is there; with the bytes that they take.
fn unchunk(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let line = find(bytes.get(at..)?, b"\r\n")?;
        let size = std::str::from_utf8(bytes.get(at..at + line)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        at += line + 2;
        let chunk: Range<usize> = at..at.checked_add(size)?;
        at = chunk.end + 2;
        if size == 0 {
            // Trailers are not sent by those who are talked to here.
            return (bytes.len() >= at).then_some((body, at));
        }
        body.extend_from_slice(bytes.get(chunk)?);
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESPONSE: Direction = Direction::Response { to_head: false };

    fn body_of(bytes: &[u8]) -> Option<(String, usize)> {
        let message = Message::parse(bytes, RESPONSE)?;
        Some((String::from_utf8_lossy(&message.body).into_owned(), message.length))
    }

    #[test]
    fn a_message_ends_where_its_length_says() {
        let two = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1";
        assert_eq!(body_of(two), Some(("ok".to_owned(), two.len() - 8)));
        assert_eq!(body_of(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok"), None, "a byte is missing");
        assert_eq!(body_of(b"HTTP/1.1 200 OK\r\nContent-Le"), None, "the head is not complete");
    }

    #[test]
    fn chunks_are_put_together() {
        let chunked =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(body_of(chunked), Some(("abc0123456789".to_owned(), chunked.len())));
        for cut in 1..chunked.len() {
            assert_eq!(body_of(&chunked[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn some_responses_have_no_body_whatever_they_announce() {
        let unmodified = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n";
        assert_eq!(body_of(unmodified), Some((String::new(), unmodified.len())));
        let head = Direction::Response { to_head: true };
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
        assert!(Message::parse(answer, head).is_some_and(|message| message.body.is_empty()));
    }
}
