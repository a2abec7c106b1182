//! Words, numbers, quoted text and signs of a query.

/// One token of a query.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A keyword, a function or a column, in the case it was written in.
    Word(&'a str),
    /// A column in backquotes, which may be a reserved word.
    QuotedWord(&'a str),
    /// Text in single or double quotes. The language has no escapes.
    Text(&'a str),
    /// A number without a sign.
    Number(f64),
    /// An operator, a comma or a parenthesis.
    Sign(&'a str),
}

/// Signs, the longer before those they start with.
const SIGNS: [&str; 14] = ["<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/"];

/// Parts a query into tokens; `None` at a character that no token starts with or a quote that is not closed.
pub(super) fn tokenize(query: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = query.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' | '`' => {
                let inner = rest.get(1..)?.split(first).next()?;
                let length = inner.len() + 2;
                if rest.len() < length {
                    return None;
                }
                tokens.push(if first == '`' { Token::QuotedWord(inner) } else { Token::Text(inner) });
                length
            }
            _ if first.is_ascii_alphabetic() || first == '_' => {
                let length = span(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                tokens.push(Token::Word(rest.get(..length)?));
                length
            }
            _ if first.is_ascii_digit() || first == '.' => {
                let length = span(rest, |c| c.is_ascii_digit() || c == '.');
                tokens.push(Token::Number(rest.get(..length)?.parse().ok()?));
                length
            }
            '%' => {
                tokens.push(Token::Sign("%"));
                1
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
                tokens.push(Token::Sign(sign));
                sign.len()
            }
        };
        rest = rest.get(length..)?.trim_start();
    }
    Some(tokens)
}

/// How many bytes of `text` from its start are made of such characters.
fn span(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_texts_and_signs() {
        assert_eq!(
            tokenize("Select `by`, 1.5<>'it is'"),
            Some(vec![
                Token::Word("Select"),
                Token::QuotedWord("by"),
                Token::Sign(","),
                Token::Number(1.5),
                Token::Sign("<>"),
                Token::Text("it is"),
            ])
        );
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for query in ["select 'A", "select A; B", "1.2.3", "select é"] {
            assert_eq!(tokenize(query), None, "{query}");
        }
    }
}
