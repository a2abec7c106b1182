//! The state of a series with a level, a trend and a season, each smoothed exponentially: Hyndman's AAA, AAN without a season.

/// How much of each error the level, the trend and the season take up, from 0 to 1 each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    pub level: f64,
    pub trend: f64,
    pub season: f64,
}

/// A series that was smoothed.
#[derive(Clone, Debug)]
pub struct Smoothing {
    pub weights: Weights,
    /// What was expected of each point before it was seen.
    pub fitted: Vec<f64>,
    level: f64,
    trend: f64,
    /// The part of the season for each place in it, the next point's first.
    season: Vec<f64>,
    squares: f64,
}

/// Steps of the search for weights: a coarse grid, then ever smaller steps from the best of it.
const GRID: [f64; 6] = [0.001, 0.1, 0.25, 0.5, 0.75, 0.999];
const LEAST_STEP: f64 = 1e-4;
const LEAST: f64 = 0.0;
const MOST: f64 = 1.0;

/// About how often the series is gone through until the weights are found.
pub const PASSES: u64 = 500;

impl Smoothing {
    /// Smooths a series of at least two points, with those weights that miss it least by the squares of what is missed one point ahead.
    /// `season` is the length of a season, at most half as long as the series; 1 for none.
    pub fn best(series: &[f64], season: usize) -> Smoothing {
        let start = Start::new(series, season);
        let run = |weights: Weights| start.run(series, weights);
        let seasons: &[f64] = if season > 1 { &GRID } else { &[0.0] };
        let mut best = run(Weights { level: LEAST, trend: LEAST, season: LEAST });
        for &level in &GRID {
            for &trend in &GRID {
                for &season in seasons {
                    best = best.better(run(Weights { level, trend, season }));
                }
            }
        }
        let mut step = 0.1;
        while step > LEAST_STEP {
            let before = best.squares;
            for (level, trend, other) in [(step, 0.0, 0.0), (0.0, step, 0.0), (0.0, 0.0, step)] {
                if season == 1 && other > 0.0 {
                    continue;
                }
                for sign in [1.0, -1.0] {
                    let moved = |weight: f64, by: f64| (weight + sign * by).clamp(LEAST, MOST);
                    let at = best.weights;
                    best = best.better(run(Weights {
                        level: moved(at.level, level),
                        trend: moved(at.trend, trend),
                        season: moved(at.season, other),
                    }));
                }
            }
            if best.squares >= before {
                step /= 2.0;
            }
        }
        best
    }

    fn better(self, other: Smoothing) -> Smoothing {
        if other.squares < self.squares { other } else { self }
    }

    /// What is expected so many points after the last, from 1.
    pub fn ahead(&self, points: u64) -> f64 {
        let place = (points.saturating_sub(1) % self.season.len().max(1) as u64) as usize;
        self.level + points as f64 * self.trend + self.season.get(place).copied().unwrap_or(0.0)
    }

    /// The standard deviation of what is missed so many points after the last, from 1: that of one point ahead, and how the errors on
    /// the way there are taken up (Hyndman and others, Forecasting with Exponential Smoothing, table 6.1).
    pub fn deviation(&self, points: u64) -> f64 {
        let Weights { level, trend, season } = self.weights;
        let period = self.season.len() as u64;
        let carried = (1..points).fold(1.0, |sum, step| {
            let again = period > 1 && step % period == 0;
            let weight = level * (1.0 + step as f64 * trend) + if again { season * (1.0 - level) } else { 0.0 };
            sum + weight * weight
        });
        (self.squares / self.fitted.len() as f64 * carried).sqrt()
    }
}

/// The state before the first point.
struct Start {
    level: f64,
    trend: f64,
    season: Vec<f64>,
}

