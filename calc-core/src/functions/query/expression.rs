//! Expressions of a query, flattened: every operand stands before its operator, so evaluation is a loop over a stack.

use crate::value::Value;

/// An expression in postfix order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Expression {
    /// What is done, in order.
    pub(super) steps: Vec<Step>,
}

/// One step of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// Push the value of a column, counted from 0.
    Column(usize),
    /// Push a literal.
    Literal(Value),
    /// Push the aggregate of a column over the rows of a group.
    Aggregate(Aggregate, usize),
    /// Push the value of a group key, counted from 0. Only in expressions bound to groups.
    Key(usize),
    /// Replace the arguments on the stack by the function's result.
    Call(Scalar, usize),
    /// Replace two operands by their result.
    Arithmetic(Arithmetic),
    /// Replace two operands by a logical.
    Compare(Comparison),
    /// Replace an operand by whether it is null.
    IsNull,
    /// Replace a logical by its opposite.
    Not,
    /// Replace two logicals by whether both are true.
    And,
    /// Replace two logicals by whether one is true.
    Or,
}

/// What is made of the rows of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregate {
    Sum,
    Average,
    Count,
    Minimum,
    Maximum,
}

impl Aggregate {
    const ALL: [(Aggregate, &'static str); 5] = [
        (Aggregate::Sum, "sum"),
        (Aggregate::Average, "avg"),
        (Aggregate::Count, "count"),
        (Aggregate::Minimum, "min"),
        (Aggregate::Maximum, "max"),
    ];

    /// The aggregate of that name, in any case.
    pub(super) fn find(name: &str) -> Option<Aggregate> {
        Aggregate::ALL.into_iter().find(|(_, n)| n.eq_ignore_ascii_case(name)).map(|(aggregate, _)| aggregate)
    }

    /// The name that a label shows.
    pub(super) fn name(self) -> &'static str {
        Aggregate::ALL.into_iter().find(|(aggregate, _)| *aggregate == self).map_or("", |(_, name)| name)
    }
}

/// A function of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Quarter,
    DayOfWeek,
    Now,
    DateDiff,
    ToDate,
    Upper,
    Lower,
}

impl Scalar {
    const ALL: [(Scalar, &'static str, usize); 14] = [
        (Scalar::Year, "year", 1),
        (Scalar::Month, "month", 1),
        (Scalar::Day, "day", 1),
        (Scalar::Hour, "hour", 1),
        (Scalar::Minute, "minute", 1),
        (Scalar::Second, "second", 1),
        (Scalar::Millisecond, "millisecond", 1),
        (Scalar::Quarter, "quarter", 1),
        (Scalar::DayOfWeek, "dayOfWeek", 1),
        (Scalar::Now, "now", 0),
        (Scalar::DateDiff, "dateDiff", 2),
        (Scalar::ToDate, "toDate", 1),
        (Scalar::Upper, "upper", 1),
        (Scalar::Lower, "lower", 1),
    ];

    /// The function of that name, in any case.
    pub(super) fn find(name: &str) -> Option<Scalar> {
        Scalar::ALL.into_iter().find(|(_, n, _)| n.eq_ignore_ascii_case(name)).map(|(scalar, _, _)| scalar)
    }

    /// The name that a label shows.
    pub(super) fn name(self) -> &'static str {
        Scalar::ALL.into_iter().find(|(scalar, _, _)| *scalar == self).map_or("", |(_, name, _)| name)
    }

    /// How many arguments it takes.
    pub(super) fn arguments(self) -> usize {
        Scalar::ALL.into_iter().find(|(scalar, _, _)| *scalar == self).map_or(0, |(_, _, count)| count)
    }
}

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Sum,
    Difference,
    Product,
    Quotient,
    Modulo,
}

impl Arithmetic {
    /// The name that a label shows: `A+B` is headed `sum(…)`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Arithmetic::Sum => "sum",
            Arithmetic::Difference => "difference",
            Arithmetic::Product => "product",
            Arithmetic::Quotient => "quotient",
            Arithmetic::Modulo => "modulo",
        }
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    Like,
}

impl Expression {
    /// The aggregates that it needs.
    pub(super) fn aggregates(&self) -> impl Iterator<Item = (Aggregate, usize)> {
        self.steps.iter().filter_map(|step| match step {
            Step::Aggregate(aggregate, column) => Some((*aggregate, *column)),
            _ => None,
        })
    }

    /// Whether it needs an aggregate.
    pub(super) fn is_aggregated(&self) -> bool {
        self.aggregates().next().is_some()
    }

    /// The same expression over the keys of groups: each part that is one of the keys reads that key.
    ///
    /// `None` if a column is left that no key stands for: it has no single value in a group. A part of a postfix
    /// expression is a run of steps, so comparing runs is enough.
    pub(super) fn over_keys(&self, keys: &[Expression]) -> Option<Expression> {
        let mut steps = Vec::with_capacity(self.steps.len());
        let mut rest = self.steps.as_slice();
        while let Some((step, after)) = rest.split_first() {
            let longest = keys
                .iter()
                .enumerate()
                .filter(|(_, key)| rest.starts_with(&key.steps))
                .max_by_key(|(_, key)| key.steps.len());
            if let Some((index, key)) = longest {
                steps.push(Step::Key(index));
                rest = rest.get(key.steps.len()..)?;
            } else if matches!(step, Step::Column(_)) {
                return None;
            } else {
                steps.push(step.clone());
                rest = after;
            }
        }
        Some(Expression { steps })
    }
}
