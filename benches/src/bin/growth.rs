//! How cost grows with size: every series from 10,000 to 1,000,000 formulas, with its memory.
//!
//! `growth` prints a table; `growth SERIES SIZE…` only some of its rows. Every row is measured in a process of its own, so that memory
//! is not that of the row before: peak while compiling, and what a session of the decoded model holds.

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use benches::series::{SERIES, Series};
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;

/// The sizes of the table.
const SIZES: [u32; 4] = [10_000, 100_000, 500_000, 1_000_000];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["row", name, size] => row(find(name), number(size)),
        ["hold"] => hold(),
        ["only", name, sizes @ ..] => table(&[*find(name)], &sizes.iter().map(|size| number(size)).collect::<Vec<_>>()),
        _ => table(SERIES, &SIZES),
    }
}

fn find(name: &str) -> &'static Series {
    Series::find(name).unwrap_or_else(|| panic!("cannot find the series `{name}`"))
}

fn number(text: &str) -> u32 {
    text.parse().unwrap_or_else(|_| panic!("cannot read the size `{text}`"))
}

fn table(series: &[Series], sizes: &[u32]) {
    println!(
        "{:<26}{:>10}{:>12}{:>12}{:>10}{:>12}{:>10}{:>10}",
        "series", "formulas", "compile", "full", "each", "edit", "peak MB", "bytes each"
    );
    for series in series {
        for size in sizes {
            let own = env::current_exe().expect("the program knows where it is");
            let status = Command::new(own).args(["row", series.name, &size.to_string()]).status();
            assert!(status.is_ok_and(|status| status.success()), "a row could not be measured");
        }
    }
}

/// Measures one size of one series and prints its row.
fn row(series: &Series, formulas: u32) {
    let workbook = series.workbook(formulas);
    let start = Instant::now();
    let model = calc_core::compile::compile(&workbook, Default::default()).model;
    let compiled = start.elapsed();
    drop(workbook);
    let bytes = model.encode();
    let mut session = Session::new(Arc::new(model), Clock::default());
    session.limit(u64::MAX);
    let full = median(|| {
        let start = Instant::now();
        session.recalculate_fully().expect("the series fits the budget");
        start.elapsed()
    });
    let (cell, changed) = series.edit(formulas);
    let mut value = changed;
    let edit = median(|| {
        session.set(cell, value.into()).expect("the cell can be set");
        value += 1.0;
        let start = Instant::now();
        session.recalculate().expect("the series fits the budget");
        start.elapsed()
    });
    println!(
        "{:<26}{:>10}{:>9.1} ms{:>9.3} ms{:>7.1} ns{:>9.1} us{:>10.1}{:>10.1}",
        series.name,
        formulas,
        milliseconds(compiled),
        milliseconds(full),
        full.as_nanos() as f64 / f64::from(formulas),
        edit.as_nanos() as f64 / 1e3,
        memory("VmHWM:") as f64 / 1024.0,
        held(&bytes) as f64 * 1024.0 / f64::from(formulas),
    );
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_nanos() as f64 / 1e6
}

/// The median of up to 21 runs, of fewer if they take long, but of 3 at least.
fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times = vec![run(), run(), run()];
    let mut spent: Duration = times.iter().sum();
    while times.len() < 21 && spent < Duration::from_secs(2) {
        let time = run();
        times.push(time);
        spent += time;
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// A line of the process's status, in KiB; 0 where the system has none.
fn memory(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    found.and_then(|text| text.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// The KiB that a session of a decoded and calculated model holds, in a process that does nothing else.
fn held(bytes: &[u8]) -> u64 {
    let own = env::current_exe().expect("the program knows where it is");
    let child = Command::new(own).arg("hold").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.expect("a process can be started");
    child.stdin.take().expect("it listens").write_all(bytes).expect("it reads the model");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(0)
}

fn hold() {
    let before = memory("VmRSS:");
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).expect("the model can be read");
    let model = Model::decode(&bytes).expect("the model can be decoded");
    drop(bytes);
    let mut session = Session::new(Arc::new(model), Clock::default());
    session.limit(u64::MAX);
    session.recalculate().expect("the series fits the budget");
    println!("{}", memory("VmRSS:").saturating_sub(before));
}
