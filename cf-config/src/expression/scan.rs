//! Reading an expression back, as far as a check needs it.

/// The fields that an expression names, each once, in the order of their names. Literals are skipped.
///
/// ```
/// let named = cf_config::expression::fields(r#"lower(http.host) eq "ip.src" and http.request.headers["a.b"][0] eq "x""#);
/// assert_eq!(named, ["http.host", "http.request.headers"]);
/// ```
pub fn fields(expression: &str) -> Vec<String> {
    let mut fields = Vec::new();
    for code in outside_literals(expression) {
        let words = code.split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '.' | '_'));
        fields.extend(words.filter(|word| word.contains('.')).map(str::to_owned));
    }
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// The pieces of an expression between its quoted literals.
fn outside_literals(expression: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut is_inside = false;
    let mut is_escaped = false;
    for (at, letter) in expression.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_inside => is_escaped = true,
            '"' => {
                if !is_inside {
                    pieces.extend(expression.get(start..at));
                }
                is_inside = !is_inside;
                start = at + 1;
            }
            _ => {}
        }
    }
    if !is_inside {
        pieces.extend(expression.get(start..));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_quote_does_not_end_a_literal() {
        assert_eq!(fields(r#"a.b eq "x\" c.d eq \\" or e.f"#), ["a.b", "e.f"]);
    }
}
