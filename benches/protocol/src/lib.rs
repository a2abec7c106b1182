//! How `cargo xtask compare` talks to an engine in a process of its own: a line of JSON asks, a line of JSON answers.
//!
//! Each engine is timed inside its own process with a monotonic clock, so that neither the pipe nor the reading of JSON is in any
//! figure. A request names its work in `do`; an answer is an object, `{"cannot": "why"}` where the engine does not do that work. The peers
//! that are not written in Rust speak the same lines; this page is what they are held to.
//!
//! | `do` | asks for | answers with |
//! |---|---|---|
//! | `about` | the engine's name and version | `name` |
//! | `load` | the file `xlsx`, or its cells in `json` for engines that read no .xlsx | `seconds` of one |
//! | `calculate` | the first calculation | `seconds` of one |
//! | `full` | every formula again, up to `runs` times or `within` seconds, but once at least | `seconds` |
//! | `edit` | `cell` set to each of `values` in turn, with all dependents, once each at least | `seconds`, and the `reads` as they are at each value |
//! | `demand` | the same, but only the first of `reads` is wanted | the same |
//! | `sweep` | each of `edits` made, timed, and taken back | `seconds`, one an edit |
//! | `read` | the values of `cells` | `values` |
//! | `memory` | the most memory that the process has held | `kib` |

use std::fs;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

