//! `paintbox compile`: a workbook and its ports to a model.

use std::path::PathBuf;
use std::process::ExitCode;

use calc_core::diagnostic::Severity;
use serde_json::json;

use crate::failure::Failure;
use crate::out::say;
use crate::{Options, load};

/// Arguments of `compile`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The workbook
    workbook: PathBuf,
    /// The ports file; proposed from the workbook unless given
    #[arg(long, value_name = "PORTS.json")]
    ports: Option<PathBuf>,
    /// Where the model goes
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let loaded = load::with_ports(&arguments.workbook, arguments.ports.as_deref(), options)?;
    let model = &loaded.model;
    let bytes = model.encode();
    std::fs::write(&arguments.output, &bytes)
        .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", arguments.output.display())))?;
    let count = |severity| loaded.diagnostics.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if options.json {
        let report = json!({
            "model": model.hash(),
            "bytes": bytes.len(),
            "dialect": model.dialect().name(),
            "formulas": model.formulas().len(),
            "shapes": model.program().shapes.len(),
            "inputs": model.ports().inputs().len(),
            "outputs": model.ports().outputs().len(),
            "errors": errors,
            "warnings": warnings,
        });
        say!("{report}");
    } else {
        loaded.print_diagnostics();
        say!(
            "{}: {} formulas of {} shapes, {} inputs, {} outputs, {} bytes, {errors} errors, {warnings} warnings",
            arguments.output.display(),
            model.formulas().len(),
            model.program().shapes.len(),
            model.ports().inputs().len(),
            model.ports().outputs().len(),
            bytes.len(),
        );
        say!("model {}", model.hash());
    }
    Ok(ExitCode::SUCCESS)
}
