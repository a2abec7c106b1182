//! Words and sizes that do not belong in the tree.

use super::SourceFile;

/// The longest source file without a reason, comments apart.
const LONGEST: usize = 800;

/// Longer files, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// A word that no source may contain, and what to do instead.
const BANNED: &[(&str, &str)] = &[
    (concat!("#[", "ignore"), "a test runs or does not exist"),
    (concat!("#[", "should_panic"), "assert on the error"),
    (concat!("todo", "!("), "finish it or leave it out"),
    (concat!("unimplemented", "!("), "finish it or leave it out"),
    (concat!("dbg", "!("), "take it out"),
    (concat!("TO", "DO"), "file an issue"),
    (concat!("XX", "X:"), "file an issue"),
];

/// A place on one machine, which no file may name.
const MACHINE_PATH: &str = concat!("/wo", "rk/");

/// What is wrong in these files.
pub fn check(files: &[SourceFile]) -> Vec<String> {
    files.iter().flat_map(check_file).collect()
}

fn check_file(file: &SourceFile) -> Vec<String> {
    let mut findings = Vec::new();
    let is_rust = file.path.ends_with(".rs");
    for (index, line) in file.text.lines().enumerate() {
        let at = format!("{}:{}", file.path, index + 1);
        if line.contains(MACHINE_PATH) {
            findings.push(format!("{at}: names a path of one machine (`{MACHINE_PATH}`)"));
        }
        if is_rust {
            let banned = BANNED.iter().filter(|(word, _)| line.contains(word));
            findings.extend(banned.map(|(word, instead)| format!("{at}: `{word}`: {instead}")));
        }
    }
    let length = file.text.lines().filter(|line| !line.trim_start().starts_with("//")).count();
    if is_rust && length > LONGEST && !LONGER.iter().any(|(path, _)| *path == file.path) {
        findings.push(format!("{}: {length} lines beside comments, at most {LONGEST}: split it by meaning", file.path));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: String) -> Vec<String> {
        check(&[SourceFile { path: path.to_owned(), text }])
    }

    #[test]
    fn banned_words_are_found_in_rust_only() {
        let line = format!("{}]\n", concat!("#[", "ignore"));
        assert_eq!(findings("a/src/b.rs", line.clone()).len(), 1);
        assert!(findings("docs/guide.md", line).is_empty());
    }

    #[test]
    fn a_path_of_one_machine_is_found_everywhere() {
        assert_eq!(findings("README.md", format!("see {MACHINE_PATH}somewhere\n")).len(), 1);
    }

    #[test]
    fn a_file_of_the_greatest_length_is_not_too_long() {
        assert!(findings("a.rs", "x\n".repeat(LONGEST)).is_empty());
        assert_eq!(findings("a.rs", "x\n".repeat(LONGEST + 1)).len(), 1);
    }
}
