//! A map that forgets what was used longest ago.

use std::collections::BTreeMap;

/// A map of bounded size: the latest `capacity` keys are surely in it, and never more than twice as many.
///
/// Two generations: what is used moves to the young one; when that is full it becomes the old one, and what nobody used since goes.
/// An ordered map, since the keys are chosen by others: no choice of them makes it slow.
#[derive(Debug)]
pub struct Recent<K, V> {
    capacity: usize,
    young: BTreeMap<K, V>,
    old: BTreeMap<K, V>,
}

impl<K: Ord + Clone, V> Recent<K, V> {
    /// An empty map.
    pub fn new(capacity: usize) -> Recent<K, V> {
        Recent { capacity, young: BTreeMap::new(), old: BTreeMap::new() }
    }

    /// The value of a key, made if it is not there, and used now.
    pub fn entry(&mut self, key: &K, make: impl FnOnce() -> V) -> &mut V {
        if !self.young.contains_key(key) && self.young.len() >= self.capacity {
            self.old = std::mem::take(&mut self.young);
        }
        let kept = self.old.remove(key);
        self.young.entry(key.clone()).or_insert_with(|| kept.unwrap_or_else(make))
    }

    /// The value of a key, if it is there. Looking is no use.
    pub fn look(&mut self, key: &K) -> Option<&mut V> {
        self.young.get_mut(key).or_else(|| self.old.get_mut(key))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_the_size_is_bounded() {
        let mut recent = Recent::new(10);
        for key in 0..100_000_u32 {
            *recent.entry(&0, || 0) += 1;
            recent.entry(&key, || 0);
            assert!(recent.len() <= 20);
        }
        assert_eq!(recent.look(&0), Some(&mut 100_000));
        assert_eq!(recent.look(&50_000), None);
        for key in 99_995..100_000 {
            assert!(recent.look(&key).is_some(), "{key}");
        }
    }
}
