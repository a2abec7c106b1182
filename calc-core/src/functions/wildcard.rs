//! Patterns with `*`, `?` and `~`, without regard to case.

/// A pattern, ready to be held against texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    /// This character, in lower case.
    Letter(char),
    /// `?`: any one character.
    One,
    /// `*`: any characters, or none.
    Any,
}

/// Whether a text has signs that mean something in a pattern.
pub fn has_wildcards(text: &str) -> bool {
    text.contains(['*', '?', '~'])
}

impl Pattern {
    /// Reads a pattern. `~` takes the meaning from what follows it and is itself left out, also before an ordinary character or at
    /// the end (observed: `SEARCH("~d","My dear")` is 4).
    pub fn new(text: &str) -> Pattern {
        let mut parts = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '*' if parts.last() == Some(&Part::Any) => {}
                '*' => parts.push(Part::Any),
                '?' => parts.push(Part::One),
                '~' => parts.extend(letters.next().map(|letter| Part::Letter(lower_letter(letter)))),
                other => parts.push(Part::Letter(lower_letter(other))),
            }
        }
        Pattern { parts }
    }

    /// Whether the whole text fits.
    pub fn matches(&self, text: &str) -> bool {
        let text = lower(text);
        self.end_of_match(&text, Reach::Whole).is_some()
    }

    /// The character, from 0, where the first stretch that fits begins, looking from character `start` on.
    pub fn find(&self, text: &[char], start: usize) -> Option<usize> {
        (start..=text.len())
            .find(|from| text.get(*from..).is_some_and(|rest| self.end_of_match(rest, Reach::Prefix).is_some()))
    }

    /// One pass with a single point of return: the last `*`. At worst text times pattern.
    fn end_of_match(&self, text: &[char], reach: Reach) -> Option<usize> {
        let (mut at, mut part) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        loop {
            match self.parts.get(part) {
                None if reach == Reach::Prefix || at == text.len() => return Some(at),
                Some(Part::Any) => {
                    star = Some((at, part));
                    part += 1;
                    continue;
                }
                Some(Part::One) if at < text.len() => {
                    (at, part) = (at + 1, part + 1);
                    continue;
                }
                Some(Part::Letter(letter)) if text.get(at) == Some(letter) => {
                    (at, part) = (at + 1, part + 1);
                    continue;
                }
                _ => {}
            }
            let (from, back) = star?;
            if from >= text.len() {
                return None;
            }
            star = Some((from + 1, back));
            (at, part) = (from + 1, back + 1);
        }
    }
}

/// How much of the text a pattern has to cover.
#[derive(Clone, Copy, PartialEq)]
enum Reach {
    Whole,
    Prefix,
}

/// The characters of a text in lower case, one for one.
pub fn lower(text: &str) -> Vec<char> {
    text.chars().map(lower_letter).collect()
}

/// A character in lower case; of the few that become two, the first.
fn lower_letter(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_texts() {
        for (pattern, text, fits) in [
            ("a*c", "ABC", true),
            ("a*c", "abcd", false),
            ("?", "x", true),
            ("?", "", false),
            ("*", "", true),
            ("a~*", "a*", true),
            ("a~*", "ab", false),
            ("a~b", "ab", true),
            ("~~", "~", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*ab", "aab", true),
            ("a??", "ab", false),
        ] {
            assert_eq!(Pattern::new(pattern).matches(text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn the_first_stretch_is_found() {
        let text = lower("The cat sat");
        assert_eq!(Pattern::new("?at").find(&text, 0), Some(4));
        assert_eq!(Pattern::new("?at").find(&text, 5), Some(8));
        assert_eq!(Pattern::new("dog").find(&text, 0), None);
        assert_eq!(Pattern::new("").find(&text, 2), Some(2));
    }

    #[test]
    fn many_stars_do_not_explode() {
        let text = "a".repeat(2_000);
        assert!(!Pattern::new(&("*a".repeat(200) + "b")).matches(&text));
    }
}
