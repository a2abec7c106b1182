//! Where things are in the tree.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The project's root folder and the places below it.
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// Finds the root from where this crate was built.
    pub fn locate() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let root = root.canonicalize().with_context(|| format!("cannot find the project at `{}`", root.display()))?;
        Ok(Self { root })
    }

    /// The root folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path below `build/`, which holds what is made for the Worker and never committed.
    pub fn build(&self, relative: &str) -> PathBuf {
        self.root.join("build").join(relative)
    }

    /// The log file of one step.
    pub fn log(&self, name: &str) -> PathBuf {
        self.root.join("target/xtask/logs").join(format!("{name}.log"))
    }

    /// The folder of material that is not part of the project (the real workbook, the corpora), if it is there.
    pub fn shared(&self) -> Option<PathBuf> {
        let folder = match std::env::var_os("PAINTBOX_SHARED") {
            Some(folder) => PathBuf::from(folder),
            None => self.root.join("../shared"),
        };
        folder.is_dir().then_some(folder)
    }
}
