//! An authority of the rate limit that is out of order, to see what the Worker does without it.
//!
//! The Worker itself has no switch for that: a module stands before it that exports the same Worker with another class of object.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The name of the module that stands before the Worker.
const MODULE: &str = "authority.js";
/// The class of the objects that decide, as `wrangler.toml` names it.
const CLASS: &str = "LimiterDo";

/// How the authority fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Authority {
    /// It is the Worker's own.
    #[default]
    Own,
    /// It takes two seconds for each answer.
    Slow,
    /// It fails.
    Down,
}

impl Authority {
    /// Writes the module that makes it so beside the entry module; its name, if there has to be one.
    pub fn write_into(self, folder: &Path, entry: &str) -> Result<Option<String>> {
        let answer = match self {
            Authority::Own => return Ok(None),
            Authority::Slow => "await scheduler.wait(2000);\n    return new Response(\"refused 60000 1 0 0 60000\");",
            Authority::Down => "throw new Error(\"out of order\");",
        };
        let entry =
            Path::new(entry).file_name().and_then(|name| name.to_str()).context("the entry module has no name")?;
        let text = format!(
            "import {{ DurableObject }} from \"cloudflare:workers\";\n\
             import worker from \"./{entry}\";\n\n\
             export default worker;\n\
             export class {CLASS} extends DurableObject {{\n  async fetch() {{\n    {answer}\n  }}\n}}\n"
        );
        let file = folder.join(MODULE);
        fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
        Ok(Some(MODULE.to_owned()))
    }
}
