//! The operators: arithmetic, comparison, `&`, and the three that join references.
//!
//! Each has a path for two single values without any allocation but a text's; everything else is spread over blocks.
//! Excel's snap to zero is not here: it belongs to the last `+` or `-` of a formula only, so the compiler knows where it
//! goes, computes with [`binary`], and hands operands and result to [`crate::number::snap`] where all three are numbers.

use std::cmp::Ordering;

use super::args::{Context, Operand, UNCALLED};
use super::coerce;
use super::compare::{equal_texts, order};
use super::invoke::{spread_size, spread_value};
use crate::dialect::Dialect;
use crate::number;
use crate::reference::RangeRef;
use crate::syntax::ast::{BinaryOperator, UnaryOperator};
use crate::value::{Array, CellError, MAX_TEXT, Matrix, Value, utf16_len};

/// Applies an operator to two operands. Blocks are spread as in a function call; the left operand's error comes first.
pub fn binary(operator: BinaryOperator, left: &Operand, right: &Operand, context: &Context<'_>) -> Operand {
    if let (Operand::Value(Value::Number(a)), Operand::Value(Value::Number(b))) = (left, right) {
        return Operand::Value(numbers(operator, *a, *b, context));
    }
    if matches!(operator, BinaryOperator::Union | BinaryOperator::Intersection | BinaryOperator::Range) {
        return join(operator, left, right);
    }
    let (Some(left), Some(right)) = (block(left, context), block(right, context)) else {
        return CellError::Value.into();
    };
    if left.len() == 1 && right.len() == 1 {
        return Operand::Value(values(operator, left.value(0, 0), right.value(0, 0), context));
    }
    let (rows, columns) = match spread_size([left, right].into_iter(), context) {
        Ok(size) => size,
        Err(error) => return error.into(),
    };
    let dear = if operator == BinaryOperator::Power { POWER_STEPS } else { 0 };
    if let Err(error) = context.budget.spend(u64::from(rows) * u64::from(columns) * dear) {
        return error.into();
    }
    let result = Array::from_fn(rows, columns, |row, column| {
        values(operator, spread_value(&left, row, column), spread_value(&right, row, column), context)
    });
    result.map_or(Operand::from(CellError::Calc), Operand::from)
}

/// Steps for each power beside those of its element: it takes 60 to 80 ns.
const POWER_STEPS: u64 = 2;

/// Applies `-`, `+` or `%`. `@` and `#` need the sheet and are the engine's: here they change nothing.
pub fn unary(operator: UnaryOperator, operand: &Operand, context: &Context<'_>) -> Operand {
    let apply = |value: &Value| -> Value {
        if operator == UnaryOperator::Plus {
            return value.clone();
        }
        match coerce::to_number(value, context) {
            // `0 - x` and not `-x`: there is no negative zero in a spreadsheet.
            Ok(number) if operator == UnaryOperator::Minus => Value::Number(0.0 - number),
            Ok(number) => (number / 100.0).into(),
            Err(error) => error.into(),
        }
    };
    let is_changed = match operator {
        UnaryOperator::Intersect | UnaryOperator::Spill => false,
        // A range is an array from there on: `EOMONTH(+A1:A3,0)` runs once for each where `EOMONTH(A1:A3,0)` is refused.
        UnaryOperator::Plus => matches!(operand, Operand::Range(range) if !range.is_cell()),
        UnaryOperator::Minus | UnaryOperator::Percent => true,
    };
    if !is_changed {
        return operand.clone();
    }
    let Some(block) = block(operand, context) else { return CellError::Value.into() };
    if block.len() == 1 {
        return Operand::Value(apply(block.value(0, 0)));
    }
    let (rows, columns) = match spread_size(std::iter::once(block), context) {
        Ok(size) => size,
        Err(error) => return error.into(),
    };
    Array::from_fn(rows, columns, |row, column| apply(block.value(row, column)))
        .map_or(Operand::from(CellError::Calc), Operand::from)
}

/// What an operator that only asks whether two texts are the same wants of them.
pub fn equality(operator: BinaryOperator) -> Option<bool> {
    match operator {
        BinaryOperator::Equal => Some(true),
        BinaryOperator::NotEqual => Some(false),
        _ => None,
    }
}

/// The operand as a block; `None` for several areas, which no value operator takes.
fn block<'a>(operand: &'a Operand, context: &Context<'a>) -> Option<Matrix<'a>> {
    match operand {
        Operand::Missing => Some(Matrix::One(&crate::value::BLANK)),
        Operand::Value(value) => Some(Matrix::One(value)),
        Operand::Array(array) => Some(Matrix::Array(array)),
        Operand::Range(range) => Some(Matrix::Area(context.grid.area(*range))),
        Operand::Union(_) => None,
        Operand::Lambda(_) => Some(Matrix::One(&UNCALLED)),
    }
}

