//! All functions in one list, found by name.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::args::{Call, Outcome};
use super::table::{Category, FunctionSpec};
use crate::value::CellError;

/// The rows of every category, in the order of their ids.
static TABLES: &[&[FunctionSpec]] = &[
    super::array::filter::FUNCTIONS,
    super::array::make::FUNCTIONS,
    super::array::multiply::FUNCTIONS,
    super::array::pick::FUNCTIONS,
    super::array::shape::FUNCTIONS,
    super::array::sort::FUNCTIONS,
    super::array::unique::FUNCTIONS,
    super::cell::FUNCTIONS,
    super::database::FUNCTIONS,
    super::date::epoch::FUNCTIONS,
    super::date::parts::FUNCTIONS,
    super::date::periods::FUNCTIONS,
    super::date::weeks::FUNCTIONS,
    super::date::workdays::FUNCTIONS,
    super::engineering::bases::FUNCTIONS,
    super::engineering::bessel::FUNCTIONS,
    super::engineering::bits::FUNCTIONS,
    super::engineering::convert::FUNCTIONS,
    super::engineering::error_function::FUNCTIONS,
    super::engineering::imaginary::FUNCTIONS,
    super::financial::accrued::FUNCTIONS,
    super::financial::amortization::FUNCTIONS,
    super::financial::annuity::FUNCTIONS,
    super::financial::bonds::FUNCTIONS,
    super::financial::cashflow::FUNCTIONS,
    super::financial::coupons::FUNCTIONS,
    super::financial::depreciation::FUNCTIONS,
    super::financial::discount::FUNCTIONS,
    super::financial::euro::FUNCTIONS,
    super::financial::odd::FUNCTIONS,
    super::financial::rates::FUNCTIONS,
    super::google::convert::FUNCTIONS,
    super::google::external::FUNCTIONS,
    super::google::join::FUNCTIONS,
    super::google::operators::FUNCTIONS,
    super::google::outside::FUNCTIONS,
    super::google::patterns::FUNCTIONS,
    super::google::split::FUNCTIONS,
    super::information::FUNCTIONS,
    super::lambda::ALONG,
    super::lambda::FOLD,
    super::lambda::FUNCTIONS,
    super::lambda::MAKE,
    super::lambda::MAP,
    super::lambda::PIVOT,
    super::logical::FUNCTIONS,
    super::lookup::address::FUNCTIONS,
    super::lookup::index::FUNCTIONS,
    super::lookup::place::FUNCTIONS,
    super::lookup::vector::FUNCTIONS,
    super::lookup::vlookup::FUNCTIONS,
    super::lookup::xlookup::FUNCTIONS,
    super::math::arithmetic::FUNCTIONS,
    super::math::combinatorics::FUNCTIONS,
    super::math::conditional::FUNCTIONS,
    super::math::matrix::FUNCTIONS,
    super::math::numerals::FUNCTIONS,
    super::math::products::FUNCTIONS,
    super::math::random::FUNCTIONS,
    super::math::rounding::FUNCTIONS,
    super::math::subtotals::FUNCTIONS,
    super::math::sums::FUNCTIONS,
    super::math::trigonometry::FUNCTIONS,
    super::outside::FUNCTIONS,
    super::query::FUNCTIONS,
    super::statistical::association::FUNCTIONS,
    super::statistical::averages::FUNCTIONS,
    super::statistical::continuous::FUNCTIONS,
    super::statistical::counts::FUNCTIONS,
    super::statistical::discrete::FUNCTIONS,
    super::statistical::fit::FUNCTIONS,
    super::statistical::normal::FUNCTIONS,
    super::statistical::order::FUNCTIONS,
    super::statistical::polynomial::FUNCTIONS,
    super::statistical::regression::FUNCTIONS,
    super::statistical::spread::FUNCTIONS,
    super::statistical::tests::FUNCTIONS,
    super::statistical::timeline::FUNCTIONS,
    super::statistical::weighted::FUNCTIONS,
    super::text::between::FUNCTIONS,
    super::text::case::FUNCTIONS,
    super::text::characters::FUNCTIONS,
    super::text::convert::FUNCTIONS,
    super::text::find::FUNCTIONS,
    super::text::join::FUNCTIONS,
    super::text::list::FUNCTIONS,
    super::text::parts::FUNCTIONS,
    super::text::replace::FUNCTIONS,
    super::text::split::FUNCTIONS,
    super::text::web::FUNCTIONS,
    super::text::numerals::FUNCTIONS,
    super::text::phonetic::FUNCTIONS,
    super::text::width::FUNCTIONS,
];

