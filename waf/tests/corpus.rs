//! The corpora of attacks and of harmless texts against the detectors: what is caught, what is blocked.
//!
//! `PAINTBOX_WAF_LIST=missed` or `blocked` prints the texts that were judged wrongly.

mod common;

use std::collections::BTreeMap;

use common::{Case, cases};
use waf::{Slot, inspect};

/// How many of a file's cases were refused.
#[derive(Default)]
struct Count {
    cases: usize,
    refused: usize,
}

impl Count {
    fn percent(&self) -> f64 {
        100.0 * self.refused as f64 / self.cases.max(1) as f64
    }
}

/// The cases by file: how many there are and how many are refused in a free text.
fn table(title: &str, cases: &[&Case], list: Option<bool>) -> BTreeMap<String, Count> {
    let mut files: BTreeMap<String, Count> = BTreeMap::new();
    for case in cases {
        let finding = inspect(&case.text, Slot::FreeText);
        let count = files.entry(case.file.clone()).or_default();
        count.cases += 1;
        count.refused += usize::from(finding.is_some());
        if list == Some(finding.is_some()) {
            let rule = finding.map_or("-", |finding| finding.rule);
            println!("{} [{rule}] {:?}", case.file, case.text.chars().take(300).collect::<String>());
        }
    }
    println!("{title}");
    for (file, count) in &files {
        println!("  {file:<26} {:>6} of {:>6}  {:>6.2} %", count.refused, count.cases, count.percent());
    }
    files
}

fn total(files: &BTreeMap<String, Count>) -> Count {
    files.values().fold(Count::default(), |sum, count| Count {
        cases: sum.cases + count.cases,
        refused: sum.refused + count.refused,
    })
}

fn mean(files: &BTreeMap<String, Count>) -> f64 {
    files.values().map(Count::percent).sum::<f64>() / files.len().max(1) as f64
}

/// A line for reports.
fn print_figures(corpus: &str, files: &BTreeMap<String, Count>) {
    let all = total(files);
    let each: Vec<String> = files.iter().map(|(file, count)| format!("\"{file}\":{:.3}", count.percent())).collect();
    println!(
        "figures {{\"corpus\":\"{corpus}\",\"cases\":{},\"percent\":{:.4},\"mean_percent\":{:.3},\"files\":{{{}}}}}",
        all.cases,
        all.percent(),
        mean(files),
        each.join(",")
    );
}

fn wants(list: &str) -> bool {
    std::env::var("PAINTBOX_WAF_LIST").is_ok_and(|wanted| wanted == list)
}

#[test]
fn attacks_are_caught_and_honest_texts_pass() {
    let Some(cases) = cases() else { return };
    let fair: Vec<&Case> = cases.iter().filter(|case| case.is_attack && case.is_fair).collect();
    let rest: Vec<&Case> = cases.iter().filter(|case| case.is_attack && !case.is_fair).collect();
    let honest: Vec<&Case> = cases.iter().filter(|case| !case.is_attack).collect();
    let caught = table("attacks, fair set: caught", &fair, wants("missed").then_some(false));
    let all = total(&caught);
    println!(
        "  together {} of {}: {:.3} %; mean over files {:.2} %",
        all.refused,
        all.cases,
        all.percent(),
        mean(&caught)
    );
    print_figures("waf, attacks of the fair set", &caught);
    let caught_of_rest = table("attacks, the rest: caught", &rest, wants("rest").then_some(false));
    print_figures("waf, attacks of the rest", &caught_of_rest);
    let of_rest = total(&caught_of_rest);
    println!("  together {} of {}: {:.2} %", of_rest.refused, of_rest.cases, of_rest.percent());
    let blocked = table("harmless texts: blocked", &honest, wants("blocked").then_some(true));
    print_figures("waf, honest texts", &blocked);
    let of_honest = total(&blocked);
    println!("  together {} of {}: {:.2} %", of_honest.refused, of_honest.cases, of_honest.percent());
    halves(&fair, &honest);
    assert_eq!(all.cases, 12_618, "the fair set is another one: its filter or the corpora changed");
    assert!(all.percent() >= 99.5, "attacks caught: {:.3} %", all.percent());
    assert!(mean(&caught) >= 98.0, "mean over files: {:.2} %", mean(&caught));
    assert!(of_honest.percent() <= 0.3, "harmless texts blocked: {:.2} %", of_honest.percent());
    for file in ["benign_estimate", "benign_blns"] {
        assert_eq!(blocked.get(file).map_or(0, |count| count.refused), 0, "{file}: blocked");
    }
}

/// The same figures for one text in two each: what only fits the sample does not fit both halves alike.
fn halves(fair: &[&Case], honest: &[&Case]) {
    for half in 0..2 {
        let of_half = |cases: &[&Case]| {
            let refused = cases.iter().filter(|case| hash(&case.text) % 2 == half);
            refused.fold(Count::default(), |sum, case| Count {
                cases: sum.cases + 1,
                refused: sum.refused + usize::from(inspect(&case.text, Slot::FreeText).is_some()),
            })
        };
        let (caught, blocked) = (of_half(fair), of_half(honest));
        println!("half {half}: caught {:.2} %, blocked {:.2} %", caught.percent(), blocked.percent());
    }
}

/// FNV-1a: the same halves on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
