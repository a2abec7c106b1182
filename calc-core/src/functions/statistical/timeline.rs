//! FORECAST.ETS and its kin: a series on a timeline, smoothed exponentially and carried on.

use super::super::prelude::*;
use super::order::median;
use super::smoothing::{MOST_DETECTED, PASSES, Smoothing, period};
use super::special::normal_inverse;
use crate::calendar::Calendar;
use crate::value::Matrix;

const SERIES: [Parameter; 2] = [required("values", Kind::Array), required("timeline", Kind::Array)];
const SEASONALITY: Parameter = optional("seasonality", Kind::Number);
const COMPLETION: Parameter = optional("data_completion", Kind::Number);
const AGGREGATION: Parameter = optional("aggregation", Kind::Number);

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "FORECAST.ETS",
        &[required("target_date", Kind::Number), SERIES[0], SERIES[1], SEASONALITY, COMPLETION, AGGREGATION],
        forecast,
        "The value at a date, carried on from a series by exponential smoothing of level, trend and season.",
    ),
    row(
        "FORECAST.ETS.CONFINT",
        &[
            required("target_date", Kind::Number),
            SERIES[0],
            SERIES[1],
            optional("confidence_level", Kind::Number),
            SEASONALITY,
            COMPLETION,
            AGGREGATION,
        ],
        confidence,
        "Half the width of the interval around FORECAST.ETS that holds the value with a probability.",
    ),
    row(
        "FORECAST.ETS.SEASONALITY",
        &[SERIES[0], SERIES[1], COMPLETION, AGGREGATION],
        seasonality,
        "The length of the season that FORECAST.ETS finds in a series; 0 if there is none.",
    ),
    row(
        "FORECAST.ETS.STAT",
        &[SERIES[0], SERIES[1], required("statistic_type", Kind::Number), SEASONALITY, COMPLETION, AGGREGATION],
        statistic,
        "A weight or a measure of error of FORECAST.ETS, by number from 1 to 8.",
    ),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, parameters, kernel, summary)
}

/// Hours of a leap year less a day: the longest season, as documented.
const LONGEST_SEASON: f64 = 8_760.0;
/// Of the points of a timeline, at least so many have to be there.
const THERE: f64 = 0.7;

/// How the points of a timeline follow each other.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// So much further each.
    Even(f64),
    /// The same day so many months later each.
    Months(i64),
}

/// A series without gaps.
#[derive(Debug)]
struct Series {
    values: Vec<f64>,
    first: f64,
    step: Step,
}

/// The numbers of a block; anything else is `#VALUE!`.
fn numbers(call: &Call<'_>, block: &Matrix<'_>) -> Result<Vec<f64>, CellError> {
    call.spend(block.len())?;
    let places = (0..block.rows()).flat_map(|row| (0..block.columns()).map(move |column| (row, column)));
    places
        .map(|(row, column)| match block.value(row, column) {
            Value::Number(number) => Ok(*number),
            Value::Error(error) => Err(*error),
            _ => Err(CellError::Value),
        })
        .collect()
}

/// Reads values and timeline from two arguments, and from others how gaps and equal dates are dealt with.
fn series(call: &Call<'_>, values: usize, completion: usize) -> Result<Series, CellError> {
    let (values, timeline) = (call.matrix(values), call.matrix(values + 1));
    if values.len() != timeline.len() {
        return Err(CellError::Na);
    }
    let aggregation = call.number_or(completion + 1, 1.0).trunc();
    let completion = call.number_or(completion, 1.0).trunc();
    if !(1.0..=7.0).contains(&aggregation) || !(completion == 0.0 || completion == 1.0) {
        return Err(CellError::Num);
    }
    let values = numbers(call, &values)?;
    let timeline = numbers(call, &timeline)?;
    let mut points: Vec<(f64, f64)> = timeline.into_iter().zip(values).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let points: Vec<(f64, f64)> = points
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|group| Some((group.first()?.0, aggregate(group, aggregation as u8))))
        .collect();
    fill(call, &points, completion == 1.0)
}

/// What the values of equal dates come to: average, count, count of all, largest, median, smallest, sum.
fn aggregate(group: &[(f64, f64)], aggregation: u8) -> f64 {
    let mut values: Vec<f64> = group.iter().map(|(_, value)| *value).collect();
    let count = values.len() as f64;
    let sum = values.iter().fold(0.0, |sum, value| sum + value);
    match aggregation {
        2 | 3 => count,
        4 => values.into_iter().fold(f64::NEG_INFINITY, f64::max),
        5 => median(&mut values).unwrap_or(0.0),
        6 => values.into_iter().fold(f64::INFINITY, f64::min),
        7 => sum,
        _ => sum / count,
    }
}

