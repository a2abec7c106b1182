//! Long runs of one byte, with which an attack is pushed behind what a filter reads.

/// A run of so many bytes is padding.
const RUN: usize = 64;

/// The text with a space for every long run, or none where there is none.
pub fn squeezed(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    // A run of that length holds two bytes at this distance, at a multiple of it.
    let stride = RUN / 2;
    let may_have = (0..bytes.len()).step_by(stride).any(|at| {
        bytes.get(at).is_some_and(|byte| bytes.get(at + stride - 1) == Some(byte) && bytes.get(at + 1) == Some(byte))
    });
    if !may_have {
        return None;
    }
    let mut squeezed = String::new();
    let mut taken = 0;
    let mut start = 0;
    for run in bytes.chunk_by(|a, b| a == b) {
        let end = start + run.len();
        if run.len() >= RUN && run.first().is_some_and(u8::is_ascii) {
            squeezed.push_str(text.get(taken..start).unwrap_or_default());
            squeezed.push(' ');
            taken = end;
        }
        start = end;
    }
    if taken == 0 {
        return None;
    }
    squeezed.push_str(text.get(taken..).unwrap_or_default());
    Some(squeezed)
}

#[cfg(test)]
mod tests {
    use super::squeezed;

    #[test]
    fn a_long_run_is_as_good_as_a_space() {
        let text = format!("a{}b{}c", "x".repeat(64), "-".repeat(63));
        assert_eq!(squeezed(&text), Some(format!("a b{}c", "-".repeat(63))));
        for shift in 0..40 {
            let text = format!("{}{}!", "ab".repeat(shift), "A".repeat(64));
            assert_eq!(squeezed(&text), Some(format!("{} !", "ab".repeat(shift))), "at {shift}");
        }
        assert_eq!(squeezed(&"-".repeat(63)), None);
    }
}
