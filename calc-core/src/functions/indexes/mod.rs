//! What a session remembers of columns that are searched again and again.
//!
//! A hundred thousand look-ups in one table would read it a hundred thousand times; an index reads it once. There are two kinds:
//! groups of equal values, which answer exact look-ups and the conditions of SUMIFS and its kin, with totals over them, and
//! running sums. Answers are those of the plain walk over the cells, to the bit: the same first match, the same sum added up in
//! the same order, the same first error.
//!
//! Nothing is indexed that is read once. Whoever walks over a column says how many cells that took; when the walks have cost a
//! few times what an index does, the next one makes it. From then on every changed cell is told to the index, which moves that one
//! cell. An index that is told more than it is asked goes. So no order of searches and edits costs much more than the best choice
//! would have.

mod groups;
pub mod key;
mod rows;
pub mod running;
pub mod totals;
mod watch;

use std::cell::RefCell;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use self::groups::{GroupId, Groups, Moved, row_of, used_rows};
use self::key::{IndexKey, Reader};
use self::running::{Running, Start};
use self::totals::{Summed, Total, Totals};
use self::watch::{Subject, Watches};
use super::args::{Budget, Context};
use crate::reference::{CellRef, RangeRef, SheetId};
use crate::value::{CellError, Grid, Value};

/// Ranges of fewer cells are walked over: that is as quick as looking anything up.
pub const FEW_CELLS: u64 = 24;

/// How often the cells of a column are walked over before it is indexed.
const WALKS: u64 = 3;

/// What all indexes take together when they are made.
const MOST_BYTES: usize = 40 << 20;

/// Sums that all running sums have together: 16 MB.
const MOST_SUMS: usize = 1 << 20;

/// Columns of which it is remembered how often they were walked over.
const MOST_WALKED: usize = 1 << 12;

/// The indexes of a session. Without any it is one word.
#[derive(Debug, Default)]
pub struct Indexes(Option<Box<State>>);

impl Clone for Indexes {
    /// A copy of a session makes its own when it needs them.
    fn clone(&self) -> Indexes {
        Indexes::default()
    }
}

/// The indexes while formulas run: kernels share them.
pub type SharedIndexes = RefCell<Indexes>;

#[derive(Debug, Default)]
struct State {
    walked: FxHashMap<IndexKey, u64>,
    found: FxHashMap<IndexKey, usize>,
    /// The index that was asked last: filled-down formulas ask the same one.
    last_found: Option<(IndexKey, usize)>,
    indexes: Vec<Option<Index>>,
    summed: FxHashMap<Start, u64>,
    started: FxHashMap<Start, usize>,
    last_started: Option<(Start, usize)>,
    running: Vec<Running>,
    /// Sums that were to be kept when running sums began.
    kept: usize,
    watches: Watches,
    /// Columns that are watched cell by cell or as a whole.
    watched: FxHashMap<(SheetId, u32), u32>,
    /// What a changed cell of a column means.
    roles: FxHashMap<(SheetId, u32), Vec<Role>>,
    bytes: usize,
    /// Indexes for which there was no room.
    refused: FxHashSet<IndexKey>,
}

#[derive(Debug)]
struct Index {
    groups: Groups,
    totals: Vec<Totals>,
    /// Columns that stand beside it, with how many rows further down.
    beside: Vec<(SheetId, u32, i32)>,
    /// How many rows it had when it was made, and how many bytes.
    made: usize,
    bytes: usize,
    /// Changes since it was last asked.
    changes: usize,
}

/// What a column is to an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// One of the columns that it groups by, so many rows further down.
    Part(usize, i32),
    /// The column of one of its totals.
    Values(usize, usize),
    /// One of the columns of running sums.
    Running(usize),
    /// What stands beside the rows found, so many rows further down.
    Beside(usize, i32),
    /// A column that formulas watch without an index.
    Watched(u32),
}

/// The rows of an index, within bounds, that have the values looked for.
#[derive(Debug)]
pub struct Matches<'i> {
    state: &'i mut State,
    at: usize,
    group: GroupId,
    between: Range<usize>,
}

