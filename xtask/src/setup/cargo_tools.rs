//! The two programs that turn a compiled Worker into a bundle, kept by version outside `target/`.
//!
//! They take minutes to build, so they outlive `cargo clean` and are shared by all checkouts. They run for seconds, so they
//! are built without optimisation, which costs a third of the time; their output is the same.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::machine::{cache_folder, cargo, find_program, is_executable, without_toolchain};
use crate::process;
use crate::project::Project;

/// A program that cargo installs.
pub struct CargoTool {
    package: &'static str,
    version: &'static str,
    program: &'static str,
    /// Does it link with the system's OpenSSL?
    needs_openssl: bool,
}

/// Must be of the same version as the `wasm-bindgen` crate in `Cargo.lock`.
pub const WASM_BINDGEN: CargoTool =
    CargoTool { package: "wasm-bindgen-cli", version: "0.2.130", program: "wasm-bindgen", needs_openssl: false };

/// Goes with the `worker` crate of the same version.
pub const WORKER_BUILD: CargoTool =
    CargoTool { package: "worker-build", version: "0.8.7", program: "worker-build", needs_openssl: true };

/// Where the program is, if it is installed.
pub fn find(tool: &CargoTool) -> Result<Option<PathBuf>> {
    let program = folder(tool)?.join("bin").join(tool.program);
    Ok(is_executable(&program).then_some(program))
}

/// Finds the program or installs it.
pub fn set_up(project: &Project, tool: &CargoTool) -> Result<PathBuf> {
    if let Some(program) = find(tool)? {
        return Ok(program);
    }
    if tool.needs_openssl {
        set_up_openssl(project)?;
    }
    let cache = cache_folder()?;
    fs::create_dir_all(&cache).with_context(|| format!("cannot make `{}`", cache.display()))?;
    let mut command = cargo();
    without_toolchain(&mut command);
    // Not `--locked`: the lock file that wasm-bindgen-cli carries names a version that was never published.
    command.args(["install", tool.package, "--version", &format!("={}", tool.version), "--root"]).arg(folder(tool)?);
    command.envs([
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ]);
    // Outside the project, so that its configuration has no say; cargo builds in a temporary folder of its own.
    command.current_dir(&cache).env_remove("CARGO_TARGET_DIR");
    let label = format!("building {} {} (minutes, once)", tool.package, tool.version);
    process::run(&label, command, &project.log(tool.package))?;
    match find(tool)? {
        Some(program) => Ok(program),
        None => bail!("{} was installed without its program `{}`", tool.package, tool.program),
    }
}

fn folder(tool: &CargoTool) -> Result<PathBuf> {
    Ok(cache_folder()?.join("tools").join(format!("{}-{}", tool.package, tool.version)))
}

fn set_up_openssl(project: &Project) -> Result<()> {
    let there = find_program("pkg-config").is_some()
        && process::succeeds(Command::new("pkg-config").args(["--exists", "openssl"]));
    if there { Ok(()) } else { apt::install(project, &["pkg-config", "libssl-dev"]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_fit_the_crates_in_the_lock_file() {
        let lock = include_str!("../../../Cargo.lock");
        for (krate, tool) in [("wasm-bindgen", &WASM_BINDGEN), ("worker", &WORKER_BUILD)] {
            let entry = format!("name = \"{krate}\"\nversion = \"{}\"", tool.version);
            let is_used = lock.contains(&format!("name = \"{krate}\"\n"));
            assert!(!is_used || lock.contains(&entry), "`{}` must be {} as in Cargo.lock", tool.package, krate);
        }
    }
}
