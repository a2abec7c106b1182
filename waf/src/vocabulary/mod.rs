//! The words that detectors know, and what each of them means to which language.
//!
//! The lists are texts in the source, and a table of hashes in the program: no word of them is kept at run time. A word is found
//! by 32 bits of its hash; one that collides is judged as the word it collides with, and has a rule's other tokens still to meet.

mod index;
mod lists;

pub(crate) use index::{Index, distinct, next_word};

/// A command of Unix that is no English word.
pub(crate) const UNIX: u32 = 1 << 0;
/// A command of Unix that is also an English word, or short.
pub(crate) const UNIX_PLAIN: u32 = 1 << 1;
/// A shell or an interpreter that runs what it is given.
pub(crate) const SHELL: u32 = 1 << 2;
/// A command that runs the command after it.
pub(crate) const WRAPPER: u32 = 1 << 3;
/// A command that says where an attacker has arrived.
pub(crate) const RECON: u32 = 1 << 4;
/// A command of Windows that is no English word.
pub(crate) const WINDOWS: u32 = 1 << 5;
/// A command of Windows that is also an English word, or short.
pub(crate) const WINDOWS_PLAIN: u32 = 1 << 6;
/// A directory at the root of a Unix system.
pub(crate) const ROOT: u32 = 1 << 7;
/// A function of PHP that no prose names.
pub(crate) const PHP: u32 = 1 << 8;
/// A function of PHP whose name is also a word.
pub(crate) const PHP_PLAIN: u32 = 1 << 9;
/// An element that runs script, loads, or breaks out of its surroundings.
pub(crate) const TAG: u32 = 1 << 10;
/// An element that is harmless unless it has attributes.
pub(crate) const TAG_PLAIN: u32 = 1 << 11;
/// An event handler attribute.
pub(crate) const EVENT: u32 = 1 << 12;
/// An attribute that loads or runs something.
pub(crate) const ATTRIBUTE: u32 = 1 << 13;
/// A function of JavaScript that an attack calls.
pub(crate) const JS_CALL: u32 = 1 << 14;
/// An object of the browser.
pub(crate) const JS_ROOT: u32 = 1 << 15;
/// A property of such an object.
pub(crate) const JS_PART: u32 = 1 << 16;
/// The first part of the name of a package of Java.
pub(crate) const PACKAGE: u32 = 1 << 17;
/// A class of Java that attacks name without its package.
pub(crate) const CLASS: u32 = 1 << 18;
/// A look-up of Log4j.
pub(crate) const LOOKUP: u32 = 1 << 19;
/// A name of the run times of Node, Ruby, Python and Perl.
pub(crate) const RUNTIME: u32 = 1 << 20;
/// JavaScript's prototype chain.
pub(crate) const PROTOTYPE: u32 = 1 << 21;
/// A scheme of an address that reads or runs something.
pub(crate) const SCHEME: u32 = 1 << 22;
/// A scheme of an address on the network.
pub(crate) const SCHEME_NET: u32 = 1 << 23;
/// A variable of a shell's surroundings.
pub(crate) const VARIABLE: u32 = 1 << 24;
/// A word that begins a statement of a batch file or of PowerShell.
pub(crate) const STATEMENT: u32 = 1 << 25;
/// An object or a function of template engines.
pub(crate) const TEMPLATE: u32 = 1 << 26;
/// A word of prose that an attack does not begin with, and a note may.
pub(crate) const PROSE: u32 = 1 << 27;
/// A file that attackers ask for by name.
pub(crate) const SECRET: u32 = 1 << 28;
/// A setting of PHP.
pub(crate) const INI: u32 = 1 << 29;
/// A word of the language of batch files.
pub(crate) const BATCH: u32 = 1 << 30;
/// A cmdlet's verb.
pub(crate) const VERB: u32 = 1 << 31;

/// The hash of a word without case, eight bytes at a time.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u64);

/// Makes a letter small, and leaves digits as they are; no other bytes of ASCII are in a word but `_`, which stays apart.
const SMALL: u64 = 0x2020_2020_2020_2020;

impl Hash {
    pub(super) const fn new() -> Hash {
        Hash(0xCBF2_9CE4_8422_2325)
    }

