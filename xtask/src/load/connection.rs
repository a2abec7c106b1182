//! One kept connection, with at most one request on its way.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::mix::Kind;
use crate::http1::{Direction, Message};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// A connection to the Worker.
pub struct Connection {
    stream: TcpStream,
    outgoing: Vec<u8>,
    written: usize,
    incoming: Vec<u8>,
    /// The kind of the request on its way, and when it was due.
    pending: Option<(Kind, Instant)>,
}

/// A request that was answered.
pub struct Answered {
    /// What was asked.
    pub kind: Kind,
    /// When it was due.
    pub due: Instant,
    /// The answer.
    pub message: Message,
}

impl Connection {
    /// Connects.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, CONNECT).context("cannot connect to the Worker")?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self { stream, outgoing: Vec::new(), written: 0, incoming: Vec::new(), pending: None })
    }

    /// The socket, to wait for.
    pub fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// Is nothing on its way?
    pub fn is_idle(&self) -> bool {
        self.pending.is_none()
    }

    /// Is part of the request still to be written?
    pub fn is_writing(&self) -> bool {
        self.written < self.outgoing.len()
    }

    /// Starts a request that was due then.
    pub fn send(&mut self, kind: Kind, request: Vec<u8>, due: Instant) -> Result<()> {
        self.outgoing = request;
        self.written = 0;
        self.pending = Some((kind, due));
        self.write()
    }

    /// Writes what the socket takes.
    pub fn write(&mut self) -> Result<()> {
        while let Some(rest) = self.outgoing.get(self.written..).filter(|rest| !rest.is_empty()) {
            match self.stream.write(rest) {
                Ok(count) => self.written += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error).context("the Worker closed a connection that was written to"),
            }
        }
        Ok(())
    }

    /// Reads what is there; the answer, if all of it is.
    pub fn read(&mut self, buffer: &mut [u8]) -> Result<Option<Answered>> {
        match self.stream.read(buffer) {
            Ok(0) => bail!("the Worker closed a connection that is to be kept open"),
            Ok(count) => self.incoming.extend_from_slice(buffer.get(..count).unwrap_or_default()),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => return Ok(None),
            Err(error) => return Err(error).context("cannot read the Worker's answer"),
        }
        let Some(message) = Message::parse(&self.incoming, Direction::Response { to_head: false }) else {
            return Ok(None);
        };
        self.incoming.drain(..message.length);
        let Some((kind, due)) = self.pending.take() else { bail!("the Worker answered what nobody asked") };
        Ok(Some(Answered { kind, due, message }))
    }
}
