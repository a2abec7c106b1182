//! Factorials and how many ways there are to choose.

use super::super::aggregate::add_in_numbers;
use super::super::prelude::*;

const CHOICE: &[Parameter] = &[required("number", Kind::Integer), required("chosen", Kind::Integer)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("FACT", NUMBER, fact, "The factorial.").steps(20),
    row("FACTDOUBLE", ADD_IN_NUMBER, fact_double, "The double factorial: every other number's product.").steps(20),
    row("COMBIN", CHOICE, combin, "How many ways there are to choose, the order left out of account.").steps(80),
    row("COMBINA", CHOICE, combina, "How many ways there are to choose with repetition.").steps(80),
    FunctionSpec::new("PERMUT", Category::Statistical, CHOICE, permut, "How many ways there are to choose in order.")
        .steps(80),
    FunctionSpec::new(
        "PERMUTATIONA",
        Category::Statistical,
        CHOICE,
        permutationa,
        "How many ways there are to choose in order with repetition.",
    ),
    row(
        "MULTINOMIAL",
        &[required("number", Kind::Range)],
        multinomial,
        "The factorial of the sum over the product of the factorials.",
    )
    .steps(80)
    .repeats(1),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Math, parameters, kernel, summary)
}

/// The product of `from`, `from - step` and so on down to 1; infinite once it is out of range.
fn falling(from: f64, step: f64) -> f64 {
    let mut product = 1.0;
    let mut factor = from;
    while factor > 1.0 && product < f64::INFINITY {
        product *= factor;
        factor -= step;
    }
    product
}

fn fact(call: &Call<'_>) -> Outcome {
    let number = call.number(0);
    if number < 0.0 { Err(CellError::Num) } else { Ok(falling(number.trunc(), 1.0).into()) }
}

fn fact_double(call: &Call<'_>) -> Outcome {
    let number = call.number(0).trunc();
    if number < -1.0 { Err(CellError::Num) } else { Ok(falling(number, 2.0).into()) }
}

/// The binomial coefficient of whole numbers, `0 <= chosen <= number`.
pub fn binomial(number: f64, chosen: f64) -> f64 {
    let chosen = chosen.min(number - chosen);
    let mut ways: f64 = 1.0;
    let mut step = 1.0;
    // Each factor is at least 2, so the product is out of range within 1,024 of them.
    while step <= chosen && ways < f64::INFINITY {
        ways = ways * (number - chosen + step) / step;
        step += 1.0;
    }
    if ways < 1e15 { ways.round() } else { ways }
}

fn combin(call: &Call<'_>) -> Outcome {
    let (number, chosen) = (call.number(0), call.number(1));
    if number < 0.0 || chosen < 0.0 || number < chosen {
        return Err(CellError::Num);
    }
    Ok(binomial(number, chosen).into())
}

fn combina(call: &Call<'_>) -> Outcome {
    let (number, chosen) = (call.number(0), call.number(1));
    if number < 0.0 || chosen < 0.0 || (number == 0.0 && chosen > 0.0) {
        return Err(CellError::Num);
    }
    if number == 0.0 {
        return Ok(1.0.into());
    }
    Ok(binomial(number + chosen - 1.0, chosen).into())
}

fn permut(call: &Call<'_>) -> Outcome {
    let (number, chosen) = (call.number(0), call.number(1));
    if number < 0.0 || chosen < 0.0 || number < chosen {
        return Err(CellError::Num);
    }
    let mut ways = 1.0;
    let mut step = 0.0;
    while step < chosen && ways < f64::INFINITY {
        ways *= number - step;
        step += 1.0;
    }
    Ok(ways.into())
}

fn permutationa(call: &Call<'_>) -> Outcome {
    let (number, chosen) = (call.number(0), call.number(1));
    if number < 0.0 || chosen < 0.0 {
        return Err(CellError::Num);
    }
    Ok(if chosen == 0.0 { 1.0.into() } else { crate::number::pow(number, chosen).into() })
}

fn multinomial(call: &Call<'_>) -> Outcome {
    let mut ways = 1.0;
    let mut total = 0.0;
    for number in add_in_numbers(call, 0)? {
        let number = number.trunc();
        if number < 0.0 {
            return Err(CellError::Num);
        }
        total += number;
        ways *= binomial(total, number);
    }
    Ok(ways.into())
}
