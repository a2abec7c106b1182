//! What a range means where one value is wanted: met, spilled, its first element, or all of them.

use calc_core::compile::compile;
use calc_core::dialect::Dialect::{self, Excel, Sheets};
use calc_core::eval::Session;
use calc_core::model::ports::Ports;
use calc_core::workbook::{Content, FormulaKind};

use super::build::{at, expect, session, session_of, set, workbook};
use calc_core::reference::RangeRef;

/// As [`session`], with all formulas of one kind.
fn of_kind(dialect: Dialect, kind: impl Fn(RangeRef) -> FormulaKind, cells: &[(&str, &str)]) -> Session {
    let mut workbook = workbook(dialect, cells);
    for cell in &mut workbook.sheets[0].cells {
        if let Content::Formula(formula) = &mut cell.content {
            let (row, column) = formula.origin;
            let own = RangeRef { top: row, bottom: row, left: column, right: column, ..RangeRef::cell(at("A1")) };
            formula.kind = kind(own);
        }
    }
    session_of(compile(&workbook, Ports::default()).model.into())
}

const COLUMN: &[(&str, &str)] = &[("A1", "1"), ("A2", "2"), ("A3", "3")];

fn with(cells: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [COLUMN, cells].concat()
}

#[test]
fn a_plain_formula_meets_ranges_by_row_and_column() {
    let cells = with(&[
        ("B2", "!A1:A3*10"),
        ("B9", "!A1:A3*10"),
        ("C2", "!SUM(A1:A3*10)"),
        ("D2", "!SUM(IF(A1:A3>1,1,0))"),
        ("E2", "!SUMPRODUCT(A1:A3*10)"),
        ("F2", "!IF(A1:A3>1,\"big\",\"small\")"),
        ("G2", "!SUM(LEN({\"a\",\"bb\"}))"),
        ("H2", "!IFERROR(1/(A1:A3-2),\"none\")"),
        ("I2", "!INDEX(A1:A3,0)+0"),
        ("J2", "!@A1:A3"),
        ("K5", "!S!A:A&\"\""),
    ]);
    expect(
        &session(Excel, &cells),
        &[
            ("B2", "20"),
            ("B9", "#VALUE!"),
            ("C2", "20"),
            ("D2", "1"),
            ("E2", "60"),
            ("F2", "big"),
            ("G2", "3"),
            ("H2", "none"),
            ("I2", "2"),
            ("J2", "2"),
            ("K5", ""),
        ],
    );
}

#[test]
fn a_dynamic_formula_spills_what_a_plain_one_meets() {
    let cells = with(&[
        ("B1", "=A1:A3*10"),
        ("C1", "=SUM(A1:A3*10)"),
        ("D2", "=@A1:A3"),
        ("E1", "=IF(A1:A3>1,A1:A3,\"\")"),
        ("F1", "=IFERROR(1/(A1:A3-2),\"none\")"),
        ("G1", "=IF(A1:A3=2,{10,20},A1:A3)"),
        ("J1", "=IFNA(IF(A1:A3=2,NA(),A1:A3),IF(A1:A3=2,\"two\",0))"),
        ("K1", "=IF({TRUE;FALSE;1},IF({TRUE;TRUE;FALSE},\"a\",\"b\"),\"c\")"),
        ("L1", "=CHOOSE(A1:A3,\"x\",\"y\",\"z\")"),
        ("M1", "=SWITCH(A1:A3,1,\"one\",2,\"two\",\"more\")"),
        ("N1", "=IFS(A1:A3=1,\"one\",A1:A3=2,\"two\")"),
        ("O1", "=IF(A1:A3>1,1/0,A1:A3)"),
    ]);
    expect(
        &session(Excel, &cells),
        &[
            ("B3", "30"),
            ("C1", "60"),
            ("D2", "2"),
            ("E1", ""),
            ("E2", "2"),
            ("F1", "-1"),
            ("F2", "none"),
            ("F3", "1"),
            ("G1", "1"),
            ("H1", "1"),
            ("G2", "10"),
            ("H2", "20"),
            ("G3", "3"),
            ("J1", "1"),
            ("J2", "two"),
            ("K1", "a"),
            ("K2", "c"),
            ("K3", "b"),
            ("L1", "x"),
            ("L3", "z"),
            ("M2", "two"),
            ("M3", "more"),
            ("N2", "two"),
            ("N3", "#N/A"),
            ("O1", "1"),
            ("O2", "#DIV/0!"),
        ],
    );
}

