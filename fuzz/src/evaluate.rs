//! One formula over a few cells, in both dialects and all three modes.

use std::path::Path;

use calc_core::dialect::Dialect;
use calc_core::error::Error;
use calc_core::formula::{Mode, Question, evaluate};
use calc_core::syntax::{parse, unparse};
use calc_core::value::{Array, CellError, MAX_TEXT, Value, utf16_len};

use crate::grid;
use crate::seeds::formulas;
use crate::spent::within;

/// Steps that a formula may take: with few, a kernel that takes longer than it says stands out.
const BUDGETS: [u64; 3] = [100_000, 10_000, 1_000];

/// Functions that see how a formula is written.
const READ_TEXT: [&str; 2] = ["FORMULATEXT", "FORMULA"];

/// Evaluates what stands behind the first byte, which chooses dialect, mode and budget, twice, and as the parser would print it.
pub fn run(input: &[u8]) {
    let Some((choice, text)) = input.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let question = question(*choice, &text);
    let first = within(question.budget, || evaluate(&question));
    if let Ok(array) = &first {
        array.values().iter().for_each(check);
    }
    let second = evaluate(&question);
    assert!(same(&first, &second), "once {first:?}, then {second:?}");
    if text.len() > 1_000 || READ_TEXT.iter().any(|name| text.to_uppercase().contains(name)) {
        return;
    }
    let parsed = parse(&text, question.dialect.into());
    if parsed.errors.is_empty() && !is_limit(&first) {
        let printed = unparse(&parsed.ast, question.dialect);
        let third = evaluate(&self::question(*choice, &printed));
        assert!(is_limit(&third) || same(&first, &third), "as written {first:?}, as {printed:?} {third:?}");
    }
}

fn question(choice: u8, formula: &str) -> Question {
    let mut question = Question::new(formula);
    // Digits and capitals come first, so that inputs can be read.
    let choice = usize::from(choice.wrapping_sub(b'0'));
    question.dialect = if choice % 2 == 0 { Dialect::Excel } else { Dialect::Sheets };
    question.mode = match choice / 2 % 3 {
        0 => Mode::Typed,
        1 => Mode::Scalar,
        _ => Mode::Array,
    };
    question.budget = BUDGETS[choice / 6 % BUDGETS.len()];
    grid::fill(&mut question);
    question
}

/// What every value has to keep.
pub fn check(value: &Value) {
    match value {
        Value::Number(number) => assert!(number.is_finite(), "{number} left a kernel"),
        Value::Text(text) => assert!(utf16_len(text) <= MAX_TEXT, "a text of {} units", utf16_len(text)),
        _ => {}
    }
}

fn is_limit(outcome: &Result<Array, Error>) -> bool {
    match outcome {
        Ok(array) => array.values().contains(&Value::Error(CellError::Limit)),
        Err(error) => error.is_limit(),
    }
}

fn same(one: &Result<Array, Error>, other: &Result<Array, Error>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            (one.rows(), one.columns()) == (other.rows(), other.columns())
                && one.values().iter().zip(other.values()).all(|(one, other)| one.same(other))
        }
        (Err(one), Err(other)) => one.to_string() == other.to_string(),
        _ => false,
    }
}

/// Formulas of the tests and of the corpora, in each dialect, mode and budget in turn.
pub fn seeds(shared: Option<&Path>) -> Vec<Vec<u8>> {
    let formulas = formulas(shared).into_iter().enumerate();
    formulas.map(|(at, formula)| format!("{}{formula}", char::from(b'0' + (at % 18) as u8)).into_bytes()).collect()
}
