//! Comments of SQL, C and JavaScript, taken out or replaced by a space.

/// The text with a space for every comment `/* … */`, or none where there is none. Of `/*! … */` only the marks are replaced:
/// MySQL runs what is between them.
pub fn spaced(text: &str) -> Option<String> {
    if !text.contains("/*") && !text.contains("*/") {
        return None;
    }
    let mut spaced = String::with_capacity(text.len());
    let last_end = text.rfind("*/");
    let mut at = 0;
    let mut taken = 0;
    while let Some(step) = text.get(at..).and_then(|rest| rest.find('*')) {
        let star = at + step;
        // The star ends a slash before it, or begins what a slash behind it ends.
        let open = star.checked_sub(1).filter(|slash| *slash >= at && text.as_bytes().get(*slash) == Some(&b'/'));
        let length_at = |mark: usize| {
            let rest = text.get(mark..).unwrap_or_default();
            if rest.starts_with("/*!") {
                3 + rest.bytes().skip(3).take(6).take_while(u8::is_ascii_digit).count()
            } else if rest.starts_with("*/") {
                2
            } else if rest.starts_with("/*") && last_end.is_some_and(|end| end >= mark + 2) {
                rest.get(2..).and_then(|inside| inside.find("*/")).map_or(0, |inside| inside + 4)
            } else {
                0
            }
        };
        let found = open.into_iter().chain([star]).map(|mark| (mark, length_at(mark))).find(|(_, length)| *length > 0);
        let Some((mark, length)) = found else {
            at = star + 1;
            continue;
        };
        spaced.push_str(text.get(taken..mark).unwrap_or_default());
        spaced.push(' ');
        taken = mark + length;
        at = taken;
    }
    if taken == 0 {
        return None;
    }
    spaced.push_str(text.get(taken..).unwrap_or_default());
    Some(spaced)
}

/// The text without its comments `/* … */`, or none where no comment stands inside a word: `un/**/ion`.
pub fn removed(text: &str) -> Option<String> {
    let last_end = text.rfind("*/")?;
    let mut removed = String::new();
    let mut is_in_word = false;
    let mut taken = 0;
    let mut at = 0;
    while let Some(step) = text.get(at..).and_then(|rest| rest.find("/*")) {
        let mark = at + step;
        if mark + 2 > last_end {
            break;
        }
        let Some(inside) = text.get(mark + 2..).and_then(|inside| inside.find("*/")) else { break };
        let end = mark + inside + 4;
        let before = text.get(..mark).and_then(|before| before.bytes().next_back());
        let after = text.as_bytes().get(end);
        is_in_word |=
            before.is_some_and(|byte| byte.is_ascii_alphabetic()) && after.is_some_and(u8::is_ascii_alphabetic);
        removed.push_str(text.get(taken..mark).unwrap_or_default());
        taken = end;
        at = end;
    }
    if !is_in_word {
        return None;
    }
    removed.push_str(text.get(taken..).unwrap_or_default());
    Some(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_spaces() {
        assert_eq!(spaced("union/**/select"), Some("union select".to_owned()));
        assert_eq!(spaced("/*!50000union*/ a"), Some(" union  a".to_owned()));
        assert_eq!(spaced("a / b # 1 - 2 -- c"), None);
        assert_eq!(spaced("/* open"), None);
    }

    #[test]
    fn a_comment_inside_a_word_goes_without_a_trace() {
        assert_eq!(removed("un/*x*/ion"), Some("union".to_owned()));
        assert_eq!(removed("a /* b */ c"), None);
        assert_eq!(removed("/*/*/*/*"), None);
    }
}
