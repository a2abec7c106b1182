//! Child processes: each in a process group of its own, so that stopping one also stops what it started.

use std::fs::File;
use std::io::{BufRead, BufReader, PipeReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::interrupt;
use crate::progress::Step;

/// How long a process may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(10);
/// How many lines of a failed step's output are shown.
const TAIL: usize = 60;

/// A running child with its descendants.
pub struct ProcessGroup {
    child: Child,
    lines: Receiver<String>,
}

impl ProcessGroup {
    /// Starts `command` without input; output and errors come as lines, in the order in which they were written.
    pub fn start(mut command: Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let (reader, writer) = std::io::pipe().context("cannot make a pipe")?;
        command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer).process_group(0);
        let child = command.spawn().with_context(|| format!("cannot start `{name}`"))?;
        Ok(Self { child, lines: read_lines(reader) })
    }

    /// The next line, or `None` when nothing was written for `timeout`.
    pub fn line(&self, timeout: Duration) -> Output {
        match self.lines.recv_timeout(timeout) {
            Ok(line) => Output::Line(line),
            Err(RecvTimeoutError::Timeout) => Output::Silence,
            Err(RecvTimeoutError::Disconnected) => Output::End,
        }
    }

    /// The child's process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How the child ended, if it has.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }

    /// Asks the whole group to end, and insists after a while.
    pub fn stop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        let group = Pid::from_child(&self.child);
        let asked = Instant::now();
        // A group that has just ended by itself is no failure.
        kill_process_group(group, Signal::TERM).ok();
        while asked.elapsed() < GRACE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        kill_process_group(group, Signal::KILL).ok();
        self.child.wait().ok();
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What a child's output brought.
pub enum Output {
    /// A line, without its end.
    Line(String),
    /// Nothing for now.
    Silence,
    /// Nothing ever again.
    End,
}

fn read_lines(reader: PipeReader) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(length) if length > 0) {
            let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            bytes.clear();
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Runs a command to its end under a progress line; its output goes into `log` and is returned.
///
/// A command that fails is an error that shows the end of its output.
pub fn run(label: &str, command: Command, log: &Path) -> Result<String> {
    Step::show(label, |step| follow(command, log, step)).with_context(|| format!("{label} failed"))
}

fn follow(command: Command, log: &Path, step: &mut Step) -> Result<String> {
    let shown = render(&command);
    if let Some(folder) = log.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = File::create(log).with_context(|| format!("cannot write `{}`", log.display()))?;
    writeln!(file, "$ {shown}")?;
    let mut group = ProcessGroup::start(command)?;
    let mut output = String::new();
    loop {
        if interrupt::requested() {
            bail!("interrupted");
        }
        step.tick();
        match group.line(Duration::from_millis(200)) {
            Output::Line(line) => {
                step.line(&line);
                writeln!(file, "{line}")?;
                output.push_str(&line);
                output.push('\n');
            }
            Output::Silence => {}
            Output::End => break,
        }
    }
    let status = group.wait()?;
    if !status.success() {
        bail!("`{shown}` ended with {status}; its output ends:\n{}(whole output: {})", tail(&output), log.display());
    }
    Ok(output)
}

/// What a short command writes, or `None` when it cannot be run or fails.
pub fn capture(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Does this short command succeed?
pub fn succeeds(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// The last lines of a text.
pub fn tail(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    lines.iter().skip(lines.len().saturating_sub(TAIL)).map(|line| format!("    {line}\n")).collect()
}

fn render(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
