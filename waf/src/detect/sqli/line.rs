//! Comments that go to the end of a line.

/// Words with which a statement goes on behind such a comment. What begins with one of them in a note costs a second look.
const JOINTS: &[&str] = &[
    "union", "select", "and", "or", "xor", "from", "where", "having", "order", "group", "limit", "like", "#", "--",
    "&&", "||", "=",
];

/// The text without its comments to the end of a line, or none where no line goes on with a statement behind one.
pub fn joined(text: &str) -> Option<String> {
    if !text.contains('\n') || !(text.contains('#') || text.contains("--")) {
        return None;
    }
    let mut joined = String::new();
    let mut is_behind_comment = false;
    let mut goes_on = false;
    for line in text.split('\n') {
        let begin = line.trim_start();
        goes_on |= is_behind_comment && JOINTS.iter().any(|joint| begin.starts_with(joint));
        let end = [line.find('#'), line.find("--")].into_iter().flatten().min();
        is_behind_comment = end.is_some() || (is_behind_comment && begin.is_empty());
        joined.push_str(end.and_then(|end| line.get(..end)).unwrap_or(line));
        joined.push(' ');
    }
    goes_on.then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn lines_are_joined_where_a_statement_goes_on() {
        assert_eq!(joined("1#x\nand#y\n2=2"), Some("1 and 2=2 ".to_owned()));
        assert_eq!(joined("1 union -- a\nselect 2"), Some("1 union  select 2 ".to_owned()));
        assert_eq!(joined("#1 kitchen\n#2"), Some("  ".to_owned()));
        assert_eq!(joined("#1 kitchen\nhall -- white\nden"), None);
        assert_eq!(joined("no mark\nand none"), None);
    }
}
