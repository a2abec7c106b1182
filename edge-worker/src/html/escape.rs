//! Text inside HTML.

use std::fmt;

/// A text as HTML shows it, between tags and inside double quotes.
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.split_inclusive(['&', '<', '>', '"', '\'']) {
            let Some(last) = part.chars().next_back() else { continue };
            let entity = match last {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => {
                    f.write_str(part)?;
                    continue;
                }
            };
            f.write_str(part.get(..part.len() - 1).unwrap_or(""))?;
            f.write_str(entity)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            Escaped("<a href=\"x\">é & 'b'</a>").to_string(),
            "&lt;a href=&quot;x&quot;&gt;é &amp; &#39;b&#39;&lt;/a&gt;"
        );
        assert_eq!(Escaped("").to_string(), "");
        assert_eq!(Escaped("plain").to_string(), "plain");
    }
}
