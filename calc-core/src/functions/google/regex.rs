//! Regular expressions: RE2's syntax, in time that grows with text and pattern and never beyond.
//!
//! The engine is `regex-lite`: like RE2 it knows no backreferences and no look-around, and its `\d`, `\w`, `\s` are those of
//! ASCII. Where it reads a pattern otherwise than RE2 (a brace that is no repetition, `[` inside a class, `\Q…\E`), the pattern is
//! rewritten first. Classes of Unicode properties (`\p{L}`) are not there: such a pattern is `#VALUE!`, as a broken one is.

use std::cell::RefCell;
use std::rc::Rc;

use regex_lite::{Captures, Regex, RegexBuilder};

use crate::functions::args::Budget;
use crate::value::CellError;

/// The longest pattern that is compiled, in bytes.
const LONGEST_PATTERN: usize = 4_096;
/// The most memory that a compiled pattern may take, in bytes: bounds what `(x{1000}){1000}` unrolls to.
const PROGRAM_BYTES: usize = 1 << 18;
/// RE2 refuses more repetitions than this.
const MOST_REPETITIONS: u64 = 1_000;
/// How many compiled patterns a thread keeps.
const KEPT: usize = 16;

thread_local! {
    /// The patterns that were compiled last, the newest at the end: a column of formulas has one pattern.
    static COMPILED: RefCell<Vec<(String, Rc<Pattern>)>> = const { RefCell::new(Vec::new()) };
}

/// A compiled pattern.
pub(crate) struct Pattern {
    regex: Regex,
    /// Steps for each byte of text: a match may have to follow many states at once.
    width: u64,
    /// Steps for each byte that a search after the first may look at beyond what it finds.
    ahead: u64,
}

impl Pattern {
    /// Compiles a pattern, or finds it among the last ones; `#VALUE!` if it is broken or too large.
    pub(crate) fn compile(pattern: &str) -> Result<Rc<Pattern>, CellError> {
        COMPILED.with_borrow_mut(|kept| {
            if let Some(index) = kept.iter().position(|(text, _)| text == pattern) {
                let found = kept.remove(index);
                let compiled = Rc::clone(&found.1);
                kept.push(found);
                return Ok(compiled);
            }
            let compiled = Rc::new(Pattern::build(pattern).ok_or(CellError::Value)?);
            if kept.len() == KEPT {
                kept.remove(0);
            }
            kept.push((pattern.to_string(), Rc::clone(&compiled)));
            Ok(compiled)
        })
    }

    fn build(pattern: &str) -> Option<Pattern> {
        if pattern.len() > LONGEST_PATTERN {
            return None;
        }
        let rewritten = rewrite(pattern)?;
        let width = rewritten.text.len() as u64 * rewritten.repetitions;
        let regex = RegexBuilder::new(&rewritten.text).size_limit(PROGRAM_BYTES).build().ok()?;
        let size = width.clamp(16, PROGRAM_BYTES as u64);
        // Measured against a step of 25 ns: a byte takes 50 to 200 ns where the pattern is short, three times that where it has groups.
        let width = if rewritten.text.contains('(') { size * 3 / 2 } else { size / 2 };
        let ahead = match may_look_ahead(&rewritten.text) {
            true if rewritten.text.contains('(') => width,
            true => size / 8,
            false => 0,
        };
        Some(Pattern { regex, width, ahead })
    }

    /// The regular expression, paid for one search through a text.
    pub(crate) fn on(&self, text: &str, budget: &Budget) -> Result<&Regex, CellError> {
        budget.spend((text.len() as u64 + 1) * self.width)?;
        Ok(&self.regex)
    }

