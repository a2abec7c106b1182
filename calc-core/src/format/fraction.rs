//! Fractions: `# ?/?`, `# ??/16`.

use super::Sign;
use super::number::Run;
use super::scan::Token;
use super::section::{Placeholder, Section, push_literal};
use crate::number::{Digits, round15};

/// What a fraction section comes to. Positions are those of its tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FractionPlan {
    /// The placeholders of the whole part; none if the whole part goes into the numerator.
    whole: usize,
    /// Where the numerator begins.
    numerator: usize,
    /// Where the slash is.
    slash: usize,
    /// Where the denominator ends.
    end: usize,
    denominator: Denominator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Denominator {
    /// Any up to this one.
    UpTo(u64),
    /// This one.
    Fixed(u64),
}

/// No fraction has more digits.
const MOST_DIGITS: usize = 9;

impl FractionPlan {
    /// Finds digits, a slash, and digits or a number; `None` if it is another kind of section.
    pub(super) fn of(tokens: &[Token]) -> Option<FractionPlan> {
        let is_digit = |token: &&Token| matches!(token, Token::Placeholder(_));
        let slash = tokens.iter().position(|token| *token == Token::Slash)?;
        let before = tokens.get(..slash)?;
        let numerator = slash - before.iter().rev().take_while(is_digit).count();
        let whole = before.get(..numerator)?.iter().filter(is_digit).count();
        let after = tokens.get(slash + 1..)?;
        let open = after.iter().take_while(is_digit).count();
        // A fixed denominator may have zeros in it, which look like placeholders: `?/100`.
        let fixed = after.iter().map_while(numeral).take(MOST_DIGITS).collect::<Vec<_>>();
        let (denominator, length) = match fixed.first() {
            Some(1..) => (Denominator::Fixed(fixed.iter().fold(0, |number, digit| number * 10 + digit)), fixed.len()),
            _ => (Denominator::UpTo(10_u64.pow(open.min(MOST_DIGITS) as u32) - 1), open),
        };
        let plain = !tokens.iter().any(|token| matches!(token, Token::Point | Token::Exponent { .. } | Token::Percent));
        (plain && numerator < slash && length > 0).then_some(FractionPlan {
            whole,
            numerator,
            slash,
            end: slash + 1 + length,
            denominator,
        })
    }
}

fn numeral(token: &Token) -> Option<u64> {
    match token {
        Token::Literal(character) => character.to_digit(10).map(u64::from),
        Token::Placeholder(Placeholder::Zero) => Some(0),
        _ => None,
    }
}

/// Writes a number as its section says.
pub(super) fn write(text: &mut String, section: &Section, plan: &FractionPlan, number: f64, sign: Sign) {
    let magnitude = round15(number.abs());
    let (mut whole, rest) =
        if plan.whole > 0 { (magnitude.floor(), magnitude - magnitude.floor()) } else { (0.0, magnitude) };
    let (mut numerator, denominator) = match plan.denominator {
        Denominator::Fixed(denominator) => ((rest * denominator as f64).round() as u64, denominator),
        Denominator::UpTo(most) => convergent(rest, most),
    };
    if plan.whole > 0 && numerator == denominator {
        whole += 1.0;
        numerator = 0;
    }
    // Unlike other numbers, one that shows as zero keeps its sign.
    if sign == Sign::Minus {
        text.push('-');
    }
    // A whole number leaves the room of its fraction blank, unless zeros are asked for; zero is `0` then.
    let zeros = section.tokens.get(plan.slash - 1) == Some(&Token::Placeholder(Placeholder::Zero));
    let blank = plan.whole > 0 && numerator == 0 && !zeros;
    let mut wholes = Run::before_point(Digits::of(whole), plan.whole, false);
    let mut numerators = Run::whole(numerator, plan.slash - plan.numerator);
    let mut last_whole = plan.whole;
    for (index, token) in section.tokens.iter().enumerate() {
        match token {
            Token::Placeholder(placeholder) if index < plan.numerator => {
                last_whole -= 1;
                let zero = blank && whole == 0.0 && last_whole == 0;
                wholes.write(text, if zero { Placeholder::Zero } else { *placeholder });
            }
            _ if (plan.numerator..plan.end).contains(&index) && blank => text.push(' '),
            Token::Placeholder(placeholder) if index < plan.slash => numerators.write(text, *placeholder),
            Token::Slash if index == plan.slash => text.push('/'),
            // The denominator is written at once, and padded behind.
            _ if index == plan.slash + 1 => {
                let start = text.len();
                text.push_str(&denominator.to_string());
                let missing = (plan.end - index).saturating_sub(text.len() - start);
                match token {
                    Token::Placeholder(Placeholder::Zero) => text.insert_str(start, &"0".repeat(missing)),
                    Token::Placeholder(Placeholder::Space) => text.push_str(&" ".repeat(missing)),
                    _ => {}
                }
            }
            _ if (plan.slash..plan.end).contains(&index) => {}
            // Placeholders that follow the denominator only pad.
            Token::Placeholder(Placeholder::Zero) => text.push('0'),
            Token::Placeholder(Placeholder::Space) => text.push(' '),
            other => push_literal(text, other),
        }
    }
}

/// The fraction that a spreadsheet shows: the last convergent of the continued fraction whose denominator fits. Not always
/// the nearest one: 0.89 in two digits is 8/9, though 81/91 is nearer.
fn convergent(number: f64, most: u64) -> (u64, u64) {
    let (mut before, mut last) = ((0.0, 1.0), (1.0, 0.0));
    let mut rest = number;
    // Denominators grow at least as fast as Fibonacci's numbers.
    for _ in 0..64 {
        let term = rest.floor();
        let next = (term * last.0 + before.0, term * last.1 + before.1);
        if next.1 > most as f64 {
            break;
        }
        (before, last) = (last, next);
        let fraction = rest - term;
        if fraction < 1e-12 {
            break;
        }
        rest = 1.0 / fraction;
    }
    (last.0 as u64, last.1 as u64)
}
