//! What this machine is: folders of the user, programs on the path, and an environment clean enough for other tools.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// Variables that `cargo run` sets for this program and that would mislead another toolchain.
const MISLEADING: [&str; 11] = [
    "CARGO",
    "RUSTC",
    "RUSTDOC",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTUP_TOOLCHAIN",
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_RUSTFLAGS",
    "LD_LIBRARY_PATH",
];

/// Takes the variables of the running toolchain out of a command's environment.
pub fn without_toolchain(command: &mut Command) -> &mut Command {
    for name in MISLEADING {
        command.env_remove(name);
    }
    command
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Where a program is on the path.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_executable(file))
}

/// Is there a file that may be run?
pub fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

/// The path with these folders before all others.
pub fn path_with(first: &[&Path]) -> Result<OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let folders = first.iter().map(|folder| folder.to_path_buf()).chain(std::env::split_paths(&old));
    std::env::join_paths(folders).context("a folder's name contains the path separator")
}

/// The user's folder for things that can be made again (`XDG_CACHE_HOME`).
pub fn cache_folder() -> Result<PathBuf> {
    user_folder("XDG_CACHE_HOME", ".cache")
}

/// The user's folder for things that last (`XDG_DATA_HOME`).
pub fn data_folder() -> Result<PathBuf> {
    user_folder("XDG_DATA_HOME", ".local/share")
}

fn user_folder(variable: &str, below_home: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os(variable).filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => {
            let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
            PathBuf::from(home.context("cannot find the user's folder: `HOME` is not set")?).join(below_home)
        }
    };
    Ok(folder.join("paintbox-edge"))
}

/// The minor version in `rustc 1.96.0 (…)`.
pub fn rust_minor(version_line: &str) -> Option<u32> {
    version_line.split_whitespace().nth(1)?.strip_prefix("1.")?.split('.').next()?.parse().ok()
}

/// The version in `v22.23.3` as numbers that compare.
pub fn version_numbers(text: &str) -> Vec<u32> {
    text.trim().trim_start_matches('v').split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_tools_print_them() {
        assert_eq!(rust_minor("rustc 1.96.0 (abc 2026-05-01) (built from a source tarball)"), Some(96));
        assert_eq!(rust_minor("no version"), None);
        assert!(version_numbers("v22.12.0") > version_numbers("v20.20.2"));
        assert!(version_numbers("v22.9.0") < version_numbers("v22.12.0"));
    }
}
