//! From the text of a query to its clauses.
//!
//! The clauses stand in the order that the language fixes. Expressions are parsed with two stacks (operators that wait,
//! steps that are done), so nesting costs memory that is bounded by the text and no recursion.

use super::expression::{Aggregate, Arithmetic, Comparison, Expression, Scalar, Step};
use super::lexer::{Token, tokenize};
use super::literal::{parse_date, parse_datetime, parse_time};
use crate::calendar::Calendar;
use crate::reference::parse_column;
use crate::value::Value;

/// A parsed query.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Query {
    /// What is selected; `None` is all columns.
    pub(super) select: Option<Vec<Expression>>,
    /// Which rows are kept.
    pub(super) filter: Option<Expression>,
    /// What rows are grouped by.
    pub(super) group: Vec<Expression>,
    /// What is spread over columns.
    pub(super) pivot: Vec<Expression>,
    /// What the result is sorted by.
    pub(super) order: Vec<(Expression, Direction)>,
    /// Keep every so manieth row; 0 keeps all.
    pub(super) skipping: usize,
    /// How many rows at most.
    pub(super) limit: Option<usize>,
    /// How many rows are left out at the top.
    pub(super) offset: usize,
    /// Headings that replace the usual ones.
    pub(super) labels: Vec<(Expression, String)>,
    /// Which columns are given a number format; a format is no part of a value, so only the columns are checked.
    pub(super) formats: Vec<Expression>,
}

impl Query {
    /// How many columns it reads at most, of data that has so many.
    pub(super) fn columns_read(&self, count: usize) -> usize {
        let select = self.select.iter().flatten();
        let order = self.order.iter().map(|(column, _)| column);
        let all = select.chain(&self.filter).chain(&self.group).chain(&self.pivot).chain(order);
        let named: usize = all.map(|expression| expression.steps.len()).sum();
        if self.select.is_none() { count + named } else { named.min(count) }
    }
}

/// The direction of an `order by` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Ascending,
    Descending,
}

/// How a query names the columns of its data.
#[derive(Clone, Copy, Debug)]
pub(super) enum ColumnNames {
    /// By the letters of the sheet: the data is a range that starts at this column.
    Letters { left: u32, count: usize },
    /// `Col1`, `Col2` …: the data is an array.
    Numbers { count: usize },
}

impl ColumnNames {
    /// The column, from 0, that a name stands for.
    fn find(self, name: &str) -> Option<usize> {
        let (index, count) = match self {
            ColumnNames::Letters { left, count } => (parse_column(name)?.checked_sub(left)? as usize, count),
            ColumnNames::Numbers { count } => {
                let (prefix, digits) = name.split_at_checked(3)?;
                let number: usize = digits.parse().ok()?;
                (prefix.eq_ignore_ascii_case("col").then_some(number)?.checked_sub(1)?, count)
            }
        };
        (index < count).then_some(index)
    }
}

/// Words that a column can have only in backquotes.
const RESERVED: [&str; 23] = [
    "and",
    "asc",
    "by",
    "date",
    "datetime",
    "desc",
    "false",
    "format",
    "group",
    "label",
    "limit",
    "not",
    "offset",
    "options",
    "or",
    "order",
    "pivot",
    "select",
    "skipping",
    "timeofday",
    "timestamp",
    "true",
    "where",
];

/// Parses a query; `None` if it is none or names a column that the data does not have.
pub(super) fn parse(text: &str, names: ColumnNames, calendar: Calendar) -> Option<Query> {
    let tokens = tokenize(text)?;
    let mut parser = Parser { rest: &tokens, names, calendar };
    let query = parser.query()?;
    parser.rest.is_empty().then_some(query)
}

/// What kind of expression is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// Values: comparisons and logic end the expression.
    Value,
    /// A condition.
    Condition,
}

/// An operator that waits for its right operand, or an open parenthesis.
enum Pending {
    Binary(Step, Precedence),
    Not,
    Parenthesis,
    Call(Scalar, usize),
}

/// How tightly an operator binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precedence {
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
}

struct Parser<'t, 'q> {
    rest: &'t [Token<'q>],
    names: ColumnNames,
    calendar: Calendar,
}

