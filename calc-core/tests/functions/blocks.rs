//! The cases of `tests/arrays`, which are documented or observed too; their own tests hold them to their values.

use calc_core::dialect::Dialect;

use crate::block::{Cases, answer, rows, same};
use crate::calls::calls;
use crate::score::{Corpus, Counted, Tally};

const FILES: [(&str, &str); 4] = [
    ("array_functions", include_str!("../arrays/array_functions.toml")),
    ("google_functions", include_str!("../arrays/google_functions.toml")),
    ("query_data", include_str!("../arrays/query_data.toml")),
    ("query_language", include_str!("../arrays/query_language.toml")),
];

/// Counts every case, in each dialect that it names a value for.
pub fn count(tally: &mut Tally) {
    for (file, text) in FILES {
        let cases: Cases = toml::from_str(text).unwrap();
        for case in &cases.case {
            let table = cases.tables.get(&case.table).unwrap_or(&case.table);
            for (dialect, expected) in [(Dialect::Excel, &case.excel), (Dialect::Sheets, &case.sheets)] {
                let Some(expected) = expected else { continue };
                let got = answer(&case.formula, if table.is_empty() { "_" } else { table }, dialect);
                let counted = Counted {
                    corpus: Corpus::Documented,
                    source: file,
                    functions: &calls(&case.formula, dialect),
                    is_equal: same(&got, &rows(expected)),
                    is_disputed: false,
                    is_edge: true, // Tables are arrays, and most have blanks and texts in them.
                };
                tally.count(&counted, || {
                    format!("{} ({dialect:?}): {} got {got:?}; {}", case.name, case.formula, case.source)
                });
            }
        }
    }
}
