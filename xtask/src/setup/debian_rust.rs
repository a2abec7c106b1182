//! Debian's compiler with a standard library for WebAssembly, built once from Debian's own sources.
//!
//! `rustc-web` is the up-to-date Rust of Debian's security suite, without the WebAssembly library. `rust-web-src` is that
//! library's source, of the same version: the library of one version does not compile with the compiler of another.
//! The result is a sysroot in the user's data folder: the host's library by link, the target's as built, and a `rustc` that
//! names the sysroot. Neither rustup nor anything under `/usr` is changed by it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::wasm_target::{MINIMUM_MINOR, TARGET, has_target};
use crate::apt;
use crate::machine::{data_folder, is_executable, rust_minor, without_toolchain};
use crate::process;
use crate::project::Project;

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const SOURCES: &str = "/usr/lib/rustlib/src/rust/library";

/// The folder of programs, when the toolchain is there and still fits Debian's compiler.
pub fn find() -> Result<Option<PathBuf>> {
    let folder = folder()?;
    let rustc = programs(&folder).join("rustc");
    let stamp = fs::read_to_string(folder.join("stamp")).ok();
    let fits = stamp.is_some() && stamp == compiler_version() && has_target(&rustc);
    Ok(fits.then(|| programs(&folder)))
}

/// Installs what is missing, builds the library and returns the folder of programs.
pub fn set_up(project: &Project) -> Result<PathBuf> {
    install_compiler(project)?;
    let version = compiler_version().context("Debian's rustc was installed but does not run")?;
    let linker = install_linker(project, &version)?;
    let folder = folder()?;
    // Built beside its place and moved there whole: an interrupted build leaves nothing that looks finished.
    let work = folder.with_extension(format!("{}.tmp", std::process::id()));
    let made = build_library(project, &work)
        .and_then(|library| assemble(&work.join("new"), &folder, &library, &linker, &version))
        .and_then(|()| replace(&folder, &work.join("new")));
    fs::remove_dir_all(&work).ok();
    made?;
    find()?
        .with_context(|| format!("the library was built, yet the compiler in `{}` does not find it", folder.display()))
}

fn folder() -> Result<PathBuf> {
    Ok(data_folder()?.join("wasm-toolchain"))
}

fn programs(folder: &Path) -> PathBuf {
    folder.join("bin")
}

fn compiler_version() -> Option<String> {
    process::capture(Command::new(RUSTC).arg("-vV"))
}

fn field<'a>(version: &'a str, name: &str) -> Result<&'a str> {
    let found = version.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    found.with_context(|| format!("cannot read `{name}` from the version of `{RUSTC}`"))
}

fn install_compiler(project: &Project) -> Result<()> {
    let minor = compiler_version().and_then(|version| rust_minor(version.lines().next()?));
    let there = minor.is_some_and(|minor| minor >= MINIMUM_MINOR)
        && is_executable(Path::new(CARGO))
        && Path::new(SOURCES).join("std").is_dir();
    if there {
        return Ok(());
    }
    if !apt::is_there() {
        bail!(
            "cannot build for {TARGET}: the active Rust lacks the target and this is no Debian; \
             add the target yourself, or run `cargo xtask setup --rustup`"
        );
    }
    let offered = apt::candidate(project, "rustc-web")?;
    let offered_minor = offered.as_deref().and_then(|version| rust_minor(&format!("rustc {version}")));
    if offered_minor.is_none_or(|minor| minor < MINIMUM_MINOR) {
        bail!(
            "cannot build for {TARGET}: Debian offers rustc-web {}, expected 1.{MINIMUM_MINOR} or newer; \
             enable the security suite, or run `cargo xtask setup --rustup`",
            offered.as_deref().unwrap_or("in no version")
        );
    }
    apt::install(project, &["rustc-web", "cargo-web", "rust-web-src"])
}

/// The linker of the compiler's own LLVM version; an older one does not understand its objects.
fn install_linker(project: &Project, version: &str) -> Result<PathBuf> {
    let llvm = field(version, "LLVM version")?.split('.').next().unwrap_or_default();
    let linker = PathBuf::from(format!("/usr/bin/lld-{llvm}"));
    if !is_executable(&linker) {
        apt::install(project, &[&format!("lld-{llvm}")])?;
    }
    Ok(linker)
}

/// Builds the library by way of an empty crate; returns the folder of the `.rlib` files.
fn build_library(project: &Project, work: &Path) -> Result<PathBuf> {
    let seed = work.join("seed");
    fs::create_dir_all(&seed).with_context(|| format!("cannot make `{}`", seed.display()))?;
    let manifest = "[package]\nname = \"seed\"\nedition = \"2021\"\n[lib]\npath = \"seed.rs\"\n[workspace]\n";
    fs::write(seed.join("Cargo.toml"), manifest)?;
    fs::write(seed.join("seed.rs"), "")?;
    let mut command = Command::new(CARGO);
    without_toolchain(&mut command);
    command
        .current_dir(&seed)
        .args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort"])
        // The sources' dependencies lie beside them; nothing is downloaded.
        .args(["--config", "source.crates-io.replace-with='debian'"])
        .args(["--config", &format!("source.debian.directory='{SOURCES}/vendor'")])
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"))
        // Without bitcode the release profile's link-time optimisation fails on these files.
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Cembed-bitcode=yes");
    let label = format!("building Rust's library for {TARGET} (about a minute, once)");
    process::run(&label, command, &project.log("wasm-library"))?;
    Ok(work.join("target").join(TARGET).join("release/deps"))
}

fn assemble(new: &Path, folder: &Path, library: &Path, linker: &Path, version: &str) -> Result<()> {
    let host = field(version, "host")?;
    let target_library = new.join("lib/rustlib").join(TARGET).join("lib");
    let host_folder = new.join("lib/rustlib").join(host);
    for directory in [&target_library, &host_folder.join("bin"), &programs(new)] {
        fs::create_dir_all(directory)?;
    }
    for file in library.read_dir()?.flatten() {
        let name = file.file_name();
        let text = name.to_string_lossy();
        if text.ends_with(".rlib") && !text.starts_with("libseed-") {
            fs::copy(file.path(), target_library.join(&name))?;
        }
    }
    symlink(Path::new("/usr/lib/rustlib").join(host).join("lib"), host_folder.join("lib"))?;
    symlink(linker, host_folder.join("bin/rust-lld"))?;
    symlink(CARGO, programs(new).join("cargo"))?;
    let rustc = programs(new).join("rustc");
    fs::write(&rustc, format!("#!/bin/sh\nexec {RUSTC} --sysroot '{}' \"$@\"\n", folder.display()))?;
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755))?;
    fs::write(new.join("stamp"), version)?;
    Ok(())
}

fn replace(folder: &Path, new: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::rename(new, folder).with_context(|| format!("cannot move the toolchain to `{}`", folder.display()))
}
