//! Functions of one or two numbers.

use super::super::operators;
use super::super::prelude::*;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("ABS", NUMBER, |c| Ok(c.number(0).abs().into()), "The number without its sign."),
    row("SIGN", NUMBER, sign, "1, 0 or -1, as the number is positive, 0 or negative."),
    row("SQRT", NUMBER, |c| root(c.number(0)), "The square root."),
    row(
        "SQRTPI",
        ADD_IN_NUMBER,
        |c| root(c.number(0) * std::f64::consts::PI),
        "The square root of the number times pi.",
    ),
    row("EXP", NUMBER, |c| Ok(libm::exp(c.number(0)).into()), "e to the power of the number.").steps(2),
    row("LN", NUMBER, |c| logarithm(c.number(0), libm::log), "The natural logarithm.").steps(2),
    row("LOG10", NUMBER, |c| logarithm(c.number(0), libm::log10), "The logarithm to base 10.").steps(2),
    row(
        "LOG",
        &[required("number", Kind::Number), optional("base", Kind::Number)],
        log,
        "The logarithm to a base, 10 if none is given.",
    )
    .steps(2),
    row("PI", &[], |_| Ok(std::f64::consts::PI.into()), "The number pi."),
    row(
        "POWER",
        &[required("base", Kind::Number), required("exponent", Kind::Number)],
        |c| Ok(Operand::Value(operators::power(c.number(0), c.number(1), c.context.dialect))),
        "The base to the power of the exponent.",
    )
    .differs(&[differs("0^0 is `#NUM!`.", "0^0 is 1.")])
    .steps(3),
    row("MOD", DIVISION, modulo, "What is left of a division, with the sign of the divisor.")
        .differs(&[differs("`#NUM!` where the quotient reaches 1,125,900,000,000.", "Any quotient.")]),
    row("QUOTIENT", ADD_IN_DIVISION, quotient, "The whole part of a division."),
    row(
        "SERIESSUM",
        &[
            required("x", Kind::AddInNumber),
            required("first_power", Kind::AddInNumber),
            required("step", Kind::AddInNumber),
            required("coefficients", Kind::Range),
        ],
        series_sum,
        "The sum of a power series.",
    ),
];

const ADD_IN_DIVISION: &[Parameter] = &[required("number", Kind::AddInNumber), required("divisor", Kind::AddInNumber)];
const DIVISION: &[Parameter] = &[required("number", Kind::Number), required("divisor", Kind::Number)];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Math, parameters, kernel, summary)
}

fn sign(call: &Call<'_>) -> Outcome {
    let number = call.number(0);
    Ok(if number == 0.0 { 0.0.into() } else { number.signum().into() })
}

fn root(number: f64) -> Outcome {
    if number < 0.0 { Err(CellError::Num) } else { Ok(number.sqrt().into()) }
}

fn logarithm(number: f64, log: fn(f64) -> f64) -> Outcome {
    if number <= 0.0 { Err(CellError::Num) } else { Ok(log(number).into()) }
}

fn log(call: &Call<'_>) -> Outcome {
    let (number, base) = (call.number(0), call.number_default(1, 10.0));
    if number <= 0.0 || base <= 0.0 {
        return Err(CellError::Num);
    }
    if base == 1.0 {
        return Err(CellError::Div0);
    }
    // The two bases that have their own routine are exact at their powers.
    Ok(if base == 10.0 {
        libm::log10(number).into()
    } else if base == 2.0 {
        libm::log2(number).into()
    } else {
        (libm::log(number) / libm::log(base)).into()
    })
}

/// From this quotient on Excel gives up.
const MOST_MODULO: f64 = 1_125_900_000_000.0;

/// `number - divisor * INT(number / divisor)`, as documented.
fn modulo(call: &Call<'_>) -> Outcome {
    let (number, divisor) = (call.number(0), call.number(1));
    if divisor == 0.0 {
        return Err(CellError::Div0);
    }
    let quotient = number / divisor;
    if quotient.abs() >= MOST_MODULO {
        if call.context.dialect == Dialect::Excel {
            return Err(CellError::Num);
        }
        let rest = number % divisor;
        return Ok(if rest != 0.0 && (rest < 0.0) != (divisor < 0.0) { rest + divisor } else { rest }.into());
    }
    Ok((number - divisor * quotient.floor()).into())
}

fn quotient(call: &Call<'_>) -> Outcome {
    if call.number(1) == 0.0 {
        return Err(CellError::Div0);
    }
    Ok(((call.number(0) / call.number(1)).trunc() + 0.0).into())
}

fn series_sum(call: &Call<'_>) -> Outcome {
    let (x, first, step) = (call.number(0), call.number(1), call.number(2));
    let mut sum = 0.0;
    let mut count = 0.0;
    for value in call.matrix(3).values() {
        call.spend(1)?;
        let coefficient = match value {
            Value::Number(number) => *number,
            Value::Error(error) => return Err(*error),
            Value::Blank => 0.0,
            _ => return Err(CellError::Value),
        };
        match operators::power(x, first + count * step, call.context.dialect) {
            Value::Number(power) => sum += coefficient * power,
            other => return Ok(Operand::Value(other)),
        }
        count += 1.0;
    }
    Ok(sum.into())
}
