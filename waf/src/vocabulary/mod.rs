//! The words that detectors know, and what each of them means to which language.
//!
//! The lists are texts in the source, and a table of hashes in the program: no word of them is kept at run time. A word is found
//! by 44 bits of its hash; one that collides is judged as the word it collides with, and has a rule's other tokens still to meet.

mod lists;

/// A command of Unix that is no English word.
pub(crate) const UNIX: u64 = 1 << 0;
/// A command of Unix that is also an English word, or short.
pub(crate) const UNIX_PLAIN: u64 = 1 << 1;
/// A shell or an interpreter that runs what it is given.
pub(crate) const SHELL: u64 = 1 << 2;
/// A command that runs the command after it.
pub(crate) const WRAPPER: u64 = 1 << 3;
/// A command that says where an attacker has arrived.
pub(crate) const RECON: u64 = 1 << 4;
/// A command of Windows that is no English word.
pub(crate) const WINDOWS: u64 = 1 << 5;
/// A command of Windows that is also an English word, or short.
pub(crate) const WINDOWS_PLAIN: u64 = 1 << 6;
/// A directory at the root of a Unix system.
pub(crate) const ROOT: u64 = 1 << 7;
/// A function of PHP that no prose names.
pub(crate) const PHP: u64 = 1 << 8;
/// A function of PHP whose name is also a word.
pub(crate) const PHP_PLAIN: u64 = 1 << 9;
/// An element that runs script, loads, or breaks out of its surroundings.
pub(crate) const TAG: u64 = 1 << 10;
/// An element that is harmless unless it has attributes.
pub(crate) const TAG_PLAIN: u64 = 1 << 11;
/// An event handler attribute.
pub(crate) const EVENT: u64 = 1 << 12;
/// An attribute that loads or runs something.
pub(crate) const ATTRIBUTE: u64 = 1 << 13;
/// A function of JavaScript that an attack calls.
pub(crate) const JS_CALL: u64 = 1 << 14;
/// An object of the browser.
pub(crate) const JS_ROOT: u64 = 1 << 15;
/// A property of such an object.
pub(crate) const JS_PART: u64 = 1 << 16;
/// The first part of the name of a package of Java.
pub(crate) const PACKAGE: u64 = 1 << 17;
/// A class of Java that attacks name without its package.
pub(crate) const CLASS: u64 = 1 << 18;
/// A look-up of Log4j.
pub(crate) const LOOKUP: u64 = 1 << 19;
/// A name of the run times of Node, Ruby, Python and Perl.
pub(crate) const RUNTIME: u64 = 1 << 20;
/// JavaScript's prototype chain.
pub(crate) const PROTOTYPE: u64 = 1 << 21;
/// A scheme of an address that reads or runs something.
pub(crate) const SCHEME: u64 = 1 << 22;
/// A scheme of an address on the network.
pub(crate) const SCHEME_NET: u64 = 1 << 23;
/// A variable of a shell's surroundings.
pub(crate) const VARIABLE: u64 = 1 << 24;
/// A word that begins a statement of a batch file or of PowerShell.
pub(crate) const STATEMENT: u64 = 1 << 25;
/// An object or a function of template engines.
pub(crate) const TEMPLATE: u64 = 1 << 26;
/// A word of prose that an attack does not begin with, and a note may.
pub(crate) const PROSE: u64 = 1 << 27;
/// A file that attackers ask for by name.
pub(crate) const SECRET: u64 = 1 << 28;
/// A setting of PHP.
pub(crate) const INI: u64 = 1 << 29;
/// A word of the language of batch files.
pub(crate) const BATCH: u64 = 1 << 30;
/// A cmdlet's verb.
pub(crate) const VERB: u64 = 1 << 31;

/// The hash of a word without case, made byte by byte.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) const fn new() -> Hash {
        Hash(0xCBF2_9CE4_8422_2325)
    }

    #[inline]
    pub(crate) const fn with(self, byte: u8) -> Hash {
        Hash((self.0 ^ byte.to_ascii_lowercase() as u64).wrapping_mul(0x0000_0100_0000_01B3))
    }

    const fn slot(self) -> usize {
        (self.0 ^ self.0 >> 12) as usize % SLOTS
    }

    const fn check(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

const SLOTS: usize = 8192;
const ENTRIES: usize = 2400;

struct Table {
    slots: [u16; SLOTS],
    checks: [u32; ENTRIES],
    flags: [u32; ENTRIES],
    len: usize,
}

impl Table {
    /// The entry of a hash, or the free slot where it belongs.
    #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
    const fn probe(&self, hash: Hash) -> (usize, usize) {
        let mut slot = hash.slot();
        loop {
            let entry = self.slots[slot] as usize;
            if entry == 0 || self.checks[entry] == hash.check() {
                return (entry, slot);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "run by the compiler, which stops at a fault"
)]
const fn build() -> Table {
    let mut table = Table { slots: [0; SLOTS], checks: [0; ENTRIES], flags: [0; ENTRIES], len: 1 };
    let mut list = 0;
    while list < lists::LISTS.len() {
        let (flag, words) = lists::LISTS[list];
        let bytes = words.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let mut hash = Hash::new();
            let start = at;
            while at < bytes.len() && bytes[at] != b' ' {
                hash = hash.with(bytes[at]);
                at += 1;
            }
            if at > start {
                let (mut entry, slot) = table.probe(hash);
                if entry == 0 {
                    entry = table.len;
                    table.len += 1;
                    table.slots[slot] = entry as u16;
                    table.checks[entry] = hash.check();
                }
                table.flags[entry] |= flag as u32;
            }
            at += 1;
        }
        list += 1;
    }
    table
}

static TABLE: Table = build();

/// The word's entry; 0 if it is not known.
#[inline]
pub(crate) fn find(hash: Hash) -> u16 {
    let mut slot = hash.slot();
    // A quarter of the slots is taken: the loop ends at the first free one, after one or two steps.
    while let Some(entry) = TABLE.slots.get(slot) {
        if *entry == 0 || TABLE.checks.get(usize::from(*entry)) == Some(&hash.check()) {
            return *entry;
        }
        slot = (slot + 1) % SLOTS;
    }
    0
}

/// What is known of an entry.
#[inline]
pub(crate) fn flags(entry: u16) -> u64 {
    TABLE.flags.get(usize::from(entry)).map_or(0, |flags| u64::from(*flags))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags_of(word: &str) -> u64 {
        flags(find(word.bytes().fold(Hash::new(), Hash::with)))
    }

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
