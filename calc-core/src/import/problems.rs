//! Diagnostics of an import: which there are, and how many of them are kept.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};

/// A frozen Google formula whose source text cannot be taken out.
pub const FROZEN_UNREADABLE: Code = Code(1001);
/// Frozen Google formulas were revived.
pub const FROZEN_REVIVED: Code = Code(1002);
/// A shared formula whose master is missing.
pub const SHARED_WITHOUT_MASTER: Code = Code(1003);
/// An array formula whose range cannot be read.
pub const ARRAY_RANGE: Code = Code(1004);
/// A what-if data table, which is not computed.
pub const DATA_TABLE: Code = Code(1005);
/// A cell that points to a shared string that does not exist.
pub const STRING_INDEX: Code = Code(1006);
/// A cell whose stored value does not fit its type.
pub const CELL_VALUE: Code = Code(1007);
/// A text that is longer than a cell can hold.
pub const TEXT_CUT: Code = Code(1008);
/// Two cells at the same place.
pub const CELL_TWICE: Code = Code(1009);
/// A part that is not valid UTF-8.
pub const ENCODING: Code = Code(1010);
/// A part that is named but not there, and that the rest can do without.
pub const PART_MISSING: Code = Code(1011);
/// A defined name that is local to a sheet that does not exist.
pub const NAME_SCOPE: Code = Code(1012);
/// A table whose description cannot be used.
pub const TABLE: Code = Code(1013);
/// Two sheets with the same name.
pub const SHEET_TWICE: Code = Code(1014);
/// A sheet without cells, such as a chart sheet.
pub const NOT_A_WORKSHEET: Code = Code(1015);
/// Macros are ignored.
pub const MACROS: Code = Code(1016);
/// Pivot tables are not refreshed.
pub const PIVOT_TABLES: Code = Code(1017);
/// Other workbooks are not read.
pub const EXTERNAL_LINKS: Code = Code(1018);
/// Data connections are not run.
pub const CONNECTIONS: Code = Code(1019);
/// A number format that is longer than any spreadsheet takes.
pub const FORMAT_LONG: Code = Code(1020);

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
