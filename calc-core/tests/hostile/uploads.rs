//! Files that lie, overflow or mislead: each is refused, or read without harm, within its budget.

use crate::corpus::cases_of;
use crate::measure::Table;
use crate::recipes::{cases, verdict};

#[test]
fn every_recipe_is_refused_or_read_without_harm() {
    for (id, (expected, bytes)) in cases() {
        let (found, message) = verdict(&bytes);
        assert_eq!(found, expected, "{id}: {message}");
    }
}

#[test]
fn uploads_end_as_expected() {
    let Some(corpus) = cases_of("uploads.jsonl") else { return };
    let files = cases();
    let mut table = Table::new("uploads");
    for case in &corpus {
        let id = case["id"].as_str().unwrap();
        let (_, bytes) = files.get(id).unwrap_or_else(|| panic!("{id}: {}", case["recipe"]));
        let (found, _) = table.run(case, || verdict(bytes));
        let allowed = case["expect"]["status"].as_array().unwrap();
        if !allowed.contains(&found.status().into()) {
            table.wrong(id, &format!("{found:?}, expected one of {allowed:?}"));
        }
    }
    assert_eq!(corpus.len(), files.len(), "a recipe that nobody made, or a file without a recipe");
    table.finish();
}
