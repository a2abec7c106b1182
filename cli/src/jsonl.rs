//! Test cases as lines of JSON, each answered by a line.

use std::io::{BufRead, BufWriter, Write};

use serde_json::Value as Json;

use crate::failure::Failure;

/// Answers every line in order on standard output; blank ones are passed over.
pub fn answer_lines(
    mut input: impl BufRead,
    mut answer: impl FnMut(&[u8]) -> Result<Json, Failure>,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.iter().all(u8::is_ascii_whitespace) {
            writeln!(out, "{}", answer(&line)?)?;
        }
        line.clear();
    }
    Ok(out.flush()?)
}
