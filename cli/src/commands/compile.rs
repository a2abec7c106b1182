//! `paintbox compile`: a workbook and its ports to a model.

use std::path::PathBuf;
use std::process::ExitCode;

use calc_core::diagnostic::Severity;
use calc_core::residual::{Extent, residual};
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
    /// Where the model of what the ports can reach goes; that of all goes beside it
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let loaded = load::with_ports(&arguments.workbook, arguments.ports.as_deref(), options)?;
    let model = &loaded.model;
    let (left, report) = residual(model);
    let (bytes, whole) = (left.encode(), model.encode());
    for (path, bytes) in [(arguments.output.clone(), &bytes), (load::beside(&arguments.output), &whole)] {
        std::fs::write(&path, bytes)
            .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", path.display())))?;
    }
    let count = |severity| loaded.diagnostics.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if options.json {
        let extent = |extent: Extent, bytes: usize| {
            json!({
                "formulas": extent.formulas,
                "shapes": extent.shapes,
                "operations": extent.operations,
                "constants": extent.constants,
                "graph": extent.graph,
                "bytes": bytes,
            })
        };
        let report = json!({
            "model": model.hash(),
            "bytes": bytes.len(),
            "dialect": model.dialect().name(),
            "formulas": model.formulas().len(),
            "shapes": model.program().shapes.len(),
            "inputs": model.ports().inputs().len(),
            "outputs": model.ports().outputs().len(),
            "whole": extent(report.whole, whole.len()),
            "residual": extent(report.left, bytes.len()),
            "folded": report.folded,
            "dropped": report.dropped,
            "in_the_way": report.in_the_way,
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
            whole.len(),
        );
        let percent = |left: u64, whole: u64| (left * 100).div_ceil(whole.max(1));
        say!(
            "the ports reach {} formulas ({} %) with {} operations ({} %); {} are folded to their values, {} are needed by no output; \
             {} bytes",
            report.left.formulas,
            percent(report.left.formulas as u64, report.whole.formulas as u64),
            report.left.operations,
            percent(report.left.operations, report.whole.operations),
            report.folded,
            report.dropped,
            bytes.len(),
        );
        say!("model {}", model.hash());
    }
    Ok(ExitCode::SUCCESS)
}
