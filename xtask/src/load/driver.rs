//! Keeps the connections busy and notes the times, all on one thread.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::connection::{Answered, Connection};
use super::measurement::{Measurement, Observed};
use super::mix::{Kind, Mix};
use super::numbers::Numbers;
use super::{Plan, cpu};
use crate::interrupt;

/// How long the mix runs before anything is noted: the runtime compiles hot code meanwhile.
const WARM_UP: Duration = Duration::from_secs(3);
/// How long answers are waited for after the last request.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many requests of one kind alone tell its cost in CPU time.
const ALONE: usize = 2000;
/// How many connections those share: enough that the runtime never waits for the driver.
const ALONE_CONNECTIONS: usize = 8;

/// Warms up, then measures both loops and the cost of each kind alone.
pub fn measure(address: SocketAddr, process: u32, mut mix: Mix, workbook: String, plan: Plan) -> Result<Measurement> {
    let mut driver = Driver::connect(address, plan.connections)?;
    driver.repeat(Kind::Hit, mix.warm_up())?;
    driver.closed(&mut mix, WARM_UP)?;
    let closed = driver.closed(&mut mix, plan.duration)?;
    let open = driver.open(&mut mix, closed.rate() * plan.share, plan.duration)?;
    drop(driver);
    let mut driver = Driver::connect(address, plan.connections.min(ALONE_CONNECTIONS))?;
    let mut cost = BTreeMap::new();
    for kind in Kind::ALL {
        let requests = (0..ALONE).map(|_| mix.of_kind(kind)).collect();
        let before = cpu::used(process);
        driver.repeat(kind, requests)?;
        if let (Some(before), Some(after)) = (before, cpu::used(process)) {
            cost.insert(kind, after.saturating_sub(before) / ALONE as u32);
        }
    }
    Ok(Measurement { workbook, plan, closed, open, cost })
}

struct Driver {
    connections: Vec<Connection>,
    idle: Vec<usize>,
    buffer: Vec<u8>,
}

impl Driver {
    fn connect(address: SocketAddr, count: usize) -> Result<Self> {
        let connections = (0..count).map(|_| Connection::open(address)).collect::<Result<Vec<_>>>()?;
        Ok(Self { connections, idle: (0..count).collect(), buffer: vec![0; 256 * 1024] })
    }

    /// Sends all of these, as fast as they are answered.
    fn repeat(&mut self, kind: Kind, requests: Vec<Vec<u8>>) -> Result<Observed> {
        let mut observed = Observed::default();
        let mut rest = requests.into_iter();
        loop {
            while let Some(at) = self.idle.pop() {
                match rest.next() {
                    Some(request) => self.send(at, kind, request, Instant::now())?,
                    None => {
                        self.idle.push(at);
                        break;
                    }
                }
            }
            if self.idle.len() == self.connections.len() {
                return Ok(observed);
            }
            self.turn(PATIENCE, &mut observed)?;
        }
    }

    /// Each connection asks again when it has its answer.
    fn closed(&mut self, mix: &mut Mix, duration: Duration) -> Result<Observed> {
        let (mut observed, started) = (Observed::default(), Instant::now());
        while started.elapsed() < duration {
            while let Some(at) = self.idle.pop() {
                let (kind, request) = mix.next();
                self.send(at, kind, request, Instant::now())?;
            }
            self.turn(PATIENCE, &mut observed)?;
        }
        self.drain(&mut observed)?;
        observed.elapsed = started.elapsed();
        Ok(observed)
    }

    /// Requests fall due at so many a second, at random; their times count from then.
    fn open(&mut self, mix: &mut Mix, rate: f64, duration: Duration) -> Result<Observed> {
        let (mut observed, started) = (Observed::default(), Instant::now());
        let mut arrivals: VecDeque<Instant> = arrivals(rate, duration).into_iter().map(|at| started + at).collect();
        while let Some(due) = arrivals.front().copied() {
            let now = Instant::now();
            if due > now {
                self.turn(due - now, &mut observed)?;
            } else if let Some(at) = self.idle.pop() {
                arrivals.pop_front();
                let (kind, request) = mix.next();
                self.send(at, kind, request, due)?;
            } else {
                self.turn(PATIENCE, &mut observed)?;
            }
        }
        self.drain(&mut observed)?;
        observed.elapsed = started.elapsed();
        Ok(observed)
    }

