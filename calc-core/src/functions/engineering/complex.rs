//! Complex numbers and their text.

use super::super::args::Context;
use super::super::coerce;
use super::super::prelude::*;
use crate::number;

/// A complex number, with the letter that it was written with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
    /// `i` or `j`; `None` for a number without imaginary part.
    pub suffix: Option<char>,
}

impl Complex {
    /// A complex number without a letter of its own.
    pub fn new(re: f64, im: f64) -> Complex {
        Complex { re, im, suffix: None }
    }

    /// Reads `3+4i`, `-j`, `2.5`; `#NUM!` for other text.
    pub fn read(value: &Value, context: &Context<'_>) -> Result<Complex, CellError> {
        match value {
            Value::Number(re) => Ok(Complex::new(*re, 0.0)),
            Value::Blank => Ok(Complex::new(0.0, 0.0)),
            Value::Error(error) => Err(*error),
            Value::Bool(_) if context.dialect == Dialect::Excel => Err(CellError::Value),
            Value::Bool(logical) => Ok(Complex::new(f64::from(*logical), 0.0)),
            Value::Text(text) => Complex::parse(text, context).ok_or(CellError::Num),
        }
    }

    fn parse(text: &str, context: &Context<'_>) -> Option<Complex> {
        let Some(suffix) = text.chars().next_back().filter(|letter| matches!(letter, 'i' | 'j')) else {
            return coerce::parse_number(text, context).map(|re| Complex::new(re, 0.0));
        };
        let body = text.get(..text.len() - 1)?;
        // The sign of the imaginary part is the last one that is not an exponent's.
        let bytes = body.as_bytes();
        let split = (0..bytes.len())
            .rev()
            .find(|at| {
                let after_exponent = at.checked_sub(1).and_then(|before| bytes.get(before));
                matches!(bytes.get(*at), Some(b'+' | b'-')) && !matches!(after_exponent, Some(b'e' | b'E'))
            })
            .unwrap_or(0);
        let (re, im) = body.split_at(split);
        let re = if re.is_empty() { 0.0 } else { plain(re)? };
        let im = match im {
            "" | "+" => 1.0,
            "-" => -1.0,
            digits => plain(digits)?,
        };
        Some(Complex { re, im, suffix: Some(suffix) })
    }

    /// The text of the number: a part that is 0 is left out, and so is a 1 before the letter.
    pub fn write(self) -> Outcome {
        if !self.re.is_finite() || !self.im.is_finite() {
            return Err(CellError::Num);
        }
        let suffix = self.suffix.unwrap_or('i');
        let mut text = String::new();
        if self.re != 0.0 || self.im == 0.0 {
            number::write_general(&mut text, self.re);
        }
        if self.im != 0.0 {
            if self.im > 0.0 && !text.is_empty() {
                text.push('+');
            }
            if self.im == -1.0 {
                text.push('-');
            } else if self.im != 1.0 {
                number::write_general(&mut text, self.im);
            }
            text.push(suffix);
        }
        Ok(text.into())
    }

    /// The same number with the letter of another.
    pub fn like(self, other: Complex) -> Complex {
        Complex { suffix: other.suffix, ..self }
    }

    /// The letter that two numbers share; `None` if they have different ones.
    pub fn shared_suffix(self, other: Complex) -> Option<Option<char>> {
        match (self.suffix, other.suffix) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => Some(a.or(b)),
        }
    }

    /// The distance from 0.
    pub fn modulus(self) -> f64 {
        libm::hypot(self.re, self.im)
    }

    /// The angle from the positive real axis.
    pub fn argument(self) -> f64 {
        libm::atan2(self.im, self.re)
    }

    /// The number at a distance and an angle.
    pub fn polar(modulus: f64, argument: f64) -> Complex {
        Complex::new(modulus * libm::cos(argument), modulus * libm::sin(argument))
    }

    /// The sum.
    pub fn add(self, other: Complex) -> Complex {
        Complex::new(self.re + other.re, self.im + other.im)
    }

    /// The difference.
    pub fn subtract(self, other: Complex) -> Complex {
        Complex::new(self.re - other.re, self.im - other.im)
    }

    /// The product.
    pub fn multiply(self, other: Complex) -> Complex {
        Complex::new(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)
    }

    /// The quotient; `#NUM!` for division by 0.
    pub fn divide(self, other: Complex) -> Result<Complex, CellError> {
        let square = other.re * other.re + other.im * other.im;
        if square == 0.0 {
            return Err(CellError::Num);
        }
        let product = self.multiply(Complex::new(other.re, -other.im));
        Ok(Complex::new(product.re / square, product.im / square))
    }
}

/// A decimal number without anything around it.
fn plain(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.') {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}