impl Indexes {
    /// The rows with the values looked for, one value for each column of the key; `None` if there is no index and it is not worth one.
    ///
    /// The caller then has to walk over so many cells.
    pub fn matches<'v>(
        &mut self,
        key: &IndexKey,
        values: impl Iterator<Item = &'v Value>,
        (top, bottom): (u32, u32),
        walk: u64,
        context: &Context<'_>,
    ) -> Option<Matches<'_>> {
        let state = self.0.get_or_insert_default();
        let at = match state.find(key) {
            Some(at) => at,
            None => state.make(key, walk, context)?,
        };
        let index = state.indexes.get_mut(at)?.as_mut()?;
        index.changes = 0;
        let groups = &index.groups;
        let (found, hash) = groups.find(values);
        if let Some(hash) = hash {
            state.watches.add(Subject::Class(at as u32, hash));
        }
        let (group, between) = found.map_or((0, 0..0), |group| (group, groups.rows(group).between(top, bottom)));
        Some(Matches { state, at, group, between })
    }

    /// A formula begins to run that wants to be told of no other changes in what it searches than those that it hangs on.
    pub fn begin(&mut self, reader: u32) {
        self.0.get_or_insert_default().watches.begin(reader);
    }

    /// It has run.
    pub fn end(&mut self) {
        if let Some(state) = &mut self.0 {
            state.watches.end();
        }
    }

    /// A search begins.
    pub fn ask(&mut self) {
        if let Some(state) = &mut self.0 {
            state.watches.ask();
        }
    }

    /// The running formula is told of every change that its search hangs on.
    pub fn answer(&mut self) {
        if let Some(state) = &mut self.0 {
            state.watches.answer();
        }
    }

    /// The running formula hangs on what stands in a column beside the rows of an index, so many rows further down.
    pub fn beside(&mut self, key: &IndexKey, sheet: SheetId, column: u32, shift: i32) {
        let Some(state) = self.0.as_mut().filter(|state| state.watches.is_running()) else { return };
        let Some(at) = state.find(key) else { return };
        if let Some(Some(index)) = state.indexes.get_mut(at)
            && !index.beside.contains(&(sheet, column, shift))
        {
            index.beside.push((sheet, column, shift));
            state.roles.entry((sheet, column)).or_default().push(Role::Beside(at, shift));
        }
    }

    /// Whether the last run of a formula hangs on no other cells of what it searches than those that it is told of.
    pub fn is_covered(&self, reader: u32) -> bool {
        self.0.as_ref().is_some_and(|state| state.watches.is_covered(reader))
    }

    /// The running formula hangs on a cell.
    pub fn watch_cell(&mut self, cell: CellRef) {
        if let Some(state) = self.0.as_mut().filter(|state| state.watches.is_running()) {
            let column = state.watched(cell.sheet, cell.column);
            state.watches.add(Subject::Cell(column, cell.row));
        }
    }

    /// The running formula hangs on all cells of a column.
    pub fn watch_column(&mut self, sheet: SheetId, column: u32) {
        if let Some(state) = self.0.as_mut().filter(|state| state.watches.is_running()) {
            let column = state.watched(sheet, column);
            state.watches.add(Subject::Column(column));
        }
    }

    /// The sum of the numbers of a range, row by row; `None` if its sums are not kept and not worth it.
    pub fn sum(&mut self, range: RangeRef, cells: u64, context: &Context<'_>) -> Option<Result<Total, CellError>> {
        let state = self.0.get_or_insert_default();
        let start = Start::of(range);
        if !state.started.contains_key(&start) {
            state.start(start, cells, context.grid)?;
        }
        self.kept_sum(range, context.grid, context.budget)
    }

    /// The sum of the numbers of a range, row by row, if its sums are kept.
    pub fn kept_sum(&mut self, range: RangeRef, grid: &Grid, budget: &Budget) -> Option<Result<Total, CellError>> {
        let state = self.0.as_mut()?;
        let at = state.find_started(Start::of(range))?;
        let running = state.running.get_mut(at)?;
        if let Some(total) = running.known(range.bottom) {
            return Some(Ok(total));
        }
        let (total, looked) = running.total(range.bottom, grid);
        Some(budget.spend(looked + 1).and(total))
    }

    /// Takes note that a cell has changed, and tells whom that concerns.
    pub fn changed(&mut self, cell: CellRef, grid: &Grid, mut told: impl FnMut(u32)) {
        if let Some(state) = &mut self.0 {
            state.changed(cell, grid, &mut told);
        }
    }
}

impl State {
    fn find(&mut self, key: &IndexKey) -> Option<usize> {
        match self.last_found {
            Some((last, at)) if last == *key => Some(at),
            _ => {
                let at = *self.found.get(key)?;
                self.last_found = Some((*key, at));
                Some(at)
            }
        }
    }

    fn find_started(&mut self, start: Start) -> Option<usize> {
        match self.last_started {
            Some((last, at)) if last == start => Some(at),
            _ => {
                let at = *self.started.get(&start)?;
                self.last_started = Some((start, at));
                Some(at)
            }
        }
    }

