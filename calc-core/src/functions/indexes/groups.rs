//! The rows of columns, grouped by their values.
//!
//! A hash table of groups, each with its rows in order, and for each row the group that it is in: a key is found in one step, and
//! so is what an edit of a cell changes.

use super::key::{Class, IndexKey, Reader, hash, same};
use super::rows::Rows;
use crate::reference::CellRef;
use crate::value::{Grid, Value};

/// No group.
const NONE: u32 = u32::MAX;

/// The number of a group.
pub type GroupId = u32;

/// A row that came into a group or left it, and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The group.
    pub group: GroupId,
    /// The position of the row among those of the group.
    pub position: usize,
    /// The hash of the group's values.
    pub hash: u32,
}

#[derive(Clone, Debug)]
struct Group {
    hash: u32,
    /// The next group of the bucket.
    next: GroupId,
    rows: Rows,
}

/// The groups of one index.
#[derive(Clone, Debug)]
pub struct Groups {
    key: IndexKey,
    reader: Reader,
    /// The group of each row, from row 0 of the sheet on.
    group_of: Vec<GroupId>,
    groups: Vec<Group>,
    /// The classes of the groups, one value for each column, group by group.
    classes: Vec<Value>,
    /// The first group of each bucket; as many as a power of two.
    buckets: Vec<GroupId>,
    /// Groups that have lost their last row.
    free: Vec<GroupId>,
}

impl Groups {
    /// Groups the used rows of columns; `None` if that takes more than so many bytes.
    pub fn new(key: IndexKey, reader: Reader, grid: &Grid, most_bytes: usize) -> Option<Groups> {
        let rows = used_rows(&key, grid);
        let mut groups = Groups {
            key,
            reader,
            group_of: Vec::with_capacity(rows as usize),
            groups: Vec::new(),
            classes: Vec::new(),
            buckets: vec![NONE; 16],
            free: Vec::new(),
        };
        for row in 0..rows {
            if row % 4_096 == 0 && groups.bytes() > most_bytes {
                return None;
            }
            let class = groups.class_of_row(row, grid);
            groups.group_of.push(NONE);
            if let Some(class) = class {
                groups.put(row, class);
            }
        }
        Some(groups)
    }

    /// About how much memory the groups take.
    pub fn bytes(&self) -> usize {
        let each_group = size_of::<Group>() + size_of::<Value>() * self.key.parts().len();
        // A row stands in the list of its group, unless it is alone there.
        let each_row = 2 * size_of::<GroupId>();
        self.group_of.len() * each_row + self.groups.len() * each_group + self.buckets.len() * size_of::<GroupId>()
    }

    /// The columns.
    pub fn key(&self) -> &IndexKey {
        &self.key
    }

    /// How many rows are indexed, blank ones included.
    pub fn len(&self) -> usize {
        self.group_of.len()
    }

