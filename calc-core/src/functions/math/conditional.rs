//! Sums, counts and averages over the cells that satisfy conditions.

use rustc_hash::FxHashSet;

use super::super::array::unique::push_key;
use super::super::criteria::Criterion;
use super::super::prelude::*;
use super::grouped::Grouped;
use crate::reference::{MAX_COLUMNS, MAX_ROWS, RangeRef};
use crate::value::Matrix;

const ONE: &[Parameter] =
    &[required("range", Kind::Range), required("condition", Kind::Any), optional("values", Kind::Range)];
const MANY: &[Parameter] =
    &[required("values", Kind::Range), required("range", Kind::Range), required("condition", Kind::Any)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "SUMIF",
        Category::Math,
        ONE,
        sumif,
        "The sum of the values where the range satisfies a condition.",
    )
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "SUMIFS",
        Category::Math,
        MANY,
        sumifs,
        "The sum of the values where all ranges satisfy their conditions.",
    )
    .repeats(2)
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "COUNTIF",
        Category::Statistical,
        &[required("range", Kind::Range), required("condition", Kind::Any)],
        countifs,
        "How many cells satisfy a condition.",
    )
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "COUNTIFS",
        Category::Statistical,
        &[required("range", Kind::Range), required("condition", Kind::Any)],
        countifs,
        "In how many places all ranges satisfy their conditions.",
    )
    .repeats(2)
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "AVERAGEIF",
        Category::Statistical,
        ONE,
        averageif,
        "The average of the values where the range satisfies a condition.",
    )
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "AVERAGEIFS",
        Category::Statistical,
        MANY,
        averageifs,
        "The average of the values where all ranges satisfy their conditions.",
    )
    .repeats(2)
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "MAXIFS",
        Category::Statistical,
        MANY,
        |c| extreme(c, f64::max),
        "The largest value where all ranges satisfy their conditions; 0 if there is none.",
    )
    .repeats(2)
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "MINIFS",
        Category::Statistical,
        MANY,
        |c| extreme(c, f64::min),
        "The smallest value where all ranges satisfy their conditions; 0 if there is none.",
    )
    .repeats(2)
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "COUNTUNIQUEIFS",
        Category::Google,
        MANY,
        count_unique_ifs,
        "The number of distinct values where all ranges satisfy their conditions.",
    )
    .repeats(2),
];

/// Ranges of one size with a condition each.
struct Conditions<'a> {
    ranges: Vec<(Matrix<'a>, Criterion)>,
}

impl<'a> Conditions<'a> {
    /// Reads the pairs of arguments from `first` on; ranges of different sizes are `#VALUE!`.
    fn new(call: &Call<'a>, first: usize, last: usize) -> Result<Conditions<'a>, CellError> {
        let mut ranges: Vec<(Matrix<'a>, Criterion)> = Vec::new();
        for index in (first..last).step_by(2) {
            let range = call.matrix(index);
            let condition = Criterion::new(call.value(index + 1), call.context);
            ranges.push((range, condition));
        }
        let same = ranges.windows(2).all(|pair| match pair {
            [(a, _), (b, _)] => (a.rows(), a.columns()) == (b.rows(), b.columns()),
            _ => true,
        });
        if same { Ok(Conditions { ranges }) } else { Err(CellError::Value) }
    }

    /// The rows and columns of each range.
    fn size(&self) -> (u32, u32) {
        self.ranges.first().map_or((0, 0), |(range, _)| (range.rows(), range.columns()))
    }

    /// What holds everything that is not blank, in the ranges and in one more block.
    fn used(&self, values: Option<&Matrix<'a>>) -> (u32, u32) {
        let blocks = self.ranges.iter().map(|(range, _)| range).chain(values);
        let used = blocks.fold((0, 0), |most, block| {
            let used = block.used();
            (most.0.max(used.0), most.1.max(used.1))
        });
        let size = self.size();
        (used.0.min(size.0), used.1.min(size.1))
    }

    fn hold(&self, row: u32, column: u32, call: &Call<'_>) -> bool {
        self.ranges.iter().all(|(range, condition)| condition.holds(range.value(row, column), call.context))
    }

    /// Runs over the values at the places where all conditions hold; an error among them stops it.
    fn each(&self, call: &Call<'_>, values: &Matrix<'a>, mut visit: impl FnMut(&Value)) -> Result<(), CellError> {
        let (rows, columns) = self.used(Some(values));
        call.spend(u64::from(rows) * u64::from(columns) * self.ranges.len() as u64)?;
        for row in 0..rows {
            for column in 0..columns {
                if self.hold(row, column, call) {
                    match values.value(row, column) {
                        Value::Error(error) => return Err(*error),
                        value => visit(value),
                    }
                }
            }
        }
        Ok(())
    }
}

/// The cells of the values of SUMIF and AVERAGEIF: they start where the third argument starts and have the size of the range.
fn area_beside(call: &Call<'_>) -> Option<RangeRef> {
    let range = call.matrix(0);
    let given = call.reference(2)?;
    Some(RangeRef {
        bottom: given.top.saturating_add(range.rows() - 1).min(MAX_ROWS - 1),
        right: given.left.saturating_add(range.columns() - 1).min(MAX_COLUMNS - 1),
        ..given
    })
}

/// The block of values of SUMIF and AVERAGEIF.
fn values_beside<'a>(call: &Call<'a>) -> Matrix<'a> {
    match area_beside(call) {
        Some(area) => Matrix::Area(call.context.grid.area(area)),
        None if call.has(2) => call.matrix(2),
        None => call.matrix(0),
    }
}

