//! Just enough of a shell for the guides: `paintbox`, `curl` to a Worker in memory, `jq`, `cat`, `echo $?` and `>`.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::{Command, Stdio};
use std::task::{Context, Poll, Waker};

use edge_worker::app::App;
use edge_worker::http::{Head, Response};
use edge_worker::platform::memory::Memory;
use serde_json::Value as Json;

/// Where the guides say that the Worker answers.
const ADDRESS: &str = "http://127.0.0.1:8787";
/// The id of a request, as the network in front of a Worker makes them.
const RAY: &str = "8e9f2c1d4b7a3f60-FRA";
/// 1 March 2026, in milliseconds since 1970.
const NOW: f64 = 1_772_323_200_000.0;

/// A shell in a folder of its own.
pub struct Shell {
    folder: PathBuf,
    worker: Option<(App, Memory)>,
    last_exit: i32,
}

impl Shell {
    /// A shell with the project's sample beside it.
    pub fn new(root: &Path, name: &str) -> Shell {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guides").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        let sample = folder.join("sample");
        std::fs::create_dir_all(&sample).unwrap();
        for file in ["house-painting.xlsx", "house-painting.ports.json"] {
            std::fs::copy(root.join("sample").join(file), sample.join(file)).unwrap();
        }
        Shell { folder, worker: None, last_exit: 0 }
    }

    /// Writes a file that a guide shows, named behind the language of its block.
    pub fn write(&self, name: &str, content: &[String]) {
        let (_, file) = name.split_once(' ').unwrap();
        std::fs::write(self.folder.join(file), content.join("\n") + "\n").unwrap();
    }

    /// Runs a command and returns what it says, errors first.
    pub fn run(&mut self, command: &str) -> Vec<String> {
        let words = words(command.trim_start_matches("$ "));
        let (words, file) = match words.iter().position(|word| word == ">") {
            Some(at) => (&words[..at], words.get(at + 1)),
            None => (&words[..], None),
        };
        let mut said = String::new();
        for part in words.split(|word| word == "|") {
            said = self.program(part, &said);
        }
        if let Some(file) = file {
            std::fs::write(self.folder.join(file), said).unwrap();
            return Vec::new();
        }
        said.lines().map(|line| without_hashes(line.trim_end())).collect()
    }

    fn program(&mut self, words: &[String], input: &str) -> String {
        let (name, arguments) = words.split_first().unwrap();
        match name.as_str() {
            "paintbox" => self.paintbox(arguments, input),
            "curl" => self.curl(arguments),
            "jq" => pretty(input, arguments),
            "cat" => std::fs::read_to_string(self.folder.join(&arguments[0])).unwrap(),
            "echo" if arguments == ["$?"] => format!("{}\n", self.last_exit),
            other => panic!("the guides run no `{other}`"),
        }
    }

    fn paintbox(&mut self, arguments: &[String], input: &str) -> String {
        use std::io::Write;
        let mut child = Command::new(env!("CARGO_BIN_EXE_paintbox"))
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        self.last_exit = output.status.code().unwrap();
        format!("{}{}", String::from_utf8(output.stderr).unwrap(), String::from_utf8(output.stdout).unwrap())
    }

    fn curl(&mut self, arguments: &[String]) -> String {
        let mut head = Head { method: "GET".to_string(), ..Head::default() };
        let (mut headers, mut body, mut shows_head) = (Vec::new(), Vec::new(), false);
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "-s" => {}
                "-i" => shows_head = true,
                "-X" => head.method = arguments.next().unwrap().clone(),
                "-H" => {
                    let (name, value) = arguments.next().unwrap().split_once(':').unwrap();
                    headers.push((name.to_string(), value.trim().to_string()));
                }
                "-d" => {
                    head.method = "POST".to_string();
                    body = arguments.next().unwrap().clone().into_bytes();
                }
                address => {
                    let target = address.strip_prefix(ADDRESS).unwrap();
                    let (path, query) = target.split_once('?').map_or((target, None), |(p, q)| (p, Some(q)));
                    head.path = path.to_string();
                    head.query = query.map(str::to_string);
                }
            }
        }
        head.headers = headers.into_iter().collect();
        let folder = self.folder.clone();
        let (app, platform) = self.worker.get_or_insert_with(|| worker(&folder));
        let response = now(app.respond(&head, body.as_slice(), platform));
        shown(&response, shows_head)
    }
}

/// A Worker with the sample's model.
fn worker(folder: &Path) -> (App, Memory) {
    let model = folder.join("sample.paintbox");
    let status = Command::new(env!("CARGO_BIN_EXE_paintbox"))
        .args(["compile", "sample/house-painting.xlsx", "--ports", "sample/house-painting.ports.json", "--json", "-o"])
        .arg(&model)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let whole = std::fs::read(folder.join("sample.whole.paintbox")).ok();
    let platform = Memory { model: Some(std::fs::read(&model).unwrap()), whole, ..Memory::default() };
    platform.now.set(NOW);
    (App::default(), platform)
}

/// Runs a future that never waits: everything in memory is there at once.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a request in memory waited"),
    }
}

fn shown(response: &Response, with_head: bool) -> String {
    let mut shown = String::new();
    if with_head {
        shown.push_str(&format!("HTTP/1.1 {}\n", response.status));
        for (name, value) in &response.headers {
            shown.push_str(&format!("{name}: {value}\n"));
        }
        shown.push('\n');
    }
    shown.push_str(&String::from_utf8_lossy(&response.body));
    shown.replace("urn:paintbox:request:test", &format!("urn:paintbox:request:{RAY}"))
}

/// A line with every hash of a model in one form: hashes change with the engine, guides should not.
fn without_hashes(line: &str) -> String {
    const HASH: usize = 64;
    let mut clean = String::new();
    let mut digits = String::new();
    for character in line.chars().chain(['\n']) {
        if character.is_ascii_hexdigit() {
            digits.push(character);
            continue;
        }
        clean.push_str(if digits.len() == HASH { "‹hash›" } else { &digits });
        digits.clear();
        clean.push(character);
    }
    clean.trim_end_matches('\n').to_string()
}

/// JSON as `jq PATH` shows it.
fn pretty(text: &str, arguments: &[String]) -> String {
    let mut json: Json = serde_json::from_str(text).unwrap();
    for name in arguments.iter().flat_map(|path| path.split('.')).filter(|name| !name.is_empty()) {
        json = json[name].take();
    }
    serde_json::to_string_pretty(&json).unwrap() + "\n"
}

/// The words of a command: parted at blanks, but not inside single quotes.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quoted, mut inside) = (false, false);
    for character in command.chars() {
        match character {
            '\'' => {
                quoted = !quoted;
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
            }
            ' ' if !quoted => inside = false,
            character => {
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
                if let Some(word) = words.last_mut() {
                    word.push(character);
                }
            }
        }
    }
    words
}