impl<'t, 'q> Parser<'t, 'q> {
    fn query(&mut self) -> Option<Query> {
        let mut query = Query::default();
        if self.takes_word("select") && !self.takes_sign("*") {
            query.select = Some(self.list(|parser| parser.value())?);
        }
        if self.takes_word("where") {
            query.filter = Some(self.expression(Level::Condition)?);
        }
        if self.takes_word("group") {
            self.takes_word("by").then_some(())?;
            query.group = self.list(|parser| parser.value())?;
        }
        if self.takes_word("pivot") {
            query.pivot = self.list(|parser| parser.value())?;
        }
        if self.takes_word("order") {
            self.takes_word("by").then_some(())?;
            query.order = self.list(|parser| {
                let column = parser.value()?;
                let descending = parser.takes_word("desc");
                if !descending {
                    parser.takes_word("asc");
                }
                Some((column, if descending { Direction::Descending } else { Direction::Ascending }))
            })?;
        }
        if self.takes_word("skipping") {
            query.skipping = self.count()?;
        }
        if self.takes_word("limit") {
            query.limit = Some(self.count()?);
        }
        if self.takes_word("offset") {
            query.offset = self.count()?;
        }
        if self.takes_word("label") {
            query.labels = self.list(|parser| Some((parser.value()?, parser.text()?.to_string())))?;
        }
        if self.takes_word("format") {
            query.formats = self.list(|parser| {
                let column = parser.value()?;
                parser.text()?;
                Some(column)
            })?;
        }
        if self.takes_word("options") {
            self.option().then_some(())?;
            while self.option() {}
        }
        Some(query)
    }

    /// One option. Both concern what a chart is sent, not the values of a sheet.
    fn option(&mut self) -> bool {
        self.takes_word("no_format") || self.takes_word("no_values")
    }

