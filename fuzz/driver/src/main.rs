//! libFuzzer around one target, named by the variable `FUZZ_TARGET`.
//!
//! If `FUZZ_FOLDER` names a folder, the target's seeds and dictionary are written into it before libFuzzer looks for them.

#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use fuzz::{Target, seeds};
use libfuzzer_sys::fuzz_target;

static TARGET: OnceLock<&'static Target> = OnceLock::new();

fn prepare() {
    let name = std::env::var("FUZZ_TARGET").expect("`FUZZ_TARGET` names a target");
    let target = fuzz::target(&name).unwrap_or_else(|| panic!("`{name}` is no target: found in `FUZZ_TARGET`"));
    if let Some(folder) = std::env::var_os("FUZZ_FOLDER") {
        seeds::write(target, Path::new(&folder)).expect("the seeds can be written");
    }
    TARGET.get_or_init(|| target);
}

fuzz_target!(init: prepare(), |input: &[u8]| {
    if let Some(target) = TARGET.get() {
        (target.run)(input);
    }
});
