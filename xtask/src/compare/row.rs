//! One row of the comparison: a work, every engine's figure for it, and what ours is held to.

use super::peers::Name;
use super::works::Bound;

/// What an engine's figure is.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The times of its runs, in seconds.
    Times(Vec<f64>),
    /// A size in bytes.
    Bytes(f64),
    /// It could not do the work, and why.
    Cannot(String),
}

/// Which of an engine's times is the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    Median,
    /// The time that 99 of 100 runs stay within.
    P99,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    pub work: String,
    pub statistic: Statistic,
    pub outcomes: Vec<(Name, Outcome)>,
    pub bounds: Vec<Bound>,
}

/// A bound held to a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub bound: Bound,
    /// Our figure to the bound's: 1 and less keeps it. `None` where the peer has no figure.
    pub share: Option<f64>,
}

impl Row {
    /// The figure of an engine: seconds or bytes.
    pub fn figure(&self, name: Name) -> Option<f64> {
        let (_, outcome) = self.outcomes.iter().find(|(known, _)| *known == name)?;
        match outcome {
            Outcome::Times(times) => rank(times, self.statistic),
            Outcome::Bytes(bytes) => Some(*bytes),
            Outcome::Cannot(_) => None,
        }
    }

    /// Ours to a peer's.
    pub fn ratio(&self, peer: Name) -> Option<f64> {
        Some(self.figure(Name::Own)? / self.figure(peer)?)
    }

    /// The best of the peers that have a figure.
    pub fn best_peer(&self) -> Option<Name> {
        let peers = self.outcomes.iter().map(|(name, _)| *name).filter(|name| *name != Name::Own);
        let figures = peers.filter_map(|name| Some((name, self.figure(name)?)));
        figures.min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(name, _)| name)
    }

    /// Each bound, held to the figures.
    pub fn verdicts(&self) -> Vec<Verdict> {
        let share = |bound| match bound {
            Bound::Of(peer, part) => Some(self.ratio(peer)? / part),
            Bound::OfBest(part) => Some(self.ratio(self.best_peer()?)? / part),
            Bound::Absolute(most) => Some(self.figure(Name::Own)? / most),
        };
        self.bounds.iter().map(|bound| Verdict { bound: *bound, share: share(*bound) }).collect()
    }
}

impl Verdict {
    /// Is the bound kept? Unknown where the peer has no figure.
    pub fn is_kept(&self) -> Option<bool> {
        self.share.map(|share| share <= 1.0)
    }
}

/// The median of the middle two, or the nearest rank of a percentile.
pub fn rank(times: &[f64], statistic: Statistic) -> Option<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let count = sorted.len();
    match statistic {
        Statistic::Median if count.is_multiple_of(2) => {
            Some((sorted.get((count / 2).checked_sub(1)?)? + sorted.get(count / 2)?) / 2.0)
        }
        Statistic::Median => sorted.get(count / 2).copied(),
        Statistic::P99 => sorted.get((count * 99).div_ceil(100).checked_sub(1)?).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(own: &[f64], peer: &[f64], bounds: &[Bound]) -> Row {
        let outcomes = vec![
            (Name::Own, Outcome::Times(own.to_vec())),
            (Name::Formualizer, Outcome::Times(peer.to_vec())),
            (Name::Ironcalc, Outcome::Cannot("too slow".to_owned())),
        ];
        Row { work: "work".to_owned(), statistic: Statistic::Median, outcomes, bounds: bounds.to_vec() }
    }

    #[test]
    fn medians_and_percentiles_are_the_usual_ones() {
        assert_eq!(rank(&[3.0, 1.0, 2.0], Statistic::Median), Some(2.0));
        assert_eq!(rank(&[4.0, 1.0, 2.0, 3.0], Statistic::Median), Some(2.5));
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(rank(&hundred, Statistic::P99), Some(99.0));
        assert_eq!((rank(&[], Statistic::Median), rank(&[], Statistic::P99)), (None, None));
    }

    #[test]
    fn a_bound_is_held_against_the_peer_that_it_names_or_the_best() {
        let bounds = [Bound::Of(Name::Formualizer, 0.5), Bound::OfBest(0.1), Bound::Absolute(4.0)];
        let kept: Vec<_> = row(&[2.0], &[8.0, 9.0, 10.0], &bounds).verdicts().iter().map(Verdict::is_kept).collect();
        assert_eq!(kept, [Some(true), Some(false), Some(true)]);
        let unknown = row(&[2.0], &[8.0], &[Bound::Of(Name::Ironcalc, 0.5)]).verdicts();
        assert_eq!(unknown.first().and_then(Verdict::is_kept), None);
    }
}
