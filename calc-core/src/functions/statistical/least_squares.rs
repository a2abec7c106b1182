//! The linear combination of columns that comes nearest to another column.

/// A fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The factor of each column; 0 for one that the others already make up.
    pub factors: Vec<f64>,
    /// The diagonal of the inverse of the product of the columns with themselves, for the errors of the factors.
    pub spread: Vec<f64>,
    /// The sum of the squares of what is left.
    pub rest: f64,
    /// How many columns were used.
    pub used: usize,
}

/// A column that shrinks to this part of itself once the ones before are taken out is made up by them.
const DEPENDENT: f64 = 1e-12;

/// Fits columns, all as long as `target`, by Gram and Schmidt's method, done twice for each column so that rounding does not
/// build up.
pub fn fit(columns: &[Vec<f64>], target: &[f64]) -> Fit {
    let mut basis: Vec<(usize, Vec<f64>)> = Vec::new();
    // For each used column, how it is made of the basis before it, and its own length.
    let mut triangle: Vec<Vec<f64>> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let mut rest = column.clone();
        let mut shares = vec![0.0; basis.len()];
        for _ in 0..2 {
            for ((_, unit), share) in basis.iter().zip(&mut shares) {
                let part = dot(unit, &rest);
                *share += part;
                subtract(&mut rest, unit, part);
            }
        }
        let (length, before) = (dot(&rest, &rest).sqrt(), dot(column, column).sqrt());
        if length <= before * DEPENDENT || length == 0.0 {
            continue;
        }
        rest.iter_mut().for_each(|value| *value /= length);
        shares.push(length);
        triangle.push(shares);
        basis.push((index, rest));
    }
    let mut left = target.to_vec();
    let mut parts = vec![0.0; basis.len()];
    for _ in 0..2 {
        for ((_, unit), part) in basis.iter().zip(&mut parts) {
            let share = dot(unit, &left);
            *part += share;
            subtract(&mut left, unit, share);
        }
    }
    let mut factors = vec![0.0; columns.len()];
    let mut spread = vec![0.0; columns.len()];
    let solved = back_substitute(&triangle, &parts);
    for ((index, _), factor) in basis.iter().zip(solved) {
        if let Some(slot) = factors.get_mut(*index) {
            *slot = factor;
        }
    }
    for position in 0..basis.len() {
        let unit: Vec<f64> = (0..basis.len()).map(|at| if at == position { 1.0 } else { 0.0 }).collect();
        for ((index, _), value) in basis.iter().zip(back_substitute(&triangle, &unit)) {
            if let Some(slot) = spread.get_mut(*index) {
                *slot += value * value;
            }
        }
    }
    Fit { factors, spread, rest: dot(&left, &left), used: basis.len() }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).fold(0.0, |sum, (a, b)| sum + a * b)
}

fn subtract(from: &mut [f64], unit: &[f64], part: f64) {
    for (value, direction) in from.iter_mut().zip(unit) {
        *value -= part * direction;
    }
}

/// Solves the triangle, whose rows are the columns' shares of the basis, from the last column back.
fn back_substitute(triangle: &[Vec<f64>], parts: &[f64]) -> Vec<f64> {
    let count = triangle.len();
    let mut solved = vec![0.0; count];
    for row in (0..count).rev() {
        let mut value = parts.get(row).copied().unwrap_or(0.0);
        for (column, factor) in solved.iter().enumerate().skip(row + 1) {
            value -= triangle.get(column).and_then(|shares| shares.get(row)).copied().unwrap_or(0.0) * factor;
        }
        let length = triangle.get(row).and_then(|shares| shares.get(row)).copied().unwrap_or(1.0);
        if let Some(slot) = solved.get_mut(row) {
            *slot = value / length;
        }
    }
    solved
}
