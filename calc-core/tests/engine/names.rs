//! Defined names, LET, tables and references over several sheets.

use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::dialect::Dialect::{self, Excel, Sheets};
use calc_core::eval::Session;
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, RangeRef, SheetId};
use calc_core::workbook::{DefinedName, Sheet, Table, Workbook};

use super::build::{expect, session, session_of, workbook};

fn name(name: &str, formula: &str) -> DefinedName {
    DefinedName { name: name.to_string(), scope: None, formula: formula.to_string(), hidden: false }
}

fn calculated(workbook: &Workbook) -> Session {
    session_of(Arc::new(compile(workbook, Ports::default()).model))
}

fn with_names(cells: &[(&str, &str)], names: &[(&str, &str)]) -> Session {
    let mut workbook = workbook(Excel, cells);
    workbook.names = names.iter().map(|(text, formula)| name(text, formula)).collect();
    calculated(&workbook)
}

#[test]
fn relative_names_count_from_the_formula_and_go_round_the_edge() {
    // As a file has them: relative to A1, so the cell to the left is `XFD1` and the one above `A1048576`.
    let session = with_names(
        &[("A1", "1"), ("B1", "=Left*10"), ("C1", "=Left*10"), ("B2", "=Above+Left"), ("A2", "7"), ("A9", "=Below")],
        &[("Left", "S!XFD1"), ("Above", "S!A1048576"), ("Below", "S!A2")],
    );
    expect(&session, &[("B1", "10"), ("C1", "100"), ("B2", "17"), ("A9", "0")]);
}

#[test]
fn a_name_does_not_see_the_variables_of_its_user() {
    let session = with_names(
        &[("A1", "2"), ("B1", "=LET(x,100,Twice+x)"), ("B2", "=LET(twice,5,twice)"), ("B3", "=LET(x,3,S!x)")],
        &[("x", "S!$A$1"), ("Twice", "x*2")],
    );
    expect(&session, &[("B1", "104"), ("B2", "5"), ("B3", "2")]);
}

#[test]
fn names_are_constants_arrays_and_ranges() {
    let session = with_names(
        &[
            ("A1", "1"),
            ("A2", "2"),
            ("C1", "=Rate*10"),
            ("C2", "=SUM(List)"),
            ("C3", "=SUM(Column)"),
            ("C4", "=SUM(Column Row)"),
            ("C5", "=Label&\"!\""),
            ("D2", "!Column"),
        ],
        &[("Rate", "0.5"), ("List", "{1,2,3}"), ("Column", "S!$A$1:$A$2"), ("Row", "S!$A$2:$B$2"), ("Label", "\"a\"")],
    );
    expect(&session, &[("C1", "5"), ("C2", "6"), ("C3", "3"), ("C4", "2"), ("C5", "a!"), ("D2", "2")]);
}

#[test]
fn names_that_double_at_every_level_end_in_a_limit() {
    let names: Vec<(String, String)> =
        (1..40).map(|level| (format!("n_{level}"), format!("n_{}+n_{}", level - 1, level - 1))).collect();
    let mut names: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    names.push(("n_0", "1"));
    let session = with_names(&[("A1", "=n_39"), ("A2", "=n_5"), ("A3", "=1+1")], &names);
    expect(&session, &[("A1", "#LIMIT!"), ("A2", "32"), ("A3", "2")]);
}

#[test]
fn variables_shadow_and_end() {
    let session = session(
        Excel,
        &[
            ("A1", "=LET(x,1,LET(x,x+1,y,x*10,x+y)+x)"),
            ("A2", "=LET(x,2,y,x^2,IF(y>3,x,-x))+LET(x,5,x)"),
            ("A3", "=LET(r,B1:B3,SUM(r)+ROWS(r))"),
            ("A4", "=LET(é,2,É*3)"),
            ("B1", "1"),
            ("B2", "2"),
            ("B3", "3"),
        ],
    );
    expect(&session, &[("A1", "23"), ("A2", "7"), ("A3", "9"), ("A4", "6")]);
}

#[test]
fn a_formula_may_choose_more_often_than_a_byte_counts() {
    let chooses = vec!["CHOOSE(2,1,3)"; 300].join("+");
    let nested = (0..300).fold("1".to_string(), |inner, _| format!("SWITCH({inner},1,1,9)"));
    let lets: Vec<String> = (0..20).map(|at| format!("v_{at},{at}")).collect();
    let inner = (0..20).fold("1".to_string(), |inner, level| format!("LET({},{inner}+v_{level})", lets.join(",")));
    let (chooses, nested, inner) = (format!("={chooses}"), format!("={nested}"), format!("={inner}"));
    let session = session(Excel, &[("A1", &chooses), ("A2", &nested), ("A3", &inner)]);
    expect(&session, &[("A1", "900"), ("A2", "1"), ("A3", "191")]);
}

fn table(table: &str, range: (u32, u32, u32, u32), columns: &[&str]) -> Table {
    let (top, left, bottom, right) = range;
    Table {
        name: table.to_string(),
        range: RangeRef { sheet: SheetId(0), top, left, bottom, right },
        columns: columns.iter().map(|column| column.to_string()).collect(),
        header: true,
        totals: false,
        filtered: false,
    }
}

