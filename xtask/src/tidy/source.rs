//! Just enough reading of Rust: which lines are code, and which paths they name.

/// The code of a file without comments and without its unit tests, line by line, numbered from 1.
///
/// Unit tests stand at the foot of a file in `mod tests`; they may name what they like.
pub fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tests = text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len());
    let code = text.get(..tests).unwrap_or(text);
    code.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, without_comment(line)))
        .filter(|(_, line)| !line.is_empty())
}

fn without_comment(line: &str) -> &str {
    // A `//` in a text literal cuts the line short too; no path to a room stands behind one.
    line.find("//").map_or(line, |at| line.get(..at).unwrap_or_default()).trim_end()
}

/// The first names behind `ROOT::` in code: one for `root::a::b`, several for `root::{a, b::c}`.
pub fn names_behind<'a>(code: &'a str, root: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(root) {
        let starts_a_word = !rest.get(..at).unwrap_or_default().ends_with(is_word);
        let after = rest.get(at + root.len()..).unwrap_or_default();
        rest = after;
        let Some(path) = after.strip_prefix("::").filter(|_| starts_a_word) else { continue };
        match path.strip_prefix('{') {
            Some(group) => names.extend(group_names(group)),
            None => names.extend(first_word(path)),
        }
    }
    names
}

/// The first name of each item in `{a, b::{c, d}, e}`, given without its opening brace.
fn group_names(group: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut item_starts = true;
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => item_starts = true,
            _ if item_starts && is_word(letter) => {
                names.extend(group.get(at..).and_then(first_word));
                item_starts = false;
            }
            _ => {}
        }
    }
    names
}

fn first_word(text: &str) -> Option<&str> {
    let end = text.find(|letter| !is_word(letter)).unwrap_or(text.len());
    text.get(..end).filter(|word| !word.is_empty())
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_and_grouped_paths_are_named_by_their_first_word() {
        assert_eq!(names_behind("use crate::value::Value;", "crate"), ["value"]);
        assert_eq!(
            names_behind("use crate::{value::{Text, Value}, number, graph::Order};", "crate"),
            ["value", "number", "graph"]
        );
        assert_eq!(names_behind("let x = crate::number::cents(y) + crate::eval::run();", "crate"), ["number", "eval"]);
        assert_eq!(names_behind("pub(crate) fn f() {}", "crate"), [""; 0]);
        assert_eq!(names_behind("use my_crate::value;", "crate"), [""; 0]);
    }

    #[test]
    fn a_group_over_several_lines_is_read_whole() {
        assert_eq!(names_behind("use crate::{\n    a::B,\n    c,\n};", "crate"), ["a", "c"]);
    }

    #[test]
    fn comments_and_unit_tests_are_no_code() {
        let text = "//! crate::a\nuse crate::b; // crate::c\n\n#[cfg(test)]\nmod tests { use crate::d; }\n";
        let code: Vec<_> = code_lines(text).collect();
        assert_eq!(code, [(2, "use crate::b;")]);
    }
}
