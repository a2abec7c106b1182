//! Which positions of the topological order still have to be recalculated.

/// A set of positions that is walked from low to high, and may be added to behind the walk.
#[derive(Clone, Debug, Default)]
pub struct Dirty {
    words: Vec<u64>,
    /// The word that the walk has come to; what lies below was passed or left out.
    cursor: usize,
}

/// Positions to which a walk may be restricted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    words: Vec<u64>,
}

fn place(position: u32) -> (usize, u64) {
    (position as usize / 64, 1 << (position % 64))
}

impl Mask {
    /// No position of those below `len`.
    pub fn new(len: usize) -> Mask {
        Mask { words: vec![0; len.div_ceil(64)] }
    }

    /// Adds a position and tells whether it was new.
    pub fn insert(&mut self, position: u32) -> bool {
        let (word, bit) = place(position);
        match self.words.get_mut(word) {
            Some(bits) if *bits & bit == 0 => {
                *bits |= bit;
                true
            }
            _ => false,
        }
    }
}

impl Dirty {
    /// An empty set for positions below `len`.
    pub fn new(len: usize) -> Dirty {
        Dirty { words: vec![0; len.div_ceil(64)], cursor: 0 }
    }

    /// Adds a position and tells whether it was new; a walk that has passed it turns back.
    pub fn insert(&mut self, position: u32) -> bool {
        let (word, bit) = place(position);
        let Some(bits) = self.words.get_mut(word) else { return false };
        let is_new = *bits & bit == 0;
        *bits |= bit;
        self.cursor = self.cursor.min(word);
        is_new
    }

    /// All positions, from low to high.
    pub fn positions(&self) -> impl Iterator<Item = u32> {
        let words = self.words.iter().enumerate().filter(|(_, bits)| **bits != 0);
        words.flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits & 1 << bit != 0).map(move |bit| word as u32 * 64 + bit)
        })
    }

    /// Takes a position out.
    pub fn remove(&mut self, position: u32) {
        let (word, bit) = place(position);
        if let Some(bits) = self.words.get_mut(word) {
            *bits &= !bit;
        }
    }

    /// Whether a position is in the set.
    pub fn contains(&self, position: u32) -> bool {
        let (word, bit) = place(position);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Takes out the lowest position, of those in the mask if there is one. At the end of a walk the next one starts from the lowest again.
    pub fn pop(&mut self, mask: Option<&Mask>) -> Option<u32> {
        while let Some(bits) = self.words.get_mut(self.cursor) {
            let within = match mask {
                None => *bits,
                Some(mask) => *bits & mask.words.get(self.cursor).copied().unwrap_or(0),
            };
            if within != 0 {
                let bit = within.trailing_zeros();
                *bits &= !(1 << bit);
                return Some(self.cursor as u32 * 64 + bit);
            }
            self.cursor += 1;
        }
        self.cursor = 0;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_out_in_order_even_when_added_behind() {
        let mut dirty = Dirty::new(200);
        assert!(dirty.insert(150));
        assert!(dirty.insert(3));
        assert!(!dirty.insert(3));
        assert_eq!(dirty.positions().collect::<Vec<_>>(), [3, 150]);
        assert_eq!(dirty.pop(None), Some(3));
        assert_eq!(dirty.pop(None), Some(150));
        dirty.insert(70);
        dirty.insert(199);
        dirty.remove(199);
        assert_eq!(dirty.pop(None), Some(70));
        assert_eq!(dirty.pop(None), None);
        assert!(!dirty.contains(70));
    }

    #[test]
    fn what_lies_outside_of_the_mask_stays() {
        let mut dirty = Dirty::new(200);
        let mut mask = Mask::new(200);
        assert!(mask.insert(150));
        assert!(!mask.insert(150));
        dirty.insert(3);
        dirty.insert(150);
        assert_eq!(dirty.pop(Some(&mask)), Some(150));
        assert_eq!(dirty.pop(Some(&mask)), None);
        assert_eq!(dirty.pop(None), Some(3));
    }
}
