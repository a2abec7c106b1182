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
use calc_core::model::ports::{Ports, PortsFile};
use calc_core::propose::propose;
use calc_core::workbook::Workbook;

use crate::Options;
use crate::failure::Failure;

/// A workbook with its model.
pub struct Loaded {
    pub workbook: Workbook,
    pub model: Arc<Model>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Tells a person what is wrong with the workbook.
    pub fn print_diagnostics(&self) {
        for diagnostic in &self.diagnostics {
            eprintln!("{diagnostic}\n");
        }
    }
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

/// Reads a workbook and compiles it, without ports.
pub fn load(path: &Path, options: &Options) -> Result<Loaded, Failure> {
    compiled(self::workbook(path, options)?, Ports::default())
}

/// Reads a workbook and compiles it with the ports of a file, or with those that the workbook proposes.
pub fn with_ports(path: &Path, ports: Option<&Path>, options: &Options) -> Result<Loaded, Failure> {
    let mut imported = self::workbook(path, options)?;
    let file = match ports {
        Some(file) => PortsFile::parse(&read(file)?)
            .map_err(|diagnostic| Failure::new(format!("`{}`: {}", file.display(), diagnostic.message)))?,
        None => propose(&imported.workbook),
    };
    let (ports, of_ports) = file.resolve(&imported.workbook);
    imported.diagnostics.extend(of_ports);
    compiled(imported, ports)
}

/// Reads a model, or a workbook as [`with_ports`] does.
pub fn model(path: &Path, ports: Option<&Path>, options: &Options) -> Result<Arc<Model>, Failure> {
    let bytes = read(path)?;
    if Model::is_model(&bytes) {
        return Ok(Arc::new(Model::decode(&bytes)?));
    }
    Ok(with_ports(path, ports, options)?.model)
}

fn compiled(imported: Imported, ports: Ports) -> Result<Loaded, Failure> {
    let Imported { workbook, mut diagnostics, .. } = imported;
    let Compiled { model, diagnostics: of_formulas } = compile(&workbook, ports);
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
