//! What stands behind the Cache API on this machine: a small HTTP cache in memory.
//!
//! The runtime turns the Cache API into HTTP requests to the service that `cacheApiOutbound` names:
//! - `match` is a GET with `Cache-Control: only-if-cached`; the answer says `Cf-Cache-Status: HIT` or `MISS`;
//! - `put` is a PUT whose body is the whole response as an HTTP message; the answer is 204, or 413 if it may not be stored;
//! - `delete` is a PURGE, answered with 200 or 404.
//!
//! It runs on a thread of this program, so that the Worker under load pays for the way to its cache but not for the cache's
//! own work, as it is in production.

use std::collections::{HashMap, VecDeque};
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::http1::{Direction, Head, Message};

/// All that may be stored at once.
const MAX_BYTES: usize = 256 * 1024 * 1024;
/// A longer request is not read to its end.
const MAX_MESSAGE: usize = 4 * 1024 * 1024;
/// How long a thread waits for a request before it looks whether it is still wanted.
const PATIENCE: Duration = Duration::from_millis(250);
/// Fields that belong to one connection or are set anew, not to what is stored.
const DROPPED: [&str; 5] = ["connection", "keep-alive", "transfer-encoding", "content-length", "cf-cache-status"];

/// A running cache. Dropping it stops it.
pub struct CacheService {
    address: SocketAddr,
    ended: Arc<AtomicBool>,
}

impl CacheService {
    /// Starts to listen on a free port of 127.0.0.1.
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("cannot listen for the Cache API")?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let (flag, store) = (Arc::clone(&ended), Arc::new(Mutex::new(Store::default())));
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                if flag.load(Ordering::Relaxed) {
                    return;
                }
                let (flag, store) = (Arc::clone(&flag), Arc::clone(&store));
                if let Ok(connection) = connection {
                    std::thread::spawn(move || serve(&connection, &store, &flag));
                }
            }
        });
        Ok(Self { address, ended })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for CacheService {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for connections.
        TcpStream::connect(self.address).ok();
    }
}

/// Answers the requests of one connection until it is closed.
fn serve(mut connection: &TcpStream, store: &Mutex<Store>, ended: &AtomicBool) {
    connection.set_nodelay(true).ok();
    if connection.set_read_timeout(Some(PATIENCE)).is_err() {
        return;
    }
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    while !ended.load(Ordering::Relaxed) && bytes.len() <= MAX_MESSAGE {
        if let Some(request) = Message::parse(&bytes, Direction::Request) {
            bytes.drain(..request.length);
            let answer = lock(store).answer(&request, Instant::now());
            if connection.write_all(&answer).is_err() {
                return;
            }
            continue;
        }
        match connection.read(&mut buffer) {
            Ok(0) => return,
            Ok(count) => bytes.extend_from_slice(buffer.get(..count).unwrap_or_default()),
            Err(error)
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
            Err(_) => return,
        }
    }
}

/// A thread that died holding the lock left a store that is still whole: each change is one call.
fn lock(store: &Mutex<Store>) -> MutexGuard<'_, Store> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The stored responses, the oldest of which go first.
#[derive(Default)]
struct Store {
    entries: HashMap<String, Entry>,
    order: VecDeque<String>,
    bytes: usize,
}

struct Entry {
    stored: Instant,
    fresh_for: Duration,
    head: Head,
    body: Vec<u8>,
}

impl Store {
    fn answer(&mut self, request: &Message, now: Instant) -> Vec<u8> {
        let key = key(&request.head);
        match request.head.start.split(' ').next().unwrap_or_default() {
            "GET" => match self.fresh(&key, now) {
                Some(entry) => entry.render(now),
                None => plain("504 Gateway Timeout", "Cf-Cache-Status: MISS\r\n"),
            },
            "PUT" => match Entry::of(&request.body, now) {
                Some(entry) => {
                    self.put(key, entry);
                    plain("204 No Content", "")
                }
                None => plain("413 Content Too Large", ""),
            },
            "PURGE" => match self.remove(&key) {
                Some(_) => plain("200 OK", ""),
                None => plain("404 Not Found", ""),
            },
            _ => plain("405 Method Not Allowed", "Allow: GET, PUT, PURGE\r\n"),
        }
    }

    fn fresh(&mut self, key: &str, now: Instant) -> Option<&Entry> {
        let entry = self.entries.get(key)?;
        if now.duration_since(entry.stored) < entry.fresh_for {
            return self.entries.get(key);
        }
        self.remove(key);
        None
    }

    fn put(&mut self, key: String, entry: Entry) {
        self.remove(&key);
        self.bytes += entry.body.len();
        self.order.push_back(key.clone());
        self.entries.insert(key, entry);
        while self.bytes > MAX_BYTES {
            let Some(oldest) = self.order.front().cloned() else { return };
            self.remove(&oldest);
        }
    }

    fn remove(&mut self, key: &str) -> Option<Entry> {
        let entry = self.entries.remove(key)?;
        self.bytes -= entry.body.len();
        self.order.retain(|own| own != key);
        Some(entry)
    }
}

