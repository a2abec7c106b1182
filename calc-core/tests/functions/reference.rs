//! Special functions and distributions against values computed to many digits by another program; see `data/functions/reference.py`.

use std::collections::BTreeMap;

use calc_core::dialect::Dialect;
use calc_core::formula::Mode;
use calc_core::value::Value;
use serde_json::Value as Json;

use crate::case::answer;

/// How far a value may be off, relative to itself.
const TOLERANCE: f64 = 1e-12;

#[test]
fn special_functions_are_right_to_twelve_digits() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    let mut worst: BTreeMap<&str, f64> = BTreeMap::new();
    for line in include_str!("../data/functions/reference.tsv").lines() {
        let (formula, expected) = line.split_once('\t').unwrap();
        let expected: f64 = expected.parse().unwrap();
        let got = answer(formula, &Json::Null, None, Mode::Typed, Dialect::Excel).unwrap();
        checked += 1;
        let Value::Number(number) = got.value(0, 0) else {
            wrong.push(format!("{formula} expected {expected:e} got {:?}", got.value(0, 0)));
            continue;
        };
        let off = if expected == 0.0 { number.abs() } else { ((number - expected) / expected).abs() };
        let name = formula.trim_start_matches('=').split('(').next().unwrap();
        worst.entry(name).and_modify(|known| *known = known.max(off)).or_insert(off);
        if off > TOLERANCE {
            wrong.push(format!("{formula} expected {expected:e} got {number:e}, off by {off:.1e}"));
        }
    }
    for (name, off) in worst {
        println!("{name:18} off by {off:.1e} at most");
    }
    assert!(wrong.is_empty(), "{} of {checked} are off:\n{}", wrong.len(), wrong.join("\n"));
}
