//! `cargo xtask edge-report`: every figure that the edge is held to, with its bound and its verdict, in one table.
//!
//! A figure is not computed here. A test or a command measures it and prints it on a line `figures {…}` of JSON; the tests hold
//! the same bounds themselves, so that a change that breaks one fails in `cargo xtask test` and not only here. This room
//! knows which runs print ([`runs`]), and which members of which lines are shown against which bound ([`rows`]).

mod figure;
mod footprint;
mod lines;
mod rows;
mod runs;
mod table;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::project::Project;

use figure::{Figure, Verdict};
use lines::Lines;
use runs::Bench;

/// `cargo xtask edge-report`
#[derive(clap::Args)]
pub struct Arguments {
    /// Print one object of JSON instead of the table
    #[arg(long)]
    json: bool,
    /// Only these sections
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Section>,
    /// Measure the Worker as it was built last
    #[arg(long)]
    as_built: bool,
}

/// A part of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Section {
    /// Attacks in numbers, choices, dates, names and paths
    WafClosed,
    /// Attacks and honest words in free text
    WafFreeText,
    /// What judging a text costs
    WafCost,
    /// Fifty units in any sixty seconds
    RateLimit,
    /// Keys, tiers and the rules of HTTP
    Cache,
    /// Formulas, workbooks, files and requests that mean harm
    Hostile,
    /// Security headers
    Headers,
    /// Hits and misses under load
    Latency,
}

/// Runs what is needed and prints; an error when a figure misses its bound.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let wanted = |section: Section| arguments.only.is_empty() || arguments.only.contains(&section);
    let mut bench = Bench::new(project, arguments.as_built);
    let mut printed: BTreeMap<&str, Lines> = BTreeMap::new();
    for run in runs::RUNS {
        let is_needed = rows::ROWS.iter().any(|row| row.run == run.name && wanted(row.section));
        if is_needed {
            printed.insert(run.name, bench.lines(run));
        }
    }
    let figures: Vec<Figure> = rows::ROWS
        .iter()
        .filter(|row| wanted(row.section))
        .flat_map(|row| row.figures(printed.get(row.run).unwrap_or(&Lines::none())))
        .collect();
    println!("{}", if arguments.json { table::to_json(&figures).to_string() } else { table::render(&figures) });
    let count = |verdict| figures.iter().filter(|figure| figure.verdict() == verdict).count();
    match (count(Verdict::Missed), count(Verdict::Absent)) {
        (0, 0) => Ok(()),
        (missed, absent) => bail!("{missed} figures miss their bound, {absent} could not be measured"),
    }
}
