//! An engine in a process of its own, asked a line at a time and never waited for longer than its work may take.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::Value;

use crate::interrupt;

/// How long an engine may take to end once nothing more is asked.
const GRACE: Duration = Duration::from_secs(5);

/// A running engine.
pub struct Engine {
    child: Child,
    requests: Option<ChildStdin>,
    answers: Receiver<String>,
    ended: Option<String>,
}

impl Engine {
    /// Starts the program.
    pub fn start(mut command: Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().with_context(|| format!("cannot start `{name}`"))?;
        let output = child.stdout.take().context("the child has no output")?;
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                if line.is_err() || line.is_ok_and(|line| sender.send(line).is_err()) {
                    return;
                }
            }
        });
        let requests = child.stdin.take();
        Ok(Self { child, requests, answers, ended: None })
    }

    /// Asks, and says why there is no answer where there is none. An engine that takes too long is ended and never answers again.
    pub fn ask(&mut self, request: &Value, limit: Duration) -> Result<Value, String> {
        if let Some(why) = &self.ended {
            return Err(why.clone());
        }
        match self.exchange(request, limit) {
            Ok(answer) => match answer["cannot"].as_str() {
                Some(why) => Err(why.to_owned()),
                None => Ok(answer),
            },
            Err(why) => {
                self.stop();
                self.ended = Some(why.clone());
                Err(why)
            }
        }
    }

    fn exchange(&mut self, request: &Value, limit: Duration) -> Result<Value, String> {
        let work = request["do"].as_str().unwrap_or_default();
        let ended = |_| format!("ended at `{work}`");
        let requests = self.requests.as_mut().ok_or("was stopped")?;
        writeln!(requests, "{request}").and_then(|()| requests.flush()).map_err(|error| ended(error.to_string()))?;
        let start = Instant::now();
        loop {
            match self.answers.recv_timeout(Duration::from_millis(50)) {
                Ok(line) => return serde_json::from_str(&line).map_err(|_| format!("wrote no JSON at `{work}`")),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return Err(ended(String::new())),
                Err(_) if interrupt::requested() => return Err("interrupted".to_owned()),
                Err(_) if start.elapsed() > limit => {
                    return Err(format!("took longer than {} s at `{work}`", limit.as_secs()));
                }
                Err(_) => {}
            }
        }
    }

    /// Ends the engine and what it started.
    fn stop(&mut self) {
        // An engine without input ends by itself.
        self.requests = None;
        let start = Instant::now();
        while self.ended.is_none() && start.elapsed() < GRACE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        kill_process_group(Pid::from_child(&self.child), Signal::KILL).ok();
        self.child.wait().ok();
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.stop();
        }
    }
}
