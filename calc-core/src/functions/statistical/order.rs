//! Numbers by size: median, percentiles, ranks, the most frequent.

use std::cmp::Ordering;

use super::super::aggregate::{not_lone, numbers, numbers_of};
use super::super::prelude::*;
use crate::number::{round_down, round15};
use crate::value::Array;

const VALUES: &[Parameter] = &[required("value", Kind::Range)];
const PLACE: &[Parameter] = &[required("values", Kind::Range), required("place", Kind::Number)];
const RANK: &[Parameter] =
    &[required("number", Kind::Number), required("values", Kind::Range), optional("ascending", Kind::Number)];
const PERCENT_RANK: &[Parameter] =
    &[required("values", Kind::Range), required("number", Kind::Number), optional("digits", Kind::Integer)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("MEDIAN", VALUES, |c| Ok(median(&mut numbers(c, 0)?)?.into()), "The middle number.").repeats(1),
    row("MODE.SNGL", VALUES, mode_single, "The most frequent number.").aliases(&["MODE"]).repeats(1),
    row("MODE.MULT", VALUES, mode_mult, "All most frequent numbers.").repeats(1).flags(Flags::SPILLS),
    row("LARGE", PLACE, large, "The number at a place, counted from the largest."),
    row("SMALL", PLACE, small, "The number at a place, counted from the smallest."),
    row(
        "PERCENTILE.INC",
        PLACE,
        |c| at(c, 1.0, percentile_inclusive),
        "The number below which a part of all lie, both ends included.",
    )
    .aliases(&["PERCENTILE"]),
    row(
        "PERCENTILE.EXC",
        PLACE,
        |c| at(c, 1.0, percentile_exclusive),
        "The number below which a part of all lie, both ends excluded.",
    ),
    row("QUARTILE.INC", PLACE, |c| at(c, 4.0, percentile_inclusive), "A quartile, both ends included.")
        .aliases(&["QUARTILE"]),
    row("QUARTILE.EXC", PLACE, |c| at(c, 4.0, percentile_exclusive), "A quartile, both ends excluded."),
    row("RANK.EQ", RANK, |c| rank(c, Ties::First), "The place of a number in order; equal numbers share the first.")
        .aliases(&["RANK"]),
    row(
        "RANK.AVG",
        RANK,
        |c| rank(c, Ties::Average),
        "The place of a number in order; equal numbers share the average.",
    ),
    row(
        "PERCENTRANK.INC",
        PERCENT_RANK,
        |c| percent_rank(c, 0.0),
        "The part of all numbers that lie below, ends included.",
    )
    .aliases(&["PERCENTRANK"]),
    row(
        "PERCENTRANK.EXC",
        PERCENT_RANK,
        |c| percent_rank(c, 1.0),
        "The part of all numbers that lie below, ends excluded.",
    ),
    row(
        "TRIMMEAN",
        &[required("values", Kind::Range), required("part", Kind::Number)],
        trimmed_mean,
        "The average without a part of the numbers at both ends.",
    ),
    row(
        "FREQUENCY",
        &[required("values", Kind::Array), required("bounds", Kind::Array)],
        frequency,
        "How many numbers lie up to each bound, and beyond the last.",
    )
    .flags(Flags::SPILLS),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, parameters, kernel, summary)
}

/// In Sheets what is given directly counts only if it is a number, as in a range.
fn sorted(call: &Call<'_>, index: usize) -> Result<Vec<f64>, CellError> {
    let is_number = match call.arguments.get(index) {
        Some(Operand::Missing | Operand::Value(Value::Text(_) | Value::Bool(_))) => {
            call.context.dialect == Dialect::Excel
        }
        _ => true,
    };
    let mut numbers = if is_number { numbers_of(call, index)? } else { Vec::new() };
    let length = numbers.len() as u64;
    // Measured, 3 to 4 ns for each comparison: six of them are a step.
    call.spend(length * u64::from(length.checked_ilog2().unwrap_or(0)) / 6)?;
    numbers.sort_by(f64::total_cmp);
    Ok(numbers)
}

