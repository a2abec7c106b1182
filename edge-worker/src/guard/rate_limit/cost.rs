//! What a calculation costs.

use calc_core::calculation::{Batch, Calculator, Request};
use cf_config::policy::{ADDRESS_QUOTA, CALCULATION_STEPS, KEY_QUOTA, NETWORK_QUOTA, WORK_PER_UNIT};

/// The units of a request: one for each [`WORK_PER_UNIT`] of the static work behind the outputs that it asks for, and at least one.
///
/// A model that as a whole is worth one unit is not looked into.
pub fn cost(calculator: &Calculator, request: &Request) -> u32 {
    let work = calculator.work();
    if work.total() <= WORK_PER_UNIT {
        return 1;
    }
    // No calculation does more than its budget lets it: nothing beyond has to be counted. The static work is an upper bound; an index may make much less of it.
    let largest = most_units();
    let most = u32::try_from(CALCULATION_STEPS.div_ceil(WORK_PER_UNIT)).unwrap_or(largest).min(largest);
    let cells = request.outputs.iter().map(|wanted| wanted.cell);
    let behind = work.behind(calculator.model(), cells, u64::from(most) * WORK_PER_UNIT);
    units(behind, most)
}

/// The units of a batch: those of one calculation, and for every scenario more as much as what the inputs in which scenarios differ reach,
/// each bounded as a calculation is.
pub fn cost_of_batch(calculator: &Calculator, batch: &Batch) -> u32 {
    let (work, model) = (calculator.work(), calculator.model());
    let outputs = || batch.shared.outputs.iter().map(|wanted| wanted.cell);
    let once = work.behind(model, outputs(), CALCULATION_STEPS).min(CALCULATION_STEPS);
    let each = work.between(model, batch.varied(model), outputs()).min(CALCULATION_STEPS);
    let more = batch.scenarios.len().saturating_sub(1) as u64;
    units(once.saturating_add(each.saturating_mul(more)), most_units())
}

/// More units than anybody may have.
fn most_units() -> u32 {
    ADDRESS_QUOTA.units.max(KEY_QUOTA.units).max(NETWORK_QUOTA.units) + 1
}

fn units(work: u64, most: u32) -> u32 {
    u32::try_from(work.div_ceil(WORK_PER_UNIT)).unwrap_or(most).clamp(1, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begun_unit_is_a_unit() {
        for (work, expected) in
            [(0, 1), (1, 1), (WORK_PER_UNIT, 1), (WORK_PER_UNIT + 1, 2), (50 * WORK_PER_UNIT, 50), (u64::MAX, 501)]
        {
            assert_eq!(units(work, 501), expected, "{work}");
        }
    }
}
