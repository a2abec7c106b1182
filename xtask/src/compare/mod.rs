//! `cargo xtask compare`: other engines and this one on the same workbook and the same series, in one run.
//!
//! Every engine is a process of its own that times itself; they take turns, so that the ratios hold on a machine whose speed changes. The
//! protocol is that of the crate `bench-protocol`, the peers are in `benches/peers`, outside the workspace, and built only here.

mod child;
mod limit;
mod page;
mod peers;
mod report;
mod row;
mod run;
mod works;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::project::Project;
use peers::{ALL, Name};

/// `cargo xtask compare`
#[derive(clap::Args)]
pub struct Arguments {
    /// Leave these engines out
    #[arg(long, value_delimiter = ',')]
    without: Vec<Name>,
    /// Only `real`, the real workbook, or these series
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Also write the result into docs/performance.md
    #[arg(long, conflicts_with_all = ["without", "only"])]
    write: bool,
}

/// Compares and prints.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    for name in &arguments.only {
        let is_known = name == "real" || works::SERIES.iter().any(|series| series.name == name);
        let names: Vec<&str> = works::SERIES.iter().map(|series| series.name).collect();
        ensure!(is_known, "there is no work `{name}`: expected `real` or one of {}", names.join(", "));
    }
    let wanted: Vec<Name> = ALL.into_iter().filter(|name| !arguments.without.contains(name)).collect();
    let (names, missing) = peers::set_up(project, &wanted)?;
    let folder = project.path("target/compare");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;

    let mut found = run::Found::default();
    if arguments.only.is_empty() || arguments.only.iter().any(|name| name == "real") {
        let workbook = project.shared().map(|shared| shared.join("workbooks/painting-estimator.xlsx"));
        match workbook.filter(|workbook| workbook.is_file()) {
            Some(workbook) => run::real(project, &names, &folder, &workbook, &mut found)?,
            None => found.notes.push("skipped: the real workbook is not there.".to_owned()),
        }
    }
    let series: Vec<String> = arguments.only.iter().filter(|name| *name != "real").cloned().collect();
    if arguments.only.is_empty() || !series.is_empty() {
        run::series(project, &names, &folder, &series, &mut found)?;
    }
    let text = report::render(&machine(), &found, &missing);
    println!("{text}\n\n{}", report::summary(&found));
    if arguments.write {
        page::write(project, &text)?;
    }
    Ok(())
}

/// What the figures were measured on.
fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, |cores| cores.get());
    let memory = field(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
    let gigabytes = memory.trim_end_matches(" kB").parse::<f64>().unwrap_or(f64::NAN) / 1024.0 / 1024.0;
    let load = read("/proc/loadavg");
    let date = process::capture(Command::new("date").args(["+%-d %B %Y"])).unwrap_or_default();
    format!(
        "Measured on {date} on {} with {cores} cores and {gigabytes:.0} GB, {}; its load was {} at the end, one of which is the comparison.",
        field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "a processor without a name".to_owned()),
        process::capture(Command::new("rustc").arg("--version")).unwrap_or_default(),
        load.split_whitespace().next().unwrap_or("unknown"),
    )
}
