//! SELECT and UNION: where an attack reads what it was not to see.

use super::rules::Rules;
use super::token::Role;

/// How far a SELECT is followed.
const REACH: usize = 96;

/// What stands between SELECT and FROM.
#[derive(Default)]
struct List {
    from: Option<usize>,
    has_column: bool,
    /// Whether a known function is called, its bracket tight.
    has_call: bool,
    /// Whether there are only numbers, NULL and signs.
    is_of_numbers: bool,
    commas: usize,
}

impl Rules<'_, '_> {
    /// UNION SELECT.
    pub(super) fn union(&self, at: usize) -> Option<&'static str> {
        let roles = [Role::All, Role::Open, Role::Quote, Role::Close, Role::Comment, Role::Sign];
        let second = self.statement.skip(at + 1, &roles);
        if self.role(second) != Role::Select {
            return self.union_cut_off(at);
        }
        let has_all = (at + 1..second).any(|at| self.role(at) == Role::All);
        let third = second + 1;
        let is_columns = match self.role(third) {
            Role::Plain | Role::ProseCall | Role::Type | Role::Object => {
                matches!(
                    self.role(third + 1),
                    Role::Comma | Role::From | Role::Open | Role::Comment | Role::Dot | Role::End
                ) || self.is_broken_open(at)
                    || (self.role(at + 1) == Role::Open && !self.statement.is_spaced(at + 1))
            }
            _ => true,
        };
        (has_all || is_columns).then_some("sqli-union-select")
    }

    /// A value, UNION, and then nothing or a comment: the rest was cut off.
    fn union_cut_off(&self, at: usize) -> Option<&'static str> {
        let after = self.statement.skip(at + 1, &[Role::Comment]);
        let is_cut = self.role(at + 1) == Role::Comment || self.role(after) == Role::End;
        let value = self.statement.operand(0)?;
        let is_code = value.pieces > 1 || value.is_signed || after > at + 1;
        (is_cut && self.is_value(0, at) && is_code && self.word(at) == "union").then_some("sqli-union")
    }

    /// SELECT with what only a statement has behind it.
    pub(super) fn select(&self, at: usize) -> Option<&'static str> {
        let first = self.statement.skip(at + 1, &[Role::All, Role::Sign, Role::Not]);
        let is_star = self.statement.byte(first.saturating_sub(1)) == b'*' && first > at + 1;
        let broken = self.is_broken_open(at) && at > 0;
        if let Some(rule) = self.selected(at, first, broken) {
            return Some(rule);
        }
        let list = self.list(first);
        let is_closed =
            self.is_end(first + 1) || !matches!(self.role(first + 1), Role::Plain | Role::ProseCall | Role::Quote);
        let is_numbers = list.is_of_numbers && matches!(self.role(first), Role::Number | Role::Null);
        if is_numbers && (list.commas > 1 || (broken && is_closed)) && (list.from.is_some() || broken) {
            return Some("sqli-select-numbers");
        }
        let Some(from) = list.from else {
            return (broken && is_star).then_some("sqli-select-star");
        };
        if is_star || list.has_column || (list.has_call && list.commas > 0) {
            return Some("sqli-select-from");
        }
        self.is_table(at, from, broken).then_some("sqli-select-from")
    }

    /// What is selected first: a call, a variable, another SELECT.
    fn selected(&self, at: usize, first: usize, broken: bool) -> Option<&'static str> {
        let is_call = self.role(first + 1) == Role::Open;
        let is_tight = !self.statement.is_spaced(first + 1);
        match self.role(first) {
            Role::Call | Role::StrongCall if is_call => Some("sqli-select-call"),
            Role::If | Role::ProseCall if is_call && (broken || is_tight) => Some("sqli-select-call"),
            Role::Variable | Role::Case => Some("sqli-select-variable"),
            Role::Quote if broken && self.statement.partner(first).is_some_and(|end| self.is_end(end + 1)) => {
                Some("sqli-select-text")
            }
            Role::Quote if broken && self.role(first + 2) == Role::Quote && at > 1 => Some("sqli-select-text"),
            Role::Open if matches!(self.role(first + 1), Role::Select | Role::Quote | Role::Open | Role::Variable) => {
                Some("sqli-select-group")
            }
            Role::Open if broken && self.role(first + 1) == Role::Number => Some("sqli-select-group"),
            _ => None,
        }
    }

    fn list(&self, first: usize) -> List {
        let mut list = List { is_of_numbers: true, ..List::default() };
        for next in first..(first + REACH).min(self.statement.len()) {
            match self.role(next) {
                Role::From => {
                    list.from = Some(next);
                    break;
                }
                Role::Semicolon | Role::Comment => break,
                Role::Column => {
                    list.has_column = true;
                    list.is_of_numbers = false;
                }
                Role::Comma => list.commas += 1,
                Role::Number | Role::Null | Role::Sign => {}
                role => {
                    let is_call = matches!(role, Role::Call | Role::ProseCall | Role::StrongCall)
                        && self.role(next + 1) == Role::Open
                        && !self.statement.is_spaced(next + 1);
                    list.has_call |= is_call;
                    list.is_of_numbers = false;
                }
            }
        }
        list
    }

    /// Whether what stands behind FROM is a table and not prose.
    fn is_table(&self, at: usize, from: usize, broken: bool) -> bool {
        let table = self.statement.skip(from + 1, &[Role::Open, Role::Quote]);
        if matches!(self.role(table), Role::StrongName | Role::Select) {
            return true;
        }
        let after = table + 1;
        let is_qualified =
            self.role(after) == Role::Dot && !self.statement.is_spaced(after + 1) && self.role(after + 1) != Role::End;
        let behind = self.statement.skip(after, &[Role::Quote, Role::Close]);
        let is_clause = match self.role(behind) {
            Role::Where => {
                self.statement.condition(behind + 1).is_some_and(|found| self.role(found.operator) == Role::Compare)
            }
            Role::Comment | Role::Union => true,
            Role::Limit => self.role(behind + 1) == Role::Number,
            _ => false,
        };
        let is_short = broken && from == at + 2;
        self.word(table).contains('_') || is_qualified || is_clause || is_short
    }
}
