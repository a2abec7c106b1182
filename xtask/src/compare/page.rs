//! The part of docs/performance.md that is written by the comparison.

use std::fs;

use anyhow::{Context, Result};

use crate::project::Project;

const PAGE: &str = "docs/performance.md";
const BEGIN: &str = "<!-- written by `cargo xtask compare --write` -->";
const END: &str = "<!-- end of what is written -->";

/// Puts the text in the page, in place of what was written there before.
pub fn write(project: &Project, text: &str) -> Result<()> {
    let page = project.path(PAGE);
    let old = fs::read_to_string(&page).with_context(|| format!("cannot read `{PAGE}`"))?;
    let new =
        replace(&old, text).with_context(|| format!("`{PAGE}` has no place for it: expected `{BEGIN}` and `{END}`"))?;
    fs::write(&page, new).with_context(|| format!("cannot write `{PAGE}`"))
}

fn replace(page: &str, text: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{text}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_the_written_part_stays() {
        let page = format!("# Title\n{BEGIN}\nold\n{END}\nmore\n");
        let expected = format!("# Title\n{BEGIN}\n\nnew\n\n{END}\nmore\n");
        assert_eq!(replace(&page, "new"), Some(expected));
        assert_eq!(replace("no place", "new"), None);
    }
}
