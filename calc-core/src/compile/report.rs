//! Problems of formulas as diagnostics.

use super::{Problem, ProblemKind};
use crate::bind::BindError;
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::Dialect;
use crate::functions;

/// A function that is not known.
const UNKNOWN_FUNCTION: Code = Code(2101);
/// The wrong number of arguments.
const ARGUMENTS: Code = Code(2102);
/// Part of the language that is not evaluated.
const UNSUPPORTED: Code = Code(2103);
/// An operator over ranges inside an aggregate of a Google array export.
const AMBIGUOUS_AGGREGATE: Code = Code(2104);
/// A name that points nowhere.
const UNKNOWN_NAME: Code = Code(2201);
/// A name that stands for itself.
const CIRCULAR_NAME: Code = Code(2202);
/// A name whose formula cannot be read.
const BAD_NAME: Code = Code(2203);
/// A sheet that is not there.
const UNKNOWN_SHEET: Code = Code(2204);
/// A reference to another workbook.
const EXTERNAL: Code = Code(2205);
/// A structured reference that points nowhere.
const TABLE: Code = Code(2206);

/// The diagnostic of a problem found while compiling.
pub fn problem(problem: &Problem, place: &str, formula: &str, dialect: Dialect) -> Diagnostic {
    let diagnostic = match &problem.kind {
        ProblemKind::UnknownFunction(name) => {
            let diagnostic = Diagnostic::error(UNKNOWN_FUNCTION, format!("unknown function `{name}`"));
            match functions::suggest(name) {
                Some(close) => diagnostic.help(format!("did you mean `{close}`? The call computes to #NAME?")),
                None => diagnostic.help("the call computes to #NAME?"),
            }
        }
        ProblemKind::UnknownName(name) => Diagnostic::error(
            UNKNOWN_NAME,
            format!("the name `{name}` points nowhere: found neither a defined name nor a table of that name"),
        )
        .help("define the name, or put a text in double quotes"),
        ProblemKind::CircularName(name) => {
            Diagnostic::error(CIRCULAR_NAME, format!("the name `{name}` stands for itself"))
        }
        ProblemKind::BadName(name) => {
            Diagnostic::error(BAD_NAME, format!("the formula of the name `{name}` cannot be read"))
        }
        ProblemKind::Arguments(name, found, fewest, most) => {
            let expected = match (fewest, most) {
                (fewest, most) if fewest == most => format!("{fewest}"),
                (fewest, 255) => format!("at least {fewest}"),
                (fewest, most) => format!("{fewest} to {most}"),
            };
            let error = if dialect.wrong_argument_count_is_na() { "#N/A" } else { "#VALUE!" };
            Diagnostic::error(ARGUMENTS, format!("`{name}` has {found} arguments, expected {expected}"))
                .help(format!("the call computes to {error}"))
        }
        ProblemKind::Reference(error) => reference(error),
        ProblemKind::Unsupported(what) => {
            Diagnostic::error(UNSUPPORTED, format!("unsupported: {what}")).help("the cell computes to #CALC!")
        }
        ProblemKind::AmbiguousAggregate => Diagnostic::warning(
            AMBIGUOUS_AGGREGATE,
            "an operator over ranges inside an aggregate can be read in two ways after an export from Google Sheets",
        )
        .help("only the first elements are combined, as Google does without ARRAYFORMULA; write SUMPRODUCT to combine all"),
        ProblemKind::TooManyNames => Diagnostic::error(CIRCULAR_NAME, "names inside names grow past 1,000"),
    };
    diagnostic.at(place).in_formula(formula, problem.span)
}

fn reference(error: &BindError) -> Diagnostic {
    match error {
        BindError::UnknownSheet(sheet) => {
            Diagnostic::error(UNKNOWN_SHEET, format!("the workbook has no sheet `{sheet}`"))
                .help("the reference computes to #REF!")
        }
        BindError::External(book) => {
            Diagnostic::error(EXTERNAL, format!("the reference is to another workbook, `{book}`"))
                .help("copy the values into this workbook; the reference computes to #REF!")
        }
        BindError::UnknownTable(table) => Diagnostic::error(TABLE, format!("the workbook has no table `{table}`")),
        BindError::UnknownColumn(table, column) => {
            Diagnostic::error(TABLE, format!("the table `{table}` has no column `{column}`"))
        }
        BindError::OutsideTable => {
            Diagnostic::error(TABLE, "a reference to this row of a table, in a cell outside of its rows")
        }
        BindError::NoSuchPart(part) => Diagnostic::error(TABLE, format!("the table has no {part} row")),
    }
}
