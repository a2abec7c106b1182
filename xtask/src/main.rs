//! Developer tasks of Paintbox Edge, in Rust so that they need no other shell, runner or script.
//!
//! `serve` and `test` are the two commands a new machine needs: each sets up what is missing and then does its work.
//! Everything here runs on a developer's machine or in CI; nothing of it reaches the Worker.

mod apt;
mod cold;
mod compare;
mod conformance;
mod dev_server;
mod edge_report;
mod fuzz;
mod http1;
mod instructions;
mod interrupt;
mod load;
mod machine;
mod model;
mod process;
mod progress;
mod project;
mod sample;
mod serve;
mod setup;
mod size;
mod tidy;
mod verify;
mod worker;
mod workerd;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::project::Project;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Developer tasks of Paintbox Edge")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Find out what the Worker's toolchain lacks on this machine and set it up
    Setup(setup::Arguments),
    /// Compile a workbook, build the Worker and run it on this machine
    Serve(serve::Arguments),
    /// Verify everything: format, lints, tests, the Worker over HTTP, the page in a browser
    Test(verify::Arguments),
    /// Score the engine on every corpus, by source and by function
    Conformance(conformance::Arguments),
    /// Write the sample workbook and its ports file
    Sample,
    /// Check the rules of the house that no compiler checks
    Tidy,
    /// Build the Worker and hold its size against the limit
    Size,
    /// Measure every figure that the edge is held to and print them in one table
    EdgeReport(edge_report::Arguments),
    /// Measure other engines and this one on the same workbooks and print every ratio
    Compare(compare::Arguments),
    /// Count the instructions of each stage on the sample and hold them to what was accepted
    Instructions(instructions::Arguments),
    /// Measure the built Worker's first answer after a start, and its memory
    Cold(cold::Arguments),
    /// Fuzz the parsers and the evaluator, guided by coverage
    Fuzz(fuzz::Arguments),
    /// Measure hits, misses and a trivial route of the built Worker under load
    Load(load::Arguments),
    /// Build the Worker into build/worker
    Worker,
    /// Run the built Worker in the Workers runtime alone, without wrangler's proxy before it
    Workerd(workerd::Arguments),
    /// Compile a workbook into build/assets, where the Worker finds it
    Model {
        /// The workbook (the sample by default)
        #[arg(long)]
        workbook: Option<PathBuf>,
        /// Its ports file
        #[arg(long, requires = "workbook")]
        ports: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = interrupt::watch().and_then(|()| run(arguments.task));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    let project = Project::locate()?;
    match task {
        Task::Setup(arguments) => setup::run(&project, &arguments),
        Task::Serve(arguments) => serve::run(&project, &arguments),
        Task::Test(arguments) => verify::run(&project, &arguments),
        Task::Conformance(arguments) => conformance::run(&project, &arguments),
        Task::Sample => sample::write(&project),
        Task::Tidy => tidy::run(&project),
        Task::Size => {
            let toolchain = setup::for_worker(&project)?;
            worker::build(&project, &toolchain)?;
            size::check(&project)
        }
        Task::EdgeReport(arguments) => edge_report::run(&project, &arguments),
        Task::Compare(arguments) => compare::run(&project, &arguments),
        Task::Instructions(arguments) => instructions::run(&project, &arguments),
        Task::Cold(arguments) => cold::run(&project, &arguments),
        Task::Fuzz(arguments) => fuzz::run(&project, &arguments),
        Task::Load(arguments) => load::run(&project, &arguments),
        Task::Workerd(arguments) => workerd::run(&project, &arguments),
        Task::Worker => {
            let toolchain = setup::for_worker(&project)?;
            worker::build(&project, &toolchain)
        }
        Task::Model { workbook, ports } => {
            let source = model::Source::new(&project, workbook, ports);
            model::compile(&project, &source, &project.build("assets"))
        }
    }
}
