//! Functions whose result is something to look at: their cell holds no value.

use crate::functions::args::{Call, Outcome};
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, differs, optional, required};
use crate::value::{CellError, Value};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "IMAGE",
        Category::Web,
        &[
            required("url", Kind::Scalar),
            optional("mode", Kind::Any),
            optional("height", Kind::Any),
            optional("width", Kind::Any),
            optional("size", Kind::Any),
        ],
        image,
        "A picture in the cell, which is no value: blank in Sheets, `#BLOCKED!` in Excel, since nothing is fetched.",
    )
    .differs(&[differs("`#BLOCKED!`, since nothing is fetched.", "A blank.")])
    .flags(Flags::EXTERNAL),
    FunctionSpec::new(
        "SPARKLINE",
        Category::Google,
        &[required("data", Kind::Range), optional("options", Kind::Range)],
        nothing,
        "A small chart in the cell, which is no value: blank.",
    )
    .falls_short("The chart itself is not drawn."),
    FunctionSpec::new(
        "HYPERLINK",
        Category::Lookup,
        &[required("url", Kind::Scalar), optional("label", Kind::Scalar)],
        hyperlink,
        "The text of a link: its label, or its address without one.",
    ),
];

/// Excel shows the error where the picture may not be fetched.
fn image(call: &Call<'_>) -> Outcome {
    if call.context.dialect.image_is_fetched() { Err(CellError::Blocked) } else { Ok(Value::Blank.into()) }
}

fn nothing(_: &Call<'_>) -> Outcome {
    Ok(Value::Blank.into())
}

fn hyperlink(call: &Call<'_>) -> Outcome {
    let shown = if call.has(1) { call.value(1) } else { call.value(0) };
    Ok(shown.clone().into())
}
