//! Asks the engines, in rounds: each does a few runs of a work before the next does, so that a machine that is busy for a while is busy for all.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::child::Engine;
use super::limit::{self, Limit};
use super::peers::Name;
use super::row::{Outcome, Row, Statistic, rank};
use super::works::{Bound, EDITS, SERIES, Series};
use crate::interrupt;
use crate::process;
use crate::progress::Step;
use crate::project::Project;

/// How often the engines take turns at a work.
const ROUNDS: usize = 3;
/// How long an engine may take to load a workbook before it is ended.
const LOADING: Duration = Duration::from_secs(30);
/// How long any other work may take.
const LIMIT: Duration = Duration::from_secs(20);
/// The same on the real workbook, which all engines calculate in the end.
const REAL_LIMIT: Duration = Duration::from_secs(90);
/// An engine that needs so many seconds for a run does it in the first round only.
const SLOW: f64 = 2.0;
/// Two numbers are the same answer within this part of the larger: what adding up in another order can make.
const SAME: f64 = 1e-9;

/// What a comparison found.
#[derive(Default)]
pub struct Found {
    pub rows: Vec<Row>,
    /// How many answers were compared.
    pub answers: usize,
    /// Which were not the right ones.
    pub differences: Vec<String>,
    /// Facts about this engine's model.
    pub notes: Vec<String>,
}

/// The engines over one workbook.
struct Contest<'a> {
    engines: Vec<(Name, Engine)>,
    limit: Duration,
    step: &'a mut Step,
}

impl<'a> Contest<'a> {
    fn start(
        project: &Project,
        names: &[Name],
        ports: Option<&PathBuf>,
        limit: Duration,
        step: &'a mut Step,
    ) -> Result<Self> {
        let engines: Result<Vec<_>> = names.iter().map(|name| Ok((*name, name.start(project, ports)?))).collect();
        Ok(Self { engines: engines?, limit, step })
    }

    /// Asks one engine for one thing.
    fn ask(&mut self, name: Name, request: &Value) -> Result<Value, String> {
        self.step.line(&format!("{}: {}", name.title(), request["do"].as_str().unwrap_or_default()));
        let engine = self.engines.iter_mut().find(|(known, _)| *known == name);
        let (_, engine) = engine.ok_or("is not there")?;
        let limit = if request["do"] == "load" { LOADING.max(self.limit) } else { self.limit };
        engine.ask(request, limit)
    }

    fn names(&self) -> Vec<Name> {
        self.engines.iter().map(|(name, _)| *name).collect()
    }

    /// A row of times: everyone asked in `rounds` turns. Also returns the first answers.
    fn times(
        &mut self,
        work: &str,
        rounds: usize,
        bounds: &[Bound],
        request: &dyn Fn(Name) -> Value,
    ) -> Result<(Row, Vec<(Name, Value)>)> {
        let names = self.names();
        let mut outcomes: Vec<(Name, Outcome)> = names.iter().map(|name| (*name, Outcome::Times(Vec::new()))).collect();
        let mut answers = Vec::new();
        for _ in 0..rounds {
            for (name, outcome) in &mut outcomes {
                let Outcome::Times(times) = outcome else { continue };
                if times.iter().any(|time| *time > SLOW) {
                    continue;
                }
                if interrupt::requested() {
                    bail!("interrupted");
                }
                match self.ask(*name, &request(*name)) {
                    Ok(answer) => {
                        let more = answer["seconds"].as_array().map(Vec::as_slice).unwrap_or_default();
                        times.extend(more.iter().filter_map(Value::as_f64));
                        if answers.iter().all(|(known, _)| known != name) {
                            answers.push((*name, answer));
                        }
                    }
                    Err(why) => *outcome = Outcome::Cannot(why),
                }
            }
        }
        let row = Row { work: work.to_owned(), statistic: Statistic::Median, outcomes, bounds: bounds.to_vec() };
        Ok((row, answers))
    }

