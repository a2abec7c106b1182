//! The comparison as a table in Markdown, for the terminal and for docs/performance.md.

use super::peers::{ALL, Name};
use super::row::{Outcome, Row};
use super::run::Found;
use super::works::Bound;

/// A median of fewer runs than this is marked.
const ENOUGH: usize = 20;

/// The whole of it: the machine, one table, who could not do what, and whether the answers are the same.
pub fn render(machine: &str, found: &Found, missing: &[(Name, String)]) -> String {
    let mut lines = vec![machine.to_owned(), String::new()];
    lines.extend(found.notes.iter().cloned());
    lines.push(String::new());
    let peers: Vec<Name> = ALL
        .into_iter()
        .filter(|name| {
            *name != Name::Own && found.rows.iter().any(|row| row.outcomes.iter().any(|(known, _)| known == name))
        })
        .collect();
    let titles: Vec<&str> = peers.iter().map(|name| name.title()).collect();
    lines.push(format!("| | this engine | {} | bound |", titles.join(" | ")));
    lines.push("|---".repeat(peers.len() + 3) + "|");
    lines.extend(found.rows.iter().map(|row| line(row, &peers)));
    lines.push(String::new());
    lines.push(
        "A peer's column has its figure and, in brackets, ours as a part of it. Figures are medians of at least 20 runs; `(n)` says that \
         there were only n, since one takes seconds or happens once in a process."
            .to_owned(),
    );
    let reasons = reasons(&found.rows, missing);
    if !reasons.is_empty() {
        lines.extend([String::new(), "Not measured (-):".to_owned(), String::new()]);
        lines.extend(reasons.into_iter().map(|reason| format!("- {reason}")));
    }
    lines.extend([String::new(), answers(found)]);
    lines.extend(found.differences.iter().map(|difference| format!("- {difference}")));
    lines.join("\n")
}

/// How many bounds are kept, for the last line.
pub fn summary(found: &Found) -> String {
    let verdicts: Vec<Option<bool>> =
        found.rows.iter().flat_map(Row::verdicts).map(|verdict| verdict.is_kept()).collect();
    let count = |kept| verdicts.iter().filter(|verdict| **verdict == kept).count();
    format!("{} bounds kept, {} missed, {} not measured", count(Some(true)), count(Some(false)), count(None))
}

fn line(row: &Row, peers: &[Name]) -> String {
    let own = row.figure(Name::Own).map_or_else(|| "-".to_owned(), |figure| amount(row, Name::Own, figure));
    let theirs = peers.iter().map(|peer| match (row.figure(*peer), row.ratio(*peer)) {
        (Some(figure), Some(ratio)) => format!("{} ({})", amount(row, *peer, figure), part(ratio)),
        _ => "-".to_owned(),
    });
    let bounds: Vec<String> = row
        .verdicts()
        .into_iter()
        .map(|verdict| {
            let word = match verdict.is_kept() {
                Some(true) => "kept",
                Some(false) => "**missed**",
                None => "not measured",
            };
            format!("{} {word}", bound(row, verdict.bound))
        })
        .collect();
    format!("| {} | {own} | {} | {} |", row.work, theirs.collect::<Vec<_>>().join(" | "), bounds.join(", "))
}

fn bound(row: &Row, bound: Bound) -> String {
    match bound {
        Bound::Of(peer, most) => format!("{} of {}", part(most), peer.title()),
        Bound::OfBest(most) => format!("{} of the best", part(most)),
        Bound::Absolute(most) => plain(row, Name::Own, most),
    }
}

/// A figure with its unit, and with the number of runs where they are few.
fn amount(row: &Row, name: Name, figure: f64) -> String {
    let runs = row.outcomes.iter().find_map(|(known, outcome)| match outcome {
        Outcome::Times(times) if *known == name && times.len() < ENOUGH => Some(times.len()),
        _ => None,
    });
    let figure = plain(row, name, figure);
    runs.map_or(figure.clone(), |runs| format!("{figure} ({runs})"))
}

fn plain(row: &Row, name: Name, figure: f64) -> String {
    let is_bytes = row.outcomes.iter().any(|(known, outcome)| *known == name && matches!(outcome, Outcome::Bytes(_)));
    if is_bytes { bytes(figure) } else { seconds(figure) }
}

fn bytes(bytes: f64) -> String {
    if bytes < 1e6 { format!("{:.0} KB", bytes / 1e3) } else { format!("{} MB", digits(bytes / 1e6)) }
}

fn seconds(seconds: f64) -> String {
    match seconds {
        ..1e-3 => format!("{} µs", digits(seconds * 1e6)),
        ..1.0 => format!("{} ms", digits(seconds * 1e3)),
        _ => format!("{} s", digits(seconds)),
    }
}

/// Three digits, as many as noise leaves.
fn digits(number: f64) -> String {
    match number {
        ..10.0 => format!("{number:.2}"),
        ..100.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

/// A ratio as the part of the other that it is: 1/40, or 1.3 ×.
fn part(ratio: f64) -> String {
    match 1.0 / ratio {
        parts @ 10.0.. => format!("1/{parts:.0}"),
        parts @ 1.0.. => format!("1/{}", format!("{parts:.1}").trim_end_matches(".0")),
        _ => format!("{ratio:.1} ×"),
    }
}

/// Why there is no figure, each reason once with the works that it holds for.
fn reasons(rows: &[Row], missing: &[(Name, String)]) -> Vec<String> {
    let mut reasons: Vec<(Name, String, Vec<String>)> = Vec::new();
    for row in rows {
        for (name, outcome) in &row.outcomes {
            let Outcome::Cannot(why) = outcome else { continue };
            match reasons.iter_mut().find(|(known, reason, _)| known == name && reason == why) {
                Some((.., works)) => works.push(row.work.clone()),
                None => reasons.push((*name, why.clone(), vec![row.work.clone()])),
            }
        }
    }
    let absent = missing.iter().map(|(name, why)| format!("{}: {why}", name.title()));
    let told = reasons.into_iter().map(|(name, why, works)| format!("{} {why}: {}", name.title(), works.join("; ")));
    absent.chain(told).collect()
}

fn answers(found: &Found) -> String {
    let which = match found.differences.len() {
        0 => "all are the same.",
        _ => "these are not the same:\n",
    };
    format!(
        "{} answers were checked within 1e-9: on the real workbook against the values in the file and the known answers of the edits, in the \
         series against ours; {which}",
        found.answers
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_people_read_them() {
        assert_eq!(
            (seconds(0.0000375), seconds(0.0224), seconds(10.4)),
            ("37.5 µs".into(), "22.4 ms".into(), "10.4 s".into())
        );
        assert_eq!((bytes(798_516.0), bytes(20_299_776.0)), ("799 KB".into(), "20.3 MB".into()));
        assert_eq!((part(1.0 / 40.0), part(0.4), part(1.3)), ("1/40".into(), "1/2.5".into(), "1.3 ×".into()));
    }
}
