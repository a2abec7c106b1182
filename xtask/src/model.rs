//! The workbook becomes the asset that the Worker reads.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::machine::cargo;
use crate::process;
use crate::project::Project;

/// The asset's name, which the Worker asks for.
pub const ASSET: &str = "model.paintbox";

/// A workbook and the file that names its inputs and outputs.
pub struct Source {
    /// The `.xlsx` file.
    pub workbook: PathBuf,
    /// The ports file; without one the compiler proposes ports.
    pub ports: Option<PathBuf>,
}

impl Source {
    /// The given workbook, or the sample with its ports.
    pub fn new(project: &Project, workbook: Option<PathBuf>, ports: Option<PathBuf>) -> Self {
        match workbook {
            Some(workbook) => Self { workbook, ports },
            None => Self::sample(project),
        }
    }

    /// The workbook of the project's own.
    pub fn sample(project: &Project) -> Self {
        let workbook = project.path(crate::sample::WORKBOOK);
        Self { workbook, ports: Some(project.path(crate::sample::PORTS)) }
    }

    /// The real workbook with its ports, where it is there.
    pub fn real(project: &Project) -> Option<Self> {
        let base = project.shared()?.join("workbooks/painting-estimator");
        let (workbook, ports) = (base.with_extension("xlsx"), base.with_extension("model.json"));
        (workbook.is_file() && ports.is_file()).then_some(Self { workbook, ports: Some(ports) })
    }

    /// The workbook's name.
    pub fn name(&self) -> String {
        self.workbook.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// A small request body that this model understands: its first numeric core input at its default.
    pub fn example_request(&self) -> Value {
        let ports = self.ports.as_deref().and_then(|file| fs::read_to_string(file).ok());
        let ports: Option<Value> = ports.and_then(|text| serde_json::from_str(&text).ok());
        let inputs = ports.as_ref().and_then(|ports| ports.get("inputs")?.as_array());
        let first = inputs.and_then(|inputs| {
            inputs.iter().find(|input| {
                input.get("core") == Some(&Value::Bool(true)) && input.get("default").is_some_and(Value::is_number)
            })
        });
        match first.and_then(|input| Some((input.get("name")?.as_str()?, input.get("default")?))) {
            Some((name, value)) => json!({ "inputs": { name: value } }),
            None => json!({ "inputs": {} }),
        }
    }
}

/// Compiles the source into `assets`, which is made anew: nothing else is served beside the model.
pub fn compile(project: &Project, source: &Source, assets: &Path) -> Result<()> {
    if assets.exists() {
        fs::remove_dir_all(assets).with_context(|| format!("cannot empty `{}`", assets.display()))?;
    }
    fs::create_dir_all(assets).with_context(|| format!("cannot make `{}`", assets.display()))?;
    let mut command = cargo();
    command.args(["run", "--package", "cli", "--bin", "paintbox", "--manifest-path"]).arg(project.path("Cargo.toml"));
    command.args(["--", "compile"]).arg(&source.workbook);
    if let Some(ports) = &source.ports {
        command.arg("--ports").arg(ports);
    }
    command.arg("-o").arg(assets.join(ASSET));
    let name = source.name();
    process::run(&format!("compiling the workbook {name}"), command, &project.log(&format!("compile-{name}")))?;
    Ok(())
}
