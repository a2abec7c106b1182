//! One section of a code: what it is for and what it is made of.

use super::date::DatePlan;
use super::fraction::FractionPlan;
use super::number::NumberPlan;
use super::scan::{Token, Tokens};

/// What becomes of a digit that the number does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placeholder {
    /// `0`: a zero.
    Zero,
    /// `#`: nothing.
    Hash,
    /// `?`: a space.
    Space,
}

/// What a letter of a date stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// `y`, or `e`
    Year,
    /// `m`, until the letters around it show that it is a minute.
    Month,
    /// `d`
    Day,
    /// `h`
    Hour,
    /// `m` beside `h` or `s`
    Minute,
    /// `s`
    Second,
}

impl Unit {
    pub(super) fn of(letter: char) -> Option<Unit> {
        match letter.to_ascii_lowercase() {
            'y' | 'e' => Some(Unit::Year),
            'm' => Some(Unit::Month),
            'd' => Some(Unit::Day),
            'h' => Some(Unit::Hour),
            's' => Some(Unit::Second),
            _ => None,
        }
    }
}

/// A colour that a section asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// `[Black]`
    Black,
    /// `[Blue]`
    Blue,
    /// `[Cyan]`
    Cyan,
    /// `[Green]`
    Green,
    /// `[Magenta]`
    Magenta,
    /// `[Red]`
    Red,
    /// `[White]`
    White,
    /// `[Yellow]`
    Yellow,
    /// `[Color n]`, 1 to 56
    Indexed(u8),
}

impl Color {
    /// The colour that a bracket names, without regard to case.
    pub fn from_name(name: &str) -> Option<Color> {
        let named = [
            ("black", Color::Black),
            ("blue", Color::Blue),
            ("cyan", Color::Cyan),
            ("green", Color::Green),
            ("magenta", Color::Magenta),
            ("red", Color::Red),
            ("white", Color::White),
            ("yellow", Color::Yellow),
        ];
        if let Some((_, color)) = named.iter().find(|(color, _)| name.eq_ignore_ascii_case(color)) {
            return Some(*color);
        }
        let (prefix, index) = name.split_at_checked(5)?;
        let index = index.trim().parse::<u8>().ok().filter(|index| (1..=56).contains(index))?;
        prefix.eq_ignore_ascii_case("color").then_some(Color::Indexed(index))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
}

/// Which numbers a section is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Condition {
    pub comparison: Comparison,
    pub bound: f64,
}

impl Condition {
    pub(super) fn holds(self, number: f64) -> bool {
        match self.comparison {
            Comparison::Less => number < self.bound,
            Comparison::LessOrEqual => number <= self.bound,
            Comparison::Equal => number == self.bound,
            Comparison::NotEqual => number != self.bound,
            Comparison::GreaterOrEqual => number >= self.bound,
            Comparison::Greater => number > self.bound,
        }
    }

    /// Whether the numbers that it does not let through lose their sign. Excel takes a bound below zero for the border
    /// between signs: `[<-6]0;0` shows -5 as 5.
    pub(super) fn drops_sign(self) -> bool {
        let below = matches!(self.comparison, Comparison::Less | Comparison::LessOrEqual | Comparison::NotEqual);
        below && self.bound < 0.0
    }

    /// Whether it lets only negative numbers through.
    pub(super) fn is_negative(self) -> bool {
        match self.comparison {
            Comparison::Less => self.bound <= 0.0,
            Comparison::LessOrEqual | Comparison::Equal => self.bound < 0.0,
            Comparison::NotEqual | Comparison::GreaterOrEqual | Comparison::Greater => false,
        }
    }
}

/// What kind of section it is, with what its renderer has to know beforehand.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// Nothing but literals.
    Literal,
    /// `General`, with literals around it.
    General,
    /// `@`, with literals around it.
    Text,
    Number(NumberPlan),
    Fraction(FractionPlan),
    Date(DatePlan),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Section {
    pub condition: Option<Condition>,
    pub color: Option<Color>,
    pub tokens: Vec<Token>,
    pub body: Body,
}

impl Section {
    /// Decides what a section is; `None` if its tokens do not go together.
    pub(super) fn of(section: Tokens) -> Option<Section> {
        let Tokens { condition, color, mut tokens, marked } = section;
        // A colour alone leaves General as it is.
        if marked && tokens.is_empty() {
            tokens.push(Token::General);
        }
        let has = |wanted: fn(&Token) -> bool| tokens.iter().any(wanted);
        let digits = has(|token| matches!(token, Token::Placeholder(_)));
        let dates = has(|token| matches!(token, Token::Date(..) | Token::Elapsed(..) | Token::Half(_)));
        let general = has(|token| matches!(token, Token::General));
        let text = has(|token| matches!(token, Token::At));
        let percent = has(|token| *token == Token::Percent);
        let slash = has(|token| *token == Token::Slash);
        let body = match (digits, dates, general, text) {
            (_, true, false, false) if !percent => Body::Date(DatePlan::of(&mut tokens)?),
            (true, false, false, false) => match FractionPlan::of(&tokens) {
                Some(plan) => Body::Fraction(plan),
                None if slash => return None,
                None => Body::Number(NumberPlan::of(&mut tokens)?),
            },
            (false, false, true, false) => Body::General,
            (false, false, false, true) => Body::Text,
            // `%` alone scales nothing that is shown.
            (false, false, false, false) if !slash => Body::Literal,
            _ => return None,
        };
        Some(Section { condition, color, tokens, body })
    }

    /// Whether it can be the fourth section.
    pub(super) fn fits_text(&self) -> bool {
        matches!(self.body, Body::Text | Body::Literal | Body::General)
    }

    pub(super) fn is_for_text(&self) -> bool {
        self.body == Body::Text
    }

    /// Writes the tokens that stand for themselves; `value` writes what `General` or `@` stands for.
    pub(super) fn write_literals(&self, text: &mut String, value: impl Fn(&mut String)) {
        for token in &self.tokens {
            match token {
                Token::General | Token::At => value(text),
                other => push_literal(text, other),
            }
        }
    }

    /// A text as this section shows it.
    pub(super) fn render_text(&self, content: &str) -> String {
        let mut text = String::new();
        self.write_literals(&mut text, |text| text.push_str(content));
        text
    }
}

/// Writes a token that, where it is, stands for itself.
pub(super) fn push_literal(text: &mut String, token: &Token) {
    match token {
        Token::Literal(character) => text.push(*character),
        Token::Point => text.push('.'),
        Token::Comma => text.push(','),
        Token::Percent => text.push('%'),
        Token::Slash => text.push('/'),
        _ => {}
    }
}
