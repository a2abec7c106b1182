//! A form's way to write a space.

/// The text with spaces for its `+`, or none where it has a space already: then the `+` means something else.
pub fn spaced(text: &str) -> Option<String> {
    (text.contains('+') && !text.contains(' ')).then(|| text.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn only_a_text_without_spaces_is_a_forms() {
        assert_eq!(spaced("union+select"), Some("union select".to_owned()));
        assert_eq!(spaced("2 + 2"), None);
        assert_eq!(spaced("union"), None);
    }
}
