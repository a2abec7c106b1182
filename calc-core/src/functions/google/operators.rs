//! Operators under a name: `ADD(1,2)` is `1+2`.

use crate::functions::args::{Call, Outcome};
use crate::functions::table::{Category, FunctionSpec, KernelFn, Kind, Parameter, optional, required};
use crate::functions::{compare, operators};
use crate::syntax::ast::{BinaryOperator, UnaryOperator};
use crate::value::CellError;

const TWO: &[Parameter] = &[required("value1", Kind::Any), required("value2", Kind::Any)];
const ONE: &[Parameter] = &[required("value", Kind::Any)];

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    named("ADD", TWO, |call| binary(call, BinaryOperator::Add), "The sum of two numbers: `+`."),
    named("MINUS", TWO, |call| binary(call, BinaryOperator::Subtract), "The difference of two numbers: `-`."),
    named("MULTIPLY", TWO, |call| binary(call, BinaryOperator::Multiply), "The product of two numbers: `*`."),
    named("DIVIDE", TWO, |call| binary(call, BinaryOperator::Divide), "One number divided by another: `/`."),
    named("POW", TWO, |call| binary(call, BinaryOperator::Power), "A number raised to a power: `^`."),
    named("EQ", TWO, |call| binary(call, BinaryOperator::Equal), "Whether two values are equal: `=`."),
    named("NE", TWO, |call| binary(call, BinaryOperator::NotEqual), "Whether two values are not equal: `<>`."),
    named("GT", TWO, |call| binary(call, BinaryOperator::Greater), "Whether the first value is greater: `>`."),
    named(
        "GTE",
        TWO,
        |call| binary(call, BinaryOperator::GreaterOrEqual),
        "Whether the first value is not less: `>=`.",
    ),
    named("LT", TWO, |call| binary(call, BinaryOperator::Less), "Whether the first value is less: `<`."),
    named(
        "LTE",
        TWO,
        |call| binary(call, BinaryOperator::LessOrEqual),
        "Whether the first value is not greater: `<=`.",
    ),
    named("UMINUS", ONE, |call| unary(call, UnaryOperator::Minus), "A number with its sign reversed: `-`."),
    named("UPLUS", ONE, |call| unary(call, UnaryOperator::Plus), "A value as it is: `+`."),
    named("UNARY_PERCENT", ONE, |call| unary(call, UnaryOperator::Percent), "A hundredth of a number: `%`.")
        .aliases(&["UNARY.PERCENT"]),
    FunctionSpec::new(
        "ISBETWEEN",
        Category::Google,
        &[
            required("value_to_compare", Kind::Scalar),
            required("lower_value", Kind::Scalar),
            required("upper_value", Kind::Scalar),
            optional("lower_value_is_inclusive", Kind::Bool),
            optional("upper_value_is_inclusive", Kind::Bool),
        ],
        is_between,
        "Whether a value lies between two others, each bound included unless said otherwise.",
    ),
];

const fn named(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: KernelFn,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Google, parameters, kernel, summary)
}

fn binary(call: &Call<'_>, operator: BinaryOperator) -> Outcome {
    Ok(operators::values(operator, call.value(0), call.value(1), call.context).into())
}

fn unary(call: &Call<'_>, operator: UnaryOperator) -> Outcome {
    Ok(operators::unary(operator, &call.value(0).clone().into(), call.context))
}

fn is_between(call: &Call<'_>) -> Outcome {
    let (value, lower, upper) = (call.value(0), call.value(1), call.value(2));
    if compare::order(lower, upper).is_gt() {
        return Err(CellError::Num);
    }
    let (below, above) = (compare::order(value, lower), compare::order(value, upper));
    let reaches = if call.bool_or(3, true) { below.is_ge() } else { below.is_gt() };
    let stays = if call.bool_or(4, true) { above.is_le() } else { above.is_lt() };
    Ok((reaches && stays).into())
}
