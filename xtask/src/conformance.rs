//! `cargo xtask conformance`: what every corpus says of the engine, by source and by function.
//!
//! The scores are counted by a test of the engine, which fails when one falls below the one that is kept; this command says what it
//! should print.

use anyhow::{Result, bail};

use crate::machine::cargo;
use crate::project::Project;

/// `cargo xtask conformance`
#[derive(clap::Args)]
pub struct Arguments {
    /// Print the failing cases of this function; `*` is every function
    #[arg(long, value_name = "FUNCTION")]
    failures: Option<String>,
    /// Print the scores of every function
    #[arg(long)]
    functions: bool,
    /// Keep the scores as they are now, and write the compatibility page anew
    #[arg(long)]
    keep: bool,
}

/// The test that counts, and the one that holds the page.
const SCORES: &str = "conformance::no_score_falls";
const PAGE: &str = "page::the_page_is_made_of_table_and_scores";

/// Counts and prints; an error when a score fell.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let failures = arguments.failures.as_ref().map(|name| name.to_uppercase());
    run_test(project, SCORES, arguments, failures.as_deref())?;
    if arguments.keep {
        run_test(project, PAGE, arguments, None)?;
    }
    Ok(())
}

fn run_test(project: &Project, test: &str, arguments: &Arguments, failures: Option<&str>) -> Result<()> {
    let mut command = cargo();
    command.current_dir(project.root()).args(["test", "--quiet", "--package", "calc-core", "--test", "functions"]);
    command.args(["--", "--exact", test, "--nocapture"]);
    if let Some(name) = failures {
        command.env("PAINTBOX_FAILURES", name);
    }
    if arguments.functions {
        command.env("PAINTBOX_SCORES", "1");
    }
    if arguments.keep {
        command.env("PAINTBOX_BLESS", "1");
    }
    if !command.status()?.success() {
        bail!("a score has fallen, or the page is stale: see above");
    }
    Ok(())
}
