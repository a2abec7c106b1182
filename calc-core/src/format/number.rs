//! Numbers: `#,##0.00`, `0.00E+00`, `0%`.

use super::Sign;
use super::scan::Token;
use super::section::{Placeholder, Section, push_literal};
use crate::number::{Digits, Direction};

/// What a number section comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NumberPlan {
    /// Placeholders before the point.
    integers: usize,
    /// Placeholders after the point.
    decimals: usize,
    /// Placeholders of the exponent, if there is one.
    exponent: Option<usize>,
    /// Whether thousands are parted.
    grouped: bool,
    /// The power of ten that the number is multiplied with first: 2 for each `%`, -3 for each comma after the digits.
    scale: i32,
}

impl NumberPlan {
    /// Counts the placeholders and takes the commas out that part thousands or scale; `None` if the tokens do not go
    /// together.
    ///
    /// A comma right after a digit is one of those; after anything else it stands for itself.
    pub(super) fn of(tokens: &mut Vec<Token>) -> Option<NumberPlan> {
        let mut plan = NumberPlan { integers: 0, decimals: 0, exponent: None, grouped: false, scale: 0 };
        let mut kept = Vec::with_capacity(tokens.len());
        let mut point = false;
        // Commas since the last digit, which they follow at once.
        let mut commas = 0;
        let mut after_digit = false;
        for token in tokens.drain(..) {
            match token {
                Token::Comma if after_digit => {
                    commas += 1;
                    continue;
                }
                Token::Placeholder(_) => {
                    if commas > 0 {
                        plan.grouped |= !point;
                        commas = 0;
                    }
                    match (&mut plan.exponent, point) {
                        (Some(count), _) => *count += 1,
                        (None, true) => plan.decimals += 1,
                        (None, false) => plan.integers += 1,
                    }
                    after_digit = true;
                    kept.push(token);
                    continue;
                }
                // The second point stands for itself.
                Token::Point if point => kept.push(Token::Literal('.')),
                Token::Point => {
                    point = true;
                    plan.scale -= 3 * commas;
                    commas = 0;
                    kept.push(token);
                }
                Token::Percent => {
                    plan.scale += 2;
                    kept.push(token);
                }
                Token::Exponent { .. } if plan.exponent.is_some() || plan.integers + plan.decimals == 0 => return None,
                Token::Exponent { .. } => {
                    plan.exponent = Some(0);
                    kept.push(token);
                }
                other => kept.push(other),
            }
            after_digit = false;
        }
        plan.scale -= 3 * commas;
        *tokens = kept;
        (plan.exponent != Some(0)).then_some(plan)
    }
}

/// Writes a number as its section says.
pub(super) fn write(text: &mut String, section: &Section, plan: &NumberPlan, number: f64, sign: Sign) {
    let mut digits = Digits::of(number.abs());
    digits.exponent += plan.scale;
    let (digits, exponent) = match plan.exponent {
        None => (digits.round(plan.decimals as i32, Direction::HalfAway), 0),
        Some(_) => mantissa(digits, plan),
    };
    // What shows as zero shows no sign.
    if sign == Sign::Minus && digits.units > 0 {
        text.push('-');
    }
    let mut integers = Run::before_point(digits, plan.integers, plan.grouped);
    let mut decimals = Run::after_point(digits);
    let mut powers = Run::whole(exponent.unsigned_abs().into(), plan.exponent.unwrap_or(0));
    let (mut point, mut power) = (false, false);
    let mut sign_of_power = None;
    for token in &section.tokens {
        match token {
            Token::Placeholder(placeholder) if power => {
                // The sign stands before the first digit of the exponent.
                if let Some(sign) = sign_of_power.take() {
                    text.push(sign);
                }
                powers.write(text, *placeholder);
            }
            Token::Placeholder(placeholder) if point => decimals.write(text, *placeholder),
            Token::Placeholder(placeholder) => integers.write(text, *placeholder),
            Token::Point => {
                // `.00` shows the whole part all the same.
                if plan.integers == 0 {
                    integers.write_rest(text);
                }
                point = true;
                text.push('.');
            }
            Token::Exponent { plus } => {
                power = true;
                text.push('E');
                sign_of_power = if exponent < 0 { Some('-') } else { plus.then_some('+') };
            }
            other => push_literal(text, other),
        }
    }
}

