//! Files to workbooks and models.

use std::path::{Path, PathBuf};
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
use calc_core::residual::residual;
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

/// Reads the model of a whole workbook, or a workbook as [`with_ports`] does. Of a residual model it is the one that lies beside it.
pub fn model(path: &Path, ports: Option<&Path>, options: &Options) -> Result<Arc<Model>, Failure> {
    reached(path, ports, options)?.whole()
}

/// What the ports can reach of a workbook, and the way to all of it.
pub struct Reached {
    pub model: Arc<Model>,
    whole: Whole,
}

enum Whole {
    Model(Arc<Model>),
    /// Beside a residual model.
    File(PathBuf),
}

impl Reached {
    /// The model of the whole workbook.
    pub fn whole(&self) -> Result<Arc<Model>, Failure> {
        let path = match &self.whole {
            Whole::Model(model) => return Ok(model.clone()),
            Whole::File(path) => path,
        };
        let bytes = std::fs::read(path).map_err(|error| {
            Failure::new(format!(
                "cannot read `{}`: {error}; the model beside it has only what its ports can reach, and this takes the whole workbook",
                path.display()
            ))
        })?;
        let model = Model::decode(&bytes)?;
        if model.hash() != self.model.hash() {
            return Err(Failure::new(format!(
                "`{}` is not of the same workbook and ports as the model beside it; compile the workbook again",
                path.display()
            )));
        }
        Ok(Arc::new(model))
    }
}

/// Reads a model or a workbook as [`with_ports`] does, for its ports alone.
pub fn reached(path: &Path, ports: Option<&Path>, options: &Options) -> Result<Reached, Failure> {
    let bytes = read(path)?;
    if !Model::is_model(&bytes) {
        let whole = with_ports(path, ports, options)?.model;
        return Ok(Reached { model: Arc::new(residual(&whole).0), whole: Whole::Model(whole) });
    }
    let model = Arc::new(Model::decode(&bytes)?);
    let whole = if model.is_residual() { Whole::File(beside(path)) } else { Whole::Model(model.clone()) };
    Ok(Reached { model, whole })
}

/// Where the model of the whole workbook lies beside one for its ports: `prices.whole.paintbox` beside `prices.paintbox`.
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_os_string();
    name.push(".whole");
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
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
