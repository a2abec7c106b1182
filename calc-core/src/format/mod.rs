//! Number-format codes: parsed once, rendered many times.
//!
//! A code has up to four sections parted by `;`: for positive numbers, negative numbers, zero and text, or by conditions of
//! its own (`[>=100]`). Each section is read into parts in three steps: `scan` cuts the code into tokens, `section` decides
//! what kind of section it is (a number, a fraction, a date, General) and checks that its tokens go together, and a renderer
//! of that kind writes into a string.
//!
//! Numbers are written from their 15 decimal digits, rounded as ROUND does, so a price shows what it is. Names of months and
//! days are English. What only a screen can do is left out: `*x` fills nothing, `_x` is one space. Eras and the Buddhist
//! calendar are not known.

mod date;
mod fraction;
mod number;
mod scan;
mod section;
mod text;

pub use section::Color;
pub use text::text;

use section::{Body, Condition, Section};

use crate::calendar::Calendar;
use crate::number::{general, general_cell, write_general_cell};
use crate::value::Value;

/// A parsed number-format code.
///
/// ```
/// use calc_core::calendar::Calendar;
/// use calc_core::dialect::{DateSystem, Dialect};
/// use calc_core::format::Format;
/// let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
/// let money = Format::parse("$#,##0.00;[Red]($#,##0.00)").unwrap();
/// assert_eq!(money.render(&1234.567.into(), calendar).unwrap().text, "$1,234.57");
/// assert_eq!(money.render(&(-5.0).into(), calendar).unwrap().text, "($5.00)");
/// assert!(Format::parse("mm###").is_none());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// The sections for numbers, at least one, at most three.
    sections: Vec<Section>,
    /// The section for texts.
    text: Option<Section>,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// The colour that the section asks for.
    pub color: Option<Color>,
}

/// No real code is longer; Excel takes 255 characters.
const MOST_CHARACTERS: usize = 1_024;

impl Format {
    /// Reads a code; `None` if it is none.
    pub fn parse(code: &str) -> Option<Format> {
        if code.len() > MOST_CHARACTERS {
            return None;
        }
        let mut sections = scan::sections(code)?.into_iter().map(Section::of).collect::<Option<Vec<_>>>()?;
        let text = match sections.len() {
            4 if sections.last().is_some_and(Section::fits_text) => sections.pop(),
            1..=3 if sections.last().is_some_and(Section::is_for_text) => sections.pop(),
            0..=3 => None,
            _ => return None,
        };
        // Conditions stand in the first two sections only.
        if sections.iter().any(Section::is_for_text) || sections.get(2).is_some_and(|third| third.condition.is_some()) {
            return None;
        }
        Some(Format { sections, text })
    }

    /// What a value looks like; `None` if the format cannot show it, such as a date before the first: a cell is then filled
    /// with `#`, TEXT is `#VALUE!`.
    pub fn render(&self, value: &Value, calendar: Calendar) -> Option<Rendered> {
        let plain = |text: String| Some(Rendered { text, color: None });
        match value {
            Value::Blank => plain(String::new()),
            Value::Number(number) => self.render_number(*number, calendar),
            Value::Text(text) => match &self.text {
                Some(section) => Some(Rendered { text: section.render_text(text), color: section.color }),
                None => plain(text.to_string()),
            },
            Value::Bool(true) => plain("TRUE".to_owned()),
            Value::Bool(false) => plain("FALSE".to_owned()),
            Value::Error(error) => plain(error.name().to_owned()),
        }
    }

    fn render_number(&self, number: f64, calendar: Calendar) -> Option<Rendered> {
        // A code for texts alone shows numbers as they are.
        if self.sections.is_empty() {
            return Some(Rendered { text: general(number), color: None });
        }
        let Some((index, section)) = self.section(number) else {
            let [lone] = self.sections.as_slice() else { return None };
            let number = if lone.condition.is_some_and(Condition::drops_sign) { number.abs() } else { number };
            return Some(Rendered { text: general_cell(number), color: None });
        };
        let sign = if number < 0.0 && !self.is_for_negatives(index) { Sign::Minus } else { Sign::None };
        let mut text = String::new();
        match &section.body {
            Body::Date(plan) => date::write(&mut text, section, plan, number, calendar)?,
            Body::Number(plan) => number::write(&mut text, section, plan, number, sign),
            Body::Fraction(plan) => fraction::write(&mut text, section, plan, number, sign),
            Body::General | Body::Text | Body::Literal => {
                if sign == Sign::Minus {
                    text.push('-');
                }
                section.write_literals(&mut text, |text| write_general_cell(text, number.abs()));
            }
        }
        Some(Rendered { text, color: section.color })
    }

    /// The section that a number takes.
    fn section(&self, number: f64) -> Option<(usize, &Section)> {
        self.sections.iter().enumerate().find(|(index, section)| match section.condition {
            Some(condition) => condition.holds(number),
            None => match (index, self.sections.len()) {
                (0, 2) => number >= 0.0,
                (0, 3) => number > 0.0,
                (1, 3) => number < 0.0,
                _ => true,
            },
        })
    }

    /// Whether a section is only for negative numbers, and so writes their sign itself if at all.
    fn is_for_negatives(&self, index: usize) -> bool {
        let condition = |index: usize| self.sections.get(index).and_then(|section| section.condition);
        match condition(index) {
            Some(condition) => condition.is_negative(),
            None if index != 1 => false,
            None => self.sections.len() == 3 || condition(0).is_none_or(Condition::drops_sign),
        }
    }
}

/// Whether a renderer puts a minus in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    None,
    Minus,
}
