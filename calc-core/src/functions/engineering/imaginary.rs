//! Functions of complex numbers.

use super::super::aggregate::{each_value, spend_used};
use super::super::prelude::*;
use super::complex::Complex;
use crate::number::pow;
use crate::value::Matrix;

const Z: &[Parameter] = &[required("number", Kind::AddInScalar)];
const TWO: &[Parameter] = &[required("left", Kind::AddInScalar), required("right", Kind::AddInScalar)];
const MANY: &[Parameter] = &[required("number", Kind::Range)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "COMPLEX",
        &[
            required("real", Kind::AddInNumber),
            required("imaginary", Kind::AddInNumber),
            optional("suffix", Kind::Scalar),
        ],
        complex,
        "A complex number from its parts.",
    )
    .steps(8),
    row("IMREAL", Z, |c| Ok(z(c)?.re.into()), "The real part.").steps(8),
    row("IMAGINARY", Z, |c| Ok(z(c)?.im.into()), "The imaginary part.").steps(8),
    row("IMABS", Z, |c| Ok(z(c)?.modulus().into()), "The distance from 0.").steps(8),
    row("IMARGUMENT", Z, argument, "The angle from the positive real axis.").steps(8),
    row("IMCONJUGATE", Z, |c| of(c, |z| Ok(Complex::new(z.re, -z.im))), "The number mirrored in the real axis.")
        .steps(8),
    row("IMSUM", MANY, |c| fold(c, Complex::new(0.0, 0.0), Complex::add), "The sum.")
        .differs(&[differs("A logical is `#VALUE!`.", "It counts as 1 or 0.")])
        .steps(8)
        .repeats(1),
    row("IMPRODUCT", MANY, |c| fold(c, Complex::new(1.0, 0.0), Complex::multiply), "The product.").steps(8).repeats(1),
    row("IMSUB", TWO, |c| join(c, |a, b| Ok(a.subtract(b))), "The difference.").steps(8),
    row("IMDIV", TWO, |c| join(c, Complex::divide), "The quotient.").steps(8),
    row(
        "IMPOWER",
        &[required("number", Kind::AddInScalar), required("exponent", Kind::AddInNumber)],
        power,
        "A power with a real exponent.",
    )
    .steps(12),
    row("IMSQRT", Z, |c| of(c, |z| Ok(root(z))), "The square root.").steps(12),
    row("IMEXP", Z, |c| of(c, |z| Ok(exp(z))), "e to the power of the number.").steps(12),
    row("IMLN", Z, |c| of(c, |z| logarithm(z, 1.0)), "The natural logarithm.").steps(12),
    row("IMLOG10", Z, |c| of(c, |z| logarithm(z, std::f64::consts::LN_10)), "The logarithm to base 10.").steps(12),
    row("IMLOG2", Z, |c| of(c, |z| logarithm(z, std::f64::consts::LN_2)), "The logarithm to base 2.").steps(12),
    row(
        "IMLOG",
        &[required("number", Kind::AddInScalar), optional("base", Kind::AddInNumber)],
        log,
        "The logarithm to a base.",
    )
    .steps(12),
    row("IMSIN", Z, |c| of(c, |z| Ok(sin(z))), "The sine.").steps(12),
    row("IMCOS", Z, |c| of(c, |z| Ok(cos(z))), "The cosine.").steps(12),
    row("IMTAN", Z, |c| of(c, |z| sin(z).divide(cos(z))), "The tangent.").steps(12),
    row("IMCSC", Z, |c| of(c, |z| inverse(sin(z))), "The cosecant.").steps(12),
    row("IMSEC", Z, |c| of(c, |z| inverse(cos(z))), "The secant.").steps(12),
    row("IMCOT", Z, |c| of(c, |z| cos(z).divide(sin(z))), "The cotangent.").steps(12),
    row("IMSINH", Z, |c| of(c, |z| Ok(sinh(z))), "The hyperbolic sine.").steps(12),
    row("IMCOSH", Z, |c| of(c, |z| Ok(cosh(z))), "The hyperbolic cosine.").steps(12),
    row("IMTANH", Z, |c| of(c, |z| sinh(z).divide(cosh(z))), "The hyperbolic tangent.").steps(12),
    row("IMCSCH", Z, |c| of(c, |z| inverse(sinh(z))), "The hyperbolic cosecant.").steps(12),
    row("IMSECH", Z, |c| of(c, |z| inverse(cosh(z))), "The hyperbolic secant.").steps(12),
    row("IMCOTH", Z, |c| of(c, |z| cosh(z).divide(sinh(z))), "The hyperbolic cotangent.").steps(12),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Engineering, parameters, kernel, summary)
}