/// What SUMIF and AVERAGEIF add up.
fn total_of_one(call: &Call<'_>) -> Result<(f64, u64), CellError> {
    let beside = area_beside(call).or(if call.has(2) { None } else { call.reference(0) });
    let indexed = beside.and_then(|values| Grouped::new(call, 0, 2)?.total(call, values));
    if let Some(total) = indexed {
        return total.map(|total| (total.sum, total.count));
    }
    let conditions = Conditions::new(call, 0, 2)?;
    total(call, &conditions, &values_beside(call))
}

/// What SUMIFS and AVERAGEIFS add up.
fn total_of_many(call: &Call<'_>) -> Result<(f64, u64), CellError> {
    let indexed = same_height(call).and_then(|values| Grouped::new(call, 1, call.len())?.total(call, values));
    if let Some(total) = indexed {
        return total.map(|total| (total.sum, total.count));
    }
    let (conditions, values) = many(call)?;
    total(call, &conditions, &values)
}

/// The values of the functions that end in IFS, if they are cells as many as those of the first condition.
fn same_height(call: &Call<'_>) -> Option<RangeRef> {
    match (call.arguments.first(), call.arguments.get(1)) {
        (Some(Operand::Range(values)), Some(Operand::Range(range))) => {
            let same = (values.rows(), values.columns()) == (range.rows(), range.columns());
            same.then_some(*values)
        }
        _ => None,
    }
}

fn total(call: &Call<'_>, conditions: &Conditions<'_>, values: &Matrix<'_>) -> Result<(f64, u64), CellError> {
    let (mut sum, mut count) = (0.0, 0);
    // The lifetimes of the blocks are those of the call's grid.
    conditions.each(call, values, |value| {
        if let Value::Number(number) = value {
            sum += number;
            count += 1;
        }
    })?;
    Ok((sum, count))
}

fn sumif(call: &Call<'_>) -> Outcome {
    Ok(total_of_one(call)?.0.into())
}

fn averageif(call: &Call<'_>) -> Outcome {
    average(total_of_one(call)?)
}

fn average((sum, count): (f64, u64)) -> Outcome {
    if count == 0 { Err(CellError::Div0) } else { Ok((sum / count as f64).into()) }
}

/// The conditions of the functions that end in IFS, and their values, which have to be of the same size.
fn many<'a>(call: &Call<'a>) -> Result<(Conditions<'a>, Matrix<'a>), CellError> {
    let values = call.matrix(0);
    let conditions = Conditions::new(call, 1, call.len())?;
    if conditions.size() == (values.rows(), values.columns()) {
        Ok((conditions, values))
    } else {
        Err(CellError::Value)
    }
}

fn sumifs(call: &Call<'_>) -> Outcome {
    Ok(total_of_many(call)?.0.into())
}

fn averageifs(call: &Call<'_>) -> Outcome {
    average(total_of_many(call)?)
}

fn extreme(call: &Call<'_>, join: fn(f64, f64) -> f64) -> Outcome {
    let mut result: Option<f64> = None;
    let mut visit = |value: &Value| {
        if let Value::Number(number) = value {
            result = Some(result.map_or(*number, |best| join(best, *number)));
        }
    };
    let indexed =
        same_height(call).and_then(|values| Grouped::new(call, 1, call.len())?.each_value(call, values, &mut visit));
    match indexed {
        Some(done) => done?,
        None => {
            let (conditions, values) = many(call)?;
            conditions.each(call, &values, visit)?;
        }
    }
    Ok(result.unwrap_or(0.0).into())
}

/// Blanks and `""` count as no value, as in COUNTUNIQUE; errors count as values.
fn count_unique_ifs(call: &Call<'_>) -> Outcome {
    let (conditions, values) = many(call)?;
    let (rows, columns) = conditions.used(Some(&values));
    call.spend(u64::from(rows) * u64::from(columns) * conditions.ranges.len() as u64)?;
    let mut seen = FxHashSet::default();
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        let value = values.value(row, column);
        let is_nothing = value.is_blank() || matches!(value, Value::Text(text) if text.is_empty());
        if !is_nothing && conditions.hold(row, column, call) {
            let mut key = Vec::new();
            push_key(&mut key, value, call.context.dialect);
            seen.insert(key);
        }
    }
    Ok((seen.len() as f64).into())
}

fn countifs(call: &Call<'_>) -> Outcome {
    if let Some(count) = Grouped::new(call, 0, call.len()).and_then(|grouped| grouped.count(call)) {
        return Ok((count? as f64).into());
    }
    let conditions = Conditions::new(call, 0, call.len())?;
    let (rows, columns) = conditions.used(None);
    let used = u64::from(rows) * u64::from(columns);
    call.spend(used * conditions.ranges.len() as u64)?;
    let mut count = 0u64;
    for row in 0..rows {
        for column in 0..columns {
            count += u64::from(conditions.hold(row, column, call));
        }
    }
    if conditions.ranges.iter().all(|(_, condition)| condition.holds_for_blank(call.context)) {
        let (rows, columns) = conditions.size();
        count += u64::from(rows) * u64::from(columns) - used;
    }
    Ok((count as f64).into())
}