    /// Items with commas between them.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.takes_sign(",") {
            items.push(item(self)?);
        }
        Some(items)
    }

    fn next(&mut self) -> Option<&'t Token<'q>> {
        let (token, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(token)
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = matches!(self.rest.first(), Some(Token::Word(w)) if w.eq_ignore_ascii_case(word));
        if found {
            self.next();
        }
        found
    }

    fn takes_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.rest.first(), Some(Token::Sign(s)) if *s == sign);
        if found {
            self.next();
        }
        found
    }

    fn opens_parenthesis_next(&self) -> bool {
        matches!(self.rest.get(1), Some(Token::Sign("(")))
    }

    fn text(&mut self) -> Option<&'q str> {
        if let Token::Text(text) = self.next()? { Some(text) } else { None }
    }

    /// A whole number from 0 on.
    fn count(&mut self) -> Option<usize> {
        match self.next()? {
            Token::Number(number) if number.fract() == 0.0 => Some(*number as usize),
            _ => None,
        }
    }

    fn value(&mut self) -> Option<Expression> {
        self.expression(Level::Value)
    }

    fn expression(&mut self, level: Level) -> Option<Expression> {
        let mut steps = Vec::new();
        let mut pending = Vec::new();
        loop {
            let opened = self.operand(level, &mut steps, &mut pending)?;
            if opened {
                continue;
            }
            loop {
                if self.takes_sign(")") {
                    close(&mut steps, &mut pending)?;
                } else if level == Level::Condition && self.takes_word("is") {
                    reduce(&mut steps, &mut pending, Precedence::Add);
                    let negated = self.takes_word("not");
                    self.takes_word("null").then_some(())?;
                    steps.push(Step::IsNull);
                    if negated {
                        steps.push(Step::Not);
                    }
                } else {
                    break;
                }
            }
            if self.is_inside_call(&pending) && self.takes_sign(",") {
                next_argument(&mut steps, &mut pending)?;
            } else if let Some((step, precedence)) = self.operator(level)? {
                reduce(&mut steps, &mut pending, precedence);
                pending.push(Pending::Binary(step, precedence));
            } else {
                reduce(&mut steps, &mut pending, Precedence::Or);
                return pending.is_empty().then_some(Expression { steps });
            }
        }
    }

    fn is_inside_call(&self, pending: &[Pending]) -> bool {
        let opening = pending.iter().rev().find(|p| matches!(p, Pending::Parenthesis | Pending::Call(..)));
        matches!(opening, Some(Pending::Call(..)))
    }

    /// Takes an operand, or what stands before one; true if an operand is still to come.
    fn operand(&mut self, level: Level, steps: &mut Vec<Step>, pending: &mut Vec<Pending>) -> Option<bool> {
        if self.takes_sign("(") {
            pending.push(Pending::Parenthesis);
            return Some(true);
        }
        if level == Level::Condition && self.takes_word("not") {
            pending.push(Pending::Not);
            return Some(true);
        }
        let called = self.opens_parenthesis_next();
        let step = match self.next()? {
            Token::Sign("-") => {
                let Token::Number(number) = self.next()? else { return None };
                Step::Literal(Value::Number(-number))
            }
            Token::Number(number) => Step::Literal(Value::Number(*number)),
            Token::Text(text) => Step::Literal(Value::text(text)),
            Token::QuotedWord(name) => Step::Column(self.names.find(name)?),
            Token::Word(word) => {
                let word = *word;
                if called && let Some(aggregate) = Aggregate::find(word) {
                    self.aggregate(aggregate)?
                } else if called && let Some(scalar) = Scalar::find(word) {
                    self.takes_sign("(");
                    if scalar.arguments() > 0 {
                        pending.push(Pending::Call(scalar, 1));
                        return Some(true);
                    }
                    self.takes_sign(")").then_some(())?;
                    Step::Call(scalar, 0)
                } else if let Some(literal) = self.word_literal(word)? {
                    Step::Literal(literal)
                } else if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word)) {
                    return None;
                } else {
                    Step::Column(self.names.find(word)?)
                }
            }
            Token::Sign(_) => return None,
        };
        steps.push(step);
        Some(false)
    }

    /// `(column)` after the name of an aggregate: the language aggregates columns, not expressions.
    fn aggregate(&mut self, aggregate: Aggregate) -> Option<Step> {
        self.takes_sign("(").then_some(())?;
        let column = match self.next()? {
            Token::Word(name) | Token::QuotedWord(name) => *name,
            _ => return None,
        };
        self.takes_sign(")").then_some(())?;
        Some(Step::Aggregate(aggregate, self.names.find(column)?))
    }

    /// A literal that starts with a word: `true`, `date '2024-01-31'`. The outer `None` is a broken one.
    fn word_literal(&mut self, word: &str) -> Option<Option<Value>> {
        let parse: fn(&str, Calendar) -> Option<f64> = match word.to_ascii_lowercase().as_str() {
            "true" => return Some(Some(Value::Bool(true))),
            "false" => return Some(Some(Value::Bool(false))),
            "date" => parse_date,
            "timeofday" => parse_time,
            "datetime" | "timestamp" => parse_datetime,
            _ => return Some(None),
        };
        let number = parse(self.text()?, self.calendar)?;
        Some(Some(Value::Number(number)))
    }

    /// Takes an operator between two operands. `Some(None)`: the expression ends here.
    fn operator(&mut self, level: Level) -> Option<Option<(Step, Precedence)>> {
        let arithmetic = |operator, precedence| Some((Step::Arithmetic(operator), precedence));
        let found = match self.rest.first() {
            Some(Token::Sign("+")) => arithmetic(Arithmetic::Sum, Precedence::Add),
            Some(Token::Sign("-")) => arithmetic(Arithmetic::Difference, Precedence::Add),
            Some(Token::Sign("*")) => arithmetic(Arithmetic::Product, Precedence::Multiply),
            Some(Token::Sign("/")) => arithmetic(Arithmetic::Quotient, Precedence::Multiply),
            Some(Token::Sign("%")) => arithmetic(Arithmetic::Modulo, Precedence::Multiply),
            _ if level == Level::Value => None,
            Some(Token::Sign(sign)) => {
                comparison_sign(sign).map(|comparison| (Step::Compare(comparison), Precedence::Compare))
            }
            Some(Token::Word(word)) => word_operator(word),
            _ => None,
        };
        if let Some((step, _)) = &found {
            self.next();
            if matches!(step, Step::Compare(Comparison::StartsWith | Comparison::EndsWith)) {
                self.takes_word("with").then_some(())?;
            }
        }
        Some(found)
    }
}

