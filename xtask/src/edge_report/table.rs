//! The report as a table and as JSON.

use clap::ValueEnum;
use serde_json::{Value, json};

use super::Section;
use super::figure::{Bound, Figure, Reading, Unit, Verdict};

/// The widest name that keeps the columns in line.
const NAME: usize = 76;

/// For a person.
pub fn render(figures: &[Figure]) -> String {
    let mut lines = Vec::new();
    let mut section = None;
    for figure in figures {
        if section != Some(figure.section) {
            section = Some(figure.section);
            lines.extend([String::new(), title(figure.section)]);
        }
        let (value, why) = match &figure.reading {
            Reading::Number(number) => (amount(*number, figure.unit), String::new()),
            Reading::Skipped(why) | Reading::Absent(why) => ("-".to_owned(), first_line(why)),
        };
        let line =
            format!("  {:NAME$} {value:>12}  {:14} {:8} {why}", figure.name, bound(figure), word(figure.verdict()));
        lines.push(line.trim_end().to_owned());
    }
    lines.push(String::new());
    lines.push(summary(figures));
    lines.join("\n")
}

/// For a program.
pub fn to_json(figures: &[Figure]) -> Value {
    let rows: Vec<Value> = figures
        .iter()
        .map(|figure| {
            let (number, why) = match &figure.reading {
                Reading::Number(number) => (Some(*number), None),
                Reading::Skipped(why) | Reading::Absent(why) => (None, Some(why)),
            };
            json!({
                "section": key(figure.section),
                "figure": figure.name,
                "value": number,
                "unit": unit(figure.unit),
                "bound": bound(figure),
                "verdict": word(figure.verdict()),
                "why": why,
            })
        })
        .collect();
    json!({ "figures": rows, "summary": summary(figures) })
}

fn summary(figures: &[Figure]) -> String {
    let count = |verdict| figures.iter().filter(|figure| figure.verdict() == verdict).count();
    format!(
        "{} figures keep their bound, {} miss it, {} could not be measured, {} skipped, {} have none",
        count(Verdict::Met),
        count(Verdict::Missed),
        count(Verdict::Absent),
        count(Verdict::Skipped),
        count(Verdict::Shown)
    )
}

fn key(section: Section) -> String {
    section.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn title(section: Section) -> String {
    let help = section.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string));
    format!("{}: {}", key(section), help.unwrap_or_default())
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "ok",
        Verdict::Missed => "MISSED",
        Verdict::Shown => "",
        Verdict::Skipped => "skipped",
        Verdict::Absent => "ABSENT",
    }
}

fn bound(figure: &Figure) -> String {
    let amount = |number| amount(number, figure.unit);
    match figure.bound {
        Bound::AtLeast(number) => format!("≥ {}", amount(number)),
        Bound::AtMost(number) => format!("≤ {}", amount(number)),
        Bound::Below(number) => format!("< {}", amount(number)),
        Bound::Exactly(number) => format!("= {}", amount(number)),
        Bound::All(member) => format!("= {member}"),
        Bound::UpTo(member) => format!("≤ {member}"),
        Bound::Shown => String::new(),
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "",
        Unit::Percent => "%",
        Unit::Times => "×",
        Unit::Microseconds => "µs",
        Unit::Milliseconds => "ms",
        Unit::Kilobytes => "kB",
    }
}

/// A number with as many decimals as its unit needs.
fn amount(number: f64, of: Unit) -> String {
    let text = match of {
        Unit::Percent => format!("{number:.3}"),
        Unit::Times => format!("{number:.2}"),
        Unit::Milliseconds => format!("{number:.1}"),
        Unit::Count | Unit::Microseconds | Unit::Kilobytes => format!("{number:.1}"),
    };
    // Whole numbers are shown as such.
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} {}", unit(of)).trim_end().to_owned()
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(reading: Reading) -> Figure {
        Figure {
            section: Section::Cache,
            name: "hits".to_owned(),
            unit: Unit::Percent,
            bound: Bound::AtLeast(85.0),
            reading,
        }
    }

    #[test]
    fn a_table_names_value_bound_and_verdict() {
        let table = render(&[figure(Reading::Number(91.25)), figure(Reading::Absent("it broke\nin two".to_owned()))]);
        let words: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert!(words.contains(&vec!["hits", "91.25", "%", "≥", "85", "%", "ok"]), "{table}");
        assert!(words.contains(&vec!["hits", "-", "≥", "85", "%", "ABSENT", "it", "broke"]), "{table}");
        assert!(
            table.ends_with("1 figures keep their bound, 0 miss it, 1 could not be measured, 0 skipped, 0 have none")
        );
    }

    #[test]
    fn json_has_a_number_or_a_reason() {
        let json = to_json(&[figure(Reading::Number(80.0)), figure(Reading::Skipped("no corpus".to_owned()))]);
        assert_eq!(json["figures"][0]["value"], 80.0);
        assert_eq!(json["figures"][0]["verdict"], "MISSED");
        assert_eq!(json["figures"][1]["why"], "no corpus");
    }
}
