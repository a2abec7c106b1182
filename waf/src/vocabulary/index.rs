//! Words by their hash, packed: four bytes a word, and two for a group of one or two words.

use super::Hash;

/// How many groups there are: the search of a word looks at those of its group alone.
const GROUPS: usize = 1024;

/// `N` words, of which nothing but their hashes is kept.
pub(crate) struct Index<const N: usize> {
    /// Where each group begins, and where the last ends.
    groups: [u16; GROUPS + 1],
    words: [u32; N],
}

impl<const N: usize> Index<N> {
    /// The place of a word among the `N`, or none.
    #[inline]
    pub(crate) const fn find(&self, hash: Hash) -> Option<usize> {
        let group = hash.place() % GROUPS;
        #[expect(
            clippy::indexing_slicing,
            reason = "the remainder is smaller than the table, which has one entry more"
        )]
        let (start, end) = (self.groups[group] as usize, self.groups[group + 1] as usize);
        let mut place = start;
        while place < end && place < N {
            #[expect(clippy::indexing_slicing, reason = "asked for above")]
            if self.words[place] == hash.word() {
                return Some(place);
            }
            place += 1;
        }
        None
    }

    /// The words of some lists, each of words with blanks between them.
    #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
    pub(crate) const fn build<V: Copy>(lists: &[(V, &str)]) -> Index<N> {
        let (found, count) = collect(lists);
        let mut index = Index { groups: [0; GROUPS + 1], words: [0; N] };
        let mut at = 0;
        while at < count {
            index.groups[found[at].place() % GROUPS + 1] += 1;
            at += 1;
        }
        let mut group = 0;
        while group < GROUPS {
            index.groups[group + 1] += index.groups[group];
            group += 1;
        }
        let mut taken = [0_usize; GROUPS];
        at = 0;
        while at < count {
            let group = found[at].place() % GROUPS;
            index.words[index.groups[group] as usize + taken[group]] = found[at].word();
            taken[group] += 1;
            at += 1;
        }
        index
    }
}

/// No more words than these are in the lists of a table.
const MOST: usize = 4096;

/// How many words some lists have, each counted once.
pub(crate) const fn distinct<V: Copy>(lists: &[(V, &str)]) -> usize {
    collect(lists).1
}

/// The hashes of all words, each once, and how many they are.
#[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
const fn collect<V: Copy>(lists: &[(V, &str)]) -> ([Hash; MOST], usize) {
    let mut found = [Hash::new(); MOST];
    let mut seen = [0_u32; 2 * MOST];
    let (mut count, mut list) = (0, 0);
    while list < lists.len() {
        let bytes = lists[list].1.as_bytes();
        let mut word = next_word(bytes, 0);
        while word.0 < word.1 {
            let hash = Hash::of_const(bytes, word.0, word.1);
            let mut slot = hash.place() % seen.len();
            while seen[slot] != 0 && seen[slot] != hash.word() {
                slot = (slot + 1) % seen.len();
            }
            if seen[slot] == 0 {
                seen[slot] = hash.word();
                found[count] = hash;
                count += 1;
            }
            word = next_word(bytes, word.1);
        }
        list += 1;
    }
    (found, count)
}

/// The beginning and the end of the next word of a list; both the same behind the last.
#[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
pub(crate) const fn next_word(list: &[u8], from: usize) -> (usize, usize) {
    let mut start = from;
    while start < list.len() && list[start] == b' ' {
        start += 1;
    }
    let mut end = start;
    while end < list.len() && list[end] != b' ' {
        end += 1;
    }
    (start, end)
}
