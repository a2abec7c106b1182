//! Parts of a block: from an edge, or row by row and column by column.

use super::{build, extent, first, no_elements, pay};
use crate::functions::args::{Call, Operand, Outcome};
use crate::functions::coerce;
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, differs, optional, required};
use crate::reference::RangeRef;
use crate::value::CellError;

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "TAKE",
        Category::Array,
        &[required("array", Kind::Array), optional("rows", Kind::Integer), optional("columns", Kind::Integer)],
        take,
        "So many rows and columns from the start of a block, or from its end where negative.",
    )
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "DROP",
        Category::Array,
        &[required("array", Kind::Array), optional("rows", Kind::Integer), optional("columns", Kind::Integer)],
        drop_edge,
        "The block without so many rows and columns at its start, or at its end where negative.",
    )
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "CHOOSEROWS",
        Category::Array,
        &[required("array", Kind::Array), required("row", Kind::Array)],
        choose_rows,
        "The given rows of a block, counted from its end where negative.",
    )
    .differs(&[differs("Numbers of rows in single rows and columns only.", "In any block, row by row.")])
    .repeats(1)
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "CHOOSECOLS",
        Category::Array,
        &[required("array", Kind::Array), required("column", Kind::Array)],
        choose_columns,
        "The given columns of a block, counted from its end where negative.",
    )
    .differs(&[differs("Numbers of columns in single rows and columns only.", "In any block, row by row.")])
    .repeats(1)
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "TRIMRANGE",
        Category::Lookup,
        &[required("range", Kind::Range), optional("rows", Kind::Number), optional("columns", Kind::Number)],
        trim_range,
        "The range without the blank rows and columns at its edges.",
    )
    .flags(Flags::RETURNS_REFERENCE),
    FunctionSpec::new(
        "ARRAY_CONSTRAIN",
        Category::Google,
        &[
            required("input_range", Kind::Array),
            required("num_rows", Kind::Integer),
            required("num_cols", Kind::Integer),
        ],
        array_constrain,
        "The block cut to at most so many rows and columns.",
    )
    .aliases(&["ARRAY.CONSTRAIN"])
    .flags(Flags::SPILLS),
];

/// First index and count of what is taken along one axis.
type Stretch = (u32, u32);

fn take(call: &Call<'_>) -> Outcome {
    let (rows, columns) = extent(&first(call)?);
    stretch(call, taken(call, 1, rows), taken(call, 2, columns))
}

fn drop_edge(call: &Call<'_>) -> Outcome {
    let (rows, columns) = extent(&first(call)?);
    stretch(call, left_over(call, 1, rows), left_over(call, 2, columns))
}

fn taken(call: &Call<'_>, argument: usize, length: u32) -> Stretch {
    let wanted = call.integer_or(argument, i64::from(length));
    let count = wanted.unsigned_abs().min(u64::from(length)) as u32;
    (if wanted < 0 { length - count } else { 0 }, count)
}

fn left_over(call: &Call<'_>, argument: usize, length: u32) -> Stretch {
    let dropped = call.integer_or(argument, 0);
    let count = dropped.unsigned_abs().min(u64::from(length)) as u32;
    (if dropped > 0 { count } else { 0 }, length - count)
}

fn stretch(call: &Call<'_>, (top, rows): Stretch, (left, columns): Stretch) -> Outcome {
    let block = first(call)?;
    build(call.context, u64::from(rows), u64::from(columns), |row, column| {
        block.value(top + row, left + column).clone()
    })
}

fn array_constrain(call: &Call<'_>) -> Outcome {
    let (rows, columns) = extent(&first(call)?);
    let (wanted_rows, wanted_columns) = (call.integer_or(1, 0), call.integer_or(2, 0));
    if wanted_rows < 0 || wanted_columns < 0 {
        return Err(CellError::Value);
    }
    if wanted_rows == 0 || wanted_columns == 0 {
        return Err(CellError::Num);
    }
    stretch(call, taken(call, 1, rows), taken(call, 2, columns))
}

/// Which edges are trimmed: 0 none, 1 the first, 2 the last, 3 both.
fn edges(call: &Call<'_>, argument: usize) -> Result<(bool, bool), CellError> {
    let edges = call.number_or(argument, 3.0);
    if edges.fract() != 0.0 || !(0.0..=3.0).contains(&edges) {
        return Err(CellError::Value);
    }
    Ok((edges == 1.0 || edges == 3.0, edges >= 2.0))
}

fn trim_range(call: &Call<'_>) -> Outcome {
    let (rows, columns) = (edges(call, 1)?, edges(call, 2)?);
    let block = first(call)?;
    let (used_rows, used_columns) = block.used();
    pay(call.context, used_rows.into(), used_columns.into())?;
    let mut filled: Option<(u32, u32, u32, u32)> = None;
    for (row, column) in (0..used_rows).flat_map(|row| (0..used_columns).map(move |column| (row, column))) {
        if !block.value(row, column).is_blank() {
            let (top, left, bottom, right) = filled.unwrap_or((row, column, row, column));
            filled = Some((top.min(row), left.min(column), bottom.max(row), right.max(column)));
        }
    }
    let (top, left, bottom, right) = filled.ok_or(CellError::Ref)?;
    let kept = |(first, last): (bool, bool), from: u32, to: u32, length: u32| {
        (if first { from } else { 0 }, if last { to } else { length - 1 })
    };
    let (top, bottom) = kept(rows, top, bottom, block.rows());
    let (left, right) = kept(columns, left, right, block.columns());
    match call.reference(0) {
        Some(range) => Ok(Operand::Range(RangeRef {
            sheet: range.sheet,
            top: range.top + top,
            left: range.left + left,
            bottom: range.top + bottom,
            right: range.left + right,
        })),
        None => stretch(call, (top, bottom - top + 1), (left, right - left + 1)),
    }
}

fn choose_rows(call: &Call<'_>) -> Outcome {
    let block = first(call)?;
    let (rows, columns) = extent(&block);
    let chosen = chosen(call, rows)?;
    build(call.context, chosen.len() as u64, u64::from(columns), |row, column| {
        block.value(chosen.get(row as usize).copied().unwrap_or(0), column).clone()
    })
}

fn choose_columns(call: &Call<'_>) -> Outcome {
    let block = first(call)?;
    let (rows, columns) = extent(&block);
    let chosen = chosen(call, columns)?;
    build(call.context, u64::from(rows), chosen.len() as u64, |row, column| {
        block.value(row, chosen.get(column as usize).copied().unwrap_or(0)).clone()
    })
}

/// The chosen indices, from 0. Excel takes them from single rows and columns only; Sheets row by row from any block.
fn chosen(call: &Call<'_>, length: u32) -> Result<Vec<u32>, CellError> {
    let mut chosen = Vec::new();
    for argument in 1..call.len() {
        let block = call.matrix(argument);
        let is_vector = block.rows() == 1 || block.columns() == 1;
        if !is_vector && call.context.dialect == crate::dialect::Dialect::Excel {
            return Err(CellError::Value);
        }
        for value in super::elements(call, &block)? {
            let wanted = coerce::to_number(&value, call.context)?.trunc();
            let index = if wanted < 0.0 { f64::from(length) + wanted } else { wanted - 1.0 };
            if index < 0.0 || index >= f64::from(length) {
                return Err(CellError::Value);
            }
            chosen.push(index as u32);
        }
    }
    if chosen.is_empty() { Err(no_elements(call.context.dialect)) } else { Ok(chosen) }
}