/// Applies an operator to two values.
pub fn values(operator: BinaryOperator, left: &Value, right: &Value, context: &Context<'_>) -> Value {
    if let (Value::Number(a), Value::Number(b)) = (left, right) {
        return numbers(operator, *a, *b, context);
    }
    match try_values(operator, left, right, context) {
        Ok(value) => value,
        Err(error) => error.into(),
    }
}

fn try_values(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
    context: &Context<'_>,
) -> Result<Value, CellError> {
    match operator {
        BinaryOperator::Concat => concat(left, right, context),
        BinaryOperator::Equal
        | BinaryOperator::NotEqual
        | BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual => {
            if let (Value::Text(left), Value::Text(right)) = (left, right)
                && let Some(wanted) = equality(operator)
            {
                return Ok(Value::Bool(equal_texts(left, right) == wanted));
            }
            if let Some(error) = left.error().or(right.error()) {
                return Err(error);
            }
            Ok(Value::Bool(holds(operator, order(left, right))))
        }
        _ => {
            let left = coerce::to_number(left, context)?;
            let right = coerce::to_number(right, context)?;
            Ok(numbers(operator, left, right, context))
        }
    }
}

fn numbers(operator: BinaryOperator, left: f64, right: f64, context: &Context<'_>) -> Value {
    match operator {
        BinaryOperator::Add => (left + right).into(),
        BinaryOperator::Subtract => (left - right).into(),
        BinaryOperator::Multiply => (left * right).into(),
        BinaryOperator::Divide if right == 0.0 => CellError::Div0.into(),
        BinaryOperator::Divide => (left / right).into(),
        BinaryOperator::Power => power(left, right, context.dialect),
        BinaryOperator::Concat => {
            let mut text = number::general(left);
            number::write_general(&mut text, right);
            text.into()
        }
        BinaryOperator::Union | BinaryOperator::Intersection | BinaryOperator::Range => CellError::Value.into(),
        comparison => Value::Bool(holds(comparison, number::cmp15(left, right))),
    }
}

/// `base ^ exponent`: `0^0` is `#NUM!` in Excel and 1 in Sheets, `0^-1` is `#DIV/0!`, what is not real is `#NUM!`.
pub fn power(base: f64, exponent: f64, dialect: Dialect) -> Value {
    if base == 0.0 {
        return match exponent.partial_cmp(&0.0) {
            Some(Ordering::Greater) => 0.0.into(),
            Some(Ordering::Less) => CellError::Div0.into(),
            _ if dialect == Dialect::Sheets => 1.0.into(),
            _ => CellError::Num.into(),
        };
    }
    number::pow(base, exponent).into()
}

