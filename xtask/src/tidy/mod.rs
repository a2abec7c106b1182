//! `cargo xtask tidy`: the rules of the house that no compiler and no linter checks.

mod crates;
mod rooms;
mod source;
mod text;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::project::Project;

/// Prints what it looked at; an error lists every broken rule.
pub fn run(project: &Project) -> Result<()> {
    println!("{}", check(project)?);
    Ok(())
}

/// One line about what was looked at; an error lists every broken rule.
pub fn check(project: &Project) -> Result<String> {
    let files = files(project)?;
    let mut findings = text::check(&files);
    let edges = rooms::check(&files, &mut findings);
    crates::check(project, &mut findings)?;
    if !findings.is_empty() {
        bail!("{} rules of the house are broken:\n  {}", findings.len(), findings.join("\n  "));
    }
    Ok(format!("{} files, {edges} edges between rooms", files.len()))
}

/// A text file of the project.
pub struct SourceFile {
    /// Relative to the root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// All text files that git knows or would add.
fn files(project: &Project) -> Result<Vec<SourceFile>> {
    let mut command = Command::new("git");
    command.current_dir(project.root()).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let listing = process::capture(&mut command).context("cannot list the project's files with git")?;
    let paths = listing.lines().map(|path| (path.to_owned(), project.path(path)));
    let texts = paths.filter_map(|(path, file): (String, PathBuf)| {
        // A file that was deleted but not yet committed, or one that is no text, has no lines to check.
        std::fs::read_to_string(file).ok().map(|text| SourceFile { path, text })
    });
    Ok(texts.collect())
}
