//! QUERY: the query language of Google's visualization tools over a range or an array.
//!
//! `select … where … group by … pivot … order by … skipping … limit … offset … label … format … options …`, as
//! <https://developers.google.com/chart/interactive/docs/querylanguage> documents it. The text is parsed to postfix
//! expressions (`parser`), the data is typed column by column (`source`), and `run` carries the clauses out in the order
//! that Google's published engine does.
//!
//! What a sheet adds: columns are named by their letters, or `Col1` and on if the data is an array; a column has the type
//! that most of its values have, and all others in it are null; the number of header rows is guessed unless it is given.
//!
//! Limits: dates are serial numbers, so a column of dates is one of numbers and date functions take any number; `format`
//! is checked and leaves values as they are, since number formats are no part of a value.

mod check;
mod evaluate;
mod expression;
mod group;
mod heading;
mod lexer;
mod literal;
mod parser;
mod run;
mod scalar;
mod source;

use super::args::{Call, Outcome};
use super::table::{Category, Flags, FunctionSpec, Kind, optional, required};
use crate::calendar::Calendar;
use crate::value::CellError;
use parser::ColumnNames;
use source::{Headers, Source};

/// The functions of this room.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "QUERY",
    Category::Google,
    &[required("data", Kind::Array), optional("query", Kind::Text), optional("headers", Kind::Integer)],
    query,
    "What a query in Google's query language makes of a table.",
)
.flags(Flags::SPILLS.with(Flags::ARRAY_CONTEXT))];

fn query(call: &Call<'_>) -> Outcome {
    let headers = match call.integer_or(2, -1) {
        -1 => Headers::Guessed,
        count => Headers::Given(u32::try_from(count).map_err(|_| CellError::Value)?),
    };
    let count = call.matrix(0).columns() as usize;
    let names = match call.reference(0) {
        Some(range) => ColumnNames::Letters { left: range.left, count },
        None => ColumnNames::Numbers { count },
    };
    let text = call.text(1);
    call.spend(text.len() as u64)?;
    let calendar = Calendar::new(call.context.date_system, call.context.dialect);
    let query = parser::parse(text, names, calendar).ok_or(CellError::Value)?;
    let source = Source::new(call, headers, query.columns_read(count))?;
    Ok(run::run(&query, &source, call.context)?.into())
}
