//! The workbook under measurement.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::PortsFile;
use calc_core::workbook::Workbook;

/// A workbook and its ports file, as bytes.
pub struct House {
    /// What it is called in reports.
    pub name: &'static str,
    /// The `.xlsx` file.
    pub workbook: Vec<u8>,
    /// The ports file.
    pub ports: Vec<u8>,
}

impl House {
    /// The real workbook, or the sample with a word about it.
    ///
    /// # Panics
    /// If neither can be read.
    pub fn find() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let shared = std::env::var_os("PAINTBOX_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
        let real = shared.join("workbooks/painting-estimator.xlsx");
        if real.is_file() {
            return Self::read("real workbook", &real, &real.with_extension("model.json"));
        }
        eprintln!("skipped: the real workbook is not there (`{}`); the sample is measured", real.display());
        Self::sample()
    }

    /// The sample, even where the real workbook is.
    ///
    /// # Panics
    /// If it cannot be read.
    pub fn sample() -> Self {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample/house-painting.xlsx");
        Self::read("sample workbook", &sample, &sample.with_extension("ports.json"))
    }

    fn read(name: &'static str, workbook: &Path, ports: &Path) -> Self {
        let read =
            |file: &Path| fs::read(file).unwrap_or_else(|error| panic!("cannot read `{}`: {error}", file.display()));
        Self { name, workbook: read(workbook), ports: read(ports) }
    }

    /// Reads the file.
    pub fn import(&self) -> Workbook {
        read_xlsx(&self.workbook, &ImportOptions::default()).expect("the workbook is a workbook").workbook
    }

    /// Compiles what was read, with its ports.
    pub fn compile(&self, workbook: &Workbook) -> Model {
        let ports = PortsFile::parse(&self.ports).expect("the ports file is one");
        compile(workbook, ports.resolve(workbook).0).model
    }

    /// The model, from the file.
    pub fn model(&self) -> Arc<Model> {
        Arc::new(self.compile(&self.import()))
    }

    /// A calculated session.
    pub fn session(&self) -> Session {
        let mut session = Session::new(self.model(), Clock::default());
        session.recalculate().expect("the workbook fits the budget");
        session
    }
}
