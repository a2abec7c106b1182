//! The golden files: one a detector, each case with why it is judged so and where that is written.

use std::fs;
use std::path::PathBuf;

use waf::{Slot, inspect};

fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// The slot that a group names; a free text where it names none, as that is where honest texts stand.
fn slot(group: &toml::Table) -> Slot {
    match group.get("slot").and_then(toml::Value::as_str) {
        None | Some("free-text") => Slot::FreeText,
        Some("typed") => Slot::Typed,
        Some("query") => Slot::Query,
        Some("path") => Slot::Path,
        Some("header") => Slot::Header,
        Some(other) => unreachable!("unknown slot `{other}`"),
    }
}

fn texts<'g>(group: &'g toml::Table, key: &str) -> Vec<&'g str> {
    let list = group.get(key).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

#[test]
fn every_golden_case_is_judged_as_written() {
    let (mut faults, mut cases, mut files) = (Vec::new(), 0, 0);
    let entries = fs::read_dir(data()).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "toml")) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                faults.push(format!("{}: {error}", path.display()));
                continue;
            }
        };
        let Some(groups) = table.get("group").and_then(toml::Value::as_array) else { continue };
        files += 1;
        for group in groups.iter().filter_map(toml::Value::as_table) {
            for key in ["why", "source"] {
                if group.get(key).and_then(toml::Value::as_str).is_none_or(str::is_empty) {
                    faults.push(format!("{}: a group has no `{key}`", path.display()));
                }
            }
            let slot = slot(group);
            for text in texts(group, "refuse") {
                cases += 1;
                if inspect(text, slot).is_none() {
                    faults.push(format!("{}: allowed {text:?}", path.display()));
                }
            }
            for text in texts(group, "allow") {
                cases += 1;
                if let Some(finding) = inspect(text, slot) {
                    faults.push(format!("{}: refused by {} {text:?}", path.display(), finding.rule));
                }
            }
        }
    }
    println!("{cases} cases in {files} files");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(cases >= 600, "only {cases} cases were read");
}

#[test]
fn no_honest_note_is_refused() {
    let text = fs::read_to_string(data().join("honest_notes.txt")).unwrap_or_default();
    let notes: Vec<String> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .map(|line| line.replace("\\n", "\n"))
        .collect();
    let refused: Vec<String> = notes
        .iter()
        .filter_map(|note| inspect(note, Slot::FreeText).map(|finding| format!("{} {note:?}", finding.rule)))
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(notes.len() >= 350, "only {} notes were read", notes.len());
    // What is honest alone is honest together: several notes in one field.
    let together: Vec<String> = notes
        .chunks(7)
        .map(|chunk| chunk.join("\n"))
        .filter_map(|note| inspect(&note, Slot::FreeText).map(|finding| format!("{} {note:?}", finding.rule)))
        .collect();
    assert!(together.is_empty(), "{}", together.join("\n"));
}
