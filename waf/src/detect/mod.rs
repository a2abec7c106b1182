//! One file a language: each reads the tokens of its language and knows which of their sequences an attack needs.
//!
//! The tokens of a text are walked once. Each rule is asked at the marks and words that it turns on ([`walk`]), and the finding
//! of the rule that stands first in [`Order`] is the text's: it depends on no order of the walk.

mod command;
mod directory;
mod formula;
mod header;
mod java;
mod lfi;
mod nosql;
mod order;
mod php;
mod prototype;
mod rce;
mod runtime;
mod script;
mod sqli;
mod ssrf;
mod template;
mod walk;
mod windows;
mod xml;
mod xss;

use crate::tokens::{Source, Tokens};
use crate::{Class, Finding, Slot, View};

/// The memory that tokens are made in, kept from one reading to the next.
#[derive(Default)]
pub(crate) struct Memory {
    code: Tokens,
    statements: sqli::Memory,
}

impl Memory {
    pub(crate) const fn new() -> Memory {
        Memory { code: Tokens::new(), statements: sqli::Memory::new() }
    }

    /// How many bytes it holds.
    pub(crate) fn len(&self) -> usize {
        self.code.bytes() + self.statements.bytes()
    }
}

/// The first finding in one reading of a text, or none.
pub(crate) fn inspect(view: &View<'_>, slot: Slot, memory: &mut Memory) -> Option<Finding> {
    if let Some(rule) = header::detect(view, slot) {
        return Some(Finding { class: Class::Header, rule });
    }
    memory.code.read(&view.text);
    walk::walk(view, Source::new(&view.text, &memory.code).code(), slot)
        .or_else(|| sqli::detect(view, slot, &mut memory.statements).map(|rule| Finding { class: Class::Sqli, rule }))
}
