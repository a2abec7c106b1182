//! What a calculation costs.

use calc_core::calculation::{Calculator, Request};
use cf_config::policy::{ADDRESS_QUOTA, CALCULATION_STEPS, KEY_QUOTA, NETWORK_QUOTA, WORK_PER_UNIT};

/// The units of a request: one for each [`WORK_PER_UNIT`] of the static work behind the outputs that it asks for, and at least one.
///
/// A model that as a whole is worth one unit is not looked into.
pub fn cost(calculator: &Calculator, request: &Request) -> u32 {
    let work = calculator.work();
    if work.total() <= WORK_PER_UNIT {
        return 1;
    }
    // Nobody may have more than the largest quota, and no calculation does more than its budget lets it: nothing beyond has to be
    // counted. The static work is an upper bound; an index may make much less of it.
    let largest = ADDRESS_QUOTA.units.max(KEY_QUOTA.units).max(NETWORK_QUOTA.units) + 1;
    let most = u32::try_from(CALCULATION_STEPS.div_ceil(WORK_PER_UNIT)).unwrap_or(largest).min(largest);
    let cells = request.outputs.iter().map(|wanted| wanted.cell);
    let behind = work.behind(calculator.model(), cells, u64::from(most) * WORK_PER_UNIT);
    units(behind, most)
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