    /// All matches in a text that one search was paid for.
    ///
    /// `a*b|a` looks through to the end of a row of `a` at each of them, in case there is a `b`: where a pattern can do so, every further
    /// search is paid by the text that is left.
    pub(crate) fn find_all<'t>(
        &self,
        text: &'t str,
        budget: &Budget,
        mut found: impl FnMut(Captures<'t>) -> Result<(), CellError>,
    ) -> Result<(), CellError> {
        for captures in self.regex.captures_iter(text) {
            let end = captures.get(0).map_or(text.len(), |whole| whole.end());
            budget.spend(1 + (text.len() - end) as u64 * self.ahead)?;
            found(captures)?;
        }
        Ok(())
    }
}

/// Whether a search may read far beyond what it finds: something repeats without end, and there is another way to match where that
/// comes to nothing. Tells of some patterns that they may though they cannot, never the other way round.
fn may_look_ahead(pattern: &str) -> bool {
    let repeats = pattern.contains(['*', '+']) || pattern.contains(",}");
    // The `?` of `(?:` and `(?i)` is no choice.
    let choices = pattern.replace("(?", "(");
    repeats && (choices.contains(['|', '?', '{']) || choices.contains(")*"))
}

/// Whether a pattern matches the whole of a text; a broken pattern matches nothing.
pub(crate) fn matches_whole(text: &str, pattern: &str, budget: &Budget) -> Result<bool, CellError> {
    match Pattern::compile(&format!("^(?:{pattern})$")) {
        Ok(compiled) => Ok(compiled.on(text, budget)?.is_match(text)),
        Err(_) => Ok(false),
    }
}

/// A pattern in the syntax of the engine.
struct Rewritten {
    text: String,
    /// The product of all counted repetitions: how often the most nested part may be unrolled.
    repetitions: u64,
}

/// Rewrites what the engine reads otherwise than RE2; `None` if RE2 has no such syntax or the engine cannot do it.
fn rewrite(pattern: &str) -> Option<Rewritten> {
    let mut text = String::with_capacity(pattern.len() + 8);
    let mut repetitions = 1u64;
    let mut rest = pattern;
    let mut in_class = false;
    while let Some(first) = rest.chars().next() {
        let (taken, written) = match first {
            '\\' => escape(rest)?,
            '[' if !in_class => {
                in_class = true;
                open_class(rest)
            }
            '[' if rest.starts_with("[:") => {
                let length = rest.find(":]")? + 2;
                (length, rest.get(..length)?.to_string())
            }
            ']' if in_class => {
                in_class = false;
                (1, "]".to_string())
            }
            '[' | '&' | '~' if in_class => (1, format!("\\{first}")),
            '{' if !in_class => match repetition(rest) {
                Some((length, most)) => {
                    if most > MOST_REPETITIONS {
                        return None;
                    }
                    repetitions = repetitions.saturating_mul(most.max(1));
                    (length, rest.get(..length)?.to_string())
                }
                None => (1, "\\{".to_string()),
            },
            other => (other.len_utf8(), other.to_string()),
        };
        text.push_str(&written);
        rest = rest.get(taken..)?;
    }
    Some(Rewritten { text, repetitions })
}

/// How many bytes an escape takes, and how the engine writes it.
fn escape(rest: &str) -> Option<(usize, String)> {
    let escaped = rest.chars().nth(1)?;
    match escaped {
        'Q' => {
            let quoted = rest.get(2..)?;
            let (literal, length) = match quoted.find("\\E") {
                Some(end) => (quoted.get(..end)?, end + 4),
                None => (quoted, quoted.len() + 2),
            };
            Some((length, regex_lite::escape(literal)))
        }
        // Property classes and single bytes.
        'p' | 'P' | 'C' => None,
        'x' | 'a' | 'f' | 't' | 'n' | 'r' | 'v' | 'A' | 'b' | 'B' | 'z' | 'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
            Some((2, format!("\\{escaped}")))
        }
        '0'..='7' => {
            let digits = rest.get(1..)?.bytes().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
            // `\1` alone would be a backreference, which RE2 does not have.
            let number = u32::from_str_radix(rest.get(1..1 + digits)?, 8).ok()?;
            (escaped == '0' || digits > 1).then(|| (1 + digits, format!("\\x{{{number:x}}}")))
        }
        _ if escaped.is_ascii_alphanumeric() => None,
        _ => Some((1 + escaped.len_utf8(), regex_lite::escape(escaped.encode_utf8(&mut [0; 4])))),
    }
}

