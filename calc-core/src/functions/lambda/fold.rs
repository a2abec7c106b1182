//! REDUCE and SCAN: a LAMBDA that carries a value from element to element.

use super::{Iteration, Results, Source, one_value};
use crate::functions::args::{Call, Context, Operand};
use crate::functions::table::Kind::{Array, Lambda, Range};
use crate::functions::table::{FunctionSpec, required};
use crate::value::CellError;

/// The rows of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::iterated(
        "REDUCE",
        &[required("initial_value", Range), required("array", Array), required("lambda", Lambda)],
        |call| start(call, Keep::Last),
        "What a LAMBDA has carried from element to element when it has seen all of them.",
    ),
    FunctionSpec::iterated(
        "SCAN",
        &[required("initial_value", Range), required("array", Array), required("lambda", Lambda)],
        |call| start(call, Keep::All),
        "All that a LAMBDA carries from element to element.",
    ),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    Last,
    All,
}

#[derive(Debug)]
struct Fold {
    keep: Keep,
    source: Source,
    carried: Operand,
    /// How many elements were seen.
    seen: u64,
    results: Option<Results>,
}

/// Without a first value, the first element is it and is not called for: Microsoft's page on REDUCE leaves that open, its
/// behaviour in Excel is known.
fn start(call: &Call<'_>, keep: Keep) -> Result<Box<dyn Iteration>, CellError> {
    let source = Source::new(call, 1)?;
    let mut results = match keep {
        Keep::All => Some(Results::new(source.rows, source.columns, call.context)?),
        Keep::Last => None,
    };
    let mut carried = call.arguments.first().cloned().unwrap_or_default();
    let mut seen = 0;
    if matches!(carried, Operand::Missing) {
        carried = source.part(0, 0, 1, 1);
        seen = 1;
        if let Some(results) = &mut results {
            results.values.push(one_value(carried.clone(), call.context));
        }
    }
    Ok(Box::new(Fold { keep, source, carried, seen, results }))
}

impl Iteration for Fold {
    fn next(&mut self, _: &Context<'_>) -> Option<Vec<Operand>> {
        let columns = u64::from(self.source.columns);
        let row = self.seen.checked_div(columns)?;
        if row >= u64::from(self.source.rows) {
            return None;
        }
        let element = self.source.part(row as u32, (self.seen % columns) as u32, 1, 1);
        self.seen += 1;
        Some(vec![std::mem::take(&mut self.carried), element])
    }

    fn take(&mut self, result: Operand, context: &Context<'_>) -> Result<(), CellError> {
        match (&mut self.results, self.keep) {
            (Some(results), Keep::All) => {
                let value = one_value(result, context);
                results.values.push(value.clone());
                self.carried = Operand::Value(value);
            }
            _ => self.carried = result,
        }
        Ok(())
    }

    fn finish(self: Box<Self>, context: &Context<'_>) -> Operand {
        match self.results {
            Some(results) => results.finish(context.dialect),
            None => self.carried,
        }
    }
}
