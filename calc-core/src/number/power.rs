//! Powers, the same bits on every target.

/// `base` to the power `exponent`, as `^` and POWER compute it; NaN where it is not real. The caller decides what `0^0`
/// and a division by zero mean.
///
/// A square is one multiplication, so it is the correctly rounded one; other powers are libm's, exact where the result is
/// an integer that a double holds.
///
/// ```
/// use calc_core::number::pow;
/// assert_eq!(pow(1.1, 2.0), 1.1 * 1.1);
/// assert_eq!(pow(10.0, 15.0), 1e15);
/// assert_eq!(pow(2.0, -1.0), 0.5);
/// ```
pub fn pow(base: f64, exponent: f64) -> f64 {
    if exponent == 2.0 {
        base * base
    } else if exponent == 1.0 {
        base
    } else if exponent == -1.0 {
        1.0 / base
    } else {
        libm::pow(base, exponent)
    }
}
