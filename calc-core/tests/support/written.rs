//! Pages of the documentation that are made by a program and kept in the repository.

/// Holds a page of `docs` against what it is made of, or writes it anew where `PAINTBOX_BLESS` is set. `how` says what makes it.
pub fn hold(name: &str, page: &str, how: &str) {
    let path = format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("PAINTBOX_BLESS").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = page.lines().zip(written.lines()).position(|(made, found)| made != found);
    assert!(
        page == written,
        "docs/{name} is stale from line {}: run {how} and review what changes",
        differs.unwrap_or(written.lines().count()) + 1
    );
}
