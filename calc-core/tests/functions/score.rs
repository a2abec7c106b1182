//! What was right of what was asked, and the file that says what it was before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How many of so many cases have their value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(usize, usize, usize)", into = "(usize, usize, usize)")]
pub struct Score {
    /// Cases with their value.
    pub equal: usize,
    /// All cases.
    pub cases: usize,
    /// Those of them whose value is disputed; none of them is among the equal ones.
    pub disputed: usize,
}

impl From<(usize, usize, usize)> for Score {
    fn from((equal, cases, disputed): (usize, usize, usize)) -> Score {
        Score { equal, cases, disputed }
    }
}

impl From<Score> for (usize, usize, usize) {
    fn from(score: Score) -> (usize, usize, usize) {
        (score.equal, score.cases, score.disputed)
    }
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Score) {
        self.equal += other.equal;
        self.cases += other.cases;
        self.disputed += other.disputed;
    }
}

impl Score {
    /// The cases whose value is not disputed.
    pub fn undisputed(self) -> usize {
        self.cases - self.disputed
    }

    /// Right ones in a hundred.
    pub fn percent(self) -> f64 {
        100.0 * self.equal as f64 / self.cases.max(1) as f64
    }

    /// Right ones in a hundred of those that are not disputed.
    pub fn percent_of_undisputed(self) -> f64 {
        100.0 * self.equal as f64 / self.undisputed().max(1) as f64
    }
}

/// The bodies of cases, by whose truth they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Corpus {
    /// The cases of `tests/data/functions`: what the documentation says, or was observed.
    Documented,
    /// Values that Excel computed and that were cached in workbooks.
    Computed,
    /// What test suites of other engines expect of Excel.
    Authored,
    /// What is expected of Google Sheets.
    Sheets,
    /// What LibreOffice's test suite expects: a second opinion.
    LibreOffice,
    /// Generated formulas as LibreOffice evaluates them.
    Differential,
    /// Whole workbooks with Excel's values.
    Workbooks,
}

impl Corpus {
    /// All, in the order in which they are shown.
    pub const ALL: [Corpus; 7] = [
        Corpus::Documented,
        Corpus::Computed,
        Corpus::Authored,
        Corpus::Sheets,
        Corpus::LibreOffice,
        Corpus::Differential,
        Corpus::Workbooks,
    ];

    /// How it is called in a table.
    pub fn title(self) -> &'static str {
        match self {
            Corpus::Documented => "documented",
            Corpus::Computed => "Excel, computed",
            Corpus::Authored => "Excel, authored",
            Corpus::Sheets => "Sheets",
            Corpus::LibreOffice => "LibreOffice",
            Corpus::Differential => "differential",
            Corpus::Workbooks => "workbooks",
        }
    }
}

/// A corpus's scores.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// Of everything.
    pub all: Score,
    /// By where the cases are from: a test suite, a workbook, a kind of formula.
    pub sources: BTreeMap<String, Score>,
    /// By function. A formula of a workbook, or a generated one, counts for each function that it calls.
    pub functions: BTreeMap<String, Score>,
}

/// Where one case counts.
pub struct Counted<'a> {
    /// The corpus.
    pub corpus: Corpus,
    /// Where it is from.
    pub source: &'a str,
    /// The functions that it is about.
    pub functions: &'a [String],
    /// Whether it has its value.
    pub is_equal: bool,
    /// Whether its value is listed as one that the source has wrong.
    pub is_disputed: bool,
    /// Whether blank, text, error, array, huge or negative arguments take part.
    pub is_edge: bool,
}

/// The cases that a name has to its credit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Credit {
    /// Cases with their value.
    pub equal: usize,
    /// Those among them at an edge of what the function takes.
    pub edges: usize,
}

/// Everything that was counted.
#[derive(Default)]
pub struct Tally {
    /// The scores, which are kept.
    pub corpora: BTreeMap<Corpus, Scores>,
    /// What speaks for each name.
    pub credits: BTreeMap<String, Credit>,
    /// What each failing case says of itself, with the functions that it is about.
    pub failures: Vec<(Vec<String>, String)>,
    /// The cases that are listed as disputed and have their value.
    pub settled: Vec<String>,
}

