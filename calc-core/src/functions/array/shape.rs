//! Turning, stacking, flattening and folding blocks.

use super::{build, elements, extent, first, gap};
use crate::functions::args::{Call, Outcome};
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, differs, optional, required};
use crate::reference::{MAX_COLUMNS, MAX_ROWS};
use crate::value::{CellError, Matrix, Value};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "TRANSPOSE",
        Category::Lookup,
        &[required("array", Kind::Array)],
        transpose,
        "The block with rows and columns exchanged.",
    )
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "TOROW",
        Category::Array,
        &[required("array", Kind::Array), optional("ignore", Kind::Integer), optional("scan_by_column", Kind::Bool)],
        to_row,
        "All elements in one row.",
    )
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "TOCOL",
        Category::Array,
        &[required("array", Kind::Array), optional("ignore", Kind::Integer), optional("scan_by_column", Kind::Bool)],
        to_column,
        "All elements in one column.",
    )
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "FLATTEN",
        Category::Google,
        &[required("range", Kind::Array)],
        flatten,
        "The elements of all arguments in one column, row by row.",
    )
    .repeats(1)
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "WRAPROWS",
        Category::Array,
        &[required("vector", Kind::Array), required("wrap_count", Kind::Integer), optional("pad_with", Kind::Any)],
        wrap_rows,
        "A row or column folded into rows of a given length.",
    )
    .differs(&[differs("Gaps are `#N/A`.", "Gaps are blank.")])
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "WRAPCOLS",
        Category::Array,
        &[required("vector", Kind::Array), required("wrap_count", Kind::Integer), optional("pad_with", Kind::Any)],
        wrap_columns,
        "A row or column folded into columns of a given length.",
    )
    .differs(&[differs("Gaps are `#N/A`.", "Gaps are blank.")])
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "HSTACK",
        Category::Array,
        &[required("array", Kind::Array)],
        stack_side_by_side,
        "Blocks side by side; shorter ones are filled up.",
    )
    .differs(&[differs("Gaps are `#N/A`.", "Gaps are blank.")])
    .repeats(1)
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "VSTACK",
        Category::Array,
        &[required("array", Kind::Array)],
        stack_below,
        "Blocks one below the other; narrower ones are filled up.",
    )
    .differs(&[differs("Gaps are `#N/A`.", "Gaps are blank.")])
    .repeats(1)
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "EXPAND",
        Category::Array,
        &[
            required("array", Kind::Array),
            required("rows", Kind::Integer),
            optional("columns", Kind::Integer),
            optional("pad_with", Kind::Any),
        ],
        expand,
        "The block filled up to a given size.",
    )
    .flags(Flags::SPILLS),
];

fn transpose(call: &Call<'_>) -> Outcome {
    let block = call.matrix(0);
    fits_a_sheet(call, block.columns().into(), block.rows().into())?;
    let (rows, columns) = extent(&block);
    build(call.context, u64::from(columns), u64::from(rows), |row, column| block.value(column, row).clone())
}

/// The elements that TOROW and TOCOL keep: 1 leaves out blanks, 2 errors, 3 both.
fn kept(call: &Call<'_>) -> Result<Vec<Value>, CellError> {
    let block = first(call)?;
    let ignore = call.integer_or(1, 0);
    let (blanks, errors) = match ignore {
        0 => (true, true),
        1 => (false, true),
        2 => (true, false),
        3 => (false, false),
        _ => return Err(CellError::Value),
    };
    let all = if call.bool_or(2, false) { by_column(call, &block)? } else { elements(call, &block)? };
    let keeps = |value: &Value| (blanks || !value.is_blank()) && (errors || value.error().is_none());
    Ok(all.into_iter().filter(keeps).collect())
}

fn by_column(call: &Call<'_>, block: &Matrix<'_>) -> Result<Vec<Value>, CellError> {
    let (rows, columns) = extent(block);
    super::pay(call.context, u64::from(rows), u64::from(columns))?;
    let places = (0..columns).flat_map(|column| (0..rows).map(move |row| (row, column)));
    Ok(places.map(|(row, column)| block.value(row, column).clone()).collect())
}

fn to_row(call: &Call<'_>) -> Outcome {
    let values = kept(call)?;
    build(call.context, 1, values.len() as u64, |_, column| element(&values, u64::from(column)).clone())
}

fn to_column(call: &Call<'_>) -> Outcome {
    let values = kept(call)?;
    build(call.context, values.len() as u64, 1, |row, _| element(&values, u64::from(row)).clone())
}

fn flatten(call: &Call<'_>) -> Outcome {
    let mut values = Vec::new();
    for index in 0..call.len() {
        for block in call.matrices(index) {
            values.extend(elements(call, &block)?);
        }
    }
    build(call.context, values.len() as u64, 1, |row, _| element(&values, u64::from(row)).clone())
}