    /// The group of the values looked for, one for each column, and their hash; no hash if nothing can be the same as one of them.
    pub fn find<'v>(&self, mut values: impl Iterator<Item = &'v Value>) -> (Option<GroupId>, Option<u32>) {
        if let [part] = self.key.parts() {
            let Some(value) = values.next().and_then(|value| self.reader.canonical(value, part.reading)) else {
                return (None, None);
            };
            let class = [value];
            let hash = hash(class.iter());
            return (self.find_hashed(&class, hash), Some(hash));
        }
        let mut class = Class::default();
        for ((slot, part), value) in class.iter_mut().zip(self.key.parts()).zip(values) {
            match self.reader.canonical(value, part.reading) {
                Some(value) => *slot = value,
                None => return (None, None),
            }
        }
        let hash = self.hash(&class);
        (self.find_hashed(&class, hash), Some(hash))
    }

    /// The hash of a group's values.
    pub fn hash_of(&self, group: GroupId) -> u32 {
        self.groups.get(group as usize).map_or(0, |group| group.hash)
    }

    /// The rows of a group.
    pub fn rows(&self, group: GroupId) -> &Rows {
        static NOTHING: Rows = Rows::Many(Vec::new());
        self.groups.get(group as usize).map_or(&NOTHING, |group| &group.rows)
    }

    /// The group of a row.
    pub fn group_of(&self, row: u32) -> Option<GroupId> {
        self.group_of.get(row as usize).copied().filter(|group| *group != NONE)
    }

    /// Puts the row of a changed cell of one of the columns where it now belongs: where it left, and where it came to.
    pub fn changed(&mut self, row: u32, grid: &Grid) -> (Option<Moved>, Option<Moved>) {
        let class = self.class_of_row(row, grid);
        let old = self.group_of(row);
        if let (Some(old), Some(class)) = (old, &class)
            && self.is_of(old, class)
        {
            return (None, None);
        }
        let left = old.and_then(|group| self.take(row, group));
        let came = class.map(|class| {
            if self.group_of.len() <= row as usize {
                self.group_of.resize(row as usize + 1, NONE);
            }
            self.put(row, class)
        });
        (left, came)
    }

    fn class_of_row(&self, row: u32, grid: &Grid) -> Option<Class> {
        let mut class = Class::default();
        for (slot, part) in class.iter_mut().zip(self.key.parts()) {
            let row = row.checked_add_signed(part.shift)?;
            *slot = self.reader.canonical(grid.value(part.sheet, row, part.column), part.reading)?;
        }
        Some(class)
    }

    fn hash(&self, class: &Class) -> u32 {
        hash(class.iter().take(self.key.parts().len()))
    }

    fn bucket(&self, hash: u32) -> usize {
        hash as usize & (self.buckets.len() - 1)
    }

    fn is_of(&self, group: GroupId, class: &[Value]) -> bool {
        let width = self.key.parts().len();
        let own = self.classes.get(group as usize * width..(group as usize + 1) * width).unwrap_or(&[]);
        own.len() == width && own.iter().zip(class).all(|(own, value)| same(own, value))
    }

    fn find_hashed(&self, class: &[Value], hash: u32) -> Option<GroupId> {
        let mut at = self.buckets.get(self.bucket(hash)).copied().unwrap_or(NONE);
        while let Some(group) = self.groups.get(at as usize) {
            if group.hash == hash && self.is_of(at, class) {
                return Some(at);
            }
            at = group.next;
        }
        None
    }

    /// Puts a row into the group of a class.
    fn put(&mut self, row: u32, class: Class) -> Moved {
        let hash = self.hash(&class);
        let moved = match self.find_hashed(&class, hash) {
            Some(group) => {
                let position = self.groups.get_mut(group as usize).map_or(0, |group| group.rows.insert(row));
                Moved { group, position, hash }
            }
            None => Moved { group: self.add(row, class, hash), position: 0, hash },
        };
        if let Some(slot) = self.group_of.get_mut(row as usize) {
            *slot = moved.group;
        }
        moved
    }

    /// Makes a group of one row.
    fn add(&mut self, row: u32, class: Class, hash: u32) -> GroupId {
        if self.groups.len() >= self.buckets.len() {
            self.grow();
        }
        let bucket = self.bucket(hash);
        let next = self.buckets.get(bucket).copied().unwrap_or(NONE);
        let group = Group { hash, next, rows: Rows::One(row) };
        let width = self.key.parts().len();
        let class = class.into_iter().take(width);
        let id = match self.free.pop() {
            Some(id) => {
                if let Some(slot) = self.groups.get_mut(id as usize) {
                    *slot = group;
                }
                let from = id as usize * width;
                self.classes
                    .get_mut(from..from + width)
                    .into_iter()
                    .flatten()
                    .zip(class)
                    .for_each(|(slot, value)| *slot = value);
                id
            }
            None => {
                self.groups.push(group);
                self.classes.extend(class);
                self.groups.len() as GroupId - 1
            }
        };
        if let Some(slot) = self.buckets.get_mut(bucket) {
            *slot = id;
        }
        id
    }

    /// Twice as many buckets.
    fn grow(&mut self) {
        let count = self.buckets.len() * 2;
        self.buckets.clear();
        self.buckets.resize(count, NONE);
        for id in 0..self.groups.len() as GroupId {
            let Some(group) = self.groups.get_mut(id as usize) else { break };
            if group.rows.as_slice().is_empty() {
                continue;
            }
            if let Some(slot) = self.buckets.get_mut(group.hash as usize & (count - 1)) {
                group.next = std::mem::replace(slot, id);
            }
        }
    }

    /// Takes a row out of its group; a group without rows goes.
    fn take(&mut self, row: u32, id: GroupId) -> Option<Moved> {
        if let Some(slot) = self.group_of.get_mut(row as usize) {
            *slot = NONE;
        }
        let group = self.groups.get_mut(id as usize)?;
        let position = group.rows.remove(row)?;
        let (hash, next) = (group.hash, group.next);
        if group.rows.as_slice().is_empty() {
            self.unlink(id, hash, next);
        }
        Some(Moved { group: id, position, hash })
    }

    fn unlink(&mut self, id: GroupId, hash: u32, next: GroupId) {
        let bucket = self.bucket(hash);
        let Some(first) = self.buckets.get_mut(bucket) else { return };
        let mut at = *first;
        if at == id {
            *first = next;
        }
        while let Some(group) = self.groups.get_mut(at as usize) {
            if group.next == id {
                group.next = next;
                break;
            }
            at = group.next;
        }
        let width = self.key.parts().len();
        let from = id as usize * width;
        self.classes.get_mut(from..from + width).into_iter().flatten().for_each(|value| *value = Value::Blank);
        self.free.push(id);
    }
}

