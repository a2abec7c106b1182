//! Where a function is zero.

/// The most steps that are tried.
const STEPS: usize = 100;
/// How near two rates have to be to count as one.
const NEAR: f64 = 1e-12;
/// So small a value counts as zero where there is no slope.
const FLAT: f64 = 1e-10;
/// Where the search for a change of sign looks, if Newton's steps lead nowhere.
const GRID: [f64; 24] = [
    -0.999999, -0.99, -0.95, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2, 0.5,
    1.0, 2.0, 5.0, 20.0, 100.0, 1000.0,
];

/// A zero of a function above `lowest`, near a guess if possible: Newton's steps with slopes from two values nearby, then, if they
/// do not settle, the change of sign nearest to the guess, halved.
pub fn find_root(of: impl Fn(f64) -> f64, guess: f64, lowest: f64) -> Option<f64> {
    if guess <= lowest {
        return None;
    }
    newton(&of, guess, lowest, STEPS).or_else(|| bisect(&of, guess, lowest))
}

/// A zero by Newton's steps alone, at most so many.
pub fn newton(of: &impl Fn(f64) -> f64, guess: f64, lowest: f64, steps: usize) -> Option<f64> {
    let mut at = guess;
    let mut value = of(at);
    for _ in 0..steps {
        if value == 0.0 {
            return Some(at);
        }
        let step = (at.abs() * 1e-6).max(1e-9);
        let slope = (of(at + step) - of((at - step).max(lowest + step * 1e-3)))
            / (at + step - (at - step).max(lowest + step * 1e-3));
        if !slope.is_finite() || slope == 0.0 || !value.is_finite() {
            // A double root is flat, and so is where it cannot be told from a zero any more.
            return (value.abs() < FLAT).then_some(at);
        }
        let mut next = at - value / slope;
        if next <= lowest {
            next = (at + lowest) / 2.0;
        }
        let change = (next - at).abs();
        (at, value) = (next, of(next));
        if change <= NEAR * at.abs().max(1.0) {
            return value.is_finite().then_some(at);
        }
    }
    None
}

fn bisect(of: &impl Fn(f64) -> f64, guess: f64, lowest: f64) -> Option<f64> {
    let mut points: Vec<(f64, f64)> =
        GRID.iter().filter(|at| **at > lowest).map(|at| (*at, of(*at))).filter(|(_, v)| v.is_finite()).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let change = points
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if (a.1 < 0.0) != (b.1 < 0.0) => Some((*a, *b)),
            _ => None,
        })
        .min_by(|a, b| (a.0.0 - guess).abs().total_cmp(&(b.0.0 - guess).abs()));
    let (mut low, mut high) = change?;
    for _ in 0..200 {
        let middle = low.0 + (high.0 - low.0) / 2.0;
        let value = of(middle);
        if (value < 0.0) == (low.1 < 0.0) {
            low = (middle, value);
        } else {
            high = (middle, value);
        }
    }
    Some(low.0 + (high.0 - low.0) / 2.0)
}