/// The middle number, or the average of the two middle ones; `#NUM!` without numbers. Sorts them.
pub fn median(numbers: &mut [f64]) -> Result<f64, CellError> {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    let upper = numbers.get(middle).ok_or(CellError::Num)?;
    if numbers.len() % 2 == 1 {
        return Ok(*upper);
    }
    let lower = numbers.get(middle.wrapping_sub(1)).ok_or(CellError::Num)?;
    Ok((lower + upper) / 2.0)
}

/// The numbers of the arguments, where what is given directly has to be a number.
fn strict_numbers(call: &Call<'_>) -> Result<Vec<f64>, CellError> {
    let other = |argument: &Operand| matches!(argument, Operand::Value(Value::Text(_) | Value::Bool(_)));
    if call.arguments.iter().any(other) {
        return Err(CellError::Value);
    }
    numbers(call, 0)
}

/// The numbers that occur most often, at least twice, in the order in which they first occur.
fn modes(numbers: &[f64]) -> Vec<f64> {
    let mut places: Vec<(f64, usize)> = numbers.iter().copied().zip(0..).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let groups = || places.chunk_by(|a, b| a.0 == b.0);
    let most = groups().map(<[_]>::len).max().unwrap_or(0);
    if most < 2 {
        return Vec::new();
    }
    let mut firsts: Vec<(usize, f64)> = groups()
        .filter(|group| group.len() == most)
        .filter_map(|group| group.first().map(|(n, at)| (*at, *n)))
        .collect();
    firsts.sort_by_key(|(at, _)| *at);
    firsts.into_iter().map(|(_, number)| number).collect()
}

/// The number that occurs most often; of several the first; `#N/A` if none occurs twice.
pub fn mode(numbers: &[f64]) -> Result<f64, CellError> {
    modes(numbers).first().copied().ok_or(CellError::Na)
}

/// Unlike MODE.MULT, which passes over what a single cell holds that is no number.
fn mode_single(call: &Call<'_>) -> Outcome {
    for index in 0..call.len() {
        not_lone(call, index)?;
    }
    Ok(mode(&strict_numbers(call)?)?.into())
}

fn mode_mult(call: &Call<'_>) -> Outcome {
    let modes = modes(&strict_numbers(call)?).into_iter().map(Value::from).collect();
    Array::column(modes).map(Operand::from).ok_or(CellError::Na)
}

/// The number at a place from 0; `#NUM!` outside.
pub fn from_end(sorted: &[f64], place: f64) -> Result<f64, CellError> {
    if place < 0.0 { Err(CellError::Num) } else { sorted.get(place as usize).copied().ok_or(CellError::Num) }
}

fn large(call: &Call<'_>) -> Outcome {
    let sorted = sorted(call, 0)?;
    Ok(from_end(&sorted, sorted.len() as f64 - call.number(1).ceil())?.into())
}

fn small(call: &Call<'_>) -> Outcome {
    Ok(from_end(&sorted(call, 0)?, call.number(1).trunc() - 1.0)?.into())
}

/// The number at a fractional place, from 0, between its neighbours.
fn interpolate(sorted: &[f64], place: f64) -> Result<f64, CellError> {
    let below = from_end(sorted, place.floor())?;
    let fraction = place - place.floor();
    if fraction == 0.0 {
        return Ok(below);
    }
    Ok(below + fraction * (from_end(sorted, place.floor() + 1.0)? - below))
}

/// The number below which a part of all lie, from the smallest at 0 to the largest at 1.
pub fn percentile_inclusive(sorted: &[f64], part: f64) -> Result<f64, CellError> {
    if sorted.is_empty() || !(0.0..=1.0).contains(&part) {
        return Err(CellError::Num);
    }
    interpolate(sorted, round15(part * (sorted.len() - 1) as f64))
}

/// The number below which a part of all lie, where the smallest stands for one part of `n + 1`.
pub fn percentile_exclusive(sorted: &[f64], part: f64) -> Result<f64, CellError> {
    let place = round15(part * (sorted.len() + 1) as f64) - 1.0;
    if sorted.is_empty() || place < 0.0 || place > (sorted.len() - 1) as f64 {
        return Err(CellError::Num);
    }
    interpolate(sorted, place)
}

