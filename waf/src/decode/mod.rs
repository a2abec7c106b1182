//! A text as whoever reads it later might decode it.
//!
//! [`views`] gives the text as it stands (typographic signs apart, which become ASCII at once), then what is left after each round of decoding (percent, escapes of JSON and
//! JavaScript, entities of HTML, look-alike characters), until a round changes nothing. What is then fully decoded is also read
//! without comments, without long runs, with `+` for spaces, and through base64. A reading is only made where it differs: a text
//! without the bytes that an encoding needs costs one pass.

mod base64;
mod comment;
mod entity;
mod escape;
mod fold;
mod octets;
mod percent;
mod plus;
mod run;

use std::borrow::Cow;
use std::collections::VecDeque;

use crate::{ByteSet, View};
use fold::Controls;

/// How often a text is decoded: an attack is encoded once, where two layers decode twice, seldom more often.
const ROUNDS: usize = 4;

/// How often what came out of a reading is decoded again.
const ROUNDS_OF_READING: usize = 2;

/// How many readings may stand upon each other: base64 in base64, a comment in base64.
const READINGS: usize = 2;

/// No text has more readings. Those that cost nothing to an honest text come first.
const LIMIT: usize = 16;

/// The bytes without which a round changes nothing: those above ASCII and control bytes are asked for apart.
const TRIGGERS: ByteSet = ByteSet::of(b"%&\\");

/// The control bytes that are dropped.
const CONTROLS: ByteSet = ByteSet::of(&fold::DROPPED);

/// A text that waits for its turn.
#[derive(Debug)]
struct Waiting {
    text: String,
    rounds: usize,
    readings: usize,
}

/// The readings of a text, made one by one as they are asked for.
#[derive(Debug)]
pub struct Views<'t> {
    raw: Option<&'t str>,
    waiting: VecDeque<Waiting>,
    given: usize,
}

/// The readings of a text.
pub fn views(text: &str) -> Views<'_> {
    Views { raw: Some(text), waiting: VecDeque::new(), given: 0 }
}

impl<'t> Iterator for Views<'t> {
    type Item = View<'t>;

    fn next(&mut self) -> Option<View<'t>> {
        self.given += 1;
        if self.given > LIMIT {
            return None;
        }
        if let Some(text) = self.raw.take() {
            // Typographic signs are so frequent in prose that a reading of their own would double the work; and nothing that
            // an attack needs is lost with them.
            let bytes = ByteSet::of_text(text.as_bytes());
            let folded = if bytes.is_ascii() { None } else { fold::fold(text, Controls::Keep) };
            let view = match folded {
                Some(folded) => View::new(Cow::Owned(folded)),
                None => View::with_bytes(Cow::Borrowed(text), bytes),
            };
            self.follow(&view, ROUNDS, READINGS);
            return Some(view);
        }
        let Waiting { text, rounds, readings } = self.waiting.pop_front()?;
        let view = View::new(Cow::Owned(text));
        self.follow(&view, rounds, readings);
        Some(view)
    }
}

impl Views<'_> {
    /// Puts what comes out of a reading at the end of the queue.
    fn follow(&mut self, view: &View<'_>, rounds: usize, readings: usize) {
        if rounds > 0
            && let Some(text) = round(view)
        {
            self.waiting.push_back(Waiting { text, rounds: rounds - 1, readings });
            return;
        }
        let Some(readings) = readings.checked_sub(1) else { return };
        let text = view.text.as_ref();
        let has = |bytes: &[u8]| view.has_any(ByteSet::of(bytes));
        let made = [
            if has(b"*") { comment::removed(text) } else { None },
            if has(b"*") { comment::spaced(text) } else { None },
            run::squeezed(text),
            if has(b"+") && !view.has(b' ') { plus::spaced(text) } else { None },
            base64::decoded(text),
        ];
        for text in made.into_iter().flatten() {
            self.waiting.push_back(Waiting { text, rounds: ROUNDS_OF_READING, readings });
        }
    }
}

/// The text after one round of decoding, or none where it changes nothing.
fn round(view: &View<'_>) -> Option<String> {
    let mut text: Option<String> = None;
    if view.has_any(TRIGGERS) {
        let mut apply = |decode: fn(&str) -> Option<String>| {
            if let Some(decoded) = decode(text.as_deref().unwrap_or(&view.text)) {
                text = Some(decoded);
            }
        };
        if view.has(b'%') {
            apply(percent::decode);
        }
        if view.has(b'\\') {
            apply(escape::decode);
        }
        if view.has(b'&') {
            apply(entity::decode);
        }
    }
    // What was decoded may hold anything; a text as it was holds what its bytes say.
    if text.is_none() && view.bytes.is_ascii() && !view.has_any(CONTROLS) {
        return None;
    }
    fold::fold(text.as_deref().unwrap_or(&view.text), Controls::Drop).or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(text: &str) -> Vec<String> {
        views(text).map(|view| view.text.into_owned()).collect()
    }

    #[test]
    fn a_plain_text_is_read_once() {
        assert_eq!(readings("2 coats on the walls, O'Brien; 50% off?"), ["2 coats on the walls, O'Brien; 50% off?"]);
    }

    #[test]
    fn encodings_are_taken_off_one_upon_the_other() {
        for text in ["%253Cb%253E", "&amp;lt;b&amp;gt;", "\\u0026lt;b&#62;", "%26%23x3c;b\\x3e", "＆ｌｔ；b&gt;"] {
            assert!(readings(text).iter().any(|reading| reading == "<b>"), "{text}: {:?}", readings(text));
        }
    }

    #[test]
    fn a_text_has_a_bounded_number_of_readings() {
        let text = "%2525252525253C/*a*/\\u003c&amp;amp;amp;amp;lt;+PGI+PGI+PGI+PGI+".repeat(40);
        assert!(readings(&text).len() <= LIMIT);
    }
}
