//! A Rust that builds for `wasm32-unknown-unknown`.
//!
//! The active toolchain is used when it has the target. Where it has not, rustup is asked only by explicit wish, because
//! adding a target can bring a whole toolchain up to date. Otherwise Debian's compiler gets the target in a folder of its
//! own, see [`debian_rust`].

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::debian_rust;
use crate::machine::{find_program, rust_minor};
use crate::process;
use crate::project::Project;

/// The target of the Worker.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Rust 1.91 is what the `worker` crate needs.
pub const MINIMUM_MINOR: u32 = 91;

/// May rustup change the active toolchain?
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rustup {
    /// The user said so.
    Allowed,
    /// Nobody said so.
    LeftAlone,
}

/// Which cargo and rustc build the Worker.
pub enum RustToolchain {
    /// The one on the path.
    Active,
    /// One in a folder of programs that must stand first on the path.
    Separate(PathBuf),
}

impl RustToolchain {
    /// One line for a person.
    pub fn describe(&self) -> String {
        match self {
            Self::Active => "the active toolchain".to_owned(),
            Self::Separate(programs) => programs.display().to_string(),
        }
    }
}

/// What is there already.
pub fn find() -> Result<Option<RustToolchain>> {
    if !debian_is_forced() && active_is_ready() {
        return Ok(Some(RustToolchain::Active));
    }
    Ok(debian_rust::find()?.map(RustToolchain::Separate))
}

/// Finds a toolchain or makes one.
pub fn set_up(project: &Project, rustup: Rustup) -> Result<RustToolchain> {
    if let Some(toolchain) = find()? {
        return Ok(toolchain);
    }
    if rustup == Rustup::Allowed && !debian_is_forced() {
        add_by_rustup(project)?;
        return Ok(RustToolchain::Active);
    }
    Ok(RustToolchain::Separate(debian_rust::set_up(project)?))
}

/// Does the library of this compiler's own version exist for the target?
pub fn has_target(rustc: &Path) -> bool {
    let Some(root) = process::capture(Command::new(rustc).args(["--print", "sysroot"])) else { return false };
    let folder = Path::new(&root).join("lib/rustlib").join(TARGET).join("lib");
    let Ok(files) = folder.read_dir() else { return false };
    files.flatten().any(|file| {
        let name = file.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

fn active_is_ready() -> bool {
    let rustc = Path::new("rustc");
    let version = process::capture(Command::new(rustc).arg("--version"));
    version.and_then(|line| rust_minor(&line)).is_some_and(|minor| minor >= MINIMUM_MINOR) && has_target(rustc)
}

/// For a test of the other route on a machine that would not take it.
fn debian_is_forced() -> bool {
    std::env::var_os("WASM_FORCE_DEBIAN").is_some_and(|value| value == "1")
}

fn add_by_rustup(project: &Project) -> Result<()> {
    if std::env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") {
        bail!(
            "cannot add {TARGET}: `RUSTUP_AUTO_INSTALL=0` forbids rustup to install; run `cargo xtask setup` without `--rustup`"
        );
    }
    if find_program("rustup").is_none() {
        bail!("cannot add {TARGET}: there is no `rustup` here; run `cargo xtask setup` without `--rustup`");
    }
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]);
    process::run(&format!("rustup adds {TARGET}"), command, &project.log("rustup"))?;
    if !active_is_ready() {
        bail!("rustup added {TARGET}, yet the active rustc does not find it: is it older than 1.{MINIMUM_MINOR}?");
    }
    Ok(())
}