fn holds(operator: BinaryOperator, order: Ordering) -> bool {
    match operator {
        BinaryOperator::Equal => order.is_eq(),
        BinaryOperator::NotEqual => order.is_ne(),
        BinaryOperator::Less => order.is_lt(),
        BinaryOperator::LessOrEqual => order.is_le(),
        BinaryOperator::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}

fn concat(left: &Value, right: &Value, context: &Context<'_>) -> Result<Value, CellError> {
    let mut text = String::new();
    coerce::push_text(&mut text, left)?;
    coerce::push_text(&mut text, right)?;
    if text.len() > MAX_TEXT && utf16_len(&text) > MAX_TEXT {
        return Err(CellError::Value);
    }
    context.budget.spend_text(text.len())?;
    Ok(text.into())
}

/// Joins two references: `:` is the smallest range around both, a space what both have, `,` both areas.
pub fn join(operator: BinaryOperator, left: &Operand, right: &Operand) -> Operand {
    match try_join(operator, left, right) {
        Ok(operand) => operand,
        Err(error) => error.into(),
    }
}

fn try_join(operator: BinaryOperator, left: &Operand, right: &Operand) -> Result<Operand, CellError> {
    let (left, right) = (areas(left)?, areas(right)?);
    let joined: Vec<RangeRef> = match operator {
        BinaryOperator::Range => vec![around(left, right).ok_or(CellError::Value)?],
        BinaryOperator::Intersection => {
            left.iter().flat_map(|a| right.iter().filter_map(|b| a.intersection(b))).collect()
        }
        _ => left.iter().chain(right).copied().collect(),
    };
    match joined.as_slice() {
        [] => Err(CellError::Null),
        [one] => Ok(Operand::Range(*one)),
        _ => Ok(Operand::Union(joined.into())),
    }
}

fn areas(operand: &Operand) -> Result<&[RangeRef], CellError> {
    match operand {
        Operand::Range(range) => Ok(std::slice::from_ref(range)),
        Operand::Union(areas) => Ok(areas),
        Operand::Lambda(_) => Err(CellError::Value),
        Operand::Value(Value::Error(error)) => Err(*error),
        Operand::Missing | Operand::Value(_) | Operand::Array(_) => Err(CellError::Value),
    }
}

/// The smallest range around all areas; `None` if they lie on different sheets.
fn around(left: &[RangeRef], right: &[RangeRef]) -> Option<RangeRef> {
    let first = *left.first()?;
    left.iter().chain(right).try_fold(first, |all, area| {
        (all.sheet == area.sheet).then_some(RangeRef {
            sheet: all.sheet,
            top: all.top.min(area.top),
            left: all.left.min(area.left),
            bottom: all.bottom.max(area.bottom),
            right: all.right.max(area.right),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, array};
    use super::*;

    fn in_both(operator: BinaryOperator, left: impl Into<Value>, right: impl Into<Value>) -> (Value, Value) {
        let (left, right) = (left.into(), right.into());
        let one = |dialect| Bench::new(dialect).run(|context| values(operator, &left, &right, context));
        (one(Dialect::Excel), one(Dialect::Sheets))
    }

    fn same(operator: BinaryOperator, left: impl Into<Value>, right: impl Into<Value>) -> Value {
        let (excel, sheets) = in_both(operator, left, right);
        assert_eq!(excel, sheets);
        excel
    }

    #[test]
    fn text_that_reads_as_a_number_counts() {
        use BinaryOperator::{Add, Multiply};
        assert_eq!(same(Multiply, "$882", 1.0), 882.0.into());
        assert_eq!(same(Add, "$", 1.0), CellError::Value.into());
        assert_eq!(same(Add, true, Value::Blank), 1.0.into());
    }

    #[test]
    fn empty_text_is_zero_in_sheets_only() {
        let (excel, sheets) = in_both(BinaryOperator::Multiply, "", 5.0);
        assert_eq!((excel, sheets), (CellError::Value.into(), 0.0.into()));
    }

    #[test]
    fn powers_of_zero() {
        use BinaryOperator::Power;
        assert_eq!(in_both(Power, 0.0, 0.0), (CellError::Num.into(), 1.0.into()));
        assert_eq!(same(Power, 0.0, -1.0), CellError::Div0.into());
        assert_eq!(same(Power, -8.0, 0.5), CellError::Num.into());
        assert_eq!(same(Power, 2.0, 10.0), 1024.0.into());
    }

    #[test]
    fn comparisons_see_fifteen_digits() {
        use BinaryOperator::{Equal, Less};
        assert_eq!(same(Equal, 0.1 + 0.2, 0.3), true.into());
        assert_eq!(same(Less, 2.0, "1"), true.into());
        assert_eq!(same(Less, "z", false), true.into());
        assert_eq!(same(Equal, "", 0.0), false.into());
        assert_eq!(same(Equal, Value::Blank, 0.0), true.into());
        assert_eq!(same(Equal, Value::Blank, ""), true.into());
        assert_eq!(same(Equal, "abc", "ABC"), true.into());
    }

    #[test]
    fn the_left_error_comes_first() {
        use BinaryOperator::{Add, Concat, Equal};
        for operator in [Add, Concat, Equal] {
            assert_eq!(same(operator, CellError::Ref, CellError::Na), CellError::Ref.into());
            assert_eq!(same(operator, 1.0, CellError::Na), CellError::Na.into());
        }
    }

    #[test]
    fn text_longer_than_a_cell_is_an_error() {
        let half = "x".repeat(20_000);
        assert_eq!(same(BinaryOperator::Concat, half.as_str(), half.as_str()), CellError::Value.into());
    }

    #[test]
    fn blocks_are_spread() {
        let result = Bench::new(Dialect::Excel).run(|context| {
            binary(BinaryOperator::Multiply, &array(&[&[1.0, 2.0]]), &array(&[&[10.0], &[20.0]]), context)
        });
        let Operand::Array(block) = result else { panic!("{result:?}") };
        assert_eq!(block.values(), [10.0.into(), 20.0.into(), 20.0.into(), 40.0.into()]);
    }

    #[test]
    fn references_are_joined() {
        use crate::reference::SheetId;
        let range = |top, left, bottom, right| Operand::Range(RangeRef { sheet: SheetId(0), top, left, bottom, right });
        let around = join(BinaryOperator::Range, &range(5, 5, 5, 5), &range(1, 7, 2, 7));
        assert!(matches!(around, Operand::Range(RangeRef { top: 1, left: 5, bottom: 5, right: 7, .. })));
        let both = join(BinaryOperator::Intersection, &range(0, 0, 3, 3), &range(3, 3, 9, 9));
        assert!(matches!(both, Operand::Range(RangeRef { top: 3, left: 3, bottom: 3, right: 3, .. })));
        let none = join(BinaryOperator::Intersection, &range(0, 0, 1, 1), &range(3, 3, 9, 9));
        assert!(matches!(none, Operand::Value(Value::Error(CellError::Null))));
        assert!(matches!(join(BinaryOperator::Union, &range(0, 0, 1, 1), &range(3, 3, 9, 9)), Operand::Union(_)));
        assert!(matches!(join(BinaryOperator::Range, &1.0.into(), &range(0, 0, 0, 0)), Operand::Value(_)));
    }
}
