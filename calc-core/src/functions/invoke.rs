//! Calling a function: arguments are counted, made to fit, spread over arrays, and handed to the kernel.

use super::args::{Call, Callee, Context, Operand};
use super::coerce;
use super::table::{Category, Flags, FunctionSpec, Kernel, KernelFn, Kind, Parameter, optional};
use crate::dialect::Dialect;
use crate::value::{Array, CellError, Matrix, Value};

/// Calls of no more arguments than this fit them on the stack.
const STACK: usize = 8;

/// Calls a function.
///
/// - Too few or too many arguments are `#VALUE!`, in Sheets `#N/A`. The binder has reported them before.
/// - Value parameters get one value of their kind; the leftmost argument that is an error, or cannot be made to fit, is the result.
/// - If a value parameter gets several values (an array, or a range that was not intersected), the kernel runs once for each
///   element and the result is an array. Arrays of unequal size spread as in Excel: one row or column stands for all, what is
///   missing is `#N/A`.
/// - A function that is made of jumps ([`Kernel::Control`]) is the compiler's: called here it is `#CALC!`.
pub fn invoke(spec: &'static FunctionSpec, arguments: &[Operand], context: &Context<'_>) -> Operand {
    let Kernel::Eager(kernel) = spec.kernel else { return CellError::Calc.into() };
    if !spec.takes(arguments.len()) {
        let error = if context.dialect.wrong_argument_count_is_na() { CellError::Na } else { CellError::Value };
        return error.into();
    }
    let mut fits = true;
    for (index, argument) in arguments.iter().enumerate() {
        match (kind(spec, index), argument) {
            (kind, Operand::Missing) if !kind.is_add_in() => {}
            (Kind::Number | Kind::AddInNumber, Operand::Value(Value::Number(_)))
            | (Kind::Text, Operand::Value(Value::Text(_)))
            | (Kind::Bool, Operand::Value(Value::Bool(_)))
            | (Kind::Any, Operand::Value(_))
            | (Kind::Scalar, Operand::Value(Value::Number(_) | Value::Text(_)))
            | (Kind::Range | Kind::Array | Kind::Extent | Kind::Lambda, _)
            | (Kind::Reference | Kind::Asked, Operand::Range(_) | Operand::Union(_)) => {}
            (kind, argument) if kind.is_value() && is_block(argument) => {
                if kind.is_add_in() && matches!(argument, Operand::Range(_)) && context.dialect == Dialect::Excel {
                    return CellError::Value.into();
                }
                return spread(spec, kernel, arguments, context);
            }
            _ => fits = false,
        }
    }
    if spec.steps > 0
        && let Err(error) = context.budget.spend(spec.steps.into())
    {
        return error.into();
    }
    if fits {
        return run(spec, kernel, arguments, context);
    }
    if arguments.len() <= STACK {
        let mut fitted: [Operand; STACK] = Default::default();
        for (index, (slot, argument)) in fitted.iter_mut().zip(arguments).enumerate() {
            match fit(argument, parameter(spec, index), context) {
                Ok(operand) => *slot = operand,
                Err(error) => return error.into(),
            }
        }
        run(spec, kernel, fitted.get(..arguments.len()).unwrap_or_default(), context)
    } else {
        let fitted: Result<Vec<Operand>, CellError> = arguments
            .iter()
            .enumerate()
            .map(|(index, argument)| fit(argument, parameter(spec, index), context))
            .collect();
        match fitted {
            Ok(fitted) => run(spec, kernel, &fitted, context),
            Err(error) => error.into(),
        }
    }
}

fn parameter(spec: &'static FunctionSpec, argument: usize) -> Parameter {
    spec.parameter(argument).copied().unwrap_or(optional("", Kind::Any))
}

fn kind(spec: &'static FunctionSpec, argument: usize) -> Kind {
    parameter(spec, argument).kind
}

/// Whether the argument is more than one value.
fn is_block(argument: &Operand) -> bool {
    match argument {
        Operand::Range(range) => !range.is_cell(),
        Operand::Array(array) => array.values().len() > 1,
        Operand::Missing | Operand::Value(_) | Operand::Union(_) | Operand::Lambda(_) => false,
    }
}

/// A longer text is paid for by whoever reads it through.
const SHORT_TEXT: usize = 256;

/// Bytes of a long text that are read in a step.
const BYTES_PER_STEP: usize = 16;

