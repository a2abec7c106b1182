//! Upper and lower case, blanks and control characters.

use super::super::information::each;
use super::super::prelude::*;
use super::units::bounded;

const TEXT: &[Parameter] = &[required("text", Kind::Text)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("UPPER", TEXT, |c| bounded(c.text(0).to_uppercase()), "The text in upper case."),
    row("LOWER", TEXT, |c| bounded(c.text(0).to_lowercase()), "The text in lower case."),
    row("PROPER", TEXT, proper, "The text with a capital after each character that is no letter."),
    row("TRIM", TEXT, trim, "The text with single spaces between words and none at its ends."),
    row("CLEAN", TEXT, clean, "The text without control characters."),
    row(
        "EXACT",
        &[required("left", Kind::Text), required("right", Kind::Text)],
        |c| Ok((c.text(0) == c.text(1)).into()),
        "Whether two texts are the same, case included.",
    ),
    row(
        "T",
        &[required("value", Kind::Range)],
        t,
        "The value, or the first of a range, if it is text, otherwise \"\".",
    ),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Text, parameters, kernel, summary)
}

fn proper(call: &Call<'_>) -> Outcome {
    let mut text = String::new();
    let mut inside = false;
    for letter in call.text(0).chars() {
        if inside {
            text.extend(letter.to_lowercase());
        } else {
            text.extend(letter.to_uppercase());
        }
        inside = letter.is_alphabetic();
    }
    bounded(text)
}

/// Only the space itself: a no-break space stays, as documented.
fn trim(call: &Call<'_>) -> Outcome {
    let words = call.text(0).split(' ').filter(|word| !word.is_empty());
    Ok(words.collect::<Vec<_>>().join(" ").into())
}

fn clean(call: &Call<'_>) -> Outcome {
    Ok(call.text(0).chars().filter(|letter| *letter >= ' ').collect::<String>().into())
}

fn t(call: &Call<'_>) -> Outcome {
    each(call, |value| match value {
        Value::Text(_) | Value::Error(_) => value.clone(),
        _ => "".into(),
    })
}
