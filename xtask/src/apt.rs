//! Debian's package manager, for the few things that cargo and npm cannot bring.

use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};

use crate::machine::find_program;
use crate::process;
use crate::project::Project;

/// Is this a machine on which Debian packages can be installed?
pub fn is_there() -> bool {
    find_program("apt-get").is_some()
}

/// Installs packages, without what they only recommend.
pub fn install(project: &Project, packages: &[&str]) -> Result<()> {
    refresh(project)?;
    let mut command = apt_get()?;
    command.args(["install", "-y", "--no-install-recommends"]).args(packages);
    process::run(&format!("installing {}", packages.join(", ")), command, &project.log("apt-install"))?;
    Ok(())
}

/// The version that an installation would bring.
pub fn candidate(project: &Project, package: &str) -> Result<Option<String>> {
    refresh(project)?;
    let policy = process::capture(Command::new("apt-cache").args(["policy", package])).unwrap_or_default();
    let version = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "));
    Ok(version.filter(|version| *version != "(none)").map(str::to_owned))
}

/// Brings the package lists up to date, once for this run.
fn refresh(project: &Project) -> Result<()> {
    static DONE: OnceLock<()> = OnceLock::new();
    if DONE.get().is_none() {
        let mut command = apt_get()?;
        command.arg("update");
        process::run("reading Debian's package lists", command, &project.log("apt-update"))?;
        DONE.set(()).ok();
    }
    Ok(())
}

fn apt_get() -> Result<Command> {
    if !is_there() {
        bail!("cannot install packages: there is no `apt-get` here, only Debian is set up without help");
    }
    let user = process::capture(Command::new("id").arg("-u")).context("cannot tell which user this is")?;
    let mut command = if user == "0" {
        Command::new("env")
    } else if find_program("sudo").is_some() {
        let mut command = Command::new("sudo");
        command.args(["-n", "env"]);
        command
    } else {
        bail!("cannot install packages as this user: run `cargo xtask setup` as root, or install sudo");
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
    command.args(["-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3"]);
    Ok(command)
}
