//! Files to workbooks and models.

use std::path::Path;
use std::sync::Arc;

use calc_core::calendar::Calendar;
use calc_core::compile::{Compiled, compile};
use calc_core::diagnostic::Diagnostic;
use calc_core::dialect::DateSystem;
use calc_core::eval::Clock;
use calc_core::import::{ImportOptions, Imported, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::workbook::Workbook;

use crate::Options;
use crate::failure::Failure;

/// A workbook with its model.
pub struct Loaded {
    pub workbook: Workbook,
    pub model: Arc<Model>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::new(format!("cannot read `{}`: {error}", path.display())))
}

/// Reads a workbook.
pub fn workbook(path: &Path, options: &Options) -> Result<Imported, Failure> {
    let bytes = read(path)?;
    let import = ImportOptions { dialect: options.dialect(), ..ImportOptions::default() };
    read_xlsx(&bytes, &import).map_err(|error| Failure::new(format!("`{}`: {error}", path.display())))
}

/// Reads a workbook and compiles it.
pub fn load(path: &Path, options: &Options) -> Result<Loaded, Failure> {
    let Imported { workbook, mut diagnostics, .. } = self::workbook(path, options)?;
    let Compiled { model, diagnostics: of_formulas } = compile(&workbook, Ports::default());
    diagnostics.extend(of_formulas);
    Ok(Loaded { workbook, model: Arc::new(model), diagnostics })
}

/// The clock that `--today` asks for.
pub fn clock(options: &Options, system: DateSystem) -> Result<Clock, Failure> {
    let Some(text) = &options.today else { return Ok(Clock::default()) };
    let parts: Vec<&str> = text.split('-').collect();
    let calendar = Calendar::new(system, options.dialect().unwrap_or_default());
    let serial = match parts.as_slice() {
        [year, month, day] => match (year.parse(), month.parse(), day.parse()) {
            (Ok(year), Ok(month), Ok(day)) => calendar.serial_of_existing(year, month, day),
            _ => None,
        },
        _ => None,
    };
    match serial {
        Some(now) => Ok(Clock { now: now as f64, ..Clock::default() }),
        None => Err(Failure::new(format!("`--today {text}`: expected a day as YYYY-MM-DD"))),
    }
}