/// How many rows of the first column reach every row of the index that has a value in its shortest column.
pub fn used_rows(key: &IndexKey, grid: &Grid) -> u32 {
    let used = key.parts().iter().map(|part| {
        let rows = grid.used_rows(part.sheet, part.column);
        rows.saturating_add_signed(-part.shift)
    });
    used.min().unwrap_or(0)
}

/// The row of an index that a cell of one of its columns stands in.
pub fn row_of(cell: CellRef, shift: i32) -> Option<u32> {
    cell.row.checked_add_signed(-shift)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::Bench;
    use super::super::key::Reading;
    use super::*;
    use crate::dialect::Dialect;
    use crate::reference::{RangeRef, SheetId};

    fn column(values: &[Value]) -> (IndexKey, Grid) {
        let mut grid = Grid::new(1);
        for (row, value) in (0..).zip(values) {
            grid.replace(SheetId(0), row, 0, value.clone());
        }
        let range = RangeRef { sheet: SheetId(0), top: 0, left: 0, bottom: 9, right: 0 };
        (IndexKey::column(range, Reading::Exact), grid)
    }

    fn groups(key: IndexKey, grid: &Grid, most_bytes: usize) -> Option<Groups> {
        Bench::new(Dialect::Excel).run(|context| Groups::new(key, Reader::new(context), grid, most_bytes))
    }

    fn rows(groups: &Groups, value: impl Into<Value>) -> Vec<u32> {
        let (group, _) = groups.find([value.into()].iter());
        group.map_or(Vec::new(), |group| groups.rows(group).as_slice().to_vec())
    }

    #[test]
    fn a_changed_cell_moves_its_row() {
        let (key, mut grid) = column(&[1.0.into(), "a".into(), 1.0.into(), Value::Blank, "A".into()]);
        let mut groups = groups(key, &grid, usize::MAX).unwrap();
        assert_eq!(rows(&groups, 1.0), [0, 2]);
        assert_eq!(rows(&groups, "a"), [1, 4]);
        for (row, value) in [(0, "a".into()), (2, 7.0.into()), (8, 1.0.into()), (4, Value::Blank)] {
            grid.replace(SheetId(0), row, 0, value);
            groups.changed(row, &grid);
        }
        assert_eq!(rows(&groups, 1.0), [8]);
        assert_eq!(rows(&groups, "A"), [0, 1]);
        assert_eq!(rows(&groups, 7.0), [2]);
        assert_eq!(groups.changed(2, &grid), (None, None));
    }

    #[test]
    fn a_group_that_lost_its_last_row_is_found_no_more_and_used_again() {
        let (key, mut grid) = column(&[1.0.into(), 2.0.into(), 3.0.into()]);
        let mut groups = groups(key, &grid, usize::MAX).unwrap();
        for round in 0..100 {
            grid.replace(SheetId(0), 1, 0, f64::from(10 + round).into());
            groups.changed(1, &grid);
        }
        assert!(rows(&groups, 2.0).is_empty());
        assert!(rows(&groups, 108.0).is_empty());
        assert_eq!(rows(&groups, 109.0), [1]);
        assert_eq!(groups.groups.len(), 3);
    }

    #[test]
    fn what_does_not_fit_is_not_made() {
        let (key, grid) = column(&[1.0.into()]);
        assert!(groups(key, &grid, 0).is_none());
    }
}
