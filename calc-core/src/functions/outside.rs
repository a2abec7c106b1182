//! Functions that need the world outside the workbook: there is none here, so each gives the error that its page documents for a source
//! that does not answer, once its arguments are in order.

use super::prelude::*;

/// Arguments of any kind, none of which may be an error.
const CONNECTION: Parameter = required("connection", Kind::Scalar);
const SCALAR: Kind = Kind::Scalar;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    outside(
        "CUBEKPIMEMBER",
        &[CONNECTION, required("kpi_name", SCALAR), required("kpi_property", SCALAR), optional("caption", SCALAR)],
        no_cube,
        "A property of a key performance indicator in a cube; `#NAME?` without a connection.",
    ),
    outside(
        "CUBEMEMBER",
        &[CONNECTION, required("member_expression", Kind::Range), optional("caption", SCALAR)],
        no_cube,
        "A member of a cube; `#NAME?` without a connection.",
    ),
    outside(
        "CUBEMEMBERPROPERTY",
        &[CONNECTION, required("member_expression", SCALAR), required("property", SCALAR)],
        no_cube,
        "A property of a member of a cube; `#NAME?` without a connection.",
    ),
    outside(
        "CUBERANKEDMEMBER",
        &[CONNECTION, required("set_expression", Kind::Range), required("rank", SCALAR), optional("caption", SCALAR)],
        no_cube,
        "The member at a rank of a set of a cube; `#NAME?` without a connection.",
    ),
    outside(
        "CUBESET",
        &[
            CONNECTION,
            required("set_expression", Kind::Range),
            optional("caption", SCALAR),
            optional("sort_order", SCALAR),
            optional("sort_by", SCALAR),
        ],
        no_cube,
        "A set of members of a cube; `#NAME?` without a connection.",
    ),
    outside(
        "CUBESETCOUNT",
        &[required("set", SCALAR)],
        |_| Err(CellError::Na),
        "How many members a set of a cube has; `#N/A` for what is no set.",
    ),
    outside(
        "CUBEVALUE",
        &[CONNECTION, optional("member_expression", SCALAR)],
        no_cube,
        "A value of a cube; `#NAME?` without a connection.",
    )
    .repeats(1),
    FunctionSpec::new(
        "GETPIVOTDATA",
        Category::Lookup,
        &[
            required("data_field", SCALAR),
            required("pivot_table", Kind::Reference),
            optional("field", SCALAR),
            optional("item", SCALAR),
        ],
        |_| Err(CellError::Ref),
        "A value shown in a pivot table; `#REF!` where there is none.",
    )
    .repeats(2)
    .flags(Flags::EXTERNAL),
    outside(
        "RTD",
        &[required("prog_id", Kind::Text), required("server", Kind::Any), required("topic", SCALAR)],
        |_| Err(CellError::Na),
        "Data from a server that sends them all the time; `#N/A` without one.",
    )
    .repeats(1),
    outside(
        "STOCKHISTORY",
        &[
            required("stock", Kind::Text),
            required("start_date", Kind::Number),
            optional("end_date", Kind::Number),
            optional("interval", Kind::Integer),
            optional("headers", Kind::Integer),
            optional("property", Kind::Integer),
        ],
        stock_history,
        "The prices of a stock in the past; `#CONNECT!` without a connection.",
    )
    .repeats(1),
    outside(
        "WEBSERVICE",
        &[required("url", Kind::Text)],
        |_| Err(CellError::Value),
        "What an address of the web answers; `#VALUE!` where nothing can be fetched.",
    ),
    outside(
        "FIELDVALUE",
        &[required("value", SCALAR), required("field_name", Kind::Text)],
        |_| Err(CellError::Field),
        "A field of a value of a linked data type; `#FIELD!` for any other value.",
    ),
    outside(
        "TRANSLATE",
        &[
            required("text", Kind::Text),
            optional("source_language", Kind::Text),
            optional("target_language", Kind::Text),
        ],
        |_| Err(CellError::Connect),
        "The text in another language; `#CONNECT!` without a connection.",
    ),
    outside(
        "DETECTLANGUAGE",
        &[required("text", Kind::Text)],
        |_| Err(CellError::Connect),
        "The code of the language of a text; `#CONNECT!` without a connection.",
    ),
];

/// A function that asks the world outside.
pub(super) const fn outside(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Web, parameters, kernel, summary).flags(Flags::EXTERNAL)
}

/// Without a connection of that name in the workbook. The connection itself has to be a text.
fn no_cube(call: &Call<'_>) -> Outcome {
    Err(if matches!(call.value(0), Value::Text(_)) { CellError::Name } else { CellError::Value })
}

/// Dates in order, an interval and a choice of headers that exist.
fn stock_history(call: &Call<'_>) -> Outcome {
    let start = call.number(1);
    let end = call.number_or(2, start);
    let in_range = (0..=2).contains(&call.integer_or(3, 0)) && (0..=2).contains(&call.integer_or(4, 1));
    let properties = (5..call.len()).all(|index| (0..=5).contains(&call.integer(index)));
    let sensible = start >= 0.0 && start <= end && in_range && properties && !call.text(0).is_empty();
    Err(if sensible { CellError::Connect } else { CellError::Value })
}
