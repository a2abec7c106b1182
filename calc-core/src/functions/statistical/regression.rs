//! Straight lines through points.

use super::super::aggregate::pairs;
use super::super::prelude::*;

const XY: &[Parameter] = &[required("y", Kind::Array), required("x", Kind::Array)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "FORECAST.LINEAR",
        &[required("x", Kind::Number), required("known_y", Kind::Array), required("known_x", Kind::Array)],
        forecast,
        "The value at a place on the straight line through known points.",
    )
    .aliases(&["FORECAST"]),
    row("SLOPE", XY, |c| Ok(line(c, 0, 1)?.slope()?.into()), "The slope of the straight line through points.")
        .differs(&[differs("Without points `#DIV/0!`.", "Without points `#N/A`.")]),
    row("INTERCEPT", XY, intercept, "Where the straight line through points meets the axis."),
    row(
        "CORREL",
        XY,
        |c| Ok(line(c, 0, 1)?.correlation()?.into()),
        "How closely two series go together, from -1 to 1.",
    )
    .aliases(&["PEARSON"]),
    row("RSQ", XY, rsq, "The square of the correlation."),
    row("STEYX", XY, standard_error, "The standard error of the values that a straight line predicts."),
    row("COVARIANCE.P", XY, |c| covariance(c, 0.0), "The covariance of a population.").aliases(&["COVAR"]),
    row("COVARIANCE.S", XY, |c| covariance(c, 1.0), "The covariance of a sample."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, parameters, kernel, summary)
}

/// What a straight line through points is made from: averages, and sums of products of distances from them.
struct Line {
    count: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

/// What no points at all come to.
pub fn no_points(call: &Call<'_>) -> CellError {
    if call.context.dialect == Dialect::Sheets { CellError::Na } else { CellError::Div0 }
}

/// Reads the points whose y and x stand in two arguments.
fn line(call: &Call<'_>, y: usize, x: usize) -> Result<Line, CellError> {
    let points = pairs(call, y, x, CellError::Na)?;
    let count = points.len() as f64;
    if points.is_empty() {
        return Err(no_points(call));
    }
    let y = points.iter().fold(0.0, |sum, (y, _)| sum + y) / count;
    let x = points.iter().fold(0.0, |sum, (_, x)| sum + x) / count;
    let mut line = Line { count, x, y, xx: 0.0, xy: 0.0, yy: 0.0 };
    for (b, a) in points {
        line.xx += (a - x) * (a - x);
        line.xy += (a - x) * (b - y);
        line.yy += (b - y) * (b - y);
    }
    Ok(line)
}

impl Line {
    fn slope(&self) -> Result<f64, CellError> {
        if self.xx == 0.0 { Err(CellError::Div0) } else { Ok(self.xy / self.xx) }
    }

    fn correlation(&self) -> Result<f64, CellError> {
        let scale = (self.xx * self.yy).sqrt();
        if scale == 0.0 { Err(CellError::Div0) } else { Ok((self.xy / scale).clamp(-1.0, 1.0)) }
    }
}

fn forecast(call: &Call<'_>) -> Outcome {
    let line = line(call, 1, 2)?;
    let slope = line.slope()?;
    Ok((line.y + slope * (call.number(0) - line.x)).into())
}

fn intercept(call: &Call<'_>) -> Outcome {
    let line = line(call, 0, 1)?;
    Ok((line.y - line.slope()? * line.x).into())
}

fn rsq(call: &Call<'_>) -> Outcome {
    let correlation = line(call, 0, 1)?.correlation()?;
    Ok((correlation * correlation).into())
}

fn standard_error(call: &Call<'_>) -> Outcome {
    let line = line(call, 0, 1)?;
    if line.count < 3.0 || line.xx == 0.0 {
        return Err(CellError::Div0);
    }
    let rest = (line.yy - line.xy * line.xy / line.xx).max(0.0);
    Ok((rest / (line.count - 2.0)).sqrt().into())
}

/// `less` is taken off the count: 1 for a sample.
fn covariance(call: &Call<'_>, less: f64) -> Outcome {
    let line = line(call, 0, 1)?;
    if line.count <= less { Err(CellError::Div0) } else { Ok((line.xy / (line.count - less)).into()) }
}
