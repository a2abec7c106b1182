//! Every input that once failed, run again; and a share of the seeds, so that the targets themselves are known to work.

use std::fs;
use std::path::Path;

use fuzz::TARGETS;

#[test]
fn inputs_that_failed_once_do_not_fail_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let mut run = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let target = fuzz::target(&name).unwrap_or_else(|| panic!("`inputs/{name}` is named after no target"));
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            println!("{}", file.display());
            (target.run)(&fs::read(&file).unwrap());
            run += 1;
        }
    }
    assert!(run > 0, "there are no inputs in `{}`", folder.display());
}

#[test]
fn seeds_of_our_own_hold() {
    for target in TARGETS {
        let seeds = (target.seeds)(None);
        assert!(seeds.len() > 2, "{} has {} seeds", target.name, seeds.len());
        let step = (seeds.len() / 60).max(1);
        seeds.iter().step_by(step).for_each(|seed| (target.run)(seed));
    }
}
