//! The rows of one group.

/// Rows in order. Most groups have one row, which then takes no memory of its own.
#[derive(Clone, Debug)]
pub enum Rows {
    /// Exactly one.
    One(u32),
    /// Any number.
    Many(Vec<u32>),
}

impl Rows {
    /// All of them.
    pub fn as_slice(&self) -> &[u32] {
        match self {
            Rows::One(row) => std::slice::from_ref(row),
            Rows::Many(rows) => rows,
        }
    }

    /// Those from `top` to `bottom`, as positions among all.
    pub fn between(&self, top: u32, bottom: u32) -> std::ops::Range<usize> {
        let rows = self.as_slice();
        let from = match rows.first() {
            Some(first) if *first >= top => 0,
            _ => rows.partition_point(|row| *row < top),
        };
        let to = match rows.last() {
            Some(last) if *last <= bottom => rows.len(),
            _ => rows.partition_point(|row| *row <= bottom),
        };
        from..to.max(from)
    }

    /// Adds a row that is not there and returns its position.
    pub fn insert(&mut self, row: u32) -> usize {
        match self {
            Rows::One(only) => {
                let only = *only;
                *self = Rows::Many(vec![only.min(row), only.max(row)]);
                usize::from(row > only)
            }
            Rows::Many(rows) => {
                let at = match rows.last() {
                    Some(last) if *last > row => rows.partition_point(|other| *other < row),
                    _ => rows.len(),
                };
                rows.insert(at, row);
                at
            }
        }
    }

    /// Takes a row out and returns its position.
    pub fn remove(&mut self, row: u32) -> Option<usize> {
        let at = self.as_slice().binary_search(&row).ok()?;
        match self {
            Rows::One(_) => *self = Rows::Many(Vec::new()),
            Rows::Many(rows) => _ = rows.remove(at),
        }
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_in_order() {
        let mut rows = Rows::One(5);
        assert_eq!(rows.between(0, 9), 0..1);
        assert_eq!(rows.between(6, 9), 1..1);
        assert_eq!(rows.insert(3), 0);
        assert_eq!(rows.insert(9), 2);
        assert_eq!(rows.insert(4), 1);
        assert_eq!(rows.as_slice(), [3, 4, 5, 9]);
        assert_eq!(rows.between(4, 8), 1..3);
        assert_eq!(rows.remove(4), Some(1));
        assert_eq!(rows.remove(4), None);
        assert_eq!(rows.as_slice(), [3, 5, 9]);
        let mut one = Rows::One(7);
        assert_eq!(one.remove(7), Some(0));
        assert_eq!(one.insert(2), 0);
        assert_eq!(one.as_slice(), [2]);
    }
}