    /// The number of a column that is watched without an index.
    fn watched(&mut self, sheet: SheetId, column: u32) -> u32 {
        if let Some(watched) = self.watched.get(&(sheet, column)) {
            return *watched;
        }
        let watched = self.watched.len() as u32;
        self.watched.insert((sheet, column), watched);
        self.roles.entry((sheet, column)).or_default().push(Role::Watched(watched));
        watched
    }

    fn changed(&mut self, cell: CellRef, grid: &Grid, told: &mut impl FnMut(u32)) {
        let State { roles, indexes, running, watches, .. } = self;
        let Some(roles) = roles.get(&(cell.sheet, cell.column)) else { return };
        let mut idle = None;
        for role in roles {
            match *role {
                Role::Part(at, shift) => {
                    if let (Some(Some(index)), Some(row)) = (indexes.get_mut(at), row_of(cell, shift)) {
                        for hash in index.regroup(row, grid).into_iter().flatten() {
                            watches.tell(Subject::Class(at as u32, hash), told);
                        }
                        if index.is_idle() {
                            idle = Some(at);
                        }
                    }
                }
                Role::Values(at, total) => {
                    if let Some(Some(index)) = indexes.get_mut(at)
                        && let Some(hash) = index.forget_value(total, cell)
                    {
                        watches.tell(Subject::Class(at as u32, hash), told);
                    }
                }
                Role::Beside(at, shift) => {
                    if let (Some(Some(index)), Some(row)) = (indexes.get(at), row_of(cell, shift))
                        && let Some(group) = index.groups.group_of(row)
                    {
                        watches.tell(Subject::Class(at as u32, index.groups.hash_of(group)), told);
                    }
                }
                Role::Watched(column) => {
                    watches.tell(Subject::Cell(column, cell.row), told);
                    watches.tell(Subject::Column(column), told);
                }
                Role::Running(at) => {
                    if let Some(running) = running.get_mut(at) {
                        running.forget(cell);
                    }
                }
            }
        }
        if let Some(at) = idle {
            self.drop_index(at);
        }
    }
}

impl Matches<'_> {
    /// The rows, in order.
    pub fn rows(&self) -> &[u32] {
        let index = self.state.indexes.get(self.at).and_then(Option::as_ref);
        index.and_then(|index| index.groups.rows(self.group).as_slice().get(self.between.clone())).unwrap_or(&[])
    }

    /// The running formula is told of every change that the answer hangs on.
    pub fn answer(&mut self) {
        self.state.watches.answer();
    }

    /// The sum of the numbers beside the rows; the first error if there is one.
    pub fn total(self, summed: Summed, context: &Context<'_>) -> Result<Total, CellError> {
        if self.between.is_empty() {
            return Ok(Total::default());
        }
        let State { indexes, roles, .. } = self.state;
        let Some(Some(Index { groups, totals, .. })) = indexes.get_mut(self.at) else { return Ok(Total::default()) };
        let at = match totals.iter().position(|totals| totals.summed() == summed) {
            Some(at) => at,
            None => {
                totals.push(Totals::new(summed));
                let role = Role::Values(self.at, totals.len() - 1);
                roles.entry((summed.sheet, summed.column)).or_default().push(role);
                totals.len() - 1
            }
        };
        let Some(totals) = totals.get_mut(at) else { return Ok(Total::default()) };
        let rows = groups.rows(self.group).as_slice();
        let (total, looked) = totals.total(self.group, rows, self.between, context.grid);
        context.budget.spend(looked).and(total)
    }
}

impl State {
    /// Makes an index, if walks over its columns have cost enough by now.
    fn make(&mut self, key: &IndexKey, walk: u64, context: &Context<'_>) -> Option<usize> {
        if self.walked.len() >= MOST_WALKED && !self.walked.contains_key(key) {
            self.walked.clear();
        }
        let walked = self.walked.entry(*key).or_default();
        *walked = walked.saturating_add(walk);
        let rows = used_rows(key, context.grid);
        if *walked <= WALKS * u64::from(rows) * key.parts().len() as u64
            || self.refused.contains(key)
            || key.parts().iter().any(|part| self.is_crowded(part.sheet, part.column))
        {
            return None;
        }
        context.budget.spend(u64::from(rows)).ok()?;
        self.walked.remove(key);
        let room = MOST_BYTES.saturating_sub(self.bytes);
        let Some(groups) = Groups::new(*key, Reader::new(context), context.grid, room) else {
            self.refused.insert(*key);
            return None;
        };
        let (made, bytes) = (groups.len(), groups.bytes());
        self.bytes += bytes;
        let index = Some(Index { made, bytes, groups, totals: Vec::new(), beside: Vec::new(), changes: 0 });
        let at = match self.indexes.iter().position(Option::is_none) {
            Some(at) => {
                if let Some(slot) = self.indexes.get_mut(at) {
                    *slot = index;
                }
                at
            }
            None => {
                self.indexes.push(index);
                self.indexes.len() - 1
            }
        };
        self.found.insert(*key, at);
        for part in key.parts() {
            self.roles.entry((part.sheet, part.column)).or_default().push(Role::Part(at, part.shift));
        }
        Some(at)
    }

