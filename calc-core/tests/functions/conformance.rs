//! Scores on every corpus, by source and by function. None may fall below the one that is kept in `tests/data/scores.json`.
//!
//! `cargo xtask conformance` runs this. `PAINTBOX_FAILURES=NAME` lists the cases of a function that fail, `PAINTBOX_FAILURES=*`
//! those of all; `PAINTBOX_SCORES` prints the scores of every function; `PAINTBOX_BLESS` keeps the scores as they are now.

use crate::names;
use crate::score::{Corpus, Kept, Score, Tally, changed, fallen, keep, kept};
use crate::{blocks, cases, corpora, differential, workbooks};

#[test]
fn no_score_falls() {
    let mut tally = Tally::default();
    cases::count(&mut tally);
    blocks::count(&mut tally);
    let counted = [corpora::count(&mut tally), differential::count(&mut tally), workbooks::count(&mut tally)];
    let all_there = counted.iter().all(|is_there| *is_there);
    print_failures(&tally);
    print_scores(&tally.corpora);
    let settled = &tally.settled;
    assert!(settled.is_empty(), "{} are listed as disputed for nothing:\n{}", settled.len(), settled.join("\n"));
    let before = kept();
    if all_there {
        print_names(&tally);
        for source in changed(&tally.corpora, &before) {
            println!("not compared: the cases of {source} are not those of the scores that are kept");
        }
    }
    let there: Kept = before.into_iter().filter(|(corpus, _)| tally.corpora.contains_key(corpus)).collect();
    let fallen = fallen(&tally.corpora, &there);
    if std::env::var_os("PAINTBOX_BLESS").is_some() {
        assert!(all_there, "scores are kept only where every corpus is there");
        keep(&tally.corpora);
        println!("kept; {} of them have fallen:\n{}", fallen.len(), fallen.join("\n"));
        return;
    }
    assert!(fallen.is_empty(), "{} scores have fallen:\n{}", fallen.len(), fallen.join("\n"));
}

fn print_failures(tally: &Tally) {
    let listed = std::env::var("PAINTBOX_FAILURES").unwrap_or_default();
    for (functions, failure) in &tally.failures {
        if listed == "*" || functions.contains(&listed) {
            println!("{failure}");
        }
    }
}

fn print_scores(scores: &Kept) {
    let row = |what: &str, score: Score| {
        let Score { equal, cases, disputed } = score;
        print!("  {what:66} {equal:6} of {cases:6}  {:6.2} %", score.percent());
        match disputed {
            0 => println!(),
            _ => println!("  {disputed:4} disputed, {:6.2} % of the rest", score.percent_of_undisputed()),
        }
    };
    if std::env::var_os("PAINTBOX_SCORES").is_some() {
        for (corpus, scores) in scores {
            println!("{}, by function", corpus.title());
            for (function, score) in &scores.functions {
                row(function, *score);
            }
        }
    }
    for (corpus, scores) in scores {
        println!("{}", corpus.title());
        for (source, score) in &scores.sources {
            row(source, *score);
        }
    }
    println!("all");
    for corpus in Corpus::ALL {
        if let Some(scores) = scores.get(&corpus) {
            row(corpus.title(), scores.all);
        }
    }
}

fn print_names(tally: &Tally) {
    let names = names::look(tally);
    println!("names: {} in the table, {} of them compute", names.all, names.computing);
    println!(
        "names that pass three cases with a source, an edge among them: {}, {} of them compute",
        names.counted, names.counted_computing
    );
    for (name, credit) in &names.lacking {
        println!("  lacking: {name} passes {} cases, {} at an edge", credit.equal, credit.edges);
    }
}
