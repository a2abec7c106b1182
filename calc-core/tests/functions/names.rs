//! Which names count: those that pass at least three cases with a source, one of them at an edge.

use calc_core::functions::all;
use calc_core::functions::table::{Flags, FunctionSpec};

use crate::score::{Credit, Tally};

/// The fewest cases that speak for a name.
const ENOUGH: usize = 3;

/// What was found of the names.
#[derive(Default)]
pub struct Names {
    /// Names and aliases of the table.
    pub all: usize,
    /// Those that compute something, rather than giving the error of a function without its provider.
    pub computing: usize,
    /// Names with cases enough.
    pub counted: usize,
    /// Names with cases enough that compute something.
    pub counted_computing: usize,
    /// Names without cases enough, and what they have.
    pub lacking: Vec<(&'static str, Credit)>,
}

/// Whether a function needs the world outside.
pub fn is_external(spec: &FunctionSpec) -> bool {
    spec.flags.has(Flags::EXTERNAL)
}

/// Looks at every name of the table.
pub fn look(tally: &Tally) -> Names {
    let mut names = Names::default();
    for spec in all() {
        for name in std::iter::once(&spec.name).chain(spec.aliases) {
            let credit = tally.credits.get(*name).copied().unwrap_or_default();
            let is_computing = !is_external(spec);
            let is_counted = credit.equal >= ENOUGH && credit.edges > 0;
            names.all += 1;
            names.computing += usize::from(is_computing);
            names.counted += usize::from(is_counted);
            names.counted_computing += usize::from(is_counted && is_computing);
            if !is_counted {
                names.lacking.push((name, credit));
            }
        }
    }
    names
}
