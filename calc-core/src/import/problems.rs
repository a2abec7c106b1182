//! Diagnostics of an import: how many of a kind are kept.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};

/// So many diagnostics of one code are kept; the rest are counted. A workbook with a million bad cells says so once.
const KEPT: usize = 100;

/// Collects diagnostics in the order of discovery.
#[derive(Debug, Default)]
pub(super) struct Problems {
    kept: Vec<Diagnostic>,
    found: BTreeMap<Code, usize>,
}

impl Problems {
    /// Adds one; it is only built if it is kept.
    pub(super) fn report(&mut self, code: Code, build: impl FnOnce(Code) -> Diagnostic) {
        let found = self.found.entry(code).or_insert(0);
        *found += 1;
        if *found <= KEPT {
            self.kept.push(build(code));
        }
    }

    /// All that were kept, and a note for each code of which there were more.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for (&code, &found) in self.found.iter().filter(|&(_, &found)| found > KEPT) {
            self.kept.push(Diagnostic::note(code, format!("{} more of these are not shown", found - KEPT)));
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::catalogue::file::{STRING_INDEX, TABLE};

    #[test]
    fn a_flood_of_one_kind_is_counted_not_kept() {
        let mut problems = Problems::default();
        for _ in 0..KEPT + 7 {
            problems.report(STRING_INDEX, |code| Diagnostic::warning(code, "x"));
        }
        problems.report(TABLE, |code| Diagnostic::warning(code, "y"));
        let all = problems.finish();
        assert_eq!(all.len(), KEPT + 2);
        assert_eq!(all.last().map(|d| d.message.as_str()), Some("7 more of these are not shown"));
    }
}
