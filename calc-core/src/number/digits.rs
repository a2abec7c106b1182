//! A double as a spreadsheet sees it: 15 significant decimal digits.

/// The fewest units that have 15 digits.
const FEWEST: u64 = 100_000_000_000_000;
/// One more than the most units that have 15 digits.
const LIMIT: u64 = 1_000_000_000_000_000;

/// Every integer up to this one is a double.
const MOST_EXACT: u64 = 1 << 53;

/// The powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Powers of five up to the last whose product with a 53-bit mantissa fits into 128 bits.
const FIVES: [u128; 33] = powers::<33>(5);
/// Powers of ten that divide a number of 128 bits down to 15 digits.
const TENS: [u128; 25] = powers::<25>(10);

const fn powers<const N: usize>(base: u128) -> [u128; N] {
    let mut table = [1; N];
    let mut rest: &mut [u128] = &mut table;
    let mut power = 1;
    while let [first, tail @ ..] = rest {
        *first = power;
        if !tail.is_empty() {
            power *= base;
        }
        rest = tail;
    }
    table
}

/// The power of ten, if a double holds it exactly.
pub(super) fn exact_power(exponent: u32) -> Option<f64> {
    POWERS.get(exponent as usize).copied()
}

/// A decimal number `units × 10^exponent`.
///
/// [`Digits::of`] makes one of at most 15 digits from a double; rounding makes shorter ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    /// Whether it is below zero; zero never is.
    pub negative: bool,
    /// The digits as an integer.
    pub units: u64,
    /// The power of ten of the last digit.
    pub exponent: i32,
}

impl Digits {
    /// Zero.
    pub const ZERO: Digits = Digits { negative: false, units: 0, exponent: 0 };

    /// The nearest decimal of 15 significant digits, half away from zero; zero for what is not finite.
    ///
    /// Exact: the double is multiplied out in 128-bit integers, never scaled in floating point.
    ///
    /// ```
    /// use calc_core::number::Digits;
    /// let digits = Digits::of(0.1 + 0.2);
    /// assert_eq!((digits.units, digits.exponent), (300_000_000_000_000, -15));
    /// ```
    pub fn of(number: f64) -> Digits {
        let negative = number < 0.0;
        let magnitude = number.abs();
        if magnitude == 0.0 || !magnitude.is_finite() {
            return Digits::ZERO;
        }
        let biased = (magnitude.to_bits() >> 52) as i32;
        if biased == 0 {
            return Digits::of_extreme(negative, magnitude);
        }
        let mantissa = u128::from((magnitude.to_bits() & ((1 << 52) - 1)) | (1 << 52));
        let scale = biased - 1075;
        // floor(log10(2^e)) for every exponent of a double; log10 of the number is that or one more.
        let logarithm = ((biased - 1023) * 78_913) >> 18;
        let mut exponent = logarithm - 14;
        for _ in 0..2 {
            let Some(units) = scaled_units(mantissa, scale, exponent) else {
                return Digits::of_extreme(negative, magnitude);
            };
            if units < LIMIT {
                return Digits { negative, units, exponent };
            }
            exponent += 1;
        }
        Digits { negative, units: FEWEST, exponent }
    }

    /// The rare numbers far from one, where no tie is possible: such a double is no multiple of half a 15th digit.
    fn of_extreme(negative: bool, magnitude: f64) -> Digits {
        let text = format!("{magnitude:.14e}");
        let Some((digits, exponent)) = text.split_once('e') else { return Digits::ZERO };
        let units =
            digits.bytes().filter(u8::is_ascii_digit).fold(0, |units, digit| units * 10 + u64::from(digit - b'0'));
        match exponent.parse::<i32>() {
            Ok(exponent) => Digits { negative, units, exponent: exponent - 14 },
            Err(_) => Digits::ZERO,
        }
    }

    /// The nearest double.
    pub fn to_f64(self) -> f64 {
        let magnitude = match exact_power(self.exponent.unsigned_abs()).filter(|_| self.units <= MOST_EXACT) {
            // Both operands are exact, so the one operation rounds correctly.
            Some(power) if self.exponent < 0 => self.units as f64 / power,
            Some(power) => self.units as f64 * power,
            None => format!("{}e{}", self.units, self.exponent).parse().unwrap_or(0.0),
        };
        if self.negative { -magnitude } else { magnitude }
    }

    /// Rounded to so many decimals (tens, hundreds … if negative).
    pub fn round(self, decimals: i32, direction: Direction) -> Digits {
        let dropped = decimals.saturating_neg().saturating_sub(self.exponent);
        if dropped <= 0 || self.units == 0 {
            return self;
        }
        let exponent = self.exponent + dropped;
        // Beyond 10^16 the quotient is 0 and the remainder less than half, whatever the digits are.
        let divisor = 10_u64.pow(dropped.min(17) as u32);
        let (quotient, remainder) = (self.units / divisor, self.units % divisor);
        let up = match direction {
            Direction::HalfAway => remainder >= divisor / 2,
            Direction::Up => remainder > 0,
            Direction::Down => false,
        };
        let units = quotient + u64::from(up);
        Digits { negative: self.negative && units > 0, units, exponent: if units > 0 { exponent } else { 0 } }
    }

    /// How many digits the units have; 1 for zero.
    pub fn count(self) -> u32 {
        self.units.checked_ilog10().map_or(1, |logarithm| logarithm + 1)
    }

    /// The same number without zeros at the end of its units.
    pub fn trimmed(mut self) -> Digits {
        while self.units > 0 && self.units.is_multiple_of(10) {
            self.units /= 10;
            self.exponent += 1;
        }
        self
    }
}

/// Which way a rounding goes, seen from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the nearest, ties away from zero: ROUND.
    HalfAway,
    /// Away from zero: ROUNDUP.
    Up,
    /// Towards zero: ROUNDDOWN.
    Down,
}

/// `mantissa × 2^scale ÷ 10^exponent` to the nearest integer, half up; `None` where 128 bits do not hold it.
fn scaled_units(mantissa: u128, scale: i32, exponent: i32) -> Option<u64> {
    let (units, tie) = if exponent <= 0 {
        let product = mantissa * FIVES.get(exponent.unsigned_abs() as usize)?;
        // 10^n is 5^n × 2^n: what is left of the division is a shift.
        let shift = exponent - scale;
        if shift <= 0 {
            (product << shift.unsigned_abs(), false)
        } else {
            (product >> shift, (product >> (shift - 1)) & 1 == 1)
        }
    } else {
        let power = TENS.get(exponent as usize)?;
        if scale > 74 {
            return None;
        }
        let (numerator, denominator) =
            if scale >= 0 { (mantissa << scale, *power) } else { (mantissa, power << scale.unsigned_abs()) };
        let (quotient, remainder) = (numerator / denominator, numerator % denominator);
        (quotient, remainder >= denominator - remainder)
    };
    u64::try_from(units).ok().map(|units| units + u64::from(tie))
}