/// A cell, counted from 0.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
pub struct Place {
    /// The sheet's name.
    pub sheet: String,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

/// One cell and what is put there.
#[derive(Clone, Debug, Deserialize)]
pub struct Edit {
    /// The cell.
    pub cell: Place,
    /// The new value.
    pub value: Value,
    /// The value that it had.
    pub back: Value,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
enum Request {
    About,
    Load { xlsx: String },
    Calculate,
    Full(Often),
    Edit(Turns),
    Demand(Turns),
    Sweep { edits: Vec<Edit> },
    Read { cells: Vec<Place> },
    Memory,
}

#[derive(Debug, Deserialize)]
struct Often {
    runs: usize,
    within: f64,
}

#[derive(Debug, Deserialize)]
struct Turns {
    cell: Place,
    values: Vec<Value>,
    reads: Vec<Place>,
    #[serde(flatten)]
    often: Often,
}

/// What an engine must be able to do. Values are JSON: numbers, texts, booleans, null for blank, `{"error": "#N/A"}`.
pub trait Engine {
    /// Name and version.
    fn about(&self) -> String;
    /// Reads a workbook and makes it ready to be calculated.
    fn load(&mut self, xlsx: &[u8]) -> Result<()>;
    /// Calculates for the first time.
    fn calculate(&mut self) -> Result<()>;
    /// Makes every formula run again. What is prepared for that but is no calculation is not timed.
    fn recalculate_fully(&mut self) -> Result<Duration>;
    /// Puts a value into a cell.
    fn set(&mut self, cell: &Place, value: &Value) -> Result<()>;
    /// Recalculates what depends on what was set.
    fn recalculate(&mut self) -> Result<()>;
    /// Brings one cell up to date and, where the engine can, nothing else.
    fn demand(&mut self, cell: &Place) -> Result<()>;
    /// The value of a cell.
    fn read(&mut self, cell: &Place) -> Result<Value>;
    /// Answers what the protocol does not know.
    fn other(&mut self, request: &Value) -> Result<Value> {
        bail!("does not know the work {}", request["do"])
    }
}

/// Answers every line of standard input.
pub fn serve(mut engine: impl Engine) -> Result<()> {
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let answer = match answer(&mut engine, &line.context("cannot read a request")?) {
            Ok(answer) => answer,
            Err(error) => json!({ "cannot": format!("{error:#}") }),
        };
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

fn answer(engine: &mut impl Engine, line: &str) -> Result<Value> {
    let request: Value = serde_json::from_str(line).context("cannot read a request: it is no JSON")?;
    let Ok(known) = Request::deserialize(&request) else { return engine.other(&request) };
    Ok(match known {
        Request::About => json!({ "name": engine.about() }),
        Request::Load { xlsx } => {
            let bytes = fs::read(&xlsx).with_context(|| format!("cannot read `{xlsx}`"))?;
            json!({ "seconds": [seconds(timed(|| engine.load(&bytes))?)] })
        }
        Request::Calculate => json!({ "seconds": [seconds(timed(|| engine.calculate())?)] }),
        Request::Full(often) => json!({ "seconds": repeat(&often, 1, |_| engine.recalculate_fully())? }),
        Request::Edit(turns) => edit(engine, &turns, |engine| engine.recalculate())?,
        Request::Demand(turns) => {
            let wanted = turns.reads.first().context("there is no cell to demand")?.clone();
            let answer = edit(engine, &turns, |engine| engine.demand(&wanted))?;
            // What was not wanted is brought up to date too, so that no later work pays for it.
            engine.recalculate()?;
            answer
        }
        Request::Sweep { edits } => {
            let mut times = Vec::with_capacity(edits.len());
            for edit in edits {
                times.push(seconds(change(engine, &edit.cell, &edit.value, |engine| engine.recalculate())?));
                change(engine, &edit.cell, &edit.back, |engine| engine.recalculate())?;
            }
            json!({ "seconds": times })
        }
        Request::Read { cells } => json!({ "values": read_all(engine, &cells)? }),
        Request::Memory => json!({ "kib": peak_memory()? }),
    })
}

/// Makes an edit in turns and takes down what is read at each value the first time.
fn edit<E: Engine>(engine: &mut E, turns: &Turns, mut recalculate: impl FnMut(&mut E) -> Result<()>) -> Result<Value> {
    let mut answers = Vec::new();
    let kinds = turns.values.len().max(1);
    let times = repeat(&turns.often, kinds, |turn| {
        let value = turns.values.get(turn % kinds).context("there is no value to set")?;
        let time = change(engine, &turns.cell, value, &mut recalculate)?;
        if answers.len() < turns.values.len() {
            answers.push(read_all(engine, &turns.reads)?);
        }
        Ok(time)
    })?;
    // All end at the last value.
    if let Some(last) = turns.values.last().filter(|_| times.len() % kinds != 0) {
        change(engine, &turns.cell, last, &mut recalculate)?;
    }
    Ok(json!({ "seconds": times, "values": answers }))
}

fn change<E: Engine>(
    engine: &mut E,
    cell: &Place,
    value: &Value,
    mut recalculate: impl FnMut(&mut E) -> Result<()>,
) -> Result<Duration> {
    timed(|| {
        engine.set(cell, value)?;
        recalculate(engine)
    })
}

fn read_all(engine: &mut impl Engine, cells: &[Place]) -> Result<Vec<Value>> {
    cells.iter().map(|cell| engine.read(cell)).collect()
}

/// Runs until so many are done or so many seconds are spent, but not less often than `least`.
fn repeat(often: &Often, least: usize, mut run: impl FnMut(usize) -> Result<Duration>) -> Result<Vec<f64>> {
    let start = Instant::now();
    let mut times = Vec::new();
    while times.len() < least || (times.len() < often.runs && start.elapsed().as_secs_f64() < often.within) {
        times.push(seconds(run(times.len())?));
    }
    Ok(times)
}

/// How long something takes.
pub fn timed(run: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let start = Instant::now();
    run()?;
    Ok(start.elapsed())
}

/// To the nanosecond, as a number of seconds.
pub fn seconds(duration: Duration) -> f64 {
    duration.as_nanos() as f64 / 1e9
}

/// The most memory that this process has held, in KiB.
pub fn peak_memory() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("this system does not tell a process its memory")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("there is no peak of memory")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One cell that is doubled.
    #[derive(Default)]
    struct Double {
        cell: f64,
        twice: f64,
    }

    impl Engine for Double {
        fn about(&self) -> String {
            "Double 1".to_owned()
        }
        fn load(&mut self, _: &[u8]) -> Result<()> {
            bail!("reads no files")
        }
        fn calculate(&mut self) -> Result<()> {
            self.recalculate()
        }
        fn recalculate_fully(&mut self) -> Result<Duration> {
            timed(|| self.recalculate())
        }
        fn set(&mut self, _: &Place, value: &Value) -> Result<()> {
            self.cell = value.as_f64().context("no number")?;
            Ok(())
        }
        fn recalculate(&mut self) -> Result<()> {
            self.twice = self.cell * 2.0;
            Ok(())
        }
        fn demand(&mut self, _: &Place) -> Result<()> {
            self.recalculate()
        }
        fn read(&mut self, _: &Place) -> Result<Value> {
            Ok(json!(self.twice))
        }
    }

    fn ask(engine: &mut Double, request: Value) -> Value {
        answer(engine, &request.to_string()).unwrap_or_else(|error| json!({ "cannot": error.to_string() }))
    }

    #[test]
    fn an_edit_tells_what_is_read_at_each_value_and_ends_at_the_last() {
        let mut engine = Double::default();
        let cell = json!({"sheet": "S", "row": 0, "column": 0});
        let request = json!({"do": "edit", "cell": cell, "values": [3, 5], "reads": [cell], "runs": 7, "within": 10.0});
        let answer = ask(&mut engine, request);
        assert_eq!(answer["values"], json!([[6.0], [10.0]]));
        assert_eq!(answer["seconds"].as_array().map(Vec::len), Some(7));
        assert_eq!(engine.cell, 5.0);
    }

    #[test]
    fn time_ends_the_runs_but_one_is_made() {
        let answer = ask(&mut Double::default(), json!({"do": "full", "runs": 1000, "within": 0.0}));
        assert_eq!(answer["seconds"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn work_that_an_engine_does_not_do_is_an_answer() {
        assert_eq!(ask(&mut Double::default(), json!({"do": "dance"}))["cannot"], "does not know the work \"dance\"");
    }
}