#[test]
fn the_same_words_mean_the_table_that_they_stand_in() {
    let mut workbook = workbook(
        Excel,
        &[
            ("A1", "Qty"),
            ("B1", "Sum"),
            ("A2", "2"),
            ("B2", "=[@Qty]*10"),
            ("A3", "3"),
            ("B3", "=[@Qty]*10"),
            ("D1", "Sum"),
            ("E1", "Qty"),
            ("D2", "=[@Qty]*10"),
            ("E2", "7"),
            ("G2", "=First[@Qty]"),
            ("G9", "=First[@Qty]"),
            ("G1", "=First[@Qty]"),
            ("G3", "=SUM(First[Qty])+COUNTA(First[#Headers])+SUM(First[[#All],[Qty]])"),
            ("G4", "=SUM(First)"),
        ],
    );
    workbook.tables =
        vec![table("First", (0, 0, 2, 1), &["Qty", "Sum"]), table("Second", (0, 3, 1, 4), &["Sum", "Qty"])];
    let session = calculated(&workbook);
    expect(&session, &[("B2", "20"), ("B3", "30"), ("D2", "70"), ("G2", "2"), ("G3", "12"), ("G4", "55")]);
    // No row of the table: the header's, and one below it.
    expect(&session, &[("G1", "#VALUE!"), ("G9", "#VALUE!")]);
}

#[test]
fn a_table_of_another_workbook_is_not_one_of_this() {
    let mut workbook = workbook(Excel, &[("A1", "Qty"), ("A2", "2"), ("C1", "=SUM([1]!First[Qty])")]);
    workbook.tables = vec![table("First", (0, 0, 1, 0), &["Qty"])];
    expect(&calculated(&workbook), &[("C1", "#REF!")]);
}

#[test]
fn sheets_from_one_to_another_are_one_reference() {
    let on = |sheet: &str, value: &str, dialect: Dialect| Sheet {
        name: sheet.to_string(),
        ..workbook(dialect, &[("A1", value)]).sheets.remove(0)
    };
    let mut book =
        workbook(Excel, &[("B1", "=SUM(One:Three!A1)"), ("B2", "=COUNT(Three:One!A1:A9)"), ("B3", "=One:Three!A1+1")]);
    book.sheets.extend([on("One", "1", Excel), on("Two", "2", Excel), on("Three", "4", Excel)]);
    let mut session = calculated(&book);
    expect(&session, &[("B1", "7"), ("B2", "3"), ("B3", "#VALUE!")]);
    session.set(CellRef { sheet: SheetId(2), row: 0, column: 0 }, 20.0.into()).unwrap();
    session.recalculate().unwrap();
    expect(&session, &[("B1", "25")]);
}

#[test]
fn many_sheets_cost_as_much_as_they_are() {
    let mut book = workbook(Excel, &[("B1", "=SUM(S:Last!A2)")]);
    for index in 0..30_000 {
        book.sheets.push(Sheet { name: format!("T{index}"), ..Sheet::default() });
    }
    book.sheets.push(Sheet { name: "Last".to_string(), ..workbook(Excel, &[("A2", "3")]).sheets.remove(0) });
    expect(&calculated(&book), &[("B1", "3")]);
}

#[test]
fn an_array_of_constants_is_one_value_where_google_wants_one() {
    // Google's SUM(LEN({"a","bb"})) is 1 unless ARRAYFORMULA stands around it; Excel's is 3.
    let cells = [("A1", "=ARRAYFORMULA(SUM(LEN({\"a\",\"bb\"})))")];
    expect(&session(Sheets, &cells), &[("A1", "3")]);
}

#[test]
fn a_name_may_hold_a_lambda_that_calls_itself() {
    let session = with_names(
        &[
            ("A1", "=FACTORIAL(5)"),
            ("A2", "=Factorial(0)"),
            ("A3", "=Forever(1)"),
            ("A4", "=SUM(MAP({1,2,3},Factorial))"),
            ("A5", "=Dark(10)"),
            ("A6", "=Factorial"),
            ("A7", "=Factorial(1,2)"),
            ("A8", "=Rate(2)"),
        ],
        &[
            ("Factorial", "LAMBDA(n,IF(n<2,1,n*Factorial(n-1)))"),
            ("Forever", "LAMBDA(n,Forever(n+1))"),
            ("Dark", "LAMBDA(n,IF(n=0,TRUE,Light(n-1)))"),
            ("Light", "LAMBDA(n,IF(n=0,FALSE,Dark(n-1)))"),
            ("Rate", "S!B1"),
        ],
    );
    // FACTORIAL(5) is the name's: there is a function FACT, but none of this name.
    expect(
        &session,
        &[
            ("A1", "120"),
            ("A2", "1"),
            ("A3", "#NUM!"),
            ("A4", "9"),
            ("A5", "TRUE"),
            ("A6", "#CALC!"),
            ("A7", "#VALUE!"),
            ("A8", "#VALUE!"),
        ],
    );
}

#[test]
fn what_a_body_reads_is_a_precedent() {
    let mut session = session(
        Excel,
        &[("A1", "2"), ("B1", "=LET(f,LAMBDA(x,x*A1),f(3))"), ("C1", "=SUM(MAP(A1:A3,LAMBDA(x,x+B1)))")],
    );
    expect(&session, &[("B1", "6"), ("C1", "20")]);
    super::build::set(&mut session, "A1", "5");
    expect(&session, &[("B1", "15"), ("C1", "50")]);
}
