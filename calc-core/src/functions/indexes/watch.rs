//! Which formulas hang on which part of a column.
//!
//! A hundred thousand look-ups read one table; an edit in it changes a few of them. A formula whose searches were all answered from
//! indexes hangs on the values that it looked for, and on the cells that stood beside what was found: it is told when one of those
//! changes, and left alone otherwise. A formula that walked over a range is told of every change, as ever.
//!
//! A formula that runs again gets a new stamp, which makes its old entries stale. Whoever passes a stale one takes it out of its bucket, so
//! that what many hang on is not searched among all that ever did; when more than half of the entries may be stale, all are swept.

/// A formula, by whatever number the session knows it.
pub type Reader = u32;

/// What a formula hangs on: an index and the hash of values looked for, a column and a row, a column as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Values with that hash in an index.
    Class(u32, u32),
    /// A cell of a watched column, by its row.
    Cell(u32, u32),
    /// All cells of a watched column.
    Column(u32),
}

impl Subject {
    fn hash(self) -> u32 {
        let (kind, of, what) = match self {
            Subject::Class(index, hash) => (1, index, hash),
            Subject::Cell(column, row) => (2, column, row),
            Subject::Column(column) => (3, column, 0),
        };
        let mixed = (u64::from(what) | u64::from(of) << 32).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ kind;
        (mixed >> 32) as u32 ^ mixed as u32
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    subject: Subject,
    reader: Reader,
    stamp: u32,
    /// The next entry of the bucket.
    next: u32,
}

const NONE: u32 = u32::MAX;

/// Entries that are kept before any are swept.
const FEW: usize = 1_024;

/// Who hangs on what.
#[derive(Debug, Default)]
pub struct Watches {
    /// The run of each formula.
    stamps: Vec<u32>,
    /// Whether the last run of each formula is covered by its entries.
    covered: Vec<u64>,
    entries: Vec<Entry>,
    buckets: Vec<u32>,
    /// Entries that were fresh at the last sweep.
    fresh: usize,
    running: Option<Running>,
}

/// The formula that runs.
#[derive(Clone, Copy, Debug)]
struct Running {
    reader: Reader,
    /// Searches that no index has answered yet.
    open: u32,
}

impl Watches {
    /// A formula begins to run.
    pub fn begin(&mut self, reader: Reader) {
        let at = reader as usize;
        if self.stamps.len() <= at {
            self.stamps.resize(at + 1, 0);
            self.covered.resize(at / 64 + 1, 0);
        }
        if let Some(stamp) = self.stamps.get_mut(at) {
            *stamp = stamp.wrapping_add(1);
        }
        self.running = Some(Running { reader, open: 0 });
    }

    /// It has run.
    pub fn end(&mut self) {
        if let Some(Running { reader, open }) = self.running.take()
            && let Some(bits) = self.covered.get_mut(reader as usize / 64)
        {
            let bit = 1 << (reader % 64);
            *bits = if open == 0 { *bits | bit } else { *bits & !bit };
        }
    }

    /// A search begins.
    pub fn ask(&mut self) {
        if let Some(running) = &mut self.running {
            running.open += 1;
        }
    }

    /// The search has noted all that its answer hangs on.
    pub fn answer(&mut self) {
        if let Some(running) = &mut self.running {
            running.open = running.open.saturating_sub(1);
        }
    }

    /// Whether a formula that wants to be told is running.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Whether the formula needs to be told of no other changes than those that it hangs on.
    pub fn is_covered(&self, reader: Reader) -> bool {
        self.covered.get(reader as usize / 64).is_some_and(|bits| bits & 1 << (reader % 64) != 0)
    }

    /// Notes what the running formula hangs on.
    pub fn add(&mut self, subject: Subject) {
        let Some(Running { reader, .. }) = self.running else { return };
        let stamp = self.stamp(reader);
        if self.buckets.is_empty() || self.entries.len() >= self.fresh * 2 + FEW {
            self.sweep();
        }
        let bucket = self.bucket(subject);
        if let Some(first) = self.buckets.get_mut(bucket) {
            let next = std::mem::replace(first, self.entries.len() as u32);
            self.entries.push(Entry { subject, reader, stamp, next });
        }
    }