    const fn with(self, eight: u64) -> Hash {
        let mixed = (self.0 ^ eight).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Hash(mixed ^ mixed >> 29)
    }

    /// The hash of what stands between two places of a text.
    #[inline]
    pub(crate) fn of(bytes: &[u8], start: usize, end: usize) -> Hash {
        let mut hash = Hash::new();
        let mut at = start;
        while at < end {
            let left = end - at;
            let eight = match bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
                Some(eight) => u64::from_le_bytes(*eight) | SMALL,
                None => tail(bytes.get(at..).unwrap_or_default()) | SMALL,
            };
            hash = hash.with(if left < 8 { eight & !(u64::MAX << (8 * left)) } else { eight });
            at += 8;
        }
        hash.end()
    }

    /// The same, for the compiler.
    #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
    pub(crate) const fn of_const(bytes: &[u8], start: usize, end: usize) -> Hash {
        let mut hash = Hash::new();
        let mut at = start;
        while at < end {
            let mut eight = 0;
            let mut place = 0;
            while place < 8 && at + place < end {
                eight |= (bytes[at + place] as u64 | 0x20) << (8 * place);
                place += 1;
            }
            hash = hash.with(eight);
            at += 8;
        }
        hash.end()
    }

    const fn end(self) -> Hash {
        let mixed = self.0.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        Hash(mixed ^ mixed >> 32)
    }

    /// The bits by which words are found, of which a table takes as many as it needs.
    pub(crate) const fn place(self) -> usize {
        (self.0 >> 20) as usize & 0xFFFF
    }

    /// The bits by which words are told apart.
    pub(crate) const fn word(self) -> u32 {
        self.0 as u32
    }
}

/// Fewer than eight bytes.
#[cold]
fn tail(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// The words, and for each the kind of what is known of it: few of the possible sets of flags occur.
static WORDS: Index<{ distinct(lists::LISTS) }> = Index::build(lists::LISTS);
static KINDS: ([u8; distinct(lists::LISTS)], [u32; 256]) = kinds();

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "run by the compiler, which stops at a fault"
)]
const fn kinds() -> ([u8; distinct(lists::LISTS)], [u32; 256]) {
    let index = &Index::<{ distinct(lists::LISTS) }>::build(lists::LISTS);
    let mut known = [0_u32; distinct(lists::LISTS)];
    let mut list = 0;
    while list < lists::LISTS.len() {
        let (flag, words) = lists::LISTS[list];
        let mut word = next_word(words.as_bytes(), 0);
        while word.0 < word.1 {
            if let Some(place) = index.find(Hash::of_const(words.as_bytes(), word.0, word.1)) {
                known[place] |= flag;
            }
            word = next_word(words.as_bytes(), word.1);
        }
        list += 1;
    }
    let (mut kinds, mut flags) = ([0; distinct(lists::LISTS)], [0; 256]);
    let mut place = 0;
    while place < known.len() {
        let mut kind = 0;
        while flags[kind] != known[place] && flags[kind] != 0 {
            kind += 1;
        }
        flags[kind] = known[place];
        kinds[place] = kind as u8;
        place += 1;
    }
    (kinds, flags)
}

/// What is known of a word; 0 if it is not known.
#[inline]
pub(crate) fn flags(hash: Hash) -> u32 {
    let Some(place) = WORDS.find(hash) else { return 0 };
    let (kinds, flags) = &KINDS;
    let kind = kinds.get(place).copied().unwrap_or(0);
    flags.get(usize::from(kind)).copied().unwrap_or(0)
}

/// What is known of a text as a word.
pub(crate) fn flags_of(word: &str) -> u32 {
    flags(Hash::of(word.as_bytes(), 0, word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_lists_is_found_whatever_its_case() {
        for (flag, words) in lists::LISTS {
            for word in words.split_ascii_whitespace() {
                assert_ne!(flags_of(word) & flag, 0, "{word}");
                assert_ne!(flags_of(&word.to_ascii_uppercase()) & flag, 0, "{word}");
            }
        }
    }

    #[test]
    fn words_of_prose_are_not_known() {
        for word in ["", "paint", "ceiling", "skirting", "Fenster", "стена"] {
            assert_eq!(flags_of(word), 0, "{word}");
        }
    }
}