/// The position of a function in the library. It may change from one version to the next: store names, not ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(pub u16);

struct Library {
    specs: Vec<&'static FunctionSpec>,
    by_name: FxHashMap<&'static str, FunctionId>,
}

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let specs: Vec<&'static FunctionSpec> = TABLES.iter().flat_map(|table| table.iter()).collect();
        let mut by_name = FxHashMap::default();
        for (index, spec) in specs.iter().enumerate() {
            for name in std::iter::once(&spec.name).chain(spec.aliases) {
                by_name.insert(*name, FunctionId(index as u16));
            }
        }
        Library { specs, by_name }
    })
}

/// The function with that name or alias, in any case.
///
/// ```
/// use calc_core::functions::{find, spec};
/// let id = find("sum").unwrap();
/// assert_eq!(spec(id).name, "SUM");
/// assert!(find("SUMM").is_none());
/// ```
pub fn find(name: &str) -> Option<FunctionId> {
    let by_name = &library().by_name;
    by_name.get(name).or_else(|| by_name.get(name.to_ascii_uppercase().as_str())).copied()
}

/// The row of a function.
pub fn spec(id: FunctionId) -> &'static FunctionSpec {
    library().specs.get(id.0 as usize).copied().unwrap_or(&UNKNOWN)
}

/// Every function, in the order of their ids.
pub fn all() -> impl Iterator<Item = &'static FunctionSpec> {
    library().specs.iter().copied()
}

/// What an id that came from nowhere stands for.
static UNKNOWN: FunctionSpec =
    FunctionSpec::new("", Category::Information, &[], unknown, "An unknown function: always `#NAME?`.");

fn unknown(_: &Call<'_>) -> Outcome {
    Err(CellError::Name)
}

/// The name that was probably meant: the nearest one within two slips of the pen, the first by alphabet where several are.
///
/// ```
/// use calc_core::functions::suggest;
/// assert_eq!(suggest("SMU"), Some("SUM"));
/// assert_eq!(suggest("PAINTBOX"), None);
/// ```
pub fn suggest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_uppercase();
    let limit = if name.len() <= 4 { 1 } else { 2 };
    library()
        .by_name
        .keys()
        .filter_map(|known| {
            let distance = distance(name.as_bytes(), known.as_bytes());
            (distance <= limit).then_some((distance, *known))
        })
        .min()
        .map(|(_, known)| known)
}

/// The longest name that is compared: no function's name comes near it.
const LONGEST: usize = 40;

/// How many letters have to be put in, left out, changed or swapped with their neighbour to get from one word to the other.
fn distance(from: &[u8], to: &[u8]) -> usize {
    if from.len().abs_diff(to.len()) > 2 || from.len() > LONGEST {
        return usize::MAX;
    }
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut from_before = None;
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut to_before = None;
        for (j, b) in to.iter().enumerate() {
            let change = at(&last, j) + usize::from(a != b);
            let mut best = change.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && from_before == Some(b) && to_before == Some(a) {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
            to_before = Some(b);
        }
        from_before = Some(a);
        before = std::mem::replace(&mut last, row);
    }
    at(&last, to.len())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_name_stands_twice() {
        let mut seen = BTreeSet::new();
        for spec in all() {
            for name in std::iter::once(&spec.name).chain(spec.aliases) {
                assert!(seen.insert(*name), "{name} stands twice");
                assert_eq!(*name, name.to_ascii_uppercase());
            }
        }
    }

    #[test]
    fn rows_are_well_formed() {
        for spec in all() {
            let parameters = spec.parameters;
            assert!(spec.repeat as usize <= parameters.len(), "{} repeats more than it has", spec.name);
            let summary = spec.documentation.summary;
            assert!(!summary.is_empty() && summary.ends_with('.'), "{}: {summary}", spec.name);
            let first_optional = parameters.iter().position(|p| p.optional).unwrap_or(parameters.len());
            assert!(
                parameters.iter().skip(first_optional).all(|p| p.optional),
                "{}: a required parameter after an optional one",
                spec.name
            );
        }
    }

    #[test]
    fn a_swap_is_one_slip() {
        assert_eq!(distance(b"SMU", b"SUM"), 1);
        assert_eq!(distance(b"VLOKUP", b"VLOOKUP"), 1);
        assert_eq!(distance(b"SUM", b"SUM"), 0);
    }
}