/// In Sheets a part outside its bounds is `#VALUE!`, where no numbers at all are `#NUM!` as in Excel.
fn at(call: &Call<'_>, parts: f64, percentile: fn(&[f64], f64) -> Result<f64, CellError>) -> Outcome {
    let sorted = sorted(call, 0)?;
    let outside = if call.context.dialect == Dialect::Sheets { CellError::Value } else { CellError::Num };
    if sorted.is_empty() {
        return Err(CellError::Num);
    }
    if call.number(1) < 0.0 {
        return Err(outside);
    }
    let part = if parts == 1.0 { call.number(1) } else { call.number(1).trunc() / parts };
    Ok(percentile(&sorted, part).map_err(|_| outside)?.into())
}

#[derive(Clone, Copy, PartialEq)]
enum Ties {
    First,
    Average,
}

fn rank(call: &Call<'_>, ties: Ties) -> Outcome {
    let number = call.number(0);
    let ascending = call.number(2) != 0.0;
    let (mut before, mut same) = (0u64, 0u64);
    for other in numbers_of(call, 1)? {
        match other.partial_cmp(&number) {
            Some(Ordering::Equal) => same += 1,
            Some(Ordering::Less) if ascending => before += 1,
            Some(Ordering::Greater) if !ascending => before += 1,
            _ => {}
        }
    }
    if same == 0 {
        return Err(CellError::Na);
    }
    let shared = if ties == Ties::Average { (same as f64 - 1.0) / 2.0 } else { 0.0 };
    Ok((before as f64 + 1.0 + shared).into())
}

/// `ends` is how many places are added for the ends: 0 if the smallest has rank 0, 1 if it has rank `1 / (n + 1)`.
fn percent_rank(call: &Call<'_>, ends: f64) -> Outcome {
    let sorted = sorted(call, 0)?;
    let number = call.number(1);
    let digits = call.number_or(2, 3.0);
    if digits < 1.0 || sorted.is_empty() {
        return Err(CellError::Num);
    }
    let below = sorted.partition_point(|other| *other < number);
    let upper = *sorted.get(below).ok_or(CellError::Na)?;
    let place = if upper == number {
        below as f64
    } else {
        let lower = *below.checked_sub(1).and_then(|index| sorted.get(index)).ok_or(CellError::Na)?;
        (below - 1) as f64 + (number - lower) / (upper - lower)
    };
    let all = sorted.len() as f64 - 1.0 + 2.0 * ends;
    let part = if all == 0.0 { 1.0 } else { (place + ends) / all };
    Ok(round_down(part, digits.min(300.0) as i32).into())
}

fn trimmed_mean(call: &Call<'_>) -> Outcome {
    let sorted = sorted(call, 0)?;
    let part = call.number(1);
    if !(0.0..1.0).contains(&part) || sorted.is_empty() {
        return Err(CellError::Num);
    }
    let cut = (round15(sorted.len() as f64 * part) / 2.0).floor() as usize;
    let kept = sorted.get(cut..sorted.len() - cut).unwrap_or_default();
    Ok(super::spread::average(kept).into())
}

fn frequency(call: &Call<'_>) -> Outcome {
    if matches!(call.arguments.first(), Some(Operand::Value(Value::Text(_) | Value::Bool(_)))) {
        return Err(CellError::Value);
    }
    let (values, bounds) = (sorted(call, 0)?, numbers_of(call, 1)?);
    let up_to = |bound: f64| values.partition_point(|value| *value <= bound);
    let mut ascending: Vec<(f64, usize)> = bounds.iter().copied().zip(0..).collect();
    ascending.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut counts = vec![Value::Number(0.0); bounds.len() + 1];
    let mut counted = 0;
    for (bound, index) in ascending {
        let count = up_to(bound);
        if let Some(slot) = counts.get_mut(index) {
            *slot = Value::Number((count - counted) as f64);
        }
        counted = count;
    }
    if let Some(last) = counts.last_mut() {
        *last = Value::Number((values.len() - counted) as f64);
    }
    Array::column(counts).map(Operand::from).ok_or(CellError::Value)
}
