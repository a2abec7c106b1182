//! What an attack needs around the words that a statement turns on.

use super::statement::{Condition, Kind, Operand, Statement};
use super::token::Role;
use super::whole;
use crate::Slot;

/// How far a SELECT is followed.
const REACH: usize = 96;

/// The first rule that matches.
pub fn find(statement: &Statement<'_>, slot: Slot) -> Option<&'static str> {
    let rules = Rules { statement, is_prose: slot.is_prose() };
    statement.active().find_map(|at| rules.at(at)).or_else(|| rules.whole()).or_else(|| {
        // What is a piece of a statement as a whole is one behind a page of prose too.
        let last = statement.last_sentence(whole::LONGEST)?;
        Rules { statement: &last, ..rules }.whole()
    })
}

/// The rules over the tokens of a text.
pub(super) struct Rules<'a, 't> {
    pub(super) statement: &'a Statement<'t>,
    /// Whether people write prose there.
    pub(super) is_prose: bool,
}

impl Rules<'_, '_> {
    pub(super) fn role(&self, at: usize) -> Role {
        self.statement.role(at)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.statement.word(at)
    }

    /// The rule that matches at a token.
    fn at(&self, at: usize) -> Option<&'static str> {
        match self.role(at) {
            Role::Plain => None,
            Role::Union => self.union(at),
            Role::Select => self.select(at),
            Role::And | Role::Logic | Role::Having | Role::Where | Role::When | Role::If => self.logic(at),
            Role::StrongCall => self.strong_call(at),
            Role::Call | Role::ProseCall => self.call(at),
            Role::StrongName => Some("sqli-catalogue"),
            Role::Variable => self.variable(at),
            Role::Wait => self.wait(at),
            Role::Declare => self.declare(at),
            Role::Exec => self.exec(at),
            Role::Into => self.into(at),
            Role::Insert => self.insert(at),
            Role::Update => self.update(at),
            Role::Delete => self.delete(at),
            Role::Drop | Role::Create => self.drop(at),
            Role::Order => self.order(at),
            Role::Procedure => (self.word(at + 1) == "analyse").then_some("sqli-procedure-analyse"),
            Role::Case => self.case(at),
            Role::Semicolon => self.stacked(at),
            Role::Quote => self.quote(at),
            Role::Cast => self.cast(at),
            Role::Number => self.number(at),
            _ => None,
        }
    }

    /// Whether a token ends what stands before it.
    pub(super) fn is_end(&self, at: usize) -> bool {
        matches!(
            self.role(at),
            Role::End
                | Role::Comment
                | Role::Semicolon
                | Role::Union
                | Role::Order
                | Role::Limit
                | Role::Having
                | Role::Into
        )
    }

    /// Whether a quote marks feet or inches: `9'`, `16"`.
    fn is_measure(&self, quote: usize) -> bool {
        self.statement.role_before(quote) == Role::Number && !self.statement.is_spaced(quote)
    }

    /// Whether a word stands where a statement was broken open: behind a quote, a bracket, a number or at the very beginning.
    pub(super) fn is_broken_open(&self, at: usize) -> bool {
        match self.statement.role_before(at) {
            Role::Quote | Role::Close | Role::Semicolon | Role::Comment | Role::Open | Role::Null => true,
            Role::Number => at == 1 || (at == 2 && self.role(0) == Role::Sign),
            Role::End => true,
            _ => false,
        }
    }

    /// AND, OR and their like in front of a condition that needs no data, or behind a quote that should not be there.
    fn logic(&self, at: usize) -> Option<&'static str> {
        let first = self.statement.skip(at + 1, &[Role::Not, Role::Sign, Role::Comment]);
        if matches!(self.role(at), Role::If) && self.role(at + 1) != Role::Open {
            return None;
        }
        let before = self.statement.role_before(at);
        // A program's IF on a line of its own stands behind whatever the line before ended in.
        let is_apart = self.role(at) == Role::If && self.statement.is_spaced(at);
        let is_quoted = before == Role::Quote && !(self.is_prose && (is_apart || self.closes_word(at - 1)));
        let is_feet = is_quoted && self.is_prose && self.is_measure(at - 1);
        let is_number = before == Role::Number && self.is_broken_open(at);
        let is_broken = (is_quoted && !is_feet)
            || (before == Role::Close && self.closes_nothing(at - 1))
            || before == Role::Comment;
        let is_cut = |end: usize| self.role(self.statement.skip(end, &[Role::Close])) == Role::Comment;
        match self.role(first) {
            Role::Select => {
                let is_english = matches!(
                    self.role(first + 1),
                    Role::Plain
                        | Role::ProseCall
                        | Role::Object
                        | Role::All
                        | Role::Type
                        | Role::Like
                        | Role::End
                        | Role::Other
                );
                return (is_broken || !is_english).then_some("sqli-logic-select");
            }
            Role::Exists if self.role(first + 1) == Role::Open => return Some("sqli-logic-exists"),
            Role::Open if self.has_select(first) => return Some("sqli-logic-select"),
            Role::Call | Role::StrongCall
                if self.role(first + 1) == Role::Open && !self.is_plain_argument(first + 1) =>
            {
                return Some("sqli-logic-call");
            }
            _ => {}
        }
        let is_count = self.role(first) == Role::ProseCall && self.role(first + 1) == Role::Open;
        if self.role(at) == Role::Having && is_count && self.statement.condition(first).is_some() {
            return Some("sqli-having");
        }
        let inner = self.statement.skip(first, &[Role::Open, Role::Not]);
        for start in [at + 1, inner] {
            let Some(condition) = self.statement.condition(start) else { continue };
            // `if (…) = …` is a formula's or a program's way to write, and a note's.
            let is_code = self.role(at) == Role::If && self.is_prose;
            if is_code && (condition.left.kind == Kind::Group || !is_broken) && self.role(at + 1) == Role::Open {
                continue;
            }
            let is_tight = !self.statement.is_spaced(condition.operator);
            let is_broken = is_broken
                || (is_feet && (is_tight || is_cut(condition.right.end) || condition.right.last == Kind::OpenText))
                || (is_number && !matches!(condition.left.kind, Kind::Literal))
                || (at == 0 && condition.left.kind == Kind::Text);
            if let Some(rule) = self.condition(&condition, is_broken) {
                return Some(rule);
            }
        }
        if is_broken && self.word(at + 1) == "match" && (at + 2..at + 10).any(|at| self.word(at) == "against") {
            return Some("sqli-tautology");
        }
        if self.role(at) == Role::And && before == Role::Close && at == 1 && self.role(first) == Role::Open {
            return Some("sqli-broken-bracket");
        }
        let operand = self.statement.operand(at + 1)?;
        let is_commented = is_cut(operand.end) && self.statement.len() <= operand.end + 3;
        let is_broken = is_broken
            || (is_feet && (is_commented || matches!(operand.kind, Kind::Group | Kind::Call)))
            || (is_number && (is_commented || self.word(operand.first) == "true"));
        let is_same_quote = !is_quoted || self.statement.byte(operand.first) == self.statement.byte(at - 1);
        self.lone_operand(&operand, is_broken && (operand.kind != Kind::OpenText || is_same_quote))
    }

    /// A condition behind AND or OR.
    fn condition(&self, condition: &Condition, is_broken: bool) -> Option<&'static str> {
        use Kind::{Call, Group, Literal, Name, OpenText, OtherCall, Text, Variable};
        let Condition { left, operator, right } = condition;
        let operator = *operator;
        let end = self.statement.skip(right.end, &[Role::Close]);
        let is_tight = !self.statement.is_spaced(operator) || !self.statement.is_spaced(operator + 1);
        let is_compare = self.role(operator) == Role::Compare;
        let is_equal = is_compare && self.statement.byte(operator) == b'=';
        let ends = self.is_end(end) || matches!(self.role(end), Role::And | Role::Logic | Role::Quote | Role::Close);
        let is_same = self.statement.is_same(left, right);
        let is_found = match (left.kind, right.kind) {
            (Group, Group) => self.has_select(left.first) || self.has_select(right.first) || is_compare,
            (Group, _) => is_compare && (is_broken || ends || self.has_select(left.first)),
            (_, Group) => (is_compare && (is_broken || ends)) || self.has_select(right.first),
            (Call | Variable, _) | (_, Call | Variable) => is_compare || is_broken,
            (Literal, Literal) if self.role(operator) == Role::Like => {
                let is_english = matches!(self.word(operator), "in" | "is");
                ends && (is_broken || is_same || !self.is_prose) && (!is_english || self.role(end) == Role::Comment)
            }
            (Literal, Literal) if is_same => is_compare && (ends || (is_tight && !self.is_prose) || is_broken),
            (Literal, Literal) if is_equal => is_broken || (ends && !self.is_measured(end)) || (is_tight && ends),
            (Literal, Literal) => is_broken || (is_tight && ends && !self.is_measured(end)),
            (Text, Text | OpenText) | (OpenText, _) => is_compare || is_broken,
            (Text, Literal) | (Literal, Text | OpenText) => is_compare && (is_tight || is_broken),
            (Name, OpenText) => is_broken,
            (Name, Text) => is_broken && (is_compare || self.is_end(end)),
            (Text, Name) => is_broken && is_compare,
            (Name, Literal) | (Literal, Name) => {
                is_broken
                    && ends
                    && (is_compare || matches!(self.word(operator), "is" | "like" | "rlike" | "regexp" | "between"))
            }
            (Name, Name) => {
                is_broken && (is_compare || self.word(operator) == "like") && (ends && (is_tight || is_same))
            }
            (OtherCall, _) | (_, OtherCall) => is_compare && ends && (is_tight || is_broken),
        };
        is_found.then_some("sqli-tautology")
    }

    /// Whether a quote that marks feet or inches stands there.
    fn is_measured(&self, at: usize) -> bool {
        self.is_prose && self.role(at) == Role::Quote && self.is_measure(at)
    }

    /// One operand behind AND or OR, and then the end: `' or 1 --`.
    fn lone_operand(&self, operand: &Operand, is_broken: bool) -> Option<&'static str> {
        if !is_broken {
            return None;
        }
        let end = self.statement.skip(operand.end, &[Role::Close]);
        let ends = match operand.kind {
            Kind::Literal => {
                matches!(
                    self.role(end),
                    Role::Comment | Role::End | Role::Semicolon | Role::And | Role::Logic | Role::Union
                )
            }
            Kind::OpenText => operand.end.saturating_sub(operand.first) <= 3,
            Kind::Group => self.role(end) == Role::Comment,
            Kind::Variable => true,
            Kind::Name => operand.pieces > 1 && self.is_end(end) || self.role(end) == Role::Comment,
            Kind::Call | Kind::OtherCall => true,
            _ => false,
        };
        ends.then_some("sqli-broken-quote")
    }

    /// Whether a quote closes what one of its kind opened before a word: `'Naval' or …`. Apostrophes and measures open nothing.
    fn closes_word(&self, quote: usize) -> bool {
        let kind = self.statement.byte(quote);
        let is_apostrophe = |at: usize| {
            let is_inside = !self.statement.is_spaced(at) && !self.statement.is_spaced(at + 1);
            is_inside && at > 0 && self.role(at - 1) == Role::Plain && self.role(at + 1) == Role::Plain
        };
        let mut pairs = (quote.saturating_sub(REACH)..quote).rev().filter(|at| {
            self.role(*at) == Role::Quote
                && self.statement.byte(*at) == kind
                && !self.is_measure(*at)
                && !is_apostrophe(*at)
        });
        let Some(open) = pairs.next() else { return false };
        let opens = self.statement.is_spaced(open) && !self.statement.is_spaced(open + 1) && quote - open > 1;
        opens && pairs.count() % 2 == 0
    }

    /// Whether a closing bracket has no partner before it.
    fn closes_nothing(&self, at: usize) -> bool {
        let from = at.saturating_sub(REACH);
        !(from..at).any(|open| self.role(open) == Role::Open && self.statement.partner(open) == Some(at))
    }

    /// Whether a bracket opens a SELECT.
    fn has_select(&self, open: usize) -> bool {
        let first = self.statement.skip(open, &[Role::Open, Role::Quote]);
        self.role(first) == Role::Select && first > open
    }

    /// Whether the brackets of a call hold words of prose: `char (burnt wood)`.
    fn is_plain_argument(&self, open: usize) -> bool {
        let close = self.statement.partner(open).unwrap_or(self.statement.len());
        let mut is_plain = close > open + 1;
        for at in (open + 1..close).take(24) {
            match self.role(at) {
                Role::Plain
                | Role::ProseCall
                | Role::Number
                | Role::Sign
                | Role::Object
                | Role::Other
                | Role::As
                | Role::And => {}
                _ => is_plain = false,
            }
        }
        is_plain && self.statement.is_spaced(open)
    }

    fn strong_call(&self, at: usize) -> Option<&'static str> {
        let next = self.statement.skip(at + 1, &[Role::Quote]);
        let word = self.word(at);
        if self.role(next) == Role::Open {
            return Some("sqli-call");
        }
        let is_package = word.starts_with("dbms_") || word.starts_with("utl_") || word == "ctxsys";
        if word.starts_with("xp_") || word.starts_with("sp_") || (is_package && self.role(next) == Role::Dot) {
            return Some("sqli-procedure");
        }
        None
    }

    /// A call of a function whose name is not for databases alone.
    fn call(&self, at: usize) -> Option<&'static str> {
        let open = at + 1;
        if self.role(open) != Role::Open {
            let is_bare =
                matches!(self.word(at), "current_user" | "session_user" | "system_user" | "current_date" | "utc_date");
            let is_joined = |at: usize| matches!(self.role(at), Role::Sign | Role::Compare | Role::Comma | Role::Logic);
            return (is_bare && (is_joined(open) || at.checked_sub(1).is_some_and(is_joined))).then_some("sqli-call");
        }
        let word = self.word(at);
        let first = open + 1;
        if self.role(first) == Role::Close {
            let is_asked = matches!(
                word,
                "database"
                    | "version"
                    | "current_user"
                    | "session_user"
                    | "system_user"
                    | "user"
                    | "pi"
                    | "rand"
                    | "schema"
                    | "last_insert_rowid"
                    | "total_changes"
                    | "curdate"
                    | "curtime"
            );
            let is_joined = !self.is_prose || at == 0 || self.statement.role_before(at) != Role::Plain;
            let is_followed = self.is_prose
                && matches!(self.role(first + 1), Role::Plain | Role::ProseCall | Role::Like | Role::From);
            return (is_asked && is_joined && !is_followed && !self.statement.is_spaced(open)).then_some("sqli-call");
        }
        if self.is_open_to_the_end(open) {
            return Some("sqli-call-cut");
        }
        if word == "sleep" {
            let is_time =
                matches!(self.role(first), Role::Number | Role::Sign | Role::Open | Role::Comment | Role::Select)
                    || (self.role(first) == Role::Quote && self.role(first + 1) == Role::Number)
                    || (self.role(first + 1) == Role::Open)
                    || (self.role(first + 1) == Role::Close
                        && self.is_end(first + 2)
                        && self.role(first + 2) != Role::End);
            return is_time.then_some("sqli-sleep");
        }
        let holds = match self.role(first) {
            Role::Select | Role::Variable | Role::StrongCall | Role::StrongName | Role::Case | Role::Exists => true,
            Role::Column => !self.statement.is_spaced(open),
            Role::Call => self.role(first + 1) == Role::Open,
            Role::ProseCall => self.role(first + 1) == Role::Open && !self.statement.is_spaced(first + 1),
            Role::Open => self.has_select(first),
            Role::Number => {
                self.role(at) == Role::Call
                    && matches!(
                        word,
                        "char" | "chr" | "nchar" | "unichar" | "concat" | "hex" | "md5" | "sha1" | "ascii" | "ord"
                    )
                    && !self.statement.is_spaced(open)
            }
            _ => false,
        };
        if holds {
            return Some("sqli-call-nested");
        }
        // `substr(user,1,1)`, `cast(x as char)`: arguments of code, the bracket tight to the name.
        if self.role(at) == Role::Call && !self.statement.is_spaced(open) {
            let close = self.statement.partner(open).unwrap_or(self.statement.len());
            let mut inside = open + 1..close.min(open + 32);
            let is_code = inside.any(|at| {
                matches!(
                    self.role(at),
                    Role::Comma | Role::Quote | Role::As | Role::Select | Role::Call | Role::From | Role::Dot
                ) && self.role(at + 1) != Role::Plain
            });
            if is_code {
                return Some("sqli-call-arguments");
            }
        }
        None
    }

    /// Whether a text ends in a call that was cut off behind its bracket.
    fn is_open_to_the_end(&self, open: usize) -> bool {
        open + 1 == self.statement.len() && !self.statement.is_spaced(open)
    }

    fn variable(&self, at: usize) -> Option<&'static str> {
        let word = self.word(at);
        let is_global = word.starts_with("@@")
            && (word.len() > 2)
            && matches!(
                word.trim_start_matches('@'),
                "version"
                    | "global"
                    | "session"
                    | "hostname"
                    | "datadir"
                    | "basedir"
                    | "tmpdir"
                    | "servername"
                    | "spid"
                    | "language"
                    | "version_compile_os"
                    | "version_compile_machine"
                    | "secure_file_priv"
                    | "innodb_version"
                    | "plugin_dir"
                    | "identity"
                    | "rowcount"
                    | "error"
                    | "fetch_status"
                    | "options"
                    | "servicename"
                    | "new"
            );
        let is_set = self.role(at + 1) == Role::Compare && self.word(at + 1) == ":=";
        (is_global || is_set).then_some("sqli-variable")
    }

    fn wait(&self, at: usize) -> Option<&'static str> {
        let is_wait =
            self.role(at + 1) == Role::Delay || (self.word(at + 1) == "time" && self.role(at + 2) == Role::Quote);
        is_wait.then_some("sqli-waitfor")
    }

    fn declare(&self, at: usize) -> Option<&'static str> {
        (self.statement.byte(at + 1) == b'@').then_some("sqli-declare")
    }

    fn exec(&self, at: usize) -> Option<&'static str> {
        let next = self.statement.skip(at + 1, &[Role::Open, Role::Quote]);
        let word = self.word(next);
        let is_procedure = word.starts_with("xp_") || word.starts_with("sp_") || self.role(next) == Role::Variable;
        let is_qualified =
            matches!(word, "master" | "msdb" | "tempdb" | "sys" | "dbo") && self.role(next + 1) == Role::Dot;
        let is_immediate = word == "immediate" && self.role(next + 1) == Role::Quote;
        let is_text = self.role(at + 1) == Role::Open && self.role(at + 2) == Role::Quote && self.is_broken_open(at);
        (is_procedure || is_qualified || is_immediate || (is_text && at > 0)).then_some("sqli-exec")
    }

    fn into(&self, at: usize) -> Option<&'static str> {
        if self.role(at + 1) == Role::File {
            return Some("sqli-into-file");
        }
        (self.role(at + 1) == Role::Variable && self.statement.role_before(at) != Role::Plain)
            .then_some("sqli-into-variable")
    }

    /// INSERT INTO table … VALUES (, or with a list of columns.
    fn insert(&self, at: usize) -> Option<&'static str> {
        if self.role(at + 1) != Role::Into {
            return None;
        }
        let table = self.statement.skip(at + 2, &[Role::Quote]);
        let mut next = self.statement.skip(table + 1, &[Role::Quote]);
        for _ in 0..3 {
            if self.role(next) == Role::Dot {
                next = self.statement.skip(next + 2, &[Role::Quote]);
            }
        }
        let is_found = match self.role(next) {
            Role::Values => self.role(next + 1) == Role::Open,
            Role::Select | Role::Exec => true,
            Role::Open => {
                let close = self.statement.partner(next).unwrap_or(self.statement.len());
                matches!(self.role(close + 1), Role::Values | Role::Select)
                    || (next + 1..close).take(REACH).any(|at| self.role(at) == Role::Column)
            }
            _ => false,
        };
        is_found.then_some("sqli-insert")
    }

    /// UPDATE table SET column = value.
    fn update(&self, at: usize) -> Option<&'static str> {
        let table = self.statement.skip(at + 1, &[Role::Quote]);
        let set = (table + 1..table + 6).find(|at| self.role(*at) == Role::Set)?;
        let column = self.statement.skip(set + 1, &[Role::Quote]);
        let operator = (column + 1..column + 5).find(|at| self.role(*at) == Role::Compare)?;
        let is_tight = !self.statement.is_spaced(operator) || !self.statement.is_spaced(operator + 1);
        let value = self.role(operator + 1);
        let is_value =
            matches!(value, Role::Quote | Role::Call | Role::StrongCall | Role::Variable | Role::Null | Role::Column);
        (self.statement.byte(operator) == b'=' && (is_tight || is_value || self.role(column) == Role::Column))
            .then_some("sqli-update")
    }

    /// DELETE FROM table and then the end or a condition.
    fn delete(&self, at: usize) -> Option<&'static str> {
        if self.role(at + 1) != Role::From {
            return None;
        }
        let table = self.statement.skip(at + 2, &[Role::Quote]);
        let next = self.statement.skip(table + 1, &[Role::Quote]);
        let is_condition = self.role(next) == Role::Where && self.statement.condition(next + 1).is_some();
        let is_broken = self.is_broken_open(at) && at > 0;
        (is_condition || self.role(next) == Role::Comment || (is_broken && self.is_end(next))).then_some("sqli-delete")
    }

    /// DROP TABLE name and its like, and then the end.
    fn drop(&self, at: usize) -> Option<&'static str> {
        let object = at + 1;
        if !(self.role(object) == Role::Object || matches!(self.word(object), "database" | "user")) {
            return None;
        }
        let mut name = self.statement.skip(object + 1, &[Role::Quote, Role::If, Role::Exists, Role::Not]);
        if self.word(name) == "if" {
            name += 2;
        }
        let mut next = self.statement.skip(name + 1, &[Role::Quote]);
        while self.role(next) == Role::Dot && next < name + 6 {
            next = self.statement.skip(next + 2, &[Role::Quote]);
        }
        let is_word = matches!(self.role(name), Role::Plain | Role::Column | Role::StrongName | Role::Object);
        let is_end = match self.role(next) {
            Role::Comment | Role::Semicolon => true,
            Role::End => self.is_broken_open(at) || at == 1 || !self.is_prose || self.role(name - 1) == Role::Quote,
            Role::Open => self.word(at) == "create" && !self.statement.is_spaced(next),
            Role::Plain => matches!(self.word(next), "cascade" | "add" | "purge" | "change" | "modify"),
            Role::Drop | Role::Declare | Role::Set | Role::As => self.is_broken_open(at) && at > 0,
            _ => false,
        };
        (is_word && is_end).then_some("sqli-drop")
    }

    /// ORDER BY 5 behind a value that was broken off.
    fn order(&self, at: usize) -> Option<&'static str> {
        if self.role(at + 1) != Role::By {
            return None;
        }
        let value = self.statement.skip(at + 2, &[Role::Open, Role::Sign]);
        let before = self.statement.role_before(at);
        if self.role(value) == Role::Number {
            let end =
                self.statement.skip(value + 1, &[Role::Close, Role::Direction, Role::Comma, Role::Number, Role::Sign]);
            let is_broken = match before {
                Role::Quote | Role::Close | Role::Comment => true,
                Role::Number => at <= 2,
                _ => false,
            };
            return ((is_broken && self.is_end(end)) || self.role(end) == Role::Comment).then_some("sqli-order-by");
        }
        let is_call = matches!(self.role(value), Role::Call | Role::StrongCall | Role::If | Role::ProseCall)
            && self.role(value + 1) == Role::Open
            && !self.statement.is_spaced(value + 1);
        (is_call || self.has_select(value.saturating_sub(1)) || self.role(value) == Role::Case)
            .then_some("sqli-order-by")
    }

    /// CASE [value] WHEN condition THEN.
    fn case(&self, at: usize) -> Option<&'static str> {
        let value =
            if self.role(at + 1) == Role::When { Some(at + 1) } else { self.statement.operand(at + 1).map(|o| o.end) };
        let when = value.filter(|when| self.role(*when) == Role::When)?;
        let then = (when + 1..when + 48).find(|at| self.word(*at) == "then")?;
        let is_code = (at + 1..then + 2)
            .any(|at| matches!(self.role(at), Role::Compare | Role::Quote | Role::Open | Role::Null))
            || matches!(self.word(then + 2), "else" | "end");
        (is_code || (at > 0 && self.is_broken_open(at))).then_some("sqli-case")
    }

    /// A second statement.
    fn stacked(&self, at: usize) -> Option<&'static str> {
        let next = self.statement.skip(at + 1, &[Role::Semicolon, Role::Comment, Role::Quote]);
        let argument = next + 1;
        let is_found = match self.role(next) {
            Role::Shutdown => self.is_end(argument) || matches!(self.word(argument), "with" | "end"),
            Role::Select => {
                matches!(
                    self.role(argument),
                    Role::Number | Role::Quote | Role::Variable | Role::Call | Role::StrongCall | Role::Open
                ) && !self.statement.is_spaced(at)
            }
            Role::Create if self.word(next) == "truncate" && self.word(argument) == "[" => {
                !self.statement.is_spaced(next)
            }
            Role::Create => self.role(argument) == Role::Object && self.is_end(argument + 2),
            Role::If => {
                let action = (argument..argument + 12).find(|at| {
                    matches!(self.role(*at), Role::Wait | Role::Shutdown | Role::Drop | Role::Exec | Role::Exists)
                });
                let condition = self.statement.condition(argument);
                let is_condition = condition.is_some_and(|found| Some(found.right.end) == action);
                let is_exists = self.role(argument) == Role::Exists && self.role(argument + 1) == Role::Open;
                let close = self.statement.partner(argument).map(|close| close + 1);
                let is_bracket = self.role(argument) == Role::Open && close == action && action.is_some();
                is_condition || is_exists || is_bracket
            }
            Role::Delete => {
                matches!(self.word(argument), "quick" | "ignore" | "low_priority")
                    && self.role(argument + 1) == Role::From
            }
            Role::Drop => self.role(argument + 1) == Role::Comment && self.is_end(argument + 2),
            Role::Plain if self.word(next) == "load" => {
                matches!(self.word(argument), "data" | "xml")
                    && (argument..argument + 5).any(|at| self.word(at) == "infile")
            }
            Role::Plain if self.word(next) == "copy" => (argument..argument + 12).any(|at| self.word(at) == "program"),
            Role::Begin => matches!(self.role(argument), Role::Shutdown | Role::Declare | Role::Select),
            _ => false,
        };
        is_found.then_some("sqli-stacked")
    }

    /// A quote that ends what it did not begin.
    fn quote(&self, at: usize) -> Option<&'static str> {
        // The second half of a pair ends what was begun, and so does an apostrophe.
        let next = self.statement.skip(at + 1, &[Role::Close]);
        let is_path = self.statement.byte(at + 1) == b'$' && self.word(at + 1) == "$."
            || (self.statement.byte(at + 1) == b'$' && self.word(at + 1) == "$" && self.role(at + 2) == Role::Dot);
        if is_path && !self.statement.is_spaced(at + 1) && self.role(at + 3) != Role::Number {
            return (self.role(at + 2) == Role::Dot).then_some("sqli-json-path");
        }
        match self.role(next) {
            Role::Comment => self.quote_comment(at, next),
            Role::Semicolon if self.role(next + 1) == Role::Comment => self.quote_comment(at, next + 1),
            Role::Semicolon if self.role(next + 1) == Role::End => {
                let is_word = at > 0 && (1..=next).all(|token| !self.statement.is_spaced(token));
                (is_word && !self.is_measure(at)).then_some("sqli-quote-semicolon")
            }
            _ => None,
        }
    }

    /// `admin'--`: a quote, then a comment and nothing behind it.
    fn quote_comment(&self, at: usize, comment: usize) -> Option<&'static str> {
        let rest = self.statement.len() - comment;
        let is_last = rest <= 2 && (rest == 1 || matches!(self.role(comment + 1), Role::Sign | Role::Comment));
        let is_first = at == 0 || (at <= 4 && !self.is_measure(at)) || self.role(at + 1) == Role::Close;
        let is_attached = !self.statement.is_spaced(at) || at == 0;
        (is_last && is_first && is_attached && !(self.is_prose && self.is_measure(at))).then_some("sqli-quote-comment")
    }

    /// `1.e.table`: a number to MySQL, which hides the name behind it.
    fn number(&self, at: usize) -> Option<&'static str> {
        let is_hiding = self.word(at).ends_with(".e") && matches!(self.role(at + 1), Role::Dot | Role::Open);
        is_hiding.then_some("sqli-number-suffix")
    }

    /// `password::int`.
    fn cast(&self, at: usize) -> Option<&'static str> {
        let before = self.statement.role_before(at);
        let is_value = matches!(before, Role::Quote | Role::Close | Role::Column | Role::Number | Role::Plain);
        (is_value && self.role(at + 1) == Role::Type && !self.statement.is_spaced(at)).then_some("sqli-cast")
    }
}