fn comparison_sign(sign: &str) -> Option<Comparison> {
    Some(match sign {
        "=" => Comparison::Equal,
        "<>" | "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn word_operator(word: &str) -> Option<(Step, Precedence)> {
    let comparison = match word.to_ascii_lowercase().as_str() {
        "and" => return Some((Step::And, Precedence::And)),
        "or" => return Some((Step::Or, Precedence::Or)),
        "contains" => Comparison::Contains,
        "starts" => Comparison::StartsWith,
        "ends" => Comparison::EndsWith,
        "matches" => Comparison::Matches,
        "like" => Comparison::Like,
        _ => return None,
    };
    Some((Step::Compare(comparison), Precedence::Compare))
}

/// Moves the waiting operators that bind at least as tightly as `floor` to the steps, back to the last parenthesis.
fn reduce(steps: &mut Vec<Step>, pending: &mut Vec<Pending>, floor: Precedence) {
    while let Some(last) = pending.pop() {
        match last {
            Pending::Binary(step, precedence) if precedence >= floor => steps.push(step),
            Pending::Not if Precedence::Not >= floor => steps.push(Step::Not),
            _ => {
                pending.push(last);
                return;
            }
        }
    }
}

/// Ends the innermost parenthesis; `None` if there is none, or a call has too few arguments.
fn close(steps: &mut Vec<Step>, pending: &mut Vec<Pending>) -> Option<()> {
    reduce(steps, pending, Precedence::Or);
    match pending.pop()? {
        Pending::Parenthesis => {}
        Pending::Call(scalar, count) if count == scalar.arguments() => steps.push(Step::Call(scalar, count)),
        _ => return None,
    }
    Some(())
}

/// Ends an argument of the innermost call.
fn next_argument(steps: &mut Vec<Step>, pending: &mut Vec<Pending>) -> Option<()> {
    reduce(steps, pending, Precedence::Or);
    if let Some(Pending::Call(_, count)) = pending.last_mut() {
        *count += 1;
        return Some(());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{DateSystem, Dialect};

    const NAMES: ColumnNames = ColumnNames::Letters { left: 0, count: 4 };

    fn parse(text: &str, names: ColumnNames) -> Option<Query> {
        super::parse(text, names, Calendar::new(DateSystem::Y1900, Dialect::Sheets))
    }

    fn filter(text: &str) -> Vec<Step> {
        parse(&format!("where {text}"), NAMES).and_then(|query| query.filter).map(|e| e.steps).unwrap_or_default()
    }

    #[test]
    fn not_binds_looser_than_comparison_and_tighter_than_and() {
        assert_eq!(
            filter("not A = 1 and B is not null"),
            [
                Step::Column(0),
                Step::Literal(Value::Number(1.0)),
                Step::Compare(Comparison::Equal),
                Step::Not,
                Step::Column(1),
                Step::IsNull,
                Step::Not,
                Step::And,
            ]
        );
    }

    #[test]
    fn products_bind_tighter_than_sums_and_calls_nest() {
        let query = parse("select A + B * dateDiff(C, now()) - 2", NAMES);
        let steps = query.and_then(|q| q.select).and_then(|s| s.into_iter().next()).map(|e| e.steps);
        assert_eq!(
            steps.unwrap_or_default(),
            [
                Step::Column(0),
                Step::Column(1),
                Step::Column(2),
                Step::Call(Scalar::Now, 0),
                Step::Call(Scalar::DateDiff, 2),
                Step::Arithmetic(Arithmetic::Product),
                Step::Arithmetic(Arithmetic::Sum),
                Step::Literal(Value::Number(2.0)),
                Step::Arithmetic(Arithmetic::Difference),
            ]
        );
    }

    #[test]
    fn every_clause_has_its_place() {
        let text = "select A, sum(B) where C > 1 group by A pivot D order by A desc skipping 2 limit 5 offset 1 \
                    label sum(B) 'total' format A '#' options no_format";
        assert!(parse(text, NAMES).is_some());
        assert!(parse("where A = 1 select A", NAMES).is_none());
    }

    #[test]
    fn columns_are_named_by_letters_in_a_range_and_by_number_in_an_array() {
        let letters = ColumnNames::Letters { left: 27, count: 3 };
        assert_eq!(letters.find("ab"), Some(0));
        assert_eq!(letters.find("AE"), None);
        assert_eq!(letters.find("A"), None);
        let numbers = ColumnNames::Numbers { count: 3 };
        assert_eq!(numbers.find("Col3"), Some(2));
        assert_eq!(numbers.find("Col4"), None);
        assert_eq!(numbers.find("Col0"), None);
        assert_eq!(numbers.find("A"), None);
    }

    #[test]
    fn what_is_no_query_is_refused() {
        for text in [
            "select",
            "select A,",
            "select A where",
            "select (A",
            "select A)",
            "select sum(A + B)",
            "select count(*)",
            "select year(A, B)",
            "select dateDiff(A)",
            "select now(A)",
            "select A group A",
            "select A limit -1",
            "select A label A",
            "select A = 1",
            "select E",
            "where A starts 'x'",
            "select A order by",
            "select by",
            "where A is 1",
            "choose A",
        ] {
            assert_eq!(parse(text, NAMES), None, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_no_recursion() {
        let text = format!("where {}A = 1{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(parse(&text, NAMES).and_then(|q| q.filter).map(|e| e.steps.len()), Some(3));
    }
}
