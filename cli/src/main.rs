//! `paintbox`: what the engine does with a workbook, from a shell.
//!
//! Exit codes: 0, the command did its work (cell errors, warnings and refusals are answers); 1, `check` or `replay` found a
//! difference; 2, bad usage or an unreadable file.

mod commands;
mod compare;
mod failure;
mod jsonl;
mod load;
mod out;
mod place;

use std::process::ExitCode;

use calc_core::dialect::Dialect;
use clap::{Parser, Subcommand, ValueEnum};

use failure::Failure;

/// Turns a workbook into prices, and says why each number is what it is.
#[derive(Debug, Parser)]
#[command(name = "paintbox", version, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    /// Whose semantics formulas have; detected from the file unless given
    #[arg(long, global = true, value_enum)]
    dialect: Option<DialectName>,
    /// The day that TODAY and NOW see, as YYYY-MM-DD; 2000-01-01 unless given
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    today: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DialectName {
    Excel,
    Sheets,
}

impl Options {
    /// The dialect that was asked for.
    fn dialect(&self) -> Option<Dialect> {
        self.dialect.map(|name| match name {
            DialectName::Excel => Dialect::Excel,
            DialectName::Sheets => Dialect::Sheets,
        })
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set inputs and read outputs
    Calc(commands::calc::Arguments),
    /// Recalculate every formula and hold it against the value that the file was saved with
    Check(commands::check::Arguments),
    /// Turn a workbook and its ports into a model
    Compile(commands::compile::Arguments),
    /// Evaluate a formula, or lines of test cases
    Eval(commands::eval::Arguments),
    /// Say why a number is what it is
    Explain(commands::explain::Arguments),
    /// Propose a ports file for a workbook
    Ports(commands::ports::Arguments),
    /// Set inputs of filled workbooks and compare with what they should give
    Replay(commands::replay::Arguments),
    /// Time loading, compiling and recalculating
    Bench(commands::bench::Arguments),
    /// Ask the Worker's detectors of attacks about a text, or about lines of test cases
    Guard(commands::guard::Arguments),
    /// Time the Worker's detectors of attacks
    BenchGuard(commands::bench_guard::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = &arguments.options;
    let outcome = match &arguments.command {
        Command::Calc(arguments) => commands::calc::run(arguments, options),
        Command::Check(arguments) => commands::check::run(arguments, options),
        Command::Compile(arguments) => commands::compile::run(arguments, options),
        Command::Explain(arguments) => commands::explain::run(arguments, options),
        Command::Ports(arguments) => commands::ports::run(arguments, options),
        Command::Eval(arguments) => commands::eval::run(arguments, options),
        Command::Replay(arguments) => commands::replay::run(arguments, options),
        Command::Bench(arguments) => commands::bench::run(arguments, options),
        Command::Guard(arguments) => commands::guard::run(arguments, options),
        Command::BenchGuard(arguments) => commands::bench_guard::run(arguments, options),
    };
    match outcome {
        Ok(code) => code,
        Err(Failure(message)) => {
            eprintln!("paintbox: {message}");
            ExitCode::from(2)
        }
    }
}
