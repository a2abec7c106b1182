//! What Sheets fetches from the world outside: there is none here, so each function gives the error that Sheets shows for a source that
//! does not answer, once its arguments are in order.

use crate::functions::outside::outside;
use crate::functions::prelude::*;
use crate::reference::{parse_a1, split_sheet};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    outside(
        "IMPORTDATA",
        &[required("url", Kind::Text), optional("delimiter", Kind::Text), optional("locale", Kind::Text)],
        |_| Err(CellError::Na),
        "The values at an address; `#N/A` where nothing can be fetched.",
    ),
    outside(
        "IMPORTFEED",
        &[
            required("url", Kind::Text),
            optional("query", Kind::Text),
            optional("headers", Kind::Bool),
            optional("items", Kind::Integer),
        ],
        import_feed,
        "The entries of a feed; `#N/A` where nothing can be fetched.",
    ),
    outside(
        "IMPORTHTML",
        &[
            required("url", Kind::Text),
            required("query", Kind::Text),
            optional("index", Kind::Integer),
            optional("locale", Kind::Text),
        ],
        import_html,
        "A table or list of a page; `#N/A` where nothing can be fetched.",
    ),
    outside(
        "IMPORTXML",
        &[required("url", Kind::Text), required("xpath", Kind::Text), optional("locale", Kind::Text)],
        |_| Err(CellError::Na),
        "What a path finds in a page; `#N/A` where nothing can be fetched.",
    ),
    outside(
        "IMPORTRANGE",
        &[required("spreadsheet", Kind::Text), required("range", Kind::Text)],
        import_range,
        "Cells of another spreadsheet; `#REF!` as long as nobody has connected the two.",
    ),
    outside(
        "GOOGLEFINANCE",
        &[
            required("ticker", Kind::Text),
            optional("attribute", Kind::Text),
            optional("start_date", Kind::Scalar),
            optional("end_date", Kind::Scalar),
            optional("interval", Kind::Scalar),
        ],
        |_| Err(CellError::Na),
        "The price of a security, now or in the past; `#N/A` where nothing can be fetched.",
    ),
    outside(
        "GOOGLETRANSLATE",
        &[
            required("text", Kind::Text),
            optional("source_language", Kind::Text),
            optional("target_language", Kind::Text),
        ],
        |_| Err(CellError::Na),
        "The text in another language; `#N/A` where nobody translates.",
    ),
    outside(
        "AI",
        &[required("prompt", Kind::Text), optional("range", Kind::Range)],
        |_| Err(CellError::Na),
        "What a language model answers; `#N/A` where none is asked.",
    ),
];

/// The parts of a feed that can be asked for.
const PARTS: &[&str] = &[
    "feed",
    "feed title",
    "feed description",
    "feed author",
    "feed url",
    "items",
    "items title",
    "items author",
    "items summary",
    "items created",
    "items url",
    "items content",
];

fn import_feed(call: &Call<'_>) -> Outcome {
    let query = call.text(1);
    let is_known = !call.has(1) || PARTS.iter().any(|part| part.eq_ignore_ascii_case(query));
    Err(if is_known { CellError::Na } else { CellError::Value })
}

fn import_html(call: &Call<'_>) -> Outcome {
    let is_known = ["table", "list"].iter().any(|known| known.eq_ignore_ascii_case(call.text(1)));
    Err(if is_known && call.integer_or(2, 1) >= 0 { CellError::Na } else { CellError::Value })
}

/// `#REF!` while the spreadsheets are not connected; `#VALUE!` for what can be no range at all.
fn import_range(call: &Call<'_>) -> Outcome {
    let text = call.text(1).trim();
    let cells = split_sheet(text).map_or(text, |(_, cells)| cells);
    let is_corner = |part: &str| {
        parse_a1(part).is_some()
            || (!part.is_empty() && part.trim_start_matches('$').bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    let is_range = !text.is_empty() && cells.split(':').all(is_corner);
    Err(if is_range { CellError::Ref } else { CellError::Value })
}