    /// The most memory that each has held.
    fn memory(&mut self, work: &str, bounds: &[Bound]) -> Row {
        let outcomes = self.names().into_iter().map(|name| {
            let outcome = match self.ask(name, &json!({ "do": "memory" })) {
                Ok(answer) => Outcome::Bytes(answer["kib"].as_f64().unwrap_or(f64::NAN) * 1024.0),
                Err(why) => Outcome::Cannot(why),
            };
            (name, outcome)
        });
        let outcomes = outcomes.collect();
        Row { work: work.to_owned(), statistic: Statistic::Median, outcomes, bounds: bounds.to_vec() }
    }

    /// Holds every engine's answers for some cells to those that are known to be right, with whose they are.
    fn compare_answers(&mut self, what: &str, whose: &str, known: &Value, found: &mut Found) {
        let request = json!({ "do": "read", "cells": known["cells"] });
        let right = known["values"].as_array().map(Vec::as_slice).unwrap_or_default();
        for name in self.names() {
            let Ok(answer) = self.ask(name, &request) else { continue };
            let theirs = answer["values"].as_array().map(Vec::as_slice).unwrap_or_default();
            let is_unlike = |at: &usize| !right.get(*at).zip(theirs.get(*at)).is_some_and(|(a, b)| is_same(a, b));
            let unlike: Vec<usize> = (0..right.len()).filter(is_unlike).collect();
            found.answers += right.len();
            if let Some(first) = unlike.first() {
                found.differences.push(format!(
                    "{what}: {} has {} of {} otherwise, the first {} in {}, {whose} {}",
                    name.title(),
                    unlike.len(),
                    right.len(),
                    theirs.get(*first).unwrap_or(&Value::Null),
                    known["cells"][*first],
                    right.get(*first).unwrap_or(&Value::Null),
                ));
            }
        }
    }

    /// Holds every engine's answers for so many formulas to ours.
    fn compare_with_ours(&mut self, what: &str, count: usize, found: &mut Found) -> Result<()> {
        let mut ask = |request| self.ask(Name::Own, &request).map_err(anyhow::Error::msg);
        let mut known = ask(json!({ "do": "sample", "count": count }))?;
        known["values"] = ask(json!({ "do": "read", "cells": known["cells"] }))?["values"].take();
        self.compare_answers(what, "we have", &known, found);
        Ok(())
    }
}

/// Is it the same answer? A blank and an empty text look alike, and 0 is what a blank is read as.
fn is_same(ours: &Value, theirs: &Value) -> bool {
    let is_blank = |value: &Value| value.is_null() || value == "";
    match (ours.as_f64(), theirs.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= SAME * a.abs().max(b.abs()),
        (Some(0.0), None) => is_blank(theirs),
        (None, Some(0.0)) => is_blank(ours),
        _ => ours == theirs || (is_blank(ours) && is_blank(theirs)),
    }
}

/// The works of the real workbook.
pub fn real(project: &Project, names: &[Name], folder: &Path, workbook: &Path, found: &mut Found) -> Result<()> {
    Step::show("comparing on the real workbook", |step| on_real(project, names, folder, workbook, found, step))
}

