//! MAP: a LAMBDA for each element of one or more blocks.

use super::{Iteration, Results, Source, one_value};
use crate::functions::args::{Call, Context, Operand};
use crate::functions::table::Kind::{Array, Lambda};
use crate::functions::table::{FunctionSpec, required};
use crate::value::CellError;

/// The rows of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::iterated(
    "MAP",
    &[required("array", Array), required("array_or_lambda", Lambda)],
    start,
    "What a LAMBDA makes of each element of one or more arrays.",
)
.repeats(1)];

#[derive(Debug)]
struct Map {
    sources: Vec<Source>,
    results: Results,
}

/// Blocks of unequal size are as in Excel filled up with `#N/A`.
fn start(call: &Call<'_>) -> Result<Box<dyn Iteration>, CellError> {
    let sources = (0..call.len()).map(|index| Source::new(call, index)).collect::<Result<Vec<_>, _>>()?;
    let rows = sources.iter().map(|source| source.rows).max().unwrap_or(0);
    let columns = sources.iter().map(|source| source.columns).max().unwrap_or(0);
    Ok(Box::new(Map { sources, results: Results::new(rows, columns, call.context)? }))
}

impl Iteration for Map {
    fn next(&mut self, _: &Context<'_>) -> Option<Vec<Operand>> {
        let (row, column) = self.results.place()?;
        Some(self.sources.iter().map(|source| source.part(row, column, 1, 1)).collect())
    }

    fn take(&mut self, result: Operand, context: &Context<'_>) -> Result<(), CellError> {
        self.results.values.push(one_value(result, context));
        Ok(())
    }

    fn finish(self: Box<Self>, context: &Context<'_>) -> Operand {
        self.results.finish(context.dialect)
    }
}
