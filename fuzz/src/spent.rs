//! What a run takes of a core and of memory, held against its steps.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Time that a step may take here: eighty times what it is meant to, since the build is instrumented, checks every sum and every assertion,
/// and the engine does more for an input than steps (it parses, it compiles).
const NANOSECONDS_A_STEP: u64 = 2_000;

/// Time that an input may take before its first step.
const START: Duration = Duration::from_millis(100);

/// Memory that a step may hold: an element of an array is 16 bytes, and may stand in several at once.
const BYTES_A_STEP: u64 = 256;

/// Memory that an input may hold before its first step.
const START_BYTES: u64 = 24 << 20;

/// The time that this thread has had of a core: what other processes take away does not count.
fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Runs a task that may take so many steps; panics if it takes more time, or holds more memory at once, than those are good for.
pub fn within<T>(steps: u64, task: impl FnOnce() -> T) -> T {
    let mut output = None;
    let start = thread_time();
    let allocated = allocation_counter::measure(|| output = Some(task()));
    let time = thread_time() - start;
    let most_time = START + Duration::from_nanos(NANOSECONDS_A_STEP.saturating_mul(steps));
    let most_bytes = START_BYTES + BYTES_A_STEP * steps;
    assert!(time <= most_time, "took {time:?} of a core for {steps} steps, expected at most {most_time:?}");
    let bytes = allocated.bytes_max;
    assert!(bytes <= most_bytes, "held {bytes} bytes at once for {steps} steps, expected at most {most_bytes}");
    output.unwrap_or_else(|| unreachable!("the task has run"))
}