fn on_real(
    project: &Project,
    names: &[Name],
    folder: &Path,
    workbook: &Path,
    found: &mut Found,
    step: &mut Step,
) -> Result<()> {
    let ports = workbook.with_extension("model.json");
    let mut make = Command::new(project.path("target/release/workbooks"));
    make.arg("frozen").arg(workbook).arg(folder);
    let frozen = process::capture(&mut make).context("cannot freeze the real workbook")?;
    found.notes.push(format!(
        "The peers are given the real workbook with its {frozen} formulas that Google's export froze as constants; this engine runs them live."
    ));
    let load = |name: Name| {
        let xlsx = if name == Name::Own { workbook.to_path_buf() } else { folder.join("frozen.xlsx") };
        json!({ "do": "load", "xlsx": xlsx, "json": folder.join("frozen.json") })
    };
    let mut contest = Contest::start(project, names, Some(&ports), REAL_LIMIT, step)?;
    for name in names.iter().filter(|name| **name != Name::Own) {
        if let Ok(answer) = contest.ask(*name, &json!({ "do": "about" })) {
            found.notes.push(answer["name"].as_str().unwrap_or_default().to_owned() + ".");
        }
    }

    let (loaded, _) = contest.times("load and compile from .xlsx", 1, &[], &load)?;
    let (first, _) = contest.times("first calculation", 1, &[], &|_| json!({ "do": "calculate" }))?;
    let mut outputs = Command::new(project.path("target/release/workbooks"));
    outputs.arg("outputs").arg(workbook).arg(&ports);
    let outputs = process::capture(&mut outputs).context("cannot read what the real workbook's outputs were")?;
    let outputs = serde_json::from_str(&outputs).context("cannot read what the real workbook's outputs were")?;
    contest.compare_answers("the outputs of the real workbook", "the file", &outputs, found);

    let bounds = [
        Bound::Of(Name::Libreoffice, 1.0 / 30.0),
        Bound::Of(Name::Formualizer, 1.0 / 40.0),
        Bound::Of(Name::Hyperformula, 1.0 / 120.0),
    ];
    let full = |_| json!({ "do": "full", "runs": 21, "within": 5.0 });
    found.rows.push(contest.times("full recalculation", ROUNDS, &bounds, &full)?.0);
    for edit in &EDITS {
        let request = |name| edit.request("edit", if name == Name::Own { 400 } else { 40 }, 3.0);
        let (row, answers) = contest.times(edit.name, ROUNDS, &[Bound::OfBest(1.0 / 40.0)], &request)?;
        for (name, answer) in answers {
            check_edit(name, edit, &answer["values"], found);
        }
        let late = Row {
            work: format!("{}, p99", row.work),
            statistic: Statistic::P99,
            bounds: vec![Bound::Absolute(100e-6)],
            ..row.clone()
        };
        found.rows.extend([row, late]);
    }
    let bound = [Bound::Of(Name::Formualizer, 1.0 / 15.0)];
    for edit in &EDITS {
        let request = |name| edit.request("demand", if name == Name::Own { 400 } else { 40 }, 3.0);
        let work = format!("{}, one output on demand", edit.name);
        found.rows.push(contest.times(&work, ROUNDS, &bound, &request)?.0);
    }
    let inputs = contest.ask(Name::Own, &json!({ "do": "inputs" })).map_err(anyhow::Error::msg)?;
    let last = found.rows.iter().rfind(|row| row.work == EDITS[3].name).cloned();
    found.rows.push(sweep(&mut contest, &inputs, &last.context("no edit was measured")?)?);
    found.rows.push(contest.memory("peak memory with import and all these works", &[]));
    let residual = weigh(&mut contest, found)?;
    drop(contest);
    match limit::measure(project, folder, workbook, &ports) {
        Ok(limit) => hold_to_limit(&limit, residual, found)?,
        Err(error) => found.notes.push(format!("skipped: the limit could not be measured: {error:#}.")),
    }

    // Loading is measured in processes of its own, as it happens once in a process's life.
    // Who needs seconds for it does it once.
    let quick = |name: &Name| first.figure(*name).is_none_or(|seconds| seconds < SLOW);
    let quick: Vec<Name> = names.iter().copied().filter(quick).collect();
    let mut rows = [loaded, first];
    for _ in 1..7 {
        let mut contest = Contest::start(project, &quick, Some(&ports), REAL_LIMIT, step)?;
        let again =
            [contest.times("", 1, &[], &load)?.0, contest.times("", 1, &[], &|_| json!({ "do": "calculate" }))?.0];
        rows.iter_mut().zip(again).for_each(|(row, again)| add(row, again));
    }
    let [loaded, first] = rows;
    let mut both = loaded.clone();
    both.work = "load, compile and first calculation".to_owned();
    both.bounds = vec![Bound::Of(Name::Formualizer, 1.0 / 3.0)];
    for (name, outcome) in &mut both.outcomes {
        let more = first.outcomes.iter().find(|(known, _)| known == name).map(|(_, outcome)| outcome);
        if let (Outcome::Times(times), Some(Outcome::Times(more))) = (outcome, more) {
            times.iter_mut().zip(more).for_each(|(time, more)| *time += more);
        }
    }
    found.rows.extend([loaded, first, both]);
    Ok(())
}

