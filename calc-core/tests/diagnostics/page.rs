//! `docs/diagnostics.md`.

use std::collections::BTreeMap;

use calc_core::diagnostic::Severity;
use calc_core::diagnostic::catalogue::{Entry, FAMILIES};

use crate::example::Example;

const INTRODUCTION: &str = "\
<!-- Made from the catalogue in calc-core/src/diagnostic and the examples in calc-core/tests/diagnostics. -->

# Diagnostics

What `paintbox` says about a workbook, its formulas and its ports file. A problem never hides another one and never stops the rest from
computing: a formula with a problem has the error value that a spreadsheet would show, everything else is as if it were not there.

A diagnostic has a severity, a code, a message that says what was found and what was expected, the place, the stretch of the formula that
is meant, and what to do. `check` and `compile` write them to standard error; with `--json`, `compile` counts them and `check` leaves them
out. Of one code the first 100 are shown and the rest counted, as far as they concern the file.

| severity | meaning |
|---|---|
| error | a part of the workbook does not compute, or a port is not there |
| warning | something may not be what the author meant |
| note | worth knowing; nothing is wrong |

A file that is no workbook, or that is built to harm its reader, is refused as a whole, with exit code 2 and one message: another kind of
file (CSV, .xls, .xlsb, .ods, a document), a workbook locked by a password, a damaged zip or XML, a file beyond the
[limits](operating.md#limits). Those messages have no code.

In the examples, a text in ⟨…⟩ stands for more: ⟨x × 9⟩ is nine of `x`, ⟨byte E9⟩ a byte that is not UTF-8. Ports files are held against a
sheet `Measure` with 5 in `B2` and `=B2*2` in `B3`.
";

/// The whole page.
pub fn page(examples: &BTreeMap<u16, Example>) -> String {
    let mut page = String::from(INTRODUCTION);
    for family in FAMILIES {
        page.push_str(&format!("\n## {}\n", family.title));
        for entry in family.entries {
            if let Some(example) = examples.get(&entry.code.number()) {
                page.push_str(&section(entry, example));
            }
        }
    }
    page
}

fn section(entry: &Entry, example: &Example) -> String {
    let Entry { code, title, meaning, remedy } = entry;
    let diagnostics = example.diagnostics();
    let diagnostic = diagnostics.iter().find(|diagnostic| diagnostic.code == *code);
    let said = diagnostic.map_or(String::new(), |diagnostic| diagnostic.to_string());
    let severity = match diagnostic.map(|diagnostic| diagnostic.severity) {
        Some(Severity::Error) => "Error",
        Some(Severity::Warning) => "Warning",
        Some(Severity::Note) | None => "Note",
    };
    let shown = example.shown();
    let meaning = wrapped(&format!("{severity}. {meaning}"));
    let remedy = wrapped(&format!("**What to do.** {remedy}"));
    let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
    let said = lines.join("\n");
    format!("\n### {code}: {title}\n\n{meaning}\n\n{shown}```text\n{said}\n```\n\n{remedy}\n")
}

/// The widest line of running text.
const WIDTH: usize = 139;

/// A paragraph in lines of at most [`WIDTH`] characters.
fn wrapped(paragraph: &str) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for word in paragraph.split(' ') {
        let width = word.chars().count();
        if used > 0 && used + 1 + width > WIDTH {
            lines.push('\n');
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += width;
    }
    lines
}
