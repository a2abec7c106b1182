//! What judging a text costs. Nothing is asserted of times: `cargo xtask edge-report` shows them, of an optimized build.

#![allow(clippy::indexing_slicing)]

use std::hint::black_box;
use std::time::Instant;

use waf::{Slot, inspect};

/// Ordinary sentences of an estimate, from which texts of any length are made.
const SENTENCES: &[&str] = &[
    "Two coats of Cloud White on the walls, eggshell; trim and doors semi-gloss. ",
    "Dog in the yard, call Mrs. O'Brien before arrival (555-0142). ",
    "Patch & sand the ceiling near the vent -- about 3' x 2\", then prime. ",
    "50% now, 50% on completion; price = labour + paint, see https://example.com/colors?id=7. ",
    "Select the union of both colours, drop off at 5 pm; gate code #1042. ",
    "Küche und Flur: 2× streichen, Decke weiß. 客厅和厨房。 ",
];

/// Texts that make the detectors work: signs of every language that they know, and no attack.
const BUSY: &[&str] = &[
    "a = 'b' or (c > 1) -- and; select from { where [it] } stands < here > /* not */ #5 | $x & %20 \\n ",
    "<p class=\"x\">1 < 2 & 3 > 2</p> &amp; {{ name }} ${ total } ../photos ;ls 'it''s' 0x10 || && ",
];

/// What costs most when a text is nothing else.
const REPEATED: &[&str] = &[
    "A",
    " ",
    "'",
    "<",
    "%25",
    "((",
    "QUFB",
    "../",
    "@",
    "<%",
    "/*",
    "/]",
    "if(",
    "for(",
    "(a",
    "a.b(",
    "${a:",
    "'1'='",
    "=\"",
    "`",
    "&",
    "<x:y ",
    "-- \n",
    "http://1.",
];

fn of_length(pieces: &[&str], from: usize, bytes: usize) -> String {
    let mut text = String::new();
    for at in from.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(pieces[at % pieces.len()]);
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

/// Nanoseconds of each of some runs over a text, sorted.
fn times(text: &str, runs: usize) -> Vec<u64> {
    let mut times: Vec<u64> = (0..=runs)
        .map(|_| {
            let start = Instant::now();
            black_box(inspect(black_box(text), Slot::FreeText));
            start.elapsed().as_nanos() as u64
        })
        .skip(1)
        .collect();
    times.sort_unstable();
    times
}

fn at(sorted: &[u64], percent: usize) -> f64 {
    sorted[(sorted.len() - 1) * percent / 100] as f64 / 1_000.0
}

#[test]
fn times_are_shown() {
    let mut all: Vec<u64> =
        (0..SENTENCES.len()).flat_map(|from| times(&of_length(SENTENCES, from, 2_048), 300)).collect();
    all.sort_unstable();
    let mut busy: Vec<u64> = (0..BUSY.len()).flat_map(|from| times(&of_length(BUSY, from, 2_048), 300)).collect();
    busy.sort_unstable();
    let mut longest = 0.0_f64;
    let mut growth = 0.0_f64;
    let repeated = REPEATED.iter().map(std::slice::from_ref);
    for pieces in [SENTENCES, BUSY].into_iter().chain(repeated) {
        let (half, whole) = (of_length(pieces, 0, 128 << 10), of_length(pieces, 0, 256 << 10));
        // The least of some runs: what other programs take away in a run of milliseconds is no cost of the text.
        let (half, whole) = (at(&times(&half, 15), 0), at(&times(&whole, 15), 0));
        println!(
            "  {:<8} {half:>8.0} us, {:.2} times for twice the length",
            pieces[0].chars().take(8).collect::<String>(),
            whole / half
        );
        longest = longest.max(half);
        growth = growth.max(whole / half);
    }
    println!(
        "figures {{\"corpus\":\"waf, cost\",\"p50_us\":{:.1},\"p99_us\":{:.1},\"busy_p50_us\":{:.1},\"busy_p99_us\":{:.1},\
         \"slowest_128_kb_ms\":{:.2},\"growth\":{growth:.2}}}",
        at(&all, 50),
        at(&all, 99),
        at(&busy, 50),
        at(&busy, 99),
        longest / 1_000.0,
    );
    assert!(inspect(&of_length(SENTENCES, 0, 2_048), Slot::FreeText).is_none(), "the sentences are honest");
}