impl Entry {
    /// Of a whole response; `None` if it may not be stored.
    fn of(message: &[u8], now: Instant) -> Option<Self> {
        // In the message a body is never chunked, whatever its fields say: it is all that follows the head.
        let (mut head, start) = Head::parse(message)?;
        let fresh_for = freshness(head.field("cache-control").unwrap_or_default())?;
        head.fields.retain(|(name, _)| !DROPPED.contains(&name.as_str()));
        Some(Self { stored: now, fresh_for, head, body: message.get(start..)?.to_vec() })
    }

    fn render(&self, now: Instant) -> Vec<u8> {
        let age = now.duration_since(self.stored).as_secs();
        let mut text = format!("{}\r\n", self.head.start);
        for (name, value) in self.head.fields.iter().filter(|(name, _)| name != "age") {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("Age: {age}\r\nCf-Cache-Status: HIT\r\nContent-Length: {}\r\n\r\n", self.body.len()));
        [text.as_bytes(), &self.body].concat()
    }
}

/// How long a response stays fresh in a shared cache (RFC 9111, section 4.2.1); `None` if it may not be stored in one.
fn freshness(cache_control: &str) -> Option<Duration> {
    let directives: Vec<String> = cache_control.split(',').map(|part| part.trim().to_ascii_lowercase()).collect();
    let says = |name: &str| directives.iter().any(|directive| directive.split('=').next() == Some(name));
    if says("no-store") || says("private") || says("no-cache") {
        return None;
    }
    let seconds = |name: &str| {
        directives.iter().find_map(|directive| {
            let (own, value) = directive.split_once('=')?;
            if own == name { value.trim_matches('"').parse::<u64>().ok() } else { None }
        })
    };
    seconds("s-maxage").or_else(|| seconds("max-age")).map(Duration::from_secs)
}

/// An object's name is its whole address, within the cache that the Worker opened.
fn key(head: &Head) -> String {
    let target = head.start.split(' ').nth(1).unwrap_or_default();
    let host = head.field("host").unwrap_or_default();
    let cache = head.field("cf-cache-namespace").unwrap_or_default();
    format!("{cache} {host} {target}")
}

fn plain(status: &str, fields: &str) -> Vec<u8> {
    let length = if status.starts_with("204") { "" } else { "Content-Length: 0\r\n" };
    format!("HTTP/1.1 {status}\r\n{fields}{length}\r\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(store: &mut Store, method: &str, body: &str, now: Instant) -> String {
        let length = body.len();
        let text = format!("{method} /a?b HTTP/1.1\r\nHost: cache.local\r\nContent-Length: {length}\r\n\r\n{body}");
        let request = Message::parse(text.as_bytes(), Direction::Request).expect("a request");
        String::from_utf8(store.answer(&request, now)).expect("text")
    }

    fn stored(cache_control: &str) -> String {
        format!(
            "HTTP/1.1 200 OK\r\nCache-Control: {cache_control}\r\nTransfer-Encoding: chunked\r\nETag: \"x\"\r\n\r\nbody"
        )
    }

    #[test]
    fn what_was_put_is_found_until_it_is_stale() {
        let (mut store, now) = (Store::default(), Instant::now());
        assert!(ask(&mut store, "GET", "", now).contains("Cf-Cache-Status: MISS"));
        assert!(ask(&mut store, "PUT", &stored("public, max-age=60, s-maxage=300"), now).starts_with("HTTP/1.1 204"));
        let hit = ask(&mut store, "GET", "", now + Duration::from_secs(299));
        assert!(hit.contains("Cf-Cache-Status: HIT\r\n") && hit.contains("Age: 299\r\n"), "{hit}");
        assert!(hit.contains("etag: \"x\"\r\n") && hit.ends_with("\r\n\r\nbody"), "{hit}");
        assert!(!hit.to_ascii_lowercase().contains("transfer-encoding"), "{hit}");
        assert!(ask(&mut store, "GET", "", now + Duration::from_secs(300)).contains("MISS"));
        assert_eq!(store.bytes, 0);
    }

    #[test]
    fn what_may_not_be_shared_is_not_stored() {
        let (mut store, now) = (Store::default(), Instant::now());
        for cache_control in ["no-store", "private, max-age=60", "public"] {
            assert!(ask(&mut store, "PUT", &stored(cache_control), now).starts_with("HTTP/1.1 413"), "{cache_control}");
        }
        assert!(ask(&mut store, "GET", "", now).contains("MISS"));
    }

    #[test]
    fn a_purge_says_whether_there_was_anything() {
        let (mut store, now) = (Store::default(), Instant::now());
        assert!(ask(&mut store, "PURGE", "", now).starts_with("HTTP/1.1 404"));
        ask(&mut store, "PUT", &stored("max-age=60"), now);
        assert!(ask(&mut store, "PURGE", "", now).starts_with("HTTP/1.1 200"));
        assert!(ask(&mut store, "GET", "", now).contains("MISS"));
    }
}
