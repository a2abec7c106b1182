//! Detectors of attacks in text that comes from a request.
//!
//! [`inspect`] asks whether a text is written in the language of an attack: SQL, script, shell words, templates, formulas and so
//! on. A text is judged as it stands and as whoever reads it later might decode it (`decode`). Each detector (`detect`) reads
//! the tokens of its language rather than searching for words: an honest note may say "select the union of both colours -- drop
//! off at 5" or `O'Brien` and passes.
//!
//! Nothing here knows HTTP, a policy or a clock: a text and the [`Slot`] it stands in go in, a [`Finding`] comes out. All work is
//! linear in the length of the text, and nothing recurses.
//!
//! ```
//! use waf::{Slot, inspect};
//!
//! assert_eq!(inspect("O'Brien: drop the kids' table, select a colour", Slot::FreeText), None);
//! assert!(inspect("1' union select name, password from users -- ", Slot::FreeText).is_some());
//! ```

mod class;
mod decode;
mod detect;
mod slot;
mod tokens;
mod view;
mod vocabulary;

pub use class::Class;
pub use slot::Slot;

use std::cell::Cell;

use detect::Memory;
use view::{ByteSet, View};

/// Why a text is refused. For the log: a client is never told which rule matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The kind of attack.
    pub class: Class,
    /// The rule's stable id, such as `sqli-union-select`.
    pub rule: &'static str,
}

thread_local! {
    /// What tokens are made in: fresh memory costs more than most texts.
    static MEMORY: Cell<Memory> = const { Cell::new(Memory::new()) };
}

/// So many bytes are kept for the next text, which is what the longest body may need.
const KEPT: usize = 16 << 20;

/// The first finding in a text, or none: the text as it stands first, then its decoded views, cheapest detectors first.
pub fn inspect(text: &str, slot: Slot) -> Option<Finding> {
    let mut memory = MEMORY.take();
    let finding = decode::views(text).find_map(|view| detect::inspect(&view, slot, &mut memory));
    if memory.len() <= KEPT {
        MEMORY.set(memory);
    }
    finding
}
