//! VLOOKUP and HLOOKUP.

use super::super::prelude::*;
use super::line::{Along, Line};
use super::search::{From, Sorted, Wildcards, answer_whole, exact, key, sorted};
use crate::reference::CellRef;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "VLOOKUP",
        Category::Lookup,
        &[
            required("key", Kind::Scalar),
            required("table", Kind::Range),
            required("column", Kind::Number),
            optional("sorted", Kind::Bool),
        ],
        |c| look_up(c, Along::Rows),
        "The value in a column of a table, in the row whose first column has the key.",
    )
    .differs(&[differs("A table given as a text is `#VALUE!`.", "It is a table of one cell.")])
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "HLOOKUP",
        Category::Lookup,
        &[
            required("key", Kind::Scalar),
            required("table", Kind::Range),
            required("row", Kind::Number),
            optional("sorted", Kind::Bool),
        ],
        |c| look_up(c, Along::Columns),
        "The value in a row of a table, in the column whose first row has the key.",
    ),
];

fn look_up(call: &Call<'_>, along: Along) -> Outcome {
    let table = call.matrix(1);
    if let Some(error) = call.value(1).error() {
        return Err(error);
    }
    if matches!(call.arguments.get(1), Some(Operand::Value(Value::Text(_)))) && call.context.dialect == Dialect::Excel {
        return Err(CellError::Value);
    }
    let index = call.number(2).trunc();
    let width = match along {
        Along::Rows => table.columns(),
        Along::Columns => table.rows(),
    };
    if index < 1.0 {
        return Err(CellError::Value);
    }
    if index > f64::from(width) {
        return Err(CellError::Ref);
    }
    let line = Line::new(table, along, 0);
    let key = key(call.value(0));
    let results = Line::new(table, along, index as u32 - 1);
    let position = if call.bool_default(3, true) {
        let position = sorted(call, &line, &key, Sorted::Ascending)?;
        let beside = position.zip(results.column());
        answer_whole(call, &line, beside.map(|(row, column)| CellRef { row: column.top + row, ..column.first() }));
        position
    } else {
        exact(call, &line, &key, Wildcards::Read, From::Start, results.column())?
    };
    Ok(results.value(position.ok_or(CellError::Na)?).clone().into())
}
