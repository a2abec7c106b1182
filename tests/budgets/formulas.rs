//! What a stranger's formula can take.

use std::time::{Duration, Instant};

use calc_core::calculation::Execution;
use cf_config::policy::EXECUTION_STEPS;
use serde_json::json;

/// Formulas that make the most of their steps, each in its own way: of plain work, of memory, of text, of patterns, of order, of dates.
const DEAR: &[&str] = &[
    "SUMPRODUCT(SIN(SEQUENCE(1000000)))",
    "SUMPRODUCT(SEQUENCE(1000000)^1.5)",
    "SUMPRODUCT(LN(SEQUENCE(2000,1000)))",
    "SUM(MMULT(SEQUENCE(200,200),SEQUENCE(200,200)))",
    "SUM(MINVERSE(RANDARRAY(200,200)))",
    "SUM(SORT(RANDARRAY(400000)))",
    "ROWS(UNIQUE(RANDARRAY(400000)))",
    "ROWS(UNIQUE(TEXT(SEQUENCE(100000),\"0.00\")))",
    "ROWS(SORT(TEXT(SEQUENCE(100000),\"@\")))",
    "SUM(LEN(TEXT(SEQUENCE(100000),\"dddd, d mmmm yyyy hh:mm:ss\")))",
    "SUM(LEN(TEXT(SEQUENCE(100000),\"#,##0.00;(#,##0.00)\")))",
    "SUM(LEN(REPT(\"x\",SEQUENCE(2000))))",
    "SUM(LEN(SUBSTITUTE(REPT(\"ab\",16000),\"a\",SEQUENCE(1000))))",
    "SUM(REDUCE(0,SEQUENCE(1000000),LAMBDA(a,b,a+b)))",
    "SUM(MAP(SEQUENCE(300000),LAMBDA(a,a*2)))",
    "SUM(MAKEARRAY(600,600,LAMBDA(r,c,r*c)))",
    "SUM(SCAN(0,SEQUENCE(300000),LAMBDA(a,b,a+b)))",
    "LET(f,LAMBDA(f,n,IF(n<1,0,1+f(f,n-1))),f(f,100000))",
    "SUM(COUNTIF(A1:A100,SEQUENCE(100000)))",
    "SUM(SUMIFS(A1:A100,A1:A100,\">\"&SEQUENCE(50000)))",
    "SUM(VLOOKUP(SEQUENCE(100000),A1:B100,1,FALSE))",
    "SUM(XLOOKUP(SEQUENCE(100000),A1:A100,A1:A100,0))",
    "SUM(MATCH(SEQUENCE(100000),SEQUENCE(2000),1))",
    "SUM(SEARCH(\"*a*a*a*b\",REPT(\"a\",SEQUENCE(500))))",
    "SUM(IFERROR(FIND(\"b\",REPT(\"a\",SEQUENCE(5000))),0))",
    "SUM(LEN(REGEXREPLACE(REPT(\"ab\",SEQUENCE(3000)),\"(a|b)*c\",\"x\")))",
    "SUM(LEN(TEXTSPLIT(REPT(\"a,\",16000),\",\")))",
    "SUM(WORKDAY(SEQUENCE(100000),250))",
    "SUM(NETWORKDAYS(SEQUENCE(100000),45000))",
    "SUM(DATEVALUE(TEXT(SEQUENCE(50000),\"yyyy-mm-dd\")))",
    "SUM(NORM.INV(SEQUENCE(100000)/100001,0,1))",
    "SUM(BINOM.DIST(SEQUENCE(1000),100000,0.5,TRUE))",
    "SUM(GAMMALN(SEQUENCE(500000)))",
    "SUM(RATE(SEQUENCE(20000),-10,1000))",
    "SUM(PERCENTILE(RANDARRAY(300000),SEQUENCE(20)/21))",
    "SUM(FREQUENCY(RANDARRAY(100000),SEQUENCE(1000)/1000))",
    "SUM(ROMAN(SEQUENCE(3000)))+SUM(LEN(BASE(SEQUENCE(100000),2)))",
    "SUM(ENCODEURL(REPT(\"é\",SEQUENCE(3000))))",
    "SUM(TRANSPOSE(SEQUENCE(1000,1000)))",
    "SUM(SORTBY(SEQUENCE(200000),RANDARRAY(200000)))",
    "SUM(FILTER(SEQUENCE(500000),MOD(SEQUENCE(500000),2)=0))",
    "SUM(ROUND(SEQUENCE(500000)/7,2))",
    "SUM(ROUND(SEQUENCE(500000)*1.005,2))",
    "SUM(LEN(UPPER(REPT(\"straße\",SEQUENCE(2000)))))",
    "SUM(LEN(CONCATENATE(SEQUENCE(100000),SEQUENCE(100000))))",
    "SUM(VALUE(TEXT(SEQUENCE(100000),\"0\")))",
    "SUM(INDIRECT(\"A\"&SEQUENCE(100)))",
    "SUM(LINEST(RANDARRAY(100000),RANDARRAY(100000)))",
    "SUM(QUERY(SEQUENCE(100000,3),\"select Col1, sum(Col2) group by Col1\"))",
];

#[test]
fn every_formula_ends_within_its_steps() {
    let context: serde_json::Map<String, serde_json::Value> =
        (1..=100).map(|row| (format!("A{row}"), json!(row))).collect();
    let mut times: Vec<(Duration, &str, &str)> = Vec::new();
    for formula in DEAR {
        let mut execution = Execution::read(&json!({ "formula": formula, "context": context })).expect(formula);
        execution.limit(EXECUTION_STEPS);
        let start = Instant::now();
        let answer = execution.answer();
        let ends = match &answer {
            Ok(_) => "with a value",
            Err(error) if error.is_limit() => "out of steps",
            Err(_) => "refused",
        };
        times.push((start.elapsed(), formula, ends));
    }
    times.sort_by(|a, b| b.cmp(a));
    let milliseconds = |time: Duration| (time.as_secs_f64() * 10_000.0).round() / 10.0;
    let (longest, formula, _) = times[0];
    println!(
        "figures {}",
        json!({
            "corpus": "dear formulas", "budget": EXECUTION_STEPS, "formulas": times.len(),
            "longest_ms": milliseconds(longest), "median_ms": milliseconds(times[times.len() / 2].0), "formula": formula,
        })
    );
    times.iter().take(15).for_each(|(time, formula, ends)| println!("  {} ms, {ends}: {formula}", milliseconds(*time)));
}