/// Puts what is missing between points that have one distance from each other, or are months apart: the average of the neighbours, or
/// 0. Fewer than two points, a step that is none, or too few points on it are `#NUM!`.
fn fill(call: &Call<'_>, points: &[(f64, f64)], average: bool) -> Result<Series, CellError> {
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else { return Err(CellError::Num) };
    if points.len() < 2 {
        return Err(CellError::Num);
    }
    let gaps = || points.windows(2).filter_map(|pair| Some(pair.last()?.0 - pair.first()?.0));
    let least = gaps().fold(f64::INFINITY, f64::min);
    let even = gaps().all(|gap| (gap / least - (gap / least).round()).abs() < 1e-6);
    let step = if even { Step::Even(least) } else { months_apart(call.context.calendar(), points)? };
    let places: Vec<f64> = points.iter().map(|(at, _)| place(call.context.calendar(), *first, step, *at)).collect();
    let count = place(call.context.calendar(), *first, step, *last).round() + 1.0;
    if (points.len() as f64) < count * THERE {
        return Err(CellError::Num);
    }
    call.context.budget.spend_array(count as u64, 1)?;
    let mut values: Vec<f64> = Vec::with_capacity(count as usize);
    for ((_, value), at) in points.iter().zip(places) {
        let before = values.last().copied().unwrap_or(*value);
        while (values.len() as f64) < at.round() {
            values.push(if average { (before + value) / 2.0 } else { 0.0 });
        }
        values.push(*value);
    }
    Ok(Series { values, first: *first, step })
}

/// The months between points on the same day of theirs; `#NUM!` if they are not, or not on a common step.
fn months_apart(calendar: Calendar, points: &[(f64, f64)]) -> Result<Step, CellError> {
    let mut days = Vec::with_capacity(points.len());
    for (at, _) in points {
        let date = calendar.date(at.floor() as i64).filter(|_| at.fract() == 0.0).ok_or(CellError::Num)?;
        let ends = calendar.days_in_month(date.year, date.month) == Some(date.day);
        days.push((i64::from(date.year) * 12 + i64::from(date.month), date.day, ends));
    }
    let same_day = days.windows(2).all(|pair| pair.first().map(|day| day.1) == pair.last().map(|day| day.1));
    if !same_day && !days.iter().all(|day| day.2) {
        return Err(CellError::Num);
    }
    let gaps = || days.windows(2).filter_map(|pair| Some(pair.last()?.0 - pair.first()?.0));
    let least = gaps().min().filter(|least| *least > 0).ok_or(CellError::Num)?;
    if gaps().all(|gap| gap % least == 0) { Ok(Step::Months(least)) } else { Err(CellError::Num) }
}

/// How many steps a date is from the first.
fn place(calendar: Calendar, first: f64, step: Step, at: f64) -> f64 {
    match step {
        Step::Even(length) => (at - first) / length,
        Step::Months(length) => {
            let (Some(from), Some(to)) = (calendar.date(first as i64), calendar.date(at.floor() as i64)) else {
                return f64::NAN;
            };
            let months = i64::from(to.year - from.year) * 12 + i64::from(to.month) - i64::from(from.month);
            let inside = (f64::from(to.day) - f64::from(from.day)) / 31.0;
            // The last days of months are whole months apart, however long those are.
            let both_end = [from, to].iter().all(|day| calendar.days_in_month(day.year, day.month) == Some(day.day));
            (months as f64 + if both_end { 0.0 } else { inside }) / length as f64
        }
    }
}

/// The length of the season that an argument says, or that the series shows: 1 for none.
fn season(call: &Call<'_>, index: usize, series: &Series) -> Result<usize, CellError> {
    let count = series.values.len();
    let asked = call.number_or(index, 1.0);
    if asked == 1.0 {
        call.spend(count as u64 * (count / 3).min(MOST_DETECTED) as u64)?;
        return Ok(period(&series.values));
    }
    if asked < 0.0 || asked.fract() != 0.0 || asked > LONGEST_SEASON {
        return Err(CellError::Num);
    }
    // A season has to be seen twice to tell it from the trend.
    if asked as usize * 2 > count { Err(CellError::Num) } else { Ok((asked as usize).max(1)) }
}

