//! Every diagnostic code there is, with what it means and what to do about it.
//!
//! A [`Code`] can be made nowhere else, so a diagnostic without an entry does not compile. `docs/diagnostics.md` is made from
//! these rows and from examples that produce each code; a test fails when it is stale.
//!
//! Numbers are stable: a code that is no longer given is not given to something else. A new one is a new row.

use super::Code;

/// Defines the codes of one family: a constant and a row of the catalogue each.
macro_rules! entries {
    ($($constant:ident $number:literal $title:literal { $meaning:literal $remedy:literal })*) => {
        $(
            #[doc = concat!("PB", $number, ": ", $title, ".")]
            pub const $constant: Code = Code($number);
        )*

        pub(super) const ENTRIES: &[Entry] =
            &[$(Entry { code: $constant, title: $title, meaning: $meaning, remedy: $remedy }),*];
    };
}

pub mod file;
pub mod formula;
pub mod name;
pub mod ports;

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// What was found, in a few words that fit behind the code.
    pub title: &'static str,
    /// When it is reported, and what the engine does instead: Markdown, in sentences.
    pub meaning: &'static str,
    /// What to do about it: Markdown, in sentences.
    pub remedy: &'static str,
}

/// A group of codes, as the page shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// What the codes are about.
    pub title: &'static str,
    /// Its codes, in the order of their numbers.
    pub entries: &'static [Entry],
}

/// All codes, by what they are about.
pub const FAMILIES: &[Family] = &[
    Family { title: "The file", entries: file::ENTRIES },
    Family { title: "The text of a formula, and what it calls", entries: formula::ENTRIES },
    Family { title: "Names, sheets and tables in a formula", entries: name::ENTRIES },
    Family { title: "The ports file", entries: ports::ENTRIES },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_through_the_catalogue_so_none_is_there_twice() {
        let numbers: Vec<u16> =
            FAMILIES.iter().flat_map(|family| family.entries).map(|entry| entry.code.number()).collect();
        assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    }

    #[test]
    fn a_title_fits_behind_its_code_and_the_rest_is_sentences() {
        for entry in FAMILIES.iter().flat_map(|family| family.entries) {
            let Entry { code, title, meaning, remedy } = *entry;
            assert!(title.chars().count() <= 60 && !title.ends_with('.'), "{code}: {title}");
            assert!(title.chars().next().is_some_and(|first| !first.is_uppercase()), "{code}: {title}");
            assert!(meaning.ends_with('.') && remedy.ends_with('.'), "{code}");
        }
    }
}
