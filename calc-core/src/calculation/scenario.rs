//! A scenario, and where two of them differ.

use super::canonical::in_order;
use super::request::Setting;
use crate::model::Model;
use crate::reference::CellRef;

/// What a scenario sets besides what all share, or to another value: each cell once, in the order of the sheets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    settings: Vec<Setting>,
}

impl Scenario {
    /// A scenario of settings. A later one of a cell stands in place of an earlier one.
    pub fn new(mut settings: Vec<Setting>) -> Scenario {
        in_order(&mut settings);
        Scenario { settings }
    }

    /// What it sets.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// What it sets a cell to.
    pub(super) fn setting(&self, cell: CellRef) -> Option<&Setting> {
        let at = self.settings.binary_search_by_key(&cell, |setting| setting.cell).ok()?;
        self.settings.get(at)
    }

    /// What it or what all share sets a cell to; nothing where that is what the workbook holds anyway.
    fn effective<'s>(&'s self, shared: &'s Scenario, cell: CellRef, model: &Model) -> Option<&'s Setting> {
        self.setting(cell).or_else(|| shared.setting(cell)).filter(|setting| !setting.is_held(model))
    }
}

/// Visits each cell that two scenarios set differently, in the order of the sheets, with what the first and the second set there; nothing
/// where that is the workbook's own content.
pub(super) fn for_differences<'s>(
    shared: &'s Scenario,
    [before, now]: [&'s Scenario; 2],
    model: &Model,
    mut visit: impl FnMut(CellRef, [Option<&'s Setting>; 2]),
) {
    let (mut old, mut new) = (before.settings.iter().peekable(), now.settings.iter().peekable());
    loop {
        let cell = match (old.peek(), new.peek()) {
            (Some(old), Some(new)) => old.cell.min(new.cell),
            (Some(setting), None) | (None, Some(setting)) => setting.cell,
            (None, None) => return,
        };
        let old = old.next_if(|setting| setting.cell == cell);
        let new = new.next_if(|setting| setting.cell == cell);
        if old.zip(new).is_some_and(|(old, new)| old.value.same(&new.value) && old.name == new.name) {
            continue;
        }
        let [was, is] = [before, now].map(|scenario| scenario.effective(shared, cell, model));
        let is_same = match (was, is) {
            (Some(was), Some(is)) => was.value.same(&is.value) && was.name == is.name,
            (was, is) => was.is_none() && is.is_none(),
        };
        if !is_same {
            visit(cell, [was, is]);
        }
    }
}