impl Tally {
    /// Counts one case; `failure` says what is wrong with it.
    pub fn count(&mut self, case: &Counted<'_>, failure: impl FnOnce() -> String) {
        let scores = self.corpora.entry(case.corpus).or_default();
        let one = Score {
            equal: usize::from(case.is_equal),
            cases: 1,
            disputed: usize::from(case.is_disputed && !case.is_equal),
        };
        scores.all += one;
        *scores.sources.entry(case.source.to_owned()).or_default() += one;
        for name in case.functions {
            *scores.functions.entry(name.clone()).or_default() += one;
            let credit = self.credits.entry(name.clone()).or_default();
            credit.equal += usize::from(case.is_equal);
            credit.edges += usize::from(case.is_equal && case.is_edge);
        }
        match (case.is_equal, case.is_disputed) {
            (true, false) | (false, true) => {}
            (true, true) => self.settled.push(format!("{}: {}", case.corpus.title(), failure())),
            (false, false) => {
                self.failures.push((case.functions.to_vec(), format!("{}: {}", case.corpus.title(), failure())))
            }
        }
    }
}

/// The scores that are kept.
pub type Kept = BTreeMap<Corpus, Scores>;

fn path() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "data", "scores.json"].iter().collect()
}

/// Reads the scores that are kept.
pub fn kept() -> Kept {
    let text = std::fs::read_to_string(path()).unwrap_or_else(|_| "{}".into());
    serde_json::from_str(&text).unwrap()
}

/// Keeps these scores from now on: a line a source and a function, so that changes can be read.
pub fn keep(scores: &Kept) {
    let mut text = String::from("{\n");
    for (at, (corpus, Scores { all, sources, functions })) in scores.iter().enumerate() {
        let comma = if at + 1 < scores.len() { "," } else { "" };
        text.push_str(&format!(
            "{}: {{\n  \"all\": {},\n  \"sources\": {},\n  \"functions\": {}\n}}{comma}\n",
            serde_json::to_string(corpus).unwrap(),
            serde_json::to_string(all).unwrap(),
            lines(sources),
            lines(functions)
        ));
    }
    text.push_str("}\n");
    std::fs::write(path(), text).unwrap();
}

fn lines(scores: &BTreeMap<String, Score>) -> String {
    let lines: Vec<String> = scores
        .iter()
        .map(|(name, score)| {
            format!("    {}: {}", serde_json::to_string(name).unwrap(), serde_json::to_string(score).unwrap())
        })
        .collect();
    if lines.is_empty() { "{}".into() } else { format!("{{\n{}\n  }}", lines.join(",\n")) }
}

/// The scores that are lower than they were. Where the cases are others now, nothing can be said.
pub fn fallen(now: &Kept, before: &Kept) -> Vec<String> {
    let mut fallen = Vec::new();
    let mut hold = |what: String, now: Score, before: Score| {
        if now.cases == before.cases && now.equal < before.equal {
            fallen.push(format!("{what}: {} of {}, was {}", now.equal, now.cases, before.equal));
        }
    };
    let empty = Scores::default();
    for (corpus, before) in before {
        let title = corpus.title();
        let now = now.get(corpus).unwrap_or(&empty);
        hold(title.to_owned(), now.all, before.all);
        for (kind, now, before) in
            [("source", &now.sources, &before.sources), ("function", &now.functions, &before.functions)]
        {
            for (name, before) in before {
                hold(format!("{title}, {kind} {name}"), now.get(name).copied().unwrap_or_default(), *before);
            }
        }
    }
    fallen
}

/// The sources of which there are other cases now than when the scores were kept.
pub fn changed(now: &Kept, before: &Kept) -> BTreeSet<String> {
    let mut changed = BTreeSet::new();
    for (corpus, now) in now {
        let before = before.get(corpus);
        for (source, score) in &now.sources {
            let cases = before.and_then(|before| before.sources.get(source)).map(|score| score.cases);
            if cases != Some(score.cases) {
                changed.insert(format!("{}, {source}", corpus.title()));
            }
        }
    }
    changed
}