    /// Begins running sums, if adding up from the start has cost enough by now.
    fn start(&mut self, start: Start, cells: u64, grid: &Grid) -> Option<()> {
        if self.summed.len() >= MOST_WALKED && !self.summed.contains_key(&start) {
            self.summed.clear();
        }
        let summed = self.summed.entry(start).or_default();
        *summed = summed.saturating_add(cells);
        let last =
            (start.left..=start.right).take(MOST_COLUMNS).map(|column| grid.used_rows(start.sheet, column)).max();
        let rows = last.unwrap_or(0).saturating_sub(start.top) as usize;
        let columns = u64::from(start.right - start.left) + 1;
        if columns > MOST_COLUMNS as u64 || *summed <= WALKS * rows as u64 * columns {
            return None;
        }
        let is_crowded = (start.left..=start.right).any(|column| self.is_crowded(start.sheet, column));
        if self.kept + rows > MOST_SUMS || is_crowded {
            return None;
        }
        self.kept += rows;
        self.summed.remove(&start);
        let at = self.running.len();
        self.running.push(Running::new(start));
        self.started.insert(start, at);
        for column in start.left..=start.right {
            self.roles.entry((start.sheet, column)).or_default().push(Role::Running(at));
        }
        Some(())
    }

    fn is_crowded(&self, sheet: SheetId, column: u32) -> bool {
        self.roles.get(&(sheet, column)).is_some_and(|roles| roles.len() >= MOST_ROLES)
    }

    fn drop_index(&mut self, at: usize) {
        let Some(index) = self.indexes.get_mut(at).and_then(Option::take) else { return };
        self.last_found = None;
        self.bytes = self.bytes.saturating_sub(index.bytes);
        self.refused.clear();
        self.found.remove(index.groups.key());
        let parts = index.groups.key().parts().iter().map(|part| (part.sheet, part.column));
        let summed = index.totals.iter().map(|totals| (totals.summed().sheet, totals.summed().column));
        let beside = index.beside.iter().map(|(sheet, column, _)| (*sheet, *column));
        for column in parts.chain(summed).chain(beside) {
            if let Some(roles) = self.roles.get_mut(&column) {
                roles.retain(
                    |role| !matches!(role, Role::Part(of, _) | Role::Values(of, _) | Role::Beside(of, _) if *of == at),
                );
            }
        }
        self.watches.uncover(at as u32);
    }
}

/// Rows that an index may grow by.
const MOST_ADDED: usize = 1 << 16;

/// Indexes and running sums that one column may be part of: each of them is told of each change.
const MOST_ROLES: usize = 32;

/// Columns that a range may have whose running sums are kept.
const MOST_COLUMNS: usize = 64;

impl Index {
    /// Puts a row into the group that it now belongs to; the hashes of the values that it had and has.
    fn regroup(&mut self, row: u32, grid: &Grid) -> [Option<u32>; 2] {
        let (left, came) = self.groups.changed(row, grid);
        for Moved { group, position, .. } in left.into_iter().chain(came) {
            self.totals.iter_mut().for_each(|totals| totals.forget(group, position));
        }
        self.changes += 1;
        [left, came].map(|moved| moved.map(|moved| moved.hash))
    }

    /// Whether it is told more than it is asked, or has become far larger than it was when it was found worth its memory.
    fn is_idle(&self) -> bool {
        self.changes > 2 * self.made + 1_000 || self.groups.len() > 2 * self.made + MOST_ADDED
    }

    /// Forgets the sums that a value is part of; the hash of the values that stand beside it.
    fn forget_value(&mut self, total: usize, cell: CellRef) -> Option<u32> {
        let totals = self.totals.get_mut(total)?;
        let row = row_of(cell, totals.summed().shift)?;
        let group = self.groups.group_of(row)?;
        let position = self.groups.rows(group).as_slice().binary_search(&row).ok()?;
        totals.forget(group, position);
        Some(self.groups.hash_of(group))
    }
}
