//! The browser of the page's test: the system's Chromium. Playwright downloads none.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::apt;
use crate::machine::find_program;
use crate::project::Project;

/// Where the browser is, if it is there.
pub fn find() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program)
}

/// Finds the browser or installs Debian's.
pub fn set_up(project: &Project) -> Result<PathBuf> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    apt::install(project, &["chromium"])?;
    find().context("Debian's chromium was installed but is not on the path")
}