    /// Tells all that hang on a subject.
    pub fn tell(&mut self, subject: Subject, told: &mut impl FnMut(Reader)) {
        let bucket = self.bucket(subject);
        let Watches { stamps, entries, buckets, .. } = self;
        let Some(first) = buckets.get_mut(bucket) else { return };
        // The last fresh entry that was passed, if there is one, and the one behind it.
        let (mut last, mut at) = (NONE, *first);
        while let Some(Entry { subject: of, reader, stamp, next }) = entries.get(at as usize).copied() {
            if stamps.get(reader as usize).copied() == Some(stamp) {
                if of == subject {
                    told(reader);
                }
                last = at;
            } else {
                match entries.get_mut(last as usize) {
                    Some(last) => last.next = next,
                    None => *first = next,
                }
            }
            at = next;
        }
    }

    /// An index goes: who hangs on it has to be told of everything again.
    pub fn uncover(&mut self, index: u32) {
        for at in 0..self.entries.len() {
            if let Some(Entry { subject: Subject::Class(of, _), reader, .. }) = self.entries.get(at).copied()
                && of == index
                && let Some(bits) = self.covered.get_mut(reader as usize / 64)
            {
                *bits &= !(1 << (reader % 64));
            }
        }
        if let Some(running) = &mut self.running {
            running.open = running.open.saturating_add(1);
        }
    }

    fn stamp(&self, reader: Reader) -> u32 {
        self.stamps.get(reader as usize).copied().unwrap_or_default()
    }

    fn bucket(&self, subject: Subject) -> usize {
        // As many buckets as a power of two; none at first.
        subject.hash() as usize & self.buckets.len().wrapping_sub(1)
    }

    /// Takes stale entries out and makes room for as many again.
    fn sweep(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.retain(|entry| entry.stamp == self.stamp(entry.reader));
        self.fresh = entries.len();
        let buckets = (self.fresh * 2 + FEW).next_power_of_two();
        self.buckets.clear();
        self.buckets.resize(buckets, NONE);
        for (at, entry) in entries.iter_mut().enumerate() {
            let bucket = entry.subject.hash() as usize & (buckets - 1);
            if let Some(first) = self.buckets.get_mut(bucket) {
                entry.next = std::mem::replace(first, at as u32);
            }
        }
        self.entries = entries;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(watches: &mut Watches, subject: Subject) -> Vec<Reader> {
        let mut readers = Vec::new();
        watches.tell(subject, &mut |reader| readers.push(reader));
        readers.sort_unstable();
        readers
    }

    fn run(watches: &mut Watches, reader: Reader, subjects: &[Subject]) {
        watches.begin(reader);
        for subject in subjects {
            watches.ask();
            watches.add(*subject);
            watches.answer();
        }
        watches.end();
    }

    #[test]
    fn a_formula_is_told_of_what_it_hung_on_last() {
        let mut watches = Watches::default();
        let (apples, pears) = (Subject::Class(0, 7), Subject::Class(0, 8));
        run(&mut watches, 3, &[apples]);
        run(&mut watches, 70, &[apples, Subject::Cell(1, 5)]);
        assert_eq!(told(&mut watches, apples), [3, 70]);
        assert_eq!(told(&mut watches, Subject::Cell(1, 5)), [70]);
        assert!(told(&mut watches, Subject::Column(1)).is_empty());
        run(&mut watches, 3, &[pears]);
        assert_eq!(told(&mut watches, apples), [70]);
        assert!(watches.is_covered(3) && watches.is_covered(70) && !watches.is_covered(4));
    }

    #[test]
    fn a_search_without_an_answer_leaves_the_formula_uncovered() {
        let mut watches = Watches::default();
        watches.begin(3);
        watches.ask();
        watches.end();
        assert!(!watches.is_covered(3));
        run(&mut watches, 3, &[Subject::Class(2, 9)]);
        assert!(watches.is_covered(3));
        watches.uncover(2);
        assert!(!watches.is_covered(3));
    }

    #[test]
    fn stale_entries_do_not_pile_up() {
        let mut watches = Watches::default();
        for round in 0..1_000_u32 {
            for reader in 0..50 {
                run(&mut watches, reader, &[Subject::Class(0, round)]);
            }
        }
        assert!(watches.entries.len() <= 2 * FEW, "{} entries", watches.entries.len());
        assert_eq!(told(&mut watches, Subject::Class(0, 999)).len(), 50);
        assert!(told(&mut watches, Subject::Class(0, 998)).is_empty());
    }
}