/// The number between 1 and 10, or with as many digits before the point as the section has, and the power of ten that is
/// left. Engineering notation falls out: three placeholders make exponents multiples of three.
fn mantissa(digits: Digits, plan: &NumberPlan) -> (Digits, i32) {
    if digits.units == 0 {
        return (digits, 0);
    }
    let width = plan.integers as i32;
    let leading = |digits: Digits| digits.exponent + digits.count() as i32 - 1;
    let step = width.max(1);
    // How far the first digit stands before the point when there is no placeholder to hold it.
    let lift = i32::from(width == 0);
    let mut exponent = (leading(digits) + lift).div_euclid(step) * step;
    let at = |exponent: i32| {
        Digits { exponent: digits.exponent - exponent, ..digits }.round(plan.decimals as i32, Direction::HalfAway)
    };
    let mut rounded = at(exponent);
    if leading(rounded) >= width.max(1 - lift) {
        exponent += step;
        rounded = at(exponent);
    }
    (rounded, exponent)
}

/// The digits of one side of the point, handed out to placeholders from left to right.
pub(super) struct Run {
    digits: Digits,
    /// The power of ten of the next placeholder.
    position: i32,
    /// The power of ten of the first digit that the number has on this side; less than any position if none.
    first: i32,
    /// The power of ten of the last digit that the number needs.
    last: i32,
    /// Whether the first placeholder has taken the digits that stand before it.
    started: bool,
    grouped: bool,
}

impl Run {
    /// The whole part, for so many placeholders.
    pub(super) fn before_point(digits: Digits, placeholders: usize, grouped: bool) -> Run {
        let first = if digits.units == 0 { -1 } else { (digits.exponent + digits.count() as i32 - 1).max(-1) };
        Run { digits, position: placeholders as i32 - 1, first, last: 0, started: false, grouped }
    }

    /// An integer, for so many placeholders; zero shows as `0` whatever they are.
    pub(super) fn whole(units: u64, placeholders: usize) -> Run {
        let run = Run::before_point(Digits { negative: false, units, exponent: 0 }, placeholders, false);
        Run { first: run.first.max(0), ..run }
    }

    fn after_point(digits: Digits) -> Run {
        let digits = digits.trimmed();
        let last = if digits.units == 0 { 0 } else { digits.exponent.min(0) };
        Run { digits, position: -1, first: -1, last, started: true, grouped: false }
    }

    /// Writes the digit of the next placeholder; the first one also takes all that stand before it.
    pub(super) fn write(&mut self, text: &mut String, placeholder: Placeholder) {
        if !self.started {
            self.started = true;
            self.write_down_to(text, self.position + 1);
        }
        if self.position <= self.first && self.position >= self.last {
            self.write_digit(text, self.position);
        } else {
            match placeholder {
                Placeholder::Zero => self.write_digit(text, self.position),
                Placeholder::Space => {
                    text.push(' ');
                    if self.grouped && self.position > 0 && self.position % 3 == 0 {
                        text.push(' ');
                    }
                }
                Placeholder::Hash => {}
            }
        }
        self.position -= 1;
    }

    /// Writes every digit of the whole part.
    fn write_rest(&mut self, text: &mut String) {
        self.started = true;
        self.write_down_to(text, 0);
    }

    fn write_down_to(&self, text: &mut String, last: i32) {
        for position in (last..=self.first).rev() {
            self.write_digit(text, position);
        }
    }

    fn write_digit(&self, text: &mut String, position: i32) {
        let place = position.checked_sub(self.digits.exponent).and_then(|place| u32::try_from(place).ok());
        let digit = place.and_then(|place| 10_u64.checked_pow(place)).map_or(0, |power| self.digits.units / power % 10);
        text.push(char::from(b'0' + digit as u8));
        if self.grouped && position > 0 && position % 3 == 0 {
            text.push(',');
        }
    }
}