fn z(call: &Call<'_>) -> Result<Complex, CellError> {
    Complex::read(call.value(0), call.context)
}

fn of(call: &Call<'_>, function: fn(Complex) -> Result<Complex, CellError>) -> Outcome {
    let z = z(call)?;
    function(z)?.like(z).write()
}

fn join(call: &Call<'_>, function: fn(Complex, Complex) -> Result<Complex, CellError>) -> Outcome {
    let left = z(call)?;
    let right = Complex::read(call.value(1), call.context)?;
    let suffix = left.shared_suffix(right).ok_or(CellError::Num)?;
    Complex { suffix, ..function(left, right)? }.write()
}

fn fold(call: &Call<'_>, start: Complex, function: fn(Complex, Complex) -> Complex) -> Outcome {
    let mut result = start;
    let mut first = true;
    for index in 0..call.len() {
        for block in call.matrices(index) {
            spend_used(call, &block)?;
            // A blank cell is 0, blanks in a range are passed over.
            let block = if block.len() == 1 { Matrix::One(block.value(0, 0)) } else { block };
            each_value(&block, |value| {
                if value.is_blank() && block.len() > 1 {
                    return Ok(());
                }
                let next = Complex::read(value, call.context)?;
                let suffix = result.shared_suffix(next).ok_or(CellError::Value)?;
                // The first number itself, so that a part that is 0 or very large stays as it is.
                let joined = if first { next } else { function(result, next) };
                result = Complex { suffix, ..joined };
                first = false;
                Ok(())
            })?;
        }
    }
    result.write()
}

fn complex(call: &Call<'_>) -> Outcome {
    let suffix = match call.value(2) {
        Value::Blank => 'i',
        Value::Text(text) => match text.as_str() {
            "i" | "" => 'i',
            "j" => 'j',
            _ => return Err(CellError::Value),
        },
        _ => return Err(CellError::Value),
    };
    Complex { re: call.number(0), im: call.number(1), suffix: Some(suffix) }.write()
}

fn argument(call: &Call<'_>) -> Outcome {
    let z = z(call)?;
    if z.re == 0.0 && z.im == 0.0 { Err(CellError::Div0) } else { Ok(z.argument().into()) }
}

fn power(call: &Call<'_>) -> Outcome {
    let z = z(call)?;
    let exponent = call.number(1);
    if z.re == 0.0 && z.im == 0.0 {
        return if exponent > 0.0 { Complex::new(0.0, 0.0).write() } else { Err(CellError::Num) };
    }
    Complex::polar(pow(z.modulus(), exponent), z.argument() * exponent).like(z).write()
}

fn root(z: Complex) -> Complex {
    Complex::polar(z.modulus().sqrt(), z.argument() / 2.0)
}

fn exp(z: Complex) -> Complex {
    Complex::polar(libm::exp(z.re), z.im)
}

fn logarithm(z: Complex, of_base: f64) -> Result<Complex, CellError> {
    if z.re == 0.0 && z.im == 0.0 {
        return Err(CellError::Num);
    }
    Ok(Complex::new(libm::log(z.modulus()) / of_base, z.argument() / of_base))
}

fn log(call: &Call<'_>) -> Outcome {
    let base = call.number_or(1, 10.0);
    if base <= 0.0 || base == 1.0 {
        return Err(CellError::Num);
    }
    let z = z(call)?;
    logarithm(z, libm::log(base))?.like(z).write()
}

fn inverse(z: Complex) -> Result<Complex, CellError> {
    Complex::new(1.0, 0.0).divide(z)
}

fn sin(z: Complex) -> Complex {
    Complex::new(libm::sin(z.re) * libm::cosh(z.im), libm::cos(z.re) * libm::sinh(z.im))
}

fn cos(z: Complex) -> Complex {
    Complex::new(libm::cos(z.re) * libm::cosh(z.im), -(libm::sin(z.re) * libm::sinh(z.im)))
}

fn sinh(z: Complex) -> Complex {
    Complex::new(libm::sinh(z.re) * libm::cos(z.im), libm::cosh(z.re) * libm::sin(z.im))
}

fn cosh(z: Complex) -> Complex {
    Complex::new(libm::cosh(z.re) * libm::cos(z.im), libm::sinh(z.re) * libm::sin(z.im))
}
