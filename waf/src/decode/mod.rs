//! A text as whoever reads it later might decode it.
//!
//! [`views`] gives the text as it stands, then what is left after each round of decoding, until a round changes nothing. A round
//! costs one pass, and is only made for texts with the bytes that an encoding needs.

mod percent;

use crate::View;

/// How often a text is decoded: an attack is encoded once, where two layers decode twice, seldom more often.
const ROUNDS: usize = 4;

/// The readings of a text, made one by one as they are asked for.
#[derive(Debug)]
pub struct Views<'t> {
    first: Option<&'t str>,
    latest: Option<String>,
    rounds: usize,
    text: &'t str,
}

/// The readings of a text.
pub fn views(text: &str) -> Views<'_> {
    Views { first: Some(text), latest: None, rounds: ROUNDS, text }
}

impl<'t> Views<'t> {
    /// The next reading.
    #[expect(clippy::should_implement_trait, reason = "an iterator could not lend what it keeps for the next round")]
    pub fn next(&mut self) -> Option<View<'t>> {
        if let Some(text) = self.first.take() {
            return Some(View::raw(text));
        }
        self.rounds = self.rounds.checked_sub(1)?;
        let decoded = percent::decode(self.latest.as_deref().unwrap_or(self.text))?;
        self.latest = Some(decoded.clone());
        Some(View::decoded(decoded))
    }
}
