//! MAKEARRAY: a LAMBDA for each place of a new block.

use super::{Iteration, Results, one_value};
use crate::dialect::Dialect;
use crate::functions::args::{Call, Context, Operand};
use crate::functions::coerce;
use crate::functions::invoke::{spread_size, spread_value};
use crate::functions::table::Kind::{Integer, Lambda};
use crate::functions::table::{FunctionSpec, required};
use crate::value::{CellError, Value};

/// The rows of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::iterated(
    "MAKEARRAY",
    &[required("rows", Integer), required("columns", Integer), required("lambda", Lambda)],
    start,
    "An array of a size, each element made by a LAMBDA from its row and column.",
)];

#[derive(Debug)]
struct Make {
    /// Where the sizes are themselves arrays: for each pair of them, whether it is a size. Only the first element is made then.
    sizes: Option<Vec<Result<(), CellError>>>,
    results: Results,
}

fn start(call: &Call<'_>) -> Result<Box<dyn Iteration>, CellError> {
    let (rows, columns) = (call.matrix(0), call.matrix(1));
    if rows.len() == 1 && columns.len() == 1 {
        let (rows, columns) = size(rows.value(0, 0), columns.value(0, 0), call.context)?;
        return Ok(Box::new(Make { sizes: None, results: Results::new(rows, columns, call.context)? }));
    }
    let (height, width) = spread_size([rows, columns].into_iter(), call.context)?;
    let places = (0..height).flat_map(|row| (0..width).map(move |column| (row, column)));
    let sizes = places.map(|(row, column)| {
        let (rows, columns) = (spread_value(&rows, row, column), spread_value(&columns, row, column));
        size(rows, columns, call.context).map(|_| ())
    });
    let sizes = Some(sizes.collect());
    Ok(Box::new(Make { sizes, results: Results::new(height, width, call.context)? }))
}

/// A size of at least one row and column; `#LIMIT!` if it is more than is sensible.
fn size(rows: &Value, columns: &Value, context: &Context<'_>) -> Result<(u32, u32), CellError> {
    let count = |value: &Value| {
        let given = coerce::to_number(value, context)?;
        let count = given.trunc();
        // Excel takes whole numbers only.
        if count < 1.0 || (given != count && context.dialect == Dialect::Excel) {
            Err(CellError::Value)
        } else {
            Ok(count)
        }
    };
    let (rows, columns) = (count(rows)?, count(columns)?);
    if rows * columns > crate::functions::args::MOST_ELEMENTS as f64 {
        return Err(CellError::Limit);
    }
    Ok((rows as u32, columns as u32))
}

impl Iteration for Make {
    fn next(&mut self, _: &Context<'_>) -> Option<Vec<Operand>> {
        loop {
            let (row, column) = self.results.place()?;
            let Some(sizes) = &self.sizes else {
                return Some(vec![(f64::from(row) + 1.0).into(), (f64::from(column) + 1.0).into()]);
            };
            match sizes.get(self.results.values.len()) {
                Some(Ok(())) => return Some(vec![1.0.into(), 1.0.into()]),
                Some(Err(error)) => self.results.values.push((*error).into()),
                None => return None,
            }
        }
    }

    fn take(&mut self, result: Operand, context: &Context<'_>) -> Result<(), CellError> {
        self.results.values.push(one_value(result, context));
        Ok(())
    }

    fn finish(self: Box<Self>, context: &Context<'_>) -> Operand {
        self.results.finish(context.dialect)
    }
}