/// The start of a class, where `]` right behind it stands for itself.
fn open_class(rest: &str) -> (usize, String) {
    if rest.starts_with("[^]") {
        (3, "[^\\]".to_string())
    } else if rest.starts_with("[]") {
        (2, "[\\]".to_string())
    } else if rest.starts_with("[^") {
        (2, "[^".to_string())
    } else {
        (1, "[".to_string())
    }
}

/// The bytes and the largest count of `{n}`, `{n,}` or `{n,m}`; `None` if the brace starts none of them.
fn repetition(rest: &str) -> Option<(usize, u64)> {
    let end = rest.find('}')?;
    let inner = rest.get(1..end)?;
    let (least, most) = inner.split_once(',').unwrap_or((inner, inner));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(least) || !(most.is_empty() || digits(most)) {
        return None;
    }
    let count = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
    let most = if most.is_empty() { count(least).saturating_add(1) } else { count(most) };
    Some((end + 1, most.max(count(least))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(text: &str, pattern: &str) -> Option<bool> {
        let compiled = Pattern::compile(pattern).ok()?;
        compiled.on(text, &Budget::new(1_000_000_000)).ok().map(|regex| regex.is_match(text))
    }

    #[test]
    fn what_re2_reads_otherwise_is_rewritten() {
        for (text, pattern, expected) in [
            ("a{b}", "a{b}", true),
            ("a{,2}", "^a{,2}$", true),
            ("[", "[[]", true),
            ("]", "^[]]$", true),
            ("a", "^[^]]$", true),
            ("&", "^[a&&b]$", true),
            ("7", "^[[:digit:]]$", true),
            ("a.c", r"^\Qa.c\E$", true),
            ("abc", r"^\Qa.c\E$", false),
            ("a b", r"a\ b", true),
            ("a_b/c", r"a\_b\/c", true),
            ("é", r"\w", false),
            ("é", "^.$", true),
            ("a\nb", "a.b", false),
            ("A", r"\101", true),
            ("Body - North", r"^(.*)-", true),
        ] {
            assert_eq!(matches(text, pattern), Some(expected), "{pattern} on {text}");
        }
    }

    #[test]
    fn what_re2_refuses_is_refused() {
        for pattern in ["(", "a**b(", r"\1", "(?=a)", "x{1001}", r"\p{L}", r"\", "[a", "*a"] {
            assert_eq!(matches("a", pattern), None, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_unrolls_without_end_is_refused() {
        assert_eq!(matches("a", "((x{1000}){1000}){1000}"), None);
        assert_eq!(matches("a", &"a".repeat(LONGEST_PATTERN + 1)), None);
    }

    #[test]
    fn every_further_search_is_paid_where_it_may_look_through_all_that_is_left() {
        let (text, budget) = ("a".repeat(30_000), 4_000_000);
        for (pattern, ends) in [("a*b|a", false), ("(a*b)*", false), ("a(?:a*b)?", false), ("a", true), ("a+|b", true)]
        {
            let budget = Budget::new(budget);
            let compiled = Pattern::compile(pattern).unwrap();
            compiled.on(&text, &budget).unwrap();
            assert_eq!(compiled.find_all(&text, &budget, |_| Ok(())).is_ok(), ends, "{pattern}");
        }
    }

    #[test]
    fn a_search_is_paid_by_text_and_pattern() {
        let compiled = Pattern::compile("(a*)*(b{500}|c)").ok();
        let text = "a".repeat(30_000);
        let refused = compiled.map(|c| c.on(&text, &Budget::new(100_000)).map(|_| ()));
        assert_eq!(refused, Some(Err(CellError::Limit)));
    }
}