fn add(row: &mut Row, again: Row) {
    for (name, new) in again.outcomes {
        let all = row.outcomes.iter_mut().find(|(known, _)| *known == name);
        match (all, new) {
            (Some((_, Outcome::Times(times))), Outcome::Times(new)) => times.extend(new),
            (Some((_, all)), Outcome::Cannot(why)) => *all = Outcome::Cannot(why),
            _ => {}
        }
    }
}

/// One edit after the other through all inputs. Who would need too long for that, by the edit measured before, is not asked.
fn sweep(contest: &mut Contest, inputs: &Value, one: &Row) -> Result<Row> {
    let count = inputs["edits"].as_array().map_or(0, Vec::len);
    // Each edit is made and taken back.
    let whole = |name| one.figure(name).map(|seconds| seconds * 2.0 * count as f64);
    let is_slow = |name| whole(name).is_some_and(|seconds| seconds > REAL_LIMIT.as_secs_f64());
    let slow: Vec<(Name, Engine)> = contest.engines.extract_if(.., |(name, _)| is_slow(*name)).collect();
    let request = |_| json!({ "do": "sweep", "edits": inputs["edits"] });
    let work = format!("an edit of each of all {count} inputs");
    let row = contest.times(&work, 1, &[Bound::Absolute(30e-6)], &request);
    let (mut row, _) = row?;
    for (name, engine) in slow {
        let minutes = whole(name).unwrap_or(f64::NAN) / 60.0;
        row.outcomes.push((name, Outcome::Cannot(format!("would need {minutes:.0} minutes"))));
        contest.engines.push((name, engine));
    }
    Ok(row)
}

/// The model of this engine alone: its bytes and how long it takes to decode.
/// Returns the times of what the ports can reach.
fn weigh(contest: &mut Contest, found: &mut Found) -> Result<Vec<f64>> {
    let model = contest.ask(Name::Own, &json!({ "do": "model" })).map_err(anyhow::Error::msg)?;
    let bytes = model["bytes"].as_f64().context("the model has no size")?;
    let seconds = |answer: &Value, key: &str| -> Vec<f64> {
        answer[key].as_array().map(Vec::as_slice).unwrap_or_default().iter().filter_map(Value::as_f64).collect()
    };
    let row = |work: &str, outcome, most| Row {
        work: work.to_owned(),
        statistic: Statistic::Median,
        outcomes: vec![(Name::Own, outcome)],
        bounds: vec![Bound::Absolute(most)],
    };
    found.rows.push(row("the model's bytes", Outcome::Bytes(bytes), 1e6));
    found.rows.push(row("decode the model", Outcome::Times(seconds(&model, "seconds")), 3e-3));
    let kib = contest.ask(Name::Own, &json!({ "do": "memory" })).map_err(anyhow::Error::msg)?["kib"].clone();
    // Afterwards, as the residual model is one more.
    let left = contest.ask(Name::Own, &json!({ "do": "residual" })).map_err(anyhow::Error::msg)?;
    let whole = rank(&seconds(&left, "whole"), Statistic::Median).context("the whole model was not measured")?;
    let work =
        format!("full recalculation of the {} formulas that its ports can reach (half of the whole)", left["formulas"]);
    let residual = seconds(&left, "seconds");
    found.rows.push(row(&work, Outcome::Times(residual.clone()), whole / 2.0));
    let peak = Outcome::Bytes(kib.as_f64().unwrap_or(f64::NAN) * 1024.0);
    found.rows.push(row("our peak memory, from the file to the last edit", peak, 40.0 * 1024.0 * 1024.0));
    Ok(residual)
}

