//! `cf-config`: the zone in front of the Worker, made from the policy.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use cf_config::plan::{Export, Plan};
use cf_config::policy::Policy;
use cf_config::render::{alerts_json, requests_json, terraform, thresholds};
use cf_config::zone::{Zone, limits};
use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(name = "cf-config", about = "The Cloudflare zone in front of the Worker, made from the policy")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the zone, the alerts or the load test's thresholds
    Render {
        /// In whose words
        #[arg(long, value_enum)]
        format: Format,
    },
    /// Say what would change in a zone; exits with 2 if anything would
    Plan {
        /// The zone as it is: the API's answers by their paths, as JSON
        export: PathBuf,
    },
    /// Say whether the zone fits the plan; exits with 1 if not
    Check,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Requests to Cloudflare's API, as JSON
    Api,
    /// Terraform, for version 5 of Cloudflare's provider
    Terraform,
    /// Alerts, as JSON
    Alerts,
    /// Thresholds of a load test, as k6 takes them
    K6,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let policy = Policy::production();
    let zone = Zone::of(&policy);
    Ok(match command {
        Command::Render { format } => {
            write(&match format {
                Format::Api => format!("{:#}\n", requests_json(&zone)),
                Format::Terraform => terraform(&zone),
                Format::Alerts => format!("{:#}\n", alerts_json(&policy)),
                Format::K6 => format!("{:#}\n", thresholds(&policy)),
            })?;
            ExitCode::SUCCESS
        }
        Command::Plan { export } => {
            let bytes = fs::read(&export).with_context(|| format!("cannot read `{}`", export.display()))?;
            let plan = Plan::between(&Export::parse(&bytes)?, &zone);
            write(&plan.to_string())?;
            ExitCode::from(if plan.count() == 0 { 0 } else { 2 })
        }
        Command::Check => {
            let faults = limits::faults(&zone, policy.plan);
            if faults.is_empty() {
                let rules: usize = zone.rulesets.iter().map(|ruleset| ruleset.rules.len()).sum();
                let settings = zone.settings.len();
                write(&format!("{rules} rules and {settings} settings fit the plan {:?}\n", policy.plan))?;
            } else {
                write(&format!("{}\n", faults.join("\n")))?;
            }
            ExitCode::from(u8::from(!faults.is_empty()))
        }
    })
}

/// Writes to the standard output; that nobody reads on is no error.
fn write(text: &str) -> Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write the standard output"),
    }
}
