//! Problems of formulas as diagnostics.

use super::{Problem, ProblemKind};
use crate::bind::BindError;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::formula::{AMBIGUOUS_AGGREGATE, ARGUMENTS, UNKNOWN_FUNCTION, UNSUPPORTED};
use crate::diagnostic::catalogue::name::{
    BAD_NAME, CIRCULAR_NAME, EXTERNAL, NAMES_GROW, TABLE, UNKNOWN_NAME, UNKNOWN_SHEET,
};
use crate::dialect::Dialect;
use crate::functions;

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
                .help("the name computes to #CIRC!")
        }
        ProblemKind::BadName(name) => {
            Diagnostic::error(BAD_NAME, format!("the formula of the name `{name}` cannot be read"))
                .help("define the name anew")
        }
        ProblemKind::Arguments(name, found, fewest, most) => {
            let expected = match (fewest, most) {
                (fewest, most) if fewest == most => format!("{fewest}"),
                (fewest, 255) => format!("at least {fewest}"),
                (fewest, most) => format!("{fewest} to {most}"),
            };
            let error = if dialect.wrong_argument_count_is_na() { "#N/A" } else { "#VALUE!" };
            let noun = if *found == 1 { "argument" } else { "arguments" };
            Diagnostic::error(ARGUMENTS, format!("`{name}` has {found} {noun}, expected {expected}"))
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
        ProblemKind::TooManyNames => Diagnostic::error(NAMES_GROW, "found more names inside names than are sensible")
            .help("let the inner names stand for cells; the formula computes to #LIMIT!"),
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
        BindError::UnknownTable(table) => table_fault(format!("the workbook has no table `{table}`")),
        BindError::UnknownColumn(table, column) => table_fault(format!("the table `{table}` has no column `{column}`")),
        BindError::OutsideTable => {
            Diagnostic::error(TABLE, "a reference to this row of a table, in a cell outside of its rows")
                .help("the reference computes to #VALUE!")
        }
        BindError::NoSuchPart(part) => table_fault(format!("the table has no {part} row")),
    }
}

fn table_fault(message: String) -> Diagnostic {
    Diagnostic::error(TABLE, message).help("the reference computes to #REF!")
}
