//! Cutting a code into sections and tokens.

use super::section::{Color, Comparison, Condition, Placeholder, Unit};

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A character that stands for itself.
    Literal(char),
    /// `0`, `#` or `?`.
    Placeholder(Placeholder),
    /// `.`
    Point,
    /// `,`
    Comma,
    /// `%`
    Percent,
    /// `E+`, which shows both signs, or `E-`.
    Exponent { plus: bool },
    /// `/`
    Slash,
    /// `@`
    At,
    /// `General`
    General,
    /// A run of one of the letters of dates: `yyyy`.
    Date(Unit, usize),
    /// The same in brackets: `[hh]`.
    Elapsed(Unit, usize),
    /// `AM/PM`, or `A/P` with the two letters as they are written.
    Half(Option<(char, char)>),
}

/// A section as it stands in the code.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tokens {
    pub condition: Option<Condition>,
    pub color: Option<Color>,
    pub tokens: Vec<Token>,
    /// Whether a bracket says something that is not shown.
    pub marked: bool,
}

/// The sections of a code; `None` if a bracket means nothing.
pub(super) fn sections(code: &str) -> Option<Vec<Tokens>> {
    let mut sections = Vec::new();
    let mut section = Tokens::default();
    let mut rest = code;
    while let Some(character) = rest.chars().next() {
        if character == ';' {
            sections.push(std::mem::take(&mut section));
            rest = rest.get(1..)?;
        } else {
            rest = section.take(rest, character)?;
        }
    }
    sections.push(section);
    Some(sections)
}

impl Tokens {
    /// Takes the token that a text starts with and returns what follows.
    fn take<'a>(&mut self, text: &'a str, first: char) -> Option<&'a str> {
        let after = text.get(first.len_utf8()..)?;
        let mut push = |token| self.tokens.push(token);
        match first {
            '"' => {
                let (quoted, after) = after.split_once('"')?;
                self.tokens.extend(quoted.chars().map(Token::Literal));
                return Some(after);
            }
            '\\' => return take_character(after, |character| push(Token::Literal(character))),
            // As wide as the character that follows: a space is near enough.
            '_' => return take_character(after, |_| push(Token::Literal(' '))),
            '*' => return take_character(after, |_| {}),
            '[' => {
                let (inside, after) = after.split_once(']')?;
                self.take_bracket(inside)?;
                return Some(after);
            }
            '0' => push(Token::Placeholder(Placeholder::Zero)),
            '#' => push(Token::Placeholder(Placeholder::Hash)),
            '?' => push(Token::Placeholder(Placeholder::Space)),
            '.' => push(Token::Point),
            ',' => push(Token::Comma),
            '%' => push(Token::Percent),
            '/' => push(Token::Slash),
            '@' => push(Token::At),
            'E' | 'e' if after.starts_with(['+', '-']) => {
                push(Token::Exponent { plus: after.starts_with('+') });
                return after.get(1..);
            }
            // Reserved: an exponent without a sign, and the half of General in other languages.
            'E' | 'N' | 'n' => return None,
            'G' | 'g' if starts_with(text, "general") => {
                push(Token::General);
                return text.get(7..);
            }
            'A' | 'a' if starts_with(text, "am/pm") => {
                push(Token::Half(None));
                return text.get(5..);
            }
            'A' | 'a' if starts_with(text, "a/p") => {
                push(Token::Half(Some((first, text.chars().nth(2)?))));
                return text.get(3..);
            }
            _ => {
                let Some(unit) = Unit::of(first) else {
                    push(Token::Literal(first));
                    return Some(after);
                };
                let count = text.chars().take_while(|character| character.eq_ignore_ascii_case(&first)).count();
                // The year of an era, which outside East Asia is the whole year.
                let shown = if first.eq_ignore_ascii_case(&'e') { 4 } else { count };
                push(Token::Date(unit, shown));
                return text.get(count..);
            }
        }
        Some(after)
    }

    /// Takes what stands in brackets: a colour, a condition, elapsed time, a currency, a locale.
    fn take_bracket(&mut self, inside: &str) -> Option<()> {
        let first = inside.chars().next()?;
        if let Some(currency) = inside.strip_prefix('$') {
            let symbol = currency.split_once('-').map_or(currency, |(symbol, _)| symbol);
            self.tokens.extend(symbol.chars().map(Token::Literal));
        } else if let Some(unit @ (Unit::Hour | Unit::Month | Unit::Second)) =
            Unit::of(first).filter(|_| inside.chars().all(|character| character.eq_ignore_ascii_case(&first)))
        {
            self.tokens.push(Token::Elapsed(unit, inside.len()));
        } else if let Some(condition) = condition(inside) {
            self.condition = Some(condition);
            self.marked = true;
        } else if let Some(color) = Color::from_name(inside) {
            self.color = Some(color);
            self.marked = true;
        } else if starts_with(inside, "dbnum") {
            self.marked = true;
        } else {
            return None;
        }
        Some(())
    }
}

/// Hands over the next character, which must be there, and returns what follows.
fn take_character(text: &str, take: impl FnOnce(char)) -> Option<&str> {
    let mut characters = text.chars();
    take(characters.next()?);
    Some(characters.as_str())
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn condition(text: &str) -> Option<Condition> {
    let operators = [
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<>", Comparison::NotEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    let (bound, comparison) =
        operators.iter().find_map(|(operator, comparison)| Some((text.strip_prefix(operator)?, *comparison)))?;
    let bound = bound.trim().parse::<f64>().ok().filter(|bound| bound.is_finite())?;
    Some(Condition { comparison, bound })
}
