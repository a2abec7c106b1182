//! What holds for every input: laws of the array functions, and that no text of a query or pattern is more than an error.

use calc_core::dialect::Dialect;
use calc_core::formula::{Question, evaluate};
use calc_core::value::{Array, Value};
use calc_core::workbook::Content;
use proptest::prelude::*;

/// Evaluates a formula over a column `A1:A8` of values and a text in `C1`.
fn answer(formula: &str, column: &[Value], text: &str) -> Array {
    let mut question = Question::new(formula);
    question.dialect = Dialect::Sheets;
    for (row, value) in (1..).zip(column) {
        question.cell(&format!("A{row}"), Content::Constant(value.clone())).unwrap();
        question.cell(&format!("B{row}"), Content::Constant(f64::from(row).into())).unwrap();
    }
    question.cell("C1", Content::Constant(text.into())).unwrap();
    evaluate(&question).unwrap()
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Blank),
        (-5i32..5).prop_map(|number| f64::from(number).into()),
        "[a-cA-C]{0,2}".prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
    ]
}

fn column() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(value(), 8)
}

/// Parts of queries in any order: most are wrong, many nearly right.
fn query() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "select",
        "A",
        "B",
        "sum(B)",
        "count(A)",
        "where",
        "group by",
        "pivot",
        "order by",
        "limit 2",
        "offset 1",
        "label",
        "format",
        "'x'",
        "''",
        ",",
        "(",
        ")",
        "+",
        "*",
        "/",
        "=",
        "<>",
        "<",
        "and",
        "or",
        "not",
        "is null",
        "contains",
        "starts with",
        "matches",
        "like",
        "year(A)",
        "upper(A)",
        "dateDiff(",
        "now()",
        "date '2024-01-01'",
        "1.5",
        "-",
        "true",
        "desc",
        "skipping 2",
        "`A`",
        "C",
        "\u{e9}",
    ]);
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_query_is_answered_or_an_error(text in query(), column in column()) {
        answer("=QUERY(A1:B8,C1)", &column, &text);
    }

    #[test]
    fn any_text_of_a_query_is_answered_or_an_error(text in "\\PC{0,40}", column in column()) {
        answer("=QUERY(A1:B8,C1)", &column, &text);
    }

    #[test]
    fn any_pattern_is_answered_or_an_error(pattern in "[a-c\\\\(){}\\[\\]^$.*+?|0-9,:&~QEdwpx-]{0,16}", column in column()) {
        answer("=ARRAYFORMULA(REGEXEXTRACT(A1:A8,C1))", &column, &pattern);
        answer("=REGEXREPLACE(C1,C1,C1)", &column, &pattern);
    }

    #[test]
    fn a_query_in_groups_adds_up(column in column()) {
        let whole = answer("=QUERY(A1:B8,\"select sum(B) label sum(B) ''\",0)", &column, "");
        let grouped = "QUERY(A1:B8,\"select A, sum(B) group by A label sum(B) ''\",0)";
        let parts = answer(&format!("=SUM(CHOOSECOLS({grouped},2))"), &column, "");
        prop_assert_eq!(whole.value(0, 0), parts.value(0, 0));
    }

    #[test]
    fn sorting_moves_rows_and_keeps_them(column in column()) {
        let sorted = answer("=SORT(A1:B8,1,TRUE)", &column, "");
        let mut rows: Vec<f64> = (0..8).filter_map(|row| match sorted.value(row, 1) {
            Value::Number(number) => Some(*number),
            _ => None,
        }).collect();
        rows.sort_by(f64::total_cmp);
        prop_assert_eq!(rows, (1..=8).map(f64::from).collect::<Vec<_>>());
        let again = answer("=SORT(SORT(A1:B8,1,TRUE),1,TRUE)", &column, "");
        prop_assert_eq!(sorted, again);
    }

    #[test]
    fn distinct_rows_are_distinct(column in column()) {
        let once = answer("=UNIQUE(A1:A8)", &column, "");
        let twice = answer("=UNIQUE(UNIQUE(A1:A8))", &column, "");
        prop_assert_eq!(&once, &twice);
        let values = once.values();
        for (index, value) in values.iter().enumerate() {
            prop_assert!(!values[..index].contains(value));
        }
    }

    #[test]
    fn turning_twice_changes_nothing(column in column()) {
        let turned = answer("=TRANSPOSE(TRANSPOSE(A1:B8))", &column, "");
        let same = answer("={A1:B8}", &column, "");
        prop_assert_eq!(turned, same);
    }

    #[test]
    fn folding_and_flattening_are_inverse(column in column(), length in 1u32..9) {
        let formula = format!("=ARRAY_CONSTRAIN(FLATTEN(WRAPROWS(A1:A8,{length})),8,1)");
        prop_assert_eq!(answer(&formula, &column, ""), answer("={A1:A8}", &column, ""));
    }
}
