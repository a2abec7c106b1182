//! BYROW and BYCOL: a LAMBDA for each row or column of a block.

use super::{Iteration, Results, Source, one_value, refuse_error};
use crate::functions::args::{Call, Context, Operand};
use crate::functions::table::Kind::{Array, Lambda};
use crate::functions::table::{FunctionSpec, required};
use crate::value::CellError;

/// The rows of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::iterated(
        "BYROW",
        &[required("array", Array), required("lambda", Lambda)],
        |call| start(call, Line::Row),
        "What a LAMBDA makes of each row of an array.",
    ),
    FunctionSpec::iterated(
        "BYCOL",
        &[required("array", Array), required("lambda", Lambda)],
        |call| start(call, Line::Column),
        "What a LAMBDA makes of each column of an array.",
    ),
];

#[derive(Clone, Copy, Debug)]
enum Line {
    Row,
    Column,
}

#[derive(Debug)]
struct Along {
    line: Line,
    source: Source,
    results: Results,
}

fn start(call: &Call<'_>, line: Line) -> Result<Box<dyn Iteration>, CellError> {
    refuse_error(call, 0)?;
    let source = Source::new(call, 0)?;
    let (rows, columns) = match line {
        Line::Row => (source.rows, 1),
        Line::Column => (1, source.columns),
    };
    Ok(Box::new(Along { line, source, results: Results::new(rows, columns, call.context)? }))
}

impl Iteration for Along {
    fn next(&mut self, _: &Context<'_>) -> Option<Vec<Operand>> {
        let (row, column) = self.results.place()?;
        Some(vec![match self.line {
            Line::Row => self.source.part(row, 0, 1, self.source.columns),
            Line::Column => self.source.part(0, column, self.source.rows, 1),
        }])
    }

    fn take(&mut self, result: Operand, context: &Context<'_>) -> Result<(), CellError> {
        self.results.values.push(one_value(result, context));
        Ok(())
    }

    fn finish(self: Box<Self>, context: &Context<'_>) -> Operand {
        self.results.finish(context.dialect)
    }
}
