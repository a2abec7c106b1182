//! `paintbox ports`: a ports file to start from.

use std::path::PathBuf;
use std::process::ExitCode;

use calc_core::propose::propose;

use crate::failure::Failure;
use crate::out::say;
use crate::{Options, load};

/// Arguments of `ports`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The workbook
    workbook: PathBuf,
}

/// Runs the command. A ports file is JSON, with and without `--json`.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let imported = load::workbook(&arguments.workbook, options)?;
    say!("{}", propose(&imported.workbook).to_text());
    Ok(ExitCode::SUCCESS)
}