/// Runs the kernel once; its error becomes a value.
fn run(spec: &'static FunctionSpec, kernel: KernelFn, arguments: &[Operand], context: &Context<'_>) -> Operand {
    if spec.flags.has(Flags::SEARCHES) {
        context.indexes.borrow_mut().ask();
    }
    if matches!(spec.category, Category::Text | Category::Google) {
        for argument in arguments {
            if let Operand::Value(Value::Text(text)) = argument
                && text.len() > SHORT_TEXT
                && let Err(error) = context.budget.spend((text.len() / BYTES_PER_STEP) as u64)
            {
                return error.into();
            }
        }
    }
    match kernel(&Call { spec, arguments, context }) {
        Ok(Operand::Value(Value::Number(number))) => number.into(),
        Ok(Operand::Value(Value::Text(text))) => match context.budget.spend_text(text.len()) {
            Ok(()) => Operand::Value(Value::Text(text)),
            Err(error) => error.into(),
        },
        Ok(operand) => operand,
        Err(error) => error.into(),
    }
}

/// Makes an argument fit its parameter. Blocks in value parameters are spread before.
fn fit(argument: &Operand, parameter: Parameter, context: &Context<'_>) -> Result<Operand, CellError> {
    let kind = parameter.kind;
    if matches!(argument, Operand::Missing) {
        let refused = kind.is_add_in() && !parameter.optional && context.dialect == Dialect::Excel;
        return if refused { Err(CellError::Na) } else { Ok(Operand::Missing) };
    }
    match kind {
        Kind::Range | Kind::Array | Kind::Extent | Kind::Lambda => Ok(argument.clone()),
        Kind::Reference | Kind::Asked => match argument {
            Operand::Range(_) | Operand::Union(_) => Ok(argument.clone()),
            Operand::Value(Value::Error(error)) => Err(*error),
            _ => Err(CellError::Value),
        },
        _ => match argument {
            Operand::Value(value) => fit_value(value, kind, context),
            Operand::Array(array) => fit_value(array.value(0, 0), kind, context),
            Operand::Range(range) => fit_value(context.grid.value(range.sheet, range.top, range.left), kind, context),
            Operand::Union(_) | Operand::Missing => Err(CellError::Value),
            Operand::Lambda(_) => Err(Callee::uncalled(context.dialect)),
        },
    }
}

/// Makes one value fit a value parameter.
fn fit_value(value: &Value, kind: Kind, context: &Context<'_>) -> Result<Operand, CellError> {
    if kind == Kind::AddInNumber && matches!(value, Value::Bool(_)) && context.dialect == Dialect::Excel {
        return Err(CellError::Value);
    }
    Ok(Operand::Value(match kind {
        Kind::Number | Kind::AddInNumber => Value::Number(coerce::to_number(value, context)?),
        Kind::Integer => Value::Number(coerce::to_number(value, context)?.trunc()),
        Kind::Text => Value::Text(coerce::to_text(value, context)?),
        Kind::Bool => Value::Bool(coerce::to_bool(value, context)?),
        Kind::Scalar | Kind::AddInScalar => match value {
            Value::Error(error) => return Err(*error),
            value => value.clone(),
        },
        _ => value.clone(),
    }))
}

/// The rows and columns that blocks spread to; `#LIMIT!` if that is more than is sensible.
pub(super) fn spread_size<'a>(
    blocks: impl Iterator<Item = Matrix<'a>>,
    context: &Context<'_>,
) -> Result<(u32, u32), CellError> {
    let (rows, columns) = blocks.fold((1, 1), |size, block| (size.0.max(block.rows()), size.1.max(block.columns())));
    context.budget.spend_array(rows.into(), columns.into())?;
    Ok((rows, columns))
}

/// The element of a block that stands at a place of the spread result: a single row or column stands for all.
pub(super) fn spread_value<'a>(block: &Matrix<'a>, row: u32, column: u32) -> &'a Value {
    let (rows, columns) = (block.rows(), block.columns());
    let row = if rows == 1 { 0 } else { row };
    let column = if columns == 1 { 0 } else { column };
    if row < rows && column < columns { block.value(row, column) } else { &NOT_THERE }
}

static NOT_THERE: Value = Value::Error(CellError::Na);

