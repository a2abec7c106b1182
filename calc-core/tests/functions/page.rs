//! `docs/compatibility.md`: the function table, where the spreadsheets differ, and what every function scores.

use std::collections::BTreeSet;

use calc_core::dialect::SWITCHES;
use calc_core::functions::all;
use calc_core::functions::table::{Category, Difference, FunctionSpec, Kernel};
use serde::Deserialize;

use crate::corpora::disputes;
use crate::names::is_external;
use crate::score::{Corpus, Kept, Score, kept};
use crate::written;

const INTRODUCTION: &str = "\
<!-- Made from the function table in calc-core/src/functions and the scores in calc-core/tests/data/scores.json. -->

# Compatibility

A workbook has one dialect, Excel's or that of Google Sheets: what an export from Google says of itself, or what `--dialect` says. Every
function of the table works in both; the columns say which of the two spreadsheets lists it.

Scores are cases with the expected value, of all cases of that function: *computed* by Excel itself and cached in workbooks, *authored* by
test suites of other engines for Excel, noted of *Sheets*, and expected by *LibreOffice*, a second opinion that differs from Excel here and
there. *Generated* formulas were evaluated by LibreOffice; *workbooks* hold Excel's own values. A formula of those two counts for every
function that it calls. `cargo xtask conformance --failures NAME` lists what fails.
";

#[derive(Deserialize)]
struct Lists {
    excel: String,
    sheets: String,
}

/// The names that a spreadsheet lists.
struct Listed {
    excel: BTreeSet<String>,
    sheets: BTreeSet<String>,
}

fn listed() -> Listed {
    let lists: Lists = toml::from_str(include_str!("../data/function_names.toml")).unwrap();
    let names = |list: &str| list.split_whitespace().map(str::to_owned).collect();
    Listed { excel: names(&lists.excel), sheets: names(&lists.sheets) }
}

/// The corpora that have a column each, with its heading.
const COLUMNS: [(Corpus, &str); 6] = [
    (Corpus::Computed, "computed"),
    (Corpus::Authored, "authored"),
    (Corpus::Sheets, "Sheets"),
    (Corpus::LibreOffice, "LibreOffice"),
    (Corpus::Differential, "generated"),
    (Corpus::Workbooks, "workbooks"),
];

fn page(scores: &Kept) -> String {
    let listed = listed();
    let mut page = String::from(INTRODUCTION);
    page.push_str(&counts(&listed));
    page.push_str(&totals(scores));
    page.push_str(&switches());
    page.push_str(&differences());
    page.push_str(&shortfalls());
    page.push_str(&disputed());
    for (category, title) in CATEGORIES {
        page.push_str(&functions(category, title, &listed, scores));
    }
    page
}

fn names(spec: &FunctionSpec) -> impl Iterator<Item = &'static str> {
    std::iter::once(spec.name).chain(spec.aliases.iter().copied())
}

fn counts(listed: &Listed) -> String {
    let all_names: Vec<&str> = all().flat_map(names).collect();
    let external = all().filter(|spec| is_external(spec)).flat_map(names).count();
    let there = |list: &BTreeSet<String>| list.iter().filter(|name| all_names.contains(&name.as_str())).count();
    let lacking: Vec<String> = listed
        .excel
        .union(&listed.sheets)
        .filter(|name| !all_names.contains(&name.as_str()))
        .map(|name| format!("`{name}`"))
        .collect();
    let mut text = format!(
        "\nThere are {} names, {external} of which need the world outside and give the error that is documented for a source that does not\n\
         answer. Of the {} names on Excel's list {} are there, of the {} on that of Sheets {}.\n",
        all_names.len(),
        listed.excel.len(),
        there(&listed.excel),
        listed.sheets.len(),
        there(&listed.sheets),
    );
    if !lacking.is_empty() {
        text.push_str(&format!("Not there: {}.\n", lacking.join(", ")));
    }
    text
}

fn totals(scores: &Kept) -> String {
    let mut text =
        String::from("\n| corpus | right | of | | disputed | of the rest |\n|---|---:|---:|---:|---:|---:|\n");
    for corpus in Corpus::ALL {
        if let Some(scores) = scores.get(&corpus) {
            let Score { equal, cases, disputed } = scores.all;
            let (percent, of_rest) = (scores.all.percent(), scores.all.percent_of_undisputed());
            let title = corpus.title();
            text.push_str(&format!("| {title} | {equal} | {cases} | {percent:.2} % | {disputed} | {of_rest:.2} % |\n"));
        }
    }
    text
}

fn disputed() -> String {
    let mut text = String::from(
        "\n## Cases whose source is wrong\n\nThey count as failed above, and are left out of *the rest* and of the scores below.\n\n\
         | cases | why |\n|---:|---|\n",
    );
    for dispute in disputes().values() {
        text.push_str(&format!("| {} | {} |\n", dispute.cases.len(), dispute.why));
    }
    text
}

