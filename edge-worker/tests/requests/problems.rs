//! `docs/problems.md` says what the catalogue says.

use edge_worker::problem::CATALOGUE;

#[test]
fn every_problem_is_explained_with_what_to_do() {
    let page = include_str!("../../../docs/problems.md");
    let (_, list) = page.split_once("by a test -->").unwrap();
    let mut explained = Vec::new();
    for section in list.split("\n## ").skip(1) {
        let (name, text) = section.split_once("\n\n").unwrap();
        let (meaning, advice) = text.split_once('\n').unwrap();
        assert!(advice.trim().len() > 20, "`{name}` says nothing of what to do");
        explained.push(format!("{name}: {meaning}"));
    }
    let expected: Vec<String> =
        CATALOGUE.iter().map(|kind| format!("{}: {}: {}.", kind.name, kind.status, kind.title)).collect();
    assert_eq!(explained, expected, "docs/problems.md is not in step with the catalogue");
}
