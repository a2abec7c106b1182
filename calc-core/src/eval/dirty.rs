//! Which positions of the topological order still have to be recalculated.

/// A set of positions that is walked from low to high, and may be added to behind the walk.
#[derive(Clone, Debug, Default)]
pub struct Dirty {
    words: Vec<u64>,
    /// No position below this word is in the set.
    low: usize,
}

impl Dirty {
    /// An empty set for positions below `len`.
    pub fn new(len: usize) -> Dirty {
        Dirty { words: vec![0; len.div_ceil(64)], low: usize::MAX }
    }

    /// Adds a position.
    pub fn insert(&mut self, position: u32) {
        let word = position as usize / 64;
        if let Some(bits) = self.words.get_mut(word) {
            *bits |= 1 << (position % 64);
            self.low = self.low.min(word);
        }
    }

    /// Takes a position out.
    pub fn remove(&mut self, position: u32) {
        if let Some(bits) = self.words.get_mut(position as usize / 64) {
            *bits &= !(1 << (position % 64));
        }
    }

    /// Whether a position is in the set.
    pub fn contains(&self, position: u32) -> bool {
        self.words.get(position as usize / 64).is_some_and(|bits| bits & (1 << (position % 64)) != 0)
    }

    /// Takes out the lowest position.
    pub fn pop(&mut self) -> Option<u32> {
        while let Some(bits) = self.words.get_mut(self.low) {
            if *bits != 0 {
                let bit = bits.trailing_zeros();
                *bits &= *bits - 1;
                return Some(self.low as u32 * 64 + bit);
            }
            self.low += 1;
        }
        self.low = usize::MAX;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_out_in_order_even_when_added_behind() {
        let mut dirty = Dirty::new(200);
        dirty.insert(150);
        dirty.insert(3);
        assert_eq!(dirty.pop(), Some(3));
        assert_eq!(dirty.pop(), Some(150));
        dirty.insert(70);
        dirty.insert(199);
        dirty.remove(199);
        assert_eq!(dirty.pop(), Some(70));
        assert_eq!(dirty.pop(), None);
        assert!(!dirty.contains(70));
    }
}
