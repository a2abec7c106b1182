//! One figure with its bound, and what is shown of a line.

use serde_json::Value;

use super::Section;
use super::lines::Lines;

/// What a figure is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// No less.
    AtLeast(f64),
    /// No more.
    AtMost(f64),
    /// Less.
    Below(f64),
    /// Just that.
    Exactly(f64),
    /// As many as this other member of the same line says.
    All(&'static str),
    /// No more than this other member of the same line says.
    UpTo(&'static str),
    /// Nothing: shown for what it tells.
    Shown,
}

/// What it is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Hundredths.
    Percent,
    /// Times another figure.
    Times,
    /// Millionths of a second.
    Microseconds,
    /// Thousandths of a second.
    Milliseconds,
    /// Thousand bytes.
    Kilobytes,
}

/// A row of the report: where its figure is printed and what it is held against.
#[derive(Debug)]
pub struct Row {
    /// The part of the report.
    pub section: Section,
    /// What it says, for a person. A `*` is replaced by the name of each member that `member` finds.
    pub name: &'static str,
    /// The run that prints it.
    pub run: &'static str,
    /// Members that tell its line from others.
    pub line: &'static [(&'static str, &'static str)],
    /// Where the number is in the line, as a JSON Pointer. A `*` at the end takes each member of an object.
    pub member: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// What it is held against.
    pub bound: Bound,
}

/// A figure that was read, or why it was not.
#[derive(Debug, PartialEq)]
pub struct Figure {
    /// The part of the report.
    pub section: Section,
    /// What it says.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What it is held against, where other members of the line are already looked up.
    pub bound: Bound,
    /// The number, or why there is none.
    pub reading: Reading,
}

/// What was read.
#[derive(Debug, PartialEq)]
pub enum Reading {
    /// The number.
    Number(f64),
    /// A test says that it could not run here.
    Skipped(String),
    /// Nothing was printed, or the run failed.
    Absent(String),
}

/// What is to be thought of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It keeps its bound.
    Met,
    /// It does not.
    Missed,
    /// It has none.
    Shown,
    /// What it needs is not on this machine.
    Skipped,
    /// It should have been measured and was not.
    Absent,
}

impl Row {
    /// The figures of this row in what its run printed.
    pub fn figures(&self, lines: &Lines) -> Vec<Figure> {
        let found: Vec<Figure> = lines.find(self.line).flat_map(|line| self.figures_of(line)).collect();
        if !found.is_empty() {
            return found;
        }
        let reading = match (&lines.failure, lines.skipped.first()) {
            (Some(failure), _) => Reading::Absent(failure.clone()),
            (None, Some(skipped)) => Reading::Skipped(skipped.trim_start_matches("skipped: ").to_owned()),
            (None, None) => Reading::Absent("the run printed no such figure".to_owned()),
        };
        vec![self.figure(self.name.to_owned(), self.bound, reading)]
    }

    fn figures_of(&self, line: &Value) -> Vec<Figure> {
        // A bound that the line does not have makes no figure: it is told as absent.
        let bound = match self.bound {
            Bound::All(member) => line.get(member).and_then(Value::as_f64).map(Bound::Exactly),
            Bound::UpTo(member) => line.get(member).and_then(Value::as_f64).map(Bound::AtMost),
            bound => Some(bound),
        };
        let Some(bound) = bound else { return Vec::new() };
        match self.member.strip_suffix("/*") {
            None => {
                let number = line.pointer(self.member).and_then(Value::as_f64);
                number
                    .map(|number| self.figure(self.name.to_owned(), bound, Reading::Number(number)))
                    .into_iter()
                    .collect()
            }
            Some(parent) => {
                let members = line.pointer(parent).and_then(Value::as_object).into_iter().flatten();
                members
                    .filter_map(|(name, value)| Some((self.name.replace('*', name), value.as_f64()?)))
                    .map(|(name, number)| self.figure(name, bound, Reading::Number(number)))
                    .collect()
            }
        }
    }

    fn figure(&self, name: String, bound: Bound, reading: Reading) -> Figure {
        Figure { section: self.section, name, unit: self.unit, bound, reading }
    }
}

impl Figure {
    /// The number against the bound.
    pub fn verdict(&self) -> Verdict {
        let number = match &self.reading {
            Reading::Number(number) => *number,
            Reading::Skipped(_) => return Verdict::Skipped,
            Reading::Absent(_) => return Verdict::Absent,
        };
        let is_kept = match self.bound {
            Bound::AtLeast(bound) => number >= bound,
            Bound::AtMost(bound) => number <= bound,
            Bound::Below(bound) => number < bound,
            Bound::Exactly(bound) => (number - bound).abs() < f64::EPSILON,
            // A bound that was not looked up cannot be kept.
            Bound::All(_) | Bound::UpTo(_) => false,
            Bound::Shown => return Verdict::Shown,
        };
        if is_kept { Verdict::Met } else { Verdict::Missed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Row = Row {
        section: Section::Hostile,
        name: "formulas",
        run: "hostile",
        line: &[("corpus", "formulas")],
        member: "/as_expected",
        unit: Unit::Count,
        bound: Bound::All("cases"),
    };

    fn verdicts(row: &Row, output: &str) -> Vec<Verdict> {
        row.figures(&Lines::parse(output)).iter().map(Figure::verdict).collect()
    }

    #[test]
    fn a_figure_is_held_against_its_bound() {
        let line = |as_expected: u32| {
            format!("figures {{\"corpus\":\"formulas\",\"cases\":148,\"as_expected\":{as_expected}}}")
        };
        assert_eq!(verdicts(&ROW, &line(148)), [Verdict::Met]);
        assert_eq!(verdicts(&ROW, &line(147)), [Verdict::Missed]);
    }

    #[test]
    fn what_was_not_measured_is_not_taken_for_kept() {
        assert_eq!(verdicts(&ROW, ""), [Verdict::Absent]);
        assert_eq!(verdicts(&ROW, "figures {\"corpus\":\"formulas\",\"as_expected\":148}"), [Verdict::Absent]);
        assert_eq!(verdicts(&ROW, "skipped: there is no corpus"), [Verdict::Skipped]);
    }

    #[test]
    fn a_star_takes_each_member() {
        let row = Row { name: "file *", member: "/files/*", bound: Bound::AtLeast(99.0), ..ROW };
        let figures = row.figures(&Lines::parse("figures {\"corpus\":\"formulas\",\"files\":{\"a\":99.5,\"b\":98}}"));
        let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
        assert_eq!(names, ["file a", "file b"]);
        assert_eq!(figures.iter().map(Figure::verdict).collect::<Vec<_>>(), [Verdict::Met, Verdict::Missed]);
    }
}
