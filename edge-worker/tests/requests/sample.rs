//! The sample workbook as a model, and values that its ports accept.

use std::path::Path;
use std::sync::OnceLock;

use calc_core::calendar::Calendar;
use calc_core::compile::compile;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::{Allowed, Input, PortsFile};
use serde_json::{Value as Json, json};

use crate::numbers::Numbers;

/// The compiled sample.
pub fn bytes() -> &'static [u8] {
    static MODEL: OnceLock<Vec<u8>> = OnceLock::new();
    MODEL.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample");
        let workbook = std::fs::read(folder.join("house-painting.xlsx")).unwrap();
        let workbook = read_xlsx(&workbook, &ImportOptions::default()).unwrap().workbook;
        let ports = std::fs::read(folder.join("house-painting.ports.json")).unwrap();
        let (ports, diagnostics) = PortsFile::parse(&ports).unwrap().resolve(&workbook);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        compile(&workbook, ports).model.encode()
    })
}

/// The sample.
pub fn model() -> Model {
    Model::decode(bytes()).unwrap()
}

/// What an input takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Takes {
    Number,
    Choice,
    Date,
    Boolean,
    Text,
}

/// What an input of the sample takes.
pub fn takes(input: &Input, calendar: Calendar) -> Takes {
    let allowed = input.allowed(calendar);
    let has = |wanted: fn(&Allowed<'_>) -> bool| allowed.iter().any(wanted);
    match () {
        () if has(|one| matches!(one, Allowed::Choices(_))) => Takes::Choice,
        () if has(|one| matches!(one, Allowed::Text)) => Takes::Text,
        () if has(|one| matches!(one, Allowed::Date(_))) => Takes::Date,
        () if has(|one| matches!(one, Allowed::Boolean)) => Takes::Boolean,
        () => Takes::Number,
    }
}

/// A value that an input accepts, in one of the ways in which it may be written.
pub fn value_for(input: &Input, calendar: Calendar, texts: &[String], numbers: &mut Numbers) -> Json {
    if numbers.below(20) == 0 {
        return Json::Null;
    }
    match numbers.one_of(&input.allowed(calendar)).clone() {
        Allowed::Choices(choices) => numbers.one_of(choices).to_json(),
        Allowed::Number { min, max } => {
            let (min, max) = (min.max(-1e6), max.min(1e6));
            match numbers.below(4) {
                0 => json!(min),
                1 => json!(max),
                2 => json!((min + (max - min) * numbers.below(1_000) as f64 / 1_000.0).clamp(min, max)),
                _ => json!(min.ceil() as i64),
            }
        }
        Allowed::Boolean => json!(numbers.below(2) == 1),
        Allowed::Date(bounds) => {
            let (first, last) = (serial(calendar, &bounds.first), serial(calendar, &bounds.last));
            let day = first + numbers.below((last - first + 1) as usize) as i64;
            if numbers.below(2) == 0 { json!(day) } else { json!(written(calendar, day)) }
        }
        Allowed::Text => json!(numbers.one_of(texts)),
        Allowed::Default(default) => default.to_json(),
    }
}

fn serial(calendar: Calendar, date: &str) -> i64 {
    let parts: Vec<i64> = date.split('-').map(|part| part.parse().unwrap()).collect();
    calendar.serial(parts[0], parts[1], parts[2]).unwrap()
}

fn written(calendar: Calendar, day: i64) -> String {
    let date = calendar.date(day).unwrap();
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// Texts of people: notes, names, colours.
pub const TEXTS: &[&str] = &[
    "Ada Whitcombe",
    "O'Brien & Sons, LLC",
    "D'Angelo",
    "Dog in the yard, call before arrival",
    "gate code #1042; park on the street",
    "Select the union of both colours -- drop off at 5",
    "2 coats of \"Cloud White\" on the trim (semi-gloss)",
    "Küche & Flur: 2× streichen",
    "客厅和厨房",
    "trim = 8' x 2\", walls > 100 sq ft",
    "see c:\\photos\\front.jpg",
    "https://example.com/colors?id=7",
    "50% now, 50% on completion",
    "=SUM(A1:A3)",
    "",
    "-",
    "5-7",
];