fn element(values: &[Value], index: u64) -> &Value {
    usize::try_from(index).ok().and_then(|index| values.get(index)).unwrap_or(&crate::value::BLANK)
}

/// The elements of a row or column, the length of a fold, and what fills the last one.
fn folding(call: &Call<'_>) -> Result<(Vec<Value>, u64, Value), CellError> {
    let block = first(call)?;
    if block.rows() > 1 && block.columns() > 1 {
        return Err(CellError::Value);
    }
    let length = u64::try_from(call.integer_or(1, 0)).unwrap_or(0);
    if length == 0 {
        return Err(CellError::Num);
    }
    let filler = if call.has(2) { call.value(2).clone() } else { gap(call.context.dialect) };
    Ok((elements(call, &block)?, length, filler))
}

fn wrap_rows(call: &Call<'_>) -> Outcome {
    let (values, length, filler) = folding(call)?;
    let count = values.len() as u64;
    build(call.context, count.div_ceil(length), length, |row, column| {
        folded(&values, u64::from(row) * length + u64::from(column), &filler)
    })
}

fn wrap_columns(call: &Call<'_>) -> Outcome {
    let (values, length, filler) = folding(call)?;
    let count = values.len() as u64;
    build(call.context, length, count.div_ceil(length), |row, column| {
        folded(&values, u64::from(column) * length + u64::from(row), &filler)
    })
}

fn folded(values: &[Value], index: u64, filler: &Value) -> Value {
    if index < values.len() as u64 { element(values, index).clone() } else { filler.clone() }
}

fn stack_side_by_side(call: &Call<'_>) -> Outcome {
    let blocks = sized_blocks(call);
    fits_a_sheet(call, 1, blocks.iter().map(|(block, ..)| u64::from(block.columns())).sum())?;
    let rows = blocks.iter().map(|(_, rows, _)| u64::from(*rows)).max().unwrap_or(0);
    let columns = blocks.iter().map(|(_, _, columns)| u64::from(*columns)).sum();
    let mut owners = Vec::new();
    super::pay(call.context, 1, columns)?;
    for (block, rows, columns) in &blocks {
        owners.extend((0..*columns).map(|column| (block, *rows, column)));
    }
    build(call.context, rows, columns, |row, column| match owners.get(column as usize) {
        Some((block, rows, inner)) if row < *rows => block.value(row, *inner).clone(),
        _ => gap(call.context.dialect),
    })
}

fn stack_below(call: &Call<'_>) -> Outcome {
    let blocks = sized_blocks(call);
    fits_a_sheet(call, blocks.iter().map(|(block, ..)| u64::from(block.rows())).sum(), 1)?;
    let columns = blocks.iter().map(|(_, _, columns)| u64::from(*columns)).max().unwrap_or(0);
    let rows = blocks.iter().map(|(_, rows, _)| u64::from(*rows)).sum();
    let mut owners = Vec::new();
    super::pay(call.context, rows, 1)?;
    for (block, rows, columns) in &blocks {
        owners.extend((0..*rows).map(|row| (block, *columns, row)));
    }
    build(call.context, rows, columns, |row, column| match owners.get(row as usize) {
        Some((block, columns, inner)) if column < *columns => block.value(*inner, column).clone(),
        _ => gap(call.context.dialect),
    })
}

/// Whole columns may be read only as far as something is stored in them, but what is made of them has all their rows: too many
/// for a sheet are `#NUM!`, as Microsoft documents it for TOCOL, TAKE and DROP ("when array is too large").
fn fits_a_sheet(call: &Call<'_>, rows: u64, columns: u64) -> Result<(), CellError> {
    let fits = rows <= u64::from(MAX_ROWS) && columns <= u64::from(MAX_COLUMNS);
    if fits || !call.context.dialect.whole_columns_have_all_rows() { Ok(()) } else { Err(CellError::Num) }
}

/// The blocks of all arguments with their rows and columns.
fn sized_blocks<'a>(call: &Call<'a>) -> Vec<(Matrix<'a>, u32, u32)> {
    let blocks = (0..call.len()).flat_map(|index| call.matrices(index));
    blocks
        .map(|block| {
            let (rows, columns) = extent(&block);
            (block, rows, columns)
        })
        .collect()
}

fn expand(call: &Call<'_>) -> Outcome {
    let block = first(call)?;
    let (rows, columns) = extent(&block);
    let wanted = |index, own: u32| match call.integer_or(index, i64::from(own)) {
        wanted if wanted >= i64::from(own) => Ok(wanted as u64),
        _ => Err(CellError::Value),
    };
    let filler = if call.has(3) { call.value(3).clone() } else { gap(call.context.dialect) };
    build(call.context, wanted(1, rows)?, wanted(2, columns)?, |row, column| {
        if row < rows && column < columns { block.value(row, column).clone() } else { filler.clone() }
    })
}
