//! Tables of the guides that say what the code says.

use calc_core::calculation::json::MAX_DEPTH;
use calc_core::calculation::{MAX_CELLS, MAX_CONTEXT, MAX_FORMULA, MAX_RESULT};
use calc_core::import::Limits;
use calc_core::model::ports::MAX_TEXT;
use calc_core::syntax::{MAX_LENGTH, MAX_NESTING};
use cf_config::policy::{MAX_BATCH_OUTPUTS, MAX_BODY, MAX_HEADER_BYTES, MAX_HEADERS, MAX_SCENARIOS, MAX_TARGET};
use edge_worker::problem::CATALOGUE;

use crate::{guides, root};

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join("docs").join(name)).unwrap()
}

/// A number with commas between its thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut parted = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    parted
}

fn kibibytes(bytes: usize) -> String {
    format!("{} KiB", bytes / 1024)
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

#[test]
fn the_limits_are_those_of_the_code() {
    let page = page("operating.md");
    let limits = Limits::default();
    let count = |count: usize| thousands(count as u64);
    let of_requests = [
        ("body", kibibytes(MAX_BODY)),
        ("path with its query", kibibytes(MAX_TARGET)),
        ("headers", format!("{MAX_HEADERS}, together {}", kibibytes(MAX_HEADER_BYTES))),
        ("nesting of the JSON", MAX_DEPTH.to_string()),
        ("text of an input without choices", format!("{MAX_TEXT} characters")),
        ("cells set, cells read", format!("{} each", count(MAX_CELLS))),
        ("scenarios of a batch", count(MAX_SCENARIOS)),
        ("outputs of all scenarios of a batch", count(MAX_BATCH_OUTPUTS)),
        ("formula of `execute`", format!("{} characters", count(MAX_FORMULA))),
        ("result of `execute`", format!("{} values", thousands(MAX_RESULT))),
        ("cells of `execute`", count(MAX_CONTEXT)),
    ];
    let of_workbooks = [
        ("the file", mebibytes(limits.file_bytes)),
        ("parts in the file", count(limits.parts)),
        ("what the parts claim to unpack to", mebibytes(limits.archive_bytes)),
        ("one part, unpacked", mebibytes(limits.part_bytes)),
        ("all parts that are read, unpacked", mebibytes(limits.total_bytes)),
        ("sheets", count(limits.sheets)),
        ("cells with content", count(limits.cells)),
        ("texts, each counted once", count(limits.shared_strings)),
        ("cell styles", count(limits.styles)),
        ("defined names", count(limits.names)),
        ("formula", format!("{} bytes, {} nested brackets", count(MAX_LENGTH), count(MAX_NESTING))),
    ];
    for (what, most) in of_requests.iter().chain(&of_workbooks) {
        let row = format!("| {what} | {most} |");
        assert!(page.contains(&row), "docs/operating.md lacks the row `{row}`");
    }
}

#[test]
fn the_problems_are_those_of_the_catalogue() {
    let page = page("http-api.md");
    let (_, table) = page.split_once("| type `urn:paintbox:problem:…` | status | meaning |\n|---|---|---|\n").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let expected: Vec<String> = CATALOGUE
        .iter()
        .map(|problem| format!("| `{}` | {} | {} |", problem.name, problem.status, problem.title))
        .collect();
    assert_eq!(table.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    let mut pages = guides();
    pages.push(root().join("ARCHITECTURE.md"));
    let decisions = std::fs::read_dir(root().join("docs/decisions")).unwrap();
    pages.extend(decisions.map(|entry| entry.unwrap().path()));
    for path in &pages {
        let text = std::fs::read_to_string(path).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let found = std::fs::read_to_string(&file).is_ok_and(|page| anchor.is_empty() || has_anchor(&page, anchor));
            if !found && !file.is_dir() {
                broken.push(format!("{}: `{target}`", path.file_name().unwrap().to_string_lossy()));
            }
        }
    }
    assert_eq!(broken, [""; 0]);
}

/// Whether a page has a heading that an anchor means: its words in lower case, joined by `-`.
fn has_anchor(page: &str, anchor: &str) -> bool {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| line.trim_start_matches('#').trim()).any(|heading| {
        let kept = heading
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .collect::<String>();
        kept.replace(' ', "-") == anchor
    })
}
