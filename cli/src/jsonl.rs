//! Lines of JSON, each answered by a line.

use std::io::{BufRead, BufWriter, Write};

use serde_json::Value as Json;

use crate::failure::Failure;

/// The lines of a file with their numbers from 1; blank ones are passed over.
pub struct NumberedLines<R> {
    input: R,
    line: Vec<u8>,
    number: usize,
}

impl<R: BufRead> NumberedLines<R> {
    pub fn new(input: R) -> Self {
        Self { input, line: Vec::new(), number: 0 }
    }

    /// The next line, until there is none.
    pub fn next(&mut self) -> Result<Option<(usize, &[u8])>, Failure> {
        loop {
            self.line.clear();
            if self.input.read_until(b'\n', &mut self.line)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !self.line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some((self.number, &self.line)));
            }
        }
    }
}

/// Answers every line in order on standard output; blank ones are passed over.
pub fn answer_lines(
    input: impl BufRead,
    mut answer: impl FnMut(&[u8]) -> Result<Json, Failure>,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut lines = NumberedLines::new(input);
    while let Some((_, line)) = lines.next()? {
        writeln!(out, "{}", answer(line)?)?;
    }
    Ok(out.flush()?)
}