/// Holds the engine against straight-line code.
fn hold_to_limit(limit: &Limit, residual: Vec<f64>, found: &mut Found) -> Result<()> {
    let least = rank(&limit.seconds, Statistic::Median).context("the limit has no times")?;
    found.notes.push(format!(
        "The limit: {} of these formulas written out as straight-line Rust take {:.0} µs.",
        limit.formulas - limit.left_out,
        least * 1e6
    ));
    found.rows.push(Row {
        work: "the same, at most 5 times the limit".to_owned(),
        statistic: Statistic::Median,
        outcomes: vec![(Name::Own, Outcome::Times(residual))],
        bounds: vec![Bound::Absolute(5.0 * least)],
    });
    Ok(())
}

fn check_edit(name: Name, edit: &super::works::KnownEdit, values: &Value, found: &mut Found) {
    for (at, known) in edit.answers.iter().enumerate() {
        let answer = &values[at][0];
        if is_same(&json!(known), answer) {
            continue;
        }
        found.differences.push(format!(
            "{}: {} has {answer} at {}, expected {known}",
            edit.name,
            name.title(),
            edit.values.get(at).copied().unwrap_or(f64::NAN)
        ));
    }
    found.answers += edit.answers.len();
}

/// All series, or those that are named.
pub fn series(project: &Project, names: &[Name], folder: &Path, only: &[String], found: &mut Found) -> Result<()> {
    let wanted = |series: &&Series| only.is_empty() || only.iter().any(|name| name == series.name);
    for series in SERIES.iter().filter(wanted) {
        let label = format!("comparing on {} formulas of the series `{}`", series.formulas, series.name);
        Step::show(&label, |step| on_series(project, names, folder, series, found, step))?;
    }
    Ok(())
}

fn on_series(
    project: &Project,
    names: &[Name],
    folder: &Path,
    series: &Series,
    found: &mut Found,
    step: &mut Step,
) -> Result<()> {
    let Series { name, formulas, .. } = series;
    let mut make = Command::new(project.path("target/release/workbooks"));
    make.args(["series", name, &formulas.to_string()]).arg(folder);
    process::capture(&mut make).with_context(|| format!("cannot write the series `{name}`"))?;
    let file = |ending: &str| folder.join(format!("{name} {formulas}.{ending}"));
    let mut contest = Contest::start(project, names, None, LIMIT, step)?;
    let load = json!({ "do": "load", "xlsx": file("xlsx"), "json": file("json") });
    let title = format!("{name}, {formulas} formulas");
    contest.times("", 1, &[], &|_| load.clone())?;
    contest.times("", 1, &[], &|_| json!({ "do": "calculate" }))?;
    contest.compare_with_ours(&title, 500, found)?;
    let full = |_| json!({ "do": "full", "runs": 7, "within": 2.0 });
    found.rows.push(contest.times(&format!("{title}: full"), ROUNDS, series.full, &full)?.0);
    let (row, column) = series.edit;
    let cell = json!({ "sheet": "Series", "row": row, "column": column });
    let edit = json!({ "do": "edit", "cell": cell, "values": series.values, "reads": [], "runs": 20, "within": 2.0 });
    let (edits, _) = contest.times(&format!("{title}: an edit"), ROUNDS, series.edited, &|_| edit.clone())?;
    found.rows.push(edits);
    let most = series.memory.map(|kib| Bound::Absolute(kib * 1024.0));
    found.rows.push(contest.memory(&format!("{title}: peak memory with the file's import"), most.as_slice()));
    for ending in ["xlsx", "json"] {
        std::fs::remove_file(file(ending)).ok();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_answer_may_differ_in_its_last_digits_and_in_how_nothing_is_said() {
        assert!(is_same(&json!(34.48500000000001), &json!(34.485)));
        assert!(!is_same(&json!(34.486), &json!(34.485)));
        assert!(is_same(&json!(null), &json!("")) && is_same(&json!(0.0), &json!(null)));
        assert!(!is_same(&json!(1.0), &json!(null)) && !is_same(&json!("a"), &json!("b")));
        assert!(is_same(&json!({"error": "#N/A"}), &json!({"error": "#N/A"})));
    }
}