    fn send(&mut self, at: usize, kind: Kind, request: Vec<u8>, due: Instant) -> Result<()> {
        match self.connections.get_mut(at) {
            Some(connection) => connection.send(kind, request, due),
            None => bail!("there is no connection {at}"),
        }
    }

    /// Waits for what is still on its way.
    fn drain(&mut self, observed: &mut Observed) -> Result<()> {
        while self.idle.len() < self.connections.len() {
            self.turn(PATIENCE, observed)?;
        }
        Ok(())
    }

    /// Waits until a socket is ready or the time is over, and reads and writes what can be.
    fn turn(&mut self, timeout: Duration, observed: &mut Observed) -> Result<()> {
        if interrupt::requested() {
            bail!("interrupted");
        }
        let ready = self.wait(timeout)?;
        if ready.is_empty() && timeout >= PATIENCE {
            bail!("no answer came for {} s", PATIENCE.as_secs());
        }
        for at in ready {
            let Some(connection) = self.connections.get_mut(at) else { continue };
            connection.write()?;
            if let Some(answered) = connection.read(&mut self.buffer)? {
                self.idle.push(at);
                note(&answered, observed);
            }
        }
        Ok(())
    }

    /// The busy connections that can be read from or written to.
    fn wait(&self, timeout: Duration) -> Result<Vec<usize>> {
        let busy: Vec<usize> = (0..self.connections.len())
            .filter(|at| self.connections.get(*at).is_some_and(|connection| !connection.is_idle()))
            .collect();
        let mut sockets: Vec<PollFd> = busy
            .iter()
            .filter_map(|at| self.connections.get(*at))
            .map(|connection| {
                let writes = if connection.is_writing() { PollFlags::OUT } else { PollFlags::empty() };
                PollFd::new(connection.stream(), PollFlags::IN | writes)
            })
            .collect();
        let timeout = Timespec { tv_sec: timeout.as_secs() as _, tv_nsec: timeout.subsec_nanos() as _ };
        match poll(&mut sockets, Some(&timeout)) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        }
        let ready = busy.iter().zip(&sockets).filter(|(_, socket)| !socket.revents().is_empty());
        Ok(ready.map(|(at, _)| *at).collect())
    }
}

fn note(answered: &Answered, observed: &mut Observed) {
    let Answered { kind, due, message } = answered;
    observed.times.entry(*kind).or_default().push(due.elapsed());
    let status = message.head.status().unwrap_or_default();
    if status != 200 {
        *observed.refused.entry(status).or_default() += 1;
        return;
    }
    let is_hit = message
        .head
        .field("cache-status")
        .is_some_and(|value| value.split(',').any(|cache| cache.split(';').any(|parameter| parameter.trim() == "hit")));
    let is_as_meant = match kind {
        Kind::Trivial => true,
        Kind::Hit => is_hit,
        Kind::Miss => !is_hit,
    };
    if !is_as_meant {
        *observed.unlike.entry(*kind).or_default() += 1;
    }
}

/// When requests fall due: so many points thrown at random over the time, which is how independent clients come.
fn arrivals(rate: f64, duration: Duration) -> Vec<Duration> {
    let count = (rate * duration.as_secs_f64()) as usize;
    let mut numbers = Numbers::new(0xA881_7A15);
    let mut arrivals: Vec<Duration> = (0..count).map(|_| duration.mul_f64(numbers.share())).collect();
    arrivals.sort_unstable();
    arrivals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrivals_are_as_many_as_the_rate_says_in_order() {
        let arrivals = arrivals(250.0, Duration::from_secs(4));
        assert_eq!(arrivals.len(), 1000);
        assert!(arrivals.is_sorted());
        assert!(arrivals.last().is_some_and(|last| *last < Duration::from_secs(4)));
    }
}
