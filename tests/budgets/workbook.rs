//! What the real workbook needs.

use std::path::PathBuf;
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::ports::{Ports, PortsFile};
use calc_core::workbook::Workbook;
use cf_config::policy::CALCULATION_STEPS;
use serde_json::json;

/// How many whole recalculations the budget of one request admits, at least.
const TIMES: u64 = 8;

fn shared(path: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("PAINTBOX_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let path = root.join(path);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        println!("skipped: there is no {}", path.display());
    }
    bytes
}

/// The least steps in which everything is calculated.
fn steps(workbook: &Workbook, ports: Ports) -> u64 {
    let session = Session::new(Arc::new(compile(workbook, ports).model), Clock::default());
    let is_enough = |steps: u64| {
        let mut session = session.clone();
        session.limit(steps);
        session.recalculate().is_ok()
    };
    let (mut too_few, mut enough) = (0, 1 << 32);
    while enough - too_few > 1 + enough / 100 {
        let middle = too_few + (enough - too_few) / 2;
        if is_enough(middle) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    enough
}

#[test]
fn the_budget_admits_the_real_workbook_many_times_over() {
    let folder = "workbooks/painting-estimator";
    let Some(bytes) = shared(&format!("{folder}.xlsx")) else { return };
    let workbook = read_xlsx(&bytes, &ImportOptions::default()).expect("a workbook").workbook;
    let mut needs = vec![("all cells", steps(&workbook, Ports::default()))];
    for (name, file) in [("ports", format!("{folder}.model.json")), ("wide ports", format!("{folder}-wide.model.json"))]
    {
        let Some(file) = shared(&file) else { continue };
        let (ports, _) = PortsFile::parse(&file).expect("ports").resolve(&workbook);
        needs.push((name, steps(&workbook, ports)));
    }
    println!(
        "figures {}",
        json!({ "corpus": "steps of the real workbook", "budget": CALCULATION_STEPS, "needs": needs })
    );
    for (name, needed) in needs {
        assert!(needed * TIMES <= CALCULATION_STEPS, "{name}: {needed} steps, {TIMES} times over {CALCULATION_STEPS}");
    }
}