impl Start {
    /// A trend from the first season to the second, or from the first point to the last where there is none; the level on that line; the
    /// season as the average of what is off the line.
    fn new(series: &[f64], season: usize) -> Start {
        let average = |part: &[f64]| part.iter().fold(0.0, |sum, value| sum + value) / part.len().max(1) as f64;
        let of = |part: Option<&[f64]>| part.map(average).unwrap_or(0.0);
        if season <= 1 {
            let first = series.first().copied().unwrap_or(0.0);
            let last = series.last().copied().unwrap_or(0.0);
            let trend = (last - first) / (series.len() as f64 - 1.0).max(1.0);
            return Start { level: first - trend, trend, season: vec![0.0] };
        }
        let first = of(series.get(..season));
        let trend = (of(series.get(season..2 * season)) - first) / season as f64;
        let level = first - trend * (season as f64 + 1.0) / 2.0;
        let mut parts = vec![(0.0, 0.0); season];
        for (index, value) in series.iter().enumerate() {
            if let Some((sum, count)) = parts.get_mut(index % season) {
                *sum += value - level - trend * (index as f64 + 1.0);
                *count += 1.0;
            }
        }
        let parts: Vec<f64> = parts.into_iter().map(|(sum, count)| sum / count).collect();
        let middle = average(&parts);
        Start { level: level + middle, trend, season: parts.into_iter().map(|part| part - middle).collect() }
    }

    fn run(&self, series: &[f64], weights: Weights) -> Smoothing {
        let (mut level, mut trend, mut season) = (self.level, self.trend, self.season.clone());
        let mut fitted = Vec::with_capacity(series.len());
        let mut squares = 0.0;
        let length = season.len();
        for (index, value) in series.iter().enumerate() {
            let place = index % length;
            let part = season.get(place).copied().unwrap_or(0.0);
            let expected = level + trend + part;
            let miss = value - expected;
            fitted.push(expected);
            squares += miss * miss;
            level += trend + weights.level * miss;
            trend += weights.level * weights.trend * miss;
            if let Some(slot) = season.get_mut(place)
                && length > 1
            {
                *slot += weights.season * (1.0 - weights.level) * miss;
            }
        }
        season.rotate_left(series.len() % length);
        Smoothing { weights, fitted, level, trend, season, squares }
    }
}

/// The length of the season of a series, found by its correlation with itself once the straight line is taken off; 1 if there is none.
///
/// A season has to be seen three times to be believed.
pub fn period(series: &[f64]) -> usize {
    let count = series.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let average = series.iter().fold(0.0, |sum, value| sum + value) / count;
    let (mut above, mut below) = (0.0, 0.0);
    for (index, value) in series.iter().enumerate() {
        let at = index as f64 - middle;
        above += at * (value - average);
        below += at * at;
    }
    let slope = if below > 0.0 { above / below } else { 0.0 };
    let rest: Vec<f64> =
        series.iter().enumerate().map(|(at, value)| value - average - slope * (at as f64 - middle)).collect();
    let correlation = |lag: usize| {
        let pairs = || rest.iter().zip(rest.iter().skip(lag));
        let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
        for (a, b) in pairs() {
            both += a * b;
            first += a * a;
            second += b * b;
        }
        let scale = f64::sqrt(first * second);
        if scale > 0.0 { both / scale } else { 0.0 }
    };
    let most = (series.len() / 3).min(MOST_DETECTED);
    let found: Vec<f64> = (0..=most + 1).map(correlation).collect();
    let at = |lag: usize| found.get(lag).copied().unwrap_or(0.0);
    let peaks = (2..=most).filter(|lag| at(*lag) > at(lag - 1) && at(*lag) >= at(lag + 1));
    // Multiples of a season correlate as well as itself: the shortest that comes near the best counts.
    let peaks: Vec<usize> = peaks.filter(|lag| at(*lag) > BELIEVED).collect();
    let best = peaks.iter().fold(0.0, |best, lag| f64::max(best, at(*lag)));
    peaks.into_iter().find(|lag| at(*lag) >= best - NEAR).unwrap_or(1)
}

/// The longest season that is looked for.
pub const MOST_DETECTED: usize = 500;
/// The least correlation with itself that makes a season.
const BELIEVED: f64 = 0.3;
/// How near to the best another correlation counts as well.
const NEAR: f64 = 0.05;