#[test]
fn a_google_formula_is_one_value_unless_it_says_arrayformula() {
    let cells = with(&[
        ("B2", "=A1:A3*10"),
        ("C1", "=ARRAYFORMULA(A1:A3*10)"),
        ("D1", "=SUM(ARRAYFORMULA(A1:A3*10))"),
        ("E1", "=ARRAYFORMULA(IF(A1:A3>1,A1:A3,))"),
        ("F1", "={A1:A3}"),
        ("G1", "=SUM({A1:A3}*1)"),
        ("H1", "=LEN(SPLIT(\"a,bb\",\",\"))"),
        ("I1", "=SUM(LEN({\"aa\",\"bb\"}))"),
    ]);
    let session = of_kind(Sheets, |_| FormulaKind::Google, &cells);
    expect(
        &session,
        &[
            ("B2", "20"),
            ("B3", ""),
            ("C3", "30"),
            ("D1", "60"),
            ("E1", ""),
            ("E3", "3"),
            ("F3", "3"),
            ("H1", "1"),
            ("I1", "2"),
        ],
    );
}

#[test]
fn a_fixed_area_is_filled_cut_and_padded() {
    let area = |rows: u32, columns: u32| {
        move |own: RangeRef| {
            FormulaKind::Fixed(RangeRef { bottom: own.top + rows - 1, right: own.left + columns - 1, ..own })
        }
    };
    let cells = with(&[("C1", "=A1:A3*10")]);
    expect(&of_kind(Excel, area(2, 1), &cells), &[("C1", "10"), ("C2", "20"), ("C3", "")]);
    expect(&of_kind(Excel, area(4, 2), &cells), &[("C3", "30"), ("D3", "30"), ("C4", "#N/A"), ("D4", "#N/A")]);
    expect(&of_kind(Excel, area(2, 2), &with(&[("C1", "=7")])), &[("C1", "7"), ("D2", "7")]);
    // Far more than memory holds.
    expect(&of_kind(Excel, area(1_000_000, 16_000), &with(&[("C1", "=7")])), &[("C1", "#LIMIT!")]);
}

#[test]
fn a_shared_formula_that_is_shifted_off_the_sheet_is_ref() {
    let mut workbook = workbook(Excel, &[("A1", "!B2*2"), ("B2", "4"), ("C1", "!A1*1")]);
    for cell in &mut workbook.sheets[0].cells {
        // Written for C3: two columns to the left and two rows up from there is off the sheet in A1 and C1.
        if let Content::Formula(formula) = &mut cell.content {
            formula.origin = (2, 2);
        }
    }
    let session = session_of(compile(&workbook, Ports::default()).model.into());
    expect(&session, &[("A1", "#REF!"), ("C1", "#REF!")]);
}

#[test]
fn missing_arguments_are_blank_where_they_are_chosen() {
    let cells = [
        ("A1", "=IF(TRUE,,1)"),
        ("A2", "=IF(FALSE,1,)"),
        ("A3", "=IF(FALSE,1)"),
        ("A4", "=IFERROR(1/0,)"),
        ("A5", "=A1+1"),
    ];
    expect(&session(Excel, &cells), &[("A1", "0"), ("A2", "0"), ("A3", "FALSE"), ("A4", "0"), ("A5", "1")]);
    expect(&session(Sheets, &cells), &[("A1", ""), ("A2", ""), ("A3", "FALSE"), ("A4", ""), ("A5", "1")]);
}

#[test]
fn half_a_pair_of_arguments_is_told() {
    for formula in ["=IFS(TRUE,1,FALSE)", "=SUMIFS(B1:B2,A1:A2)", "=COUNTIFS(A1:A2,1,A1:A2)"] {
        let compiled = super::build::compiled(Excel, &[("C1", formula)]);
        assert_eq!(compiled.diagnostics.len(), 1, "{formula}");
        assert!(compiled.diagnostics[0].to_string().contains("PB2102"), "{}", compiled.diagnostics[0]);
        expect(&session_of(compiled.model.into()), &[("C1", "#VALUE!")]);
    }
}

#[test]
fn cells_at_the_far_corner_cost_no_more_than_they_are() {
    let mut session = session(Excel, &[("A1", "1"), ("C1", "=SUM(A:A)"), ("D1", "=COUNT(A1:B1048576)")]);
    for column in 0..2_000 {
        let name = calc_core::reference::column_name(100 + column);
        set(&mut session, &format!("{name}1"), "1");
        set(&mut session, &format!("{name}1048576"), "1");
    }
    set(&mut session, "A1048576", "5");
    expect(&session, &[("C1", "6"), ("D1", "2")]);
}

#[test]
fn arrays_too_large_for_memory_are_a_limit() {
    let formulas = [
        "=A:ZZ",
        "=IFERROR(A:ZZ,0)",
        "=IF({TRUE;FALSE},A:A,1:1)",
        "=IF(A:ZZ,1,2)",
        "=LET(a,SEQUENCE(2000000),b,a+1,c,b+1,d,c+1,SUM(a,b,c,d))",
    ];
    for formula in formulas {
        let session = session(Excel, &[("A1", "1"), ("ABC3", formula)]);
        expect(&session, &[("ABC3", "#LIMIT!")]);
    }
}
