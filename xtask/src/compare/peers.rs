//! Which engines are compared, what each needs, and how it is started.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;

use super::child::Engine;
use crate::machine::{cargo, find_program};
use crate::process;
use crate::project::Project;

/// The engines, ours first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Name {
    /// This engine
    Own,
    /// Formualizer, a crate
    Formualizer,
    /// HyperFormula, an npm package
    Hyperformula,
    /// LibreOffice, where it is installed
    Libreoffice,
    /// IronCalc, a crate
    Ironcalc,
}

/// All of them.
pub const ALL: [Name; 5] = [Name::Own, Name::Formualizer, Name::Hyperformula, Name::Libreoffice, Name::Ironcalc];

impl Name {
    /// What a table calls it.
    pub fn title(self) -> &'static str {
        match self {
            Name::Own => "this engine",
            Name::Formualizer => "Formualizer",
            Name::Hyperformula => "HyperFormula",
            Name::Libreoffice => "LibreOffice",
            Name::Ironcalc => "IronCalc",
        }
    }

    /// Starts it; `ports` is for this engine alone.
    pub fn start(self, project: &Project, ports: Option<&PathBuf>) -> Result<Engine> {
        let mut command = match self {
            Name::Own => {
                let mut command = Command::new(project.path("target/release/own"));
                command.args(ports);
                command
            }
            Name::Formualizer => Command::new(project.path("benches/peers/target/release/formualizer")),
            Name::Ironcalc => Command::new(project.path("benches/peers/target/release/ironcalc")),
            Name::Hyperformula => {
                let mut command = Command::new(find_program("node").context("there is no `node`")?);
                // Room for a million cells; the default is that of a browser's tab.
                command.arg("--max-old-space-size=8192").arg(project.path("benches/peers/hyperformula/peer.mjs"));
                command
            }
            Name::Libreoffice => {
                let mut command = Command::new(python()?);
                command.arg(project.path("benches/peers/libreoffice/peer.py"));
                command
            }
        };
        command.current_dir(project.root());
        Engine::start(command)
    }
}

/// Engines that are not there, and why.
pub type Missing = Vec<(Name, String)>;

/// Builds and installs what these engines need; returns those that are there, and why the others are not.
pub fn set_up(project: &Project, wanted: &[Name]) -> Result<(Vec<Name>, Missing)> {
    build(project, "this engine", &["build", "--release", "--package", "benches", "--bins"], ".")?;
    let mut there = Vec::new();
    let mut missing = Vec::new();
    for name in ALL.into_iter().filter(|name| *name == Name::Own || wanted.contains(name)) {
        let done = match name {
            Name::Own => Ok(()),
            Name::Formualizer | Name::Ironcalc => build(
                project,
                "the peers' crates (minutes, once)",
                &["build", "--release", "--locked"],
                "benches/peers",
            ),
            Name::Hyperformula => install(project),
            Name::Libreoffice => find_program("soffice").context("`soffice` is not installed").and(python().map(drop)),
        };
        match done {
            Ok(()) => there.push(name),
            Err(error) => missing.push((name, format!("{error:#}"))),
        }
    }
    Ok((there, missing))
}

fn build(project: &Project, what: &str, arguments: &[&str], folder: &str) -> Result<()> {
    let mut command = cargo();
    command.args(arguments).current_dir(project.path(folder)).env_remove("CARGO_TARGET_DIR");
    process::run(&format!("building {what}"), command, &project.log("compare-build"))?;
    Ok(())
}

fn install(project: &Project) -> Result<()> {
    let folder = project.path("benches/peers/hyperformula");
    let lock = fs::read_to_string(folder.join("package-lock.json")).context("there is no lock file")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut command = Command::new(find_program("npm").context("there is no `npm`")?);
    command.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::run("installing HyperFormula by npm", command, &project.log("compare-npm"))?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// A Python that knows LibreOffice: Debian's, rarely the first on the path.
fn python() -> Result<PathBuf> {
    let candidates = [PathBuf::from("/usr/bin/python3")].into_iter().chain(find_program("python3"));
    let knows = |python: &PathBuf| process::succeeds(Command::new(python).args(["-c", "import uno"]));
    candidates.into_iter().find(knows).context("no Python here has the module `uno` (Debian: python3-uno)")
}