/// Runs the kernel once for each element of the blocks in value parameters.
fn spread(spec: &'static FunctionSpec, kernel: KernelFn, arguments: &[Operand], context: &Context<'_>) -> Operand {
    let call = Call { spec, arguments, context };
    let mut fitted: Vec<Operand> = Vec::with_capacity(arguments.len());
    let mut blocks = Vec::new();
    let mut first_error = None;
    for (index, argument) in arguments.iter().enumerate() {
        let kind = kind(spec, index);
        if kind.is_value() && is_block(argument) {
            blocks.push((index, kind, call.matrix(index)));
            fitted.push(Operand::Missing);
            continue;
        }
        match fit(argument, parameter(spec, index), context) {
            Ok(operand) => fitted.push(operand),
            Err(error) => {
                // Errors in blocks further left come first in their elements.
                first_error = first_error.or(Some((index, error)));
                fitted.push(Operand::Missing);
            }
        }
    }
    let (rows, columns) = match spread_size(blocks.iter().map(|(_, _, block)| *block), context) {
        Ok(size) => size,
        Err(error) => return error.into(),
    };
    // A call takes about as long as two elements of an array.
    let calls = u64::from(rows) * u64::from(columns);
    if let Err(error) = context.budget.spend(calls.saturating_mul(1 + u64::from(spec.steps))) {
        return error.into();
    }
    let result = Array::from_fn(rows, columns, |row, column| {
        // Kernels that spend as they go leave nothing for the elements after them.
        if context.budget.left() == 0 {
            return CellError::Limit.into();
        }
        for (index, kind, block) in &blocks {
            if let Some((place, error)) = first_error
                && place < *index
            {
                return error.into();
            }
            match fit_value(spread_value(block, row, column), *kind, context) {
                Ok(operand) => {
                    if let Some(slot) = fitted.get_mut(*index) {
                        *slot = operand;
                    }
                }
                Err(error) => return error.into(),
            }
        }
        match first_error {
            Some((_, error)) => error.into(),
            None => first_value(&run(spec, kernel, &fitted, context), context),
        }
    });
    result.map_or(Operand::from(CellError::Calc), Operand::from)
}

/// The top left value of an operand.
pub(super) fn first_value(operand: &Operand, context: &Context<'_>) -> Value {
    match operand {
        Operand::Missing => Value::Blank,
        Operand::Value(value) => value.clone(),
        Operand::Array(array) => array.value(0, 0).clone(),
        Operand::Range(range) => context.grid.value(range.sheet, range.top, range.left).clone(),
        Operand::Union(_) => CellError::Value.into(),
        Operand::Lambda(_) => Callee::uncalled(context.dialect).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::required;
    use super::super::testing::{Bench, array};
    use super::*;

    static JOINED: FunctionSpec = FunctionSpec::new(
        "JOINED",
        Category::Text,
        &[required("left", Kind::Text), required("right", Kind::Number)],
        |call| Ok(format!("{}{}", call.text(0), call.number(1)).into()),
        "For these tests.",
    );

    fn call(arguments: &[Operand]) -> Operand {
        Bench::new(Dialect::Excel).run(|context| invoke(&JOINED, arguments, context))
    }

    fn text(text: &str) -> Value {
        Value::text(text)
    }

    #[test]
    fn arguments_are_made_to_fit() {
        assert_eq!(first(&call(&[true.into(), "7".into()])), text("TRUE7"));
        assert_eq!(first(&call(&[1.5.into(), Value::Blank.into()])), text("1.50"));
        assert_eq!(first(&call(&["a".into(), "b".into()])), CellError::Value.into());
    }

    #[test]
    fn the_leftmost_error_is_the_result() {
        assert_eq!(first(&call(&[CellError::Ref.into(), CellError::Na.into()])), CellError::Ref.into());
        assert_eq!(first(&call(&["a".into(), CellError::Na.into()])), CellError::Na.into());
    }

    #[test]
    fn a_wrong_count_is_the_error_of_the_dialect() {
        assert_eq!(first(&call(&["a".into()])), CellError::Value.into());
        let sheets = Bench::new(Dialect::Sheets).run(|context| invoke(&JOINED, &["a".into()], context));
        assert_eq!(first(&sheets), CellError::Na.into());
    }

    #[test]
    fn a_row_and_a_column_make_a_table() {
        let result = call(&[array(&[&["a", "b"]]), array(&[&[1.0], &[2.0], &[3.0]])]);
        assert_eq!(result_rows(&result), [["a1", "b1"], ["a2", "b2"], ["a3", "b3"]]);
    }

    #[test]
    fn what_is_missing_of_a_shorter_block_is_na() {
        let result = call(&[array(&[&["a"], &["b"]]), array(&[&[1.0], &[2.0], &[3.0]])]);
        let Operand::Array(block) = &result else { panic!("{result:?}") };
        assert_eq!(block.value(1, 0), &text("b2"));
        assert_eq!(block.value(2, 0), &CellError::Na.into());
    }

    #[test]
    fn errors_in_elements_keep_their_place() {
        let result = call(&[array(&[&["a"], &["b"]]), CellError::Num.into()]);
        let Operand::Array(block) = &result else { panic!("{result:?}") };
        assert_eq!(block.values(), [CellError::Num.into(), CellError::Num.into()]);
    }

    fn first(operand: &Operand) -> Value {
        match operand {
            Operand::Value(value) => value.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn result_rows(operand: &Operand) -> Vec<Vec<String>> {
        let Operand::Array(block) = operand else { panic!("{operand:?}") };
        let text = |value: &Value| match value {
            Value::Text(text) => text.to_string(),
            other => format!("{other:?}"),
        };
        block.values().chunks(block.columns() as usize).map(|row| row.iter().map(text).collect()).collect()
    }
}