fn switches() -> String {
    let mut text =
        String::from("\n## Where the spreadsheets differ everywhere\n\n| in Excel | in Sheets |\n|---|---|\n");
    for Difference { excel, sheets } in SWITCHES.iter().map(|(excel, sheets)| Difference { excel, sheets }) {
        text.push_str(&format!("| {excel} | {sheets} |\n"));
    }
    text
}

fn differences() -> String {
    let mut text =
        String::from("\n## Where they differ in one function\n\n| function | in Excel | in Sheets |\n|---|---|---|\n");
    let mut rows: Vec<(&str, &Difference)> = all()
        .flat_map(|spec| spec.documentation.differences.iter().map(|difference| (spec.name, difference)))
        .collect();
    rows.sort_by_key(|(name, _)| *name);
    for (name, Difference { excel, sheets }) in rows {
        text.push_str(&format!("| `{name}` | {excel} | {sheets} |\n"));
    }
    text
}

fn shortfalls() -> String {
    let mut text =
        String::from("\n## Where a function falls short of both\n\n| function | what, and why |\n|---|---|\n");
    let mut rows: Vec<_> = all().filter(|spec| !spec.documentation.shortfall.is_empty()).collect();
    rows.sort_by_key(|spec| spec.name);
    for spec in rows {
        text.push_str(&format!("| `{}` | {} |\n", spec.name, spec.documentation.shortfall));
    }
    text
}

const CATEGORIES: [(Category, &str); 13] = [
    (Category::Math, "Math and trigonometry"),
    (Category::Statistical, "Statistical"),
    (Category::Financial, "Financial"),
    (Category::Engineering, "Engineering"),
    (Category::Date, "Date and time"),
    (Category::Text, "Text"),
    (Category::Logical, "Logical"),
    (Category::Lookup, "Lookup and reference"),
    (Category::Array, "Arrays"),
    (Category::Database, "Database"),
    (Category::Information, "Information"),
    (Category::Google, "Google Sheets"),
    (Category::Web, "What needs the world outside"),
];

fn functions(category: Category, title: &str, listed: &Listed, scores: &Kept) -> String {
    let headings: Vec<&str> = COLUMNS.iter().map(|(_, heading)| *heading).collect();
    let mut text = format!(
        "\n## {title}\n\n| function | Excel | Sheets | what it returns | {} |\n|---|:-:|:-:|---|{}\n",
        headings.join(" | "),
        "---:|".repeat(headings.len())
    );
    let mut specs: Vec<_> = all().filter(|spec| spec.category == category).collect();
    specs.sort_by_key(|spec| spec.name);
    for spec in specs {
        let is_in = |list: &BTreeSet<String>| if names(spec).any(|name| list.contains(name)) { "yes" } else { "" };
        let cells: Vec<String> = COLUMNS.iter().map(|(corpus, _)| score(spec, *corpus, scores)).collect();
        let also = match spec.aliases {
            [] => String::new(),
            aliases => format!(" Also `{}`.", aliases.join("`, `")),
        };
        text.push_str(&format!(
            "| `{}` | {} | {} | {}{also} | {} |\n",
            signature(spec),
            is_in(&listed.excel),
            is_in(&listed.sheets),
            spec.documentation.summary.replace('|', "\\|"),
            cells.join(" | ")
        ));
    }
    text
}

/// The score of a function and its other names in a corpus; nothing if no case is about it.
fn score(spec: &FunctionSpec, corpus: Corpus, scores: &Kept) -> String {
    let Some(scores) = scores.get(&corpus) else { return String::new() };
    let mut all = Score::default();
    for score in names(spec).filter_map(|name| scores.functions.get(name)) {
        all += *score;
    }
    if all.undisputed() == 0 { String::new() } else { format!("{}/{}", all.equal, all.undisputed()) }
}

/// `NAME(a, [b], …)`.
fn signature(spec: &FunctionSpec) -> String {
    let mut parameters: Vec<String> = spec
        .parameters
        .iter()
        .map(|parameter| if parameter.optional { format!("[{}]", parameter.name) } else { parameter.name.to_owned() })
        .collect();
    if spec.repeat > 0 {
        parameters.push("…".to_owned());
    }
    format!("{}({})", spec.name, parameters.join(", "))
}

#[test]
fn the_page_is_made_of_table_and_scores() {
    written::hold("compatibility.md", &page(&kept()), "`cargo xtask conformance --keep`");
}

#[test]
fn parameters_have_names_and_every_function_a_chapter() {
    for spec in all() {
        assert!(CATEGORIES.iter().any(|(category, _)| *category == spec.category), "{} stands nowhere", spec.name);
        let is_named =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || "_0123456789".contains(c));
        assert!(spec.parameters.iter().all(|parameter| is_named(parameter.name)), "{}", spec.name);
        // Control functions compute too; only what is external has no value of its own.
        assert!(!(is_external(spec) && matches!(spec.kernel, Kernel::Control(_))), "{}", spec.name);
    }
}
