//! The generated parts of the guides: what stands between `<!-- policy: NAME -->` and `<!-- end -->` is made from the policy, a table
//! or a single number in a sentence.

use std::fs;
use std::path::{Path, PathBuf};

use cf_config::policy::Policy;
use cf_config::render::{Table, table, value};

const BEGIN: &str = "<!-- policy: ";
const END: &str = "<!-- end -->";

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every page of the project.
pub fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.extend(["README.md", "ARCHITECTURE.md", "edge-worker/README.md"].map(|page| root().join(page)));
    pages.sort();
    pages
}

/// A part of a page: written by hand, or generated under a name.
pub enum Part<'a> {
    Written(&'a str),
    Generated { name: &'a str, content: &'a str },
}

/// The parts of a page.
pub fn parts(page: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (name, after) = after.split_once(" -->").expect("a mark that ends");
        let (content, after) = after.split_once(END).unwrap_or_else(|| panic!("`{BEGIN}{name}` has no `{END}`"));
        parts.push(Part::Written(before));
        parts.push(Part::Generated { name, content });
        rest = after;
    }
    parts.push(Part::Written(rest));
    parts
}

/// What should stand under a name; none where another test knows it.
fn content(name: &str) -> Option<String> {
    let policy = Policy::production();
    if name == super::agreement::PART {
        return None;
    }
    let of_table = Table::of_name(name).map(|found| format!("\n\n{}\n", table(found, &policy)));
    let text = of_table.or_else(|| value(name, &policy));
    Some(text.unwrap_or_else(|| panic!("no table or number of the policy is named `{name}`")))
}

/// Puts other contents under the names of a page.
pub fn rewritten(page: &str, content: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    for part in parts(page) {
        match part {
            Part::Written(text) => out.push_str(text),
            Part::Generated { name, content: present } => {
                let text = content(name).unwrap_or_else(|| present.to_owned());
                out.extend([BEGIN, name, " -->", &text, END]);
            }
        }
    }
    out
}

/// Fails where a page is not as it should be; writes it instead where asked to.
pub fn hold(path: &Path, expected: &str) {
    let present = fs::read_to_string(path).unwrap();
    if present == expected {
        return;
    }
    if std::env::var_os("PAINTBOX_BLESS").is_some() {
        fs::write(path, expected).unwrap();
        return;
    }
    let line = present.lines().zip(expected.lines()).position(|(one, other)| one != other).map_or(0, |at| at + 1);
    panic!("{} is stale at line {line}: run this test with PAINTBOX_BLESS=1 and review what changes", path.display());
}

#[test]
fn the_generated_parts_of_the_guides_are_made_from_the_policy() {
    let mut generated = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        generated += parts(&page).iter().filter(|part| matches!(part, Part::Generated { .. })).count();
        hold(&path, &rewritten(&page, content));
    }
    assert!(generated > 0, "no page has a generated part");
}