fn smooth(call: &Call<'_>, series: &Series, season: usize) -> Result<Smoothing, CellError> {
    call.spend(series.values.len() as u64 * PASSES)?;
    Ok(Smoothing::best(&series.values, season))
}

/// Dates between two steps lie on the line between their values. A date before the last has the value that was expected of it; before
/// the first there is none, and the line from the step before begins at 0, as observed in Excel.
fn forecast(call: &Call<'_>) -> Outcome {
    let series = series(call, 1, 4)?;
    let season = season(call, 3, &series)?;
    let at = place(call.context.calendar(), series.first, series.step, call.number(0)) + 1.0;
    if !at.is_finite() || at <= 0.0 {
        return Err(CellError::Num);
    }
    let smoothing = smooth(call, &series, season)?;
    let count = series.values.len() as u64;
    let value = |at: u64| match at {
        0 => 0.0,
        at if at <= count => smoothing.fitted.get(at as usize - 1).copied().unwrap_or(0.0),
        at => smoothing.ahead(at - count),
    };
    let (below, part) = (at.floor(), at - at.floor());
    let start = value(below as u64);
    Ok(if part < 1e-9 { start.into() } else { (start + part * (value(below as u64 + 1) - start)).into() })
}

fn confidence(call: &Call<'_>) -> Outcome {
    let level = call.number_or(3, 0.95);
    let series = series(call, 1, 5)?;
    let season = season(call, 4, &series)?;
    if !(0.0..1.0).contains(&level) {
        return Err(CellError::Num);
    }
    let at = place(call.context.calendar(), series.first, series.step, call.number(0)) + 1.0;
    let ahead = (at - series.values.len() as f64).ceil();
    if ahead.is_nan() || ahead < 1.0 {
        return Err(CellError::Num);
    }
    if level == 0.0 {
        return Ok(0.0.into());
    }
    call.spend(ahead as u64)?;
    let deviation = smooth(call, &series, season)?.deviation(ahead as u64);
    Ok((normal_inverse((1.0 + level) / 2.0) * deviation).into())
}

fn seasonality(call: &Call<'_>) -> Outcome {
    let series = series(call, 0, 2)?;
    let count = series.values.len();
    call.spend(count as u64 * (count / 3).min(MOST_DETECTED) as u64)?;
    let found = period(&series.values);
    Ok((if found > 1 { found as f64 } else { 0.0 }).into())
}

/// 1 to 3 are the weights, 4 to 7 errors of the values expected one step ahead (MASE, SMAPE, MAE, RMSE), 8 the step of the timeline.
fn statistic(call: &Call<'_>) -> Outcome {
    let kind = call.number(2).trunc();
    let series = series(call, 0, 4)?;
    let season = season(call, 3, &series)?;
    if !(1.0..=8.0).contains(&kind) {
        return Err(CellError::Num);
    }
    let smoothing = smooth(call, &series, season)?;
    let values = &series.values;
    let count = values.len() as f64;
    let misses = || values.iter().zip(&smoothing.fitted).map(|(value, fitted)| value - fitted);
    let absolute = misses().fold(0.0, |sum, miss| sum + miss.abs()) / count;
    Ok(match kind as u8 {
        1 => smoothing.weights.level,
        2 => smoothing.weights.trend,
        3 => smoothing.weights.season,
        4 => {
            // Against the forecast that repeats the last value, or that of a season before.
            let naive = values.iter().zip(values.iter().skip(season)).fold(0.0, |sum, (a, b)| sum + (b - a).abs());
            let naive = naive / (count - season as f64);
            if naive == 0.0 { 0.0 } else { absolute / naive }
        }
        5 => {
            let part = |(value, fitted): (&f64, &f64)| {
                let size = (value.abs() + fitted.abs()) / 2.0;
                if size == 0.0 { 0.0 } else { (value - fitted).abs() / size }
            };
            values.iter().zip(&smoothing.fitted).map(part).fold(0.0, |sum, part| sum + part) / count
        }
        6 => absolute,
        7 => (misses().fold(0.0, |sum, miss| sum + miss * miss) / count).sqrt(),
        _ => match series.step {
            Step::Even(length) => length,
            Step::Months(months) => months as f64,
        },
    }
    .into())
}
