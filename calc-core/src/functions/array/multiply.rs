//! MMULT: the product of two matrices.

use super::extent;
use crate::functions::args::{Call, Outcome};
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, required};
use crate::value::{CellError, Matrix, Value};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "MMULT",
    Category::Math,
    &[required("array1", Kind::Array), required("array2", Kind::Array)],
    mmult,
    "The product of two matrices of numbers.",
)
.flags(Flags::SPILLS)];

fn mmult(call: &Call<'_>) -> Outcome {
    let (left, right) = (call.matrix(0), call.matrix(1));
    let (rows, inner) = extent(&left);
    let (other, columns) = extent(&right);
    let a = numbers(call, &left)?;
    let b = numbers(call, &right)?;
    if inner != other {
        return Err(CellError::Value);
    }
    call.spend(u64::from(rows).saturating_mul(u64::from(columns)).saturating_mul(u64::from(inner)))?;
    let (inner, width) = (inner as usize, columns as usize);
    super::build(call.context, u64::from(rows), u64::from(columns), |row, column| {
        let line = a.iter().skip(row as usize * inner).take(inner);
        let post = b.iter().skip(column as usize).step_by(width);
        Value::from(line.zip(post).fold(0.0, |sum, (a, b)| sum + a * b))
    })
}

/// The elements as numbers; a text, a logical or a blank among them is `#VALUE!`.
fn numbers(call: &Call<'_>, block: &Matrix<'_>) -> Result<Vec<f64>, CellError> {
    super::elements(call, block)?
        .iter()
        .map(|value| match value {
            Value::Number(number) => Ok(*number),
            Value::Error(error) => Err(*error),
            _ => Err(CellError::Value),
        })
        .collect()
}
