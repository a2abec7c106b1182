//! The CPU time that a process has used, to the nanosecond, where the system tells.

use std::fs;
use std::time::Duration;

/// Of all threads of the process that still run. `None` where there is no `/proc` that says so.
pub fn used(process: u32) -> Option<Duration> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).ok()?;
    let mut nanoseconds = 0;
    for thread in threads.flatten() {
        // A thread that has just ended has no file any more, and did not run meanwhile.
        if let Ok(text) = fs::read_to_string(thread.path().join("schedstat")) {
            nanoseconds += text.split(' ').next()?.parse::<u64>().ok()?;
        }
    }
    Some(Duration::from_nanos(nanoseconds))
}
