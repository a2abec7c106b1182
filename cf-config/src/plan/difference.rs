//! Differences of rules and values.

use serde_json::Value;

use super::Change;

/// Members that a zone adds by itself.
const OF_THE_ZONE: &[&str] = &["id", "version", "last_updated", "categories", "logging"];

/// What would change the rules that are there into those that should be.
pub fn of_rules(found: &[Value], wanted: &Value) -> Vec<Change> {
    let wanted = wanted.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut changes = Vec::new();
    for rule in wanted {
        let name = name_of(rule);
        match found.iter().find(|other| name_of(other) == name) {
            None => changes.push(Change::Added(name)),
            Some(other) => of_values(&name, Some(other), rule, &mut changes),
        }
    }
    let is_wanted = |name: &String| wanted.iter().any(|rule| name_of(rule) == *name);
    changes.extend(found.iter().map(name_of).filter(|name| !is_wanted(name)).map(Change::Removed));
    changes.extend(moved(found, wanted));
    changes
}

/// A rule's lasting name; a rule made by hand has the zone's own id as such.
fn name_of(rule: &Value) -> String {
    let name = rule["ref"].as_str().or_else(|| rule["id"].as_str());
    name.map_or_else(|| format!("without a name: {}", rule["description"]), str::to_owned)
}

/// The rules that both have, where they stand in another order.
fn moved(found: &[Value], wanted: &[Value]) -> Vec<Change> {
    let names = |rules: &[Value]| rules.iter().map(name_of).collect::<Vec<_>>();
    let (found, wanted) = (names(found), names(wanted));
    let common =
        |own: &[String], other: &[String]| own.iter().filter(|name| other.contains(name)).cloned().collect::<Vec<_>>();
    let (before, after) = (common(&found, &wanted), common(&wanted, &found));
    let pairs = before.into_iter().zip(after);
    pairs.filter(|(before, after)| before != after).map(|(_, after)| Change::Moved(after)).collect()
}

/// Adds a change for every member that differs, named by its path. Members of the zone's own are left out.
pub fn of_values(name: &str, found: Option<&Value>, wanted: &Value, changes: &mut Vec<Change>) {
    let mut open = vec![(name.to_owned(), found, Some(wanted))];
    while let Some((path, found, wanted)) = open.pop() {
        if let (Some(Value::Object(was)), Some(Value::Object(is))) = (found, wanted) {
            // Taken from the end, so the last is put first.
            let gone = was.keys().filter(|member| !is.contains_key(*member) && !OF_THE_ZONE.contains(&member.as_str()));
            let members: Vec<&String> = is.keys().chain(gone).collect();
            open.extend(
                members.into_iter().rev().map(|member| (format!("{path}.{member}"), was.get(member), is.get(member))),
            );
        } else if !is_same(found, wanted) {
            changes.push(Change::Changed(path, show(found), show(wanted)));
        }
    }
}

/// Whether two values mean the same. The API gives lists of texts, such as the characteristics of a limit, in an order of its own.
fn is_same(found: Option<&Value>, wanted: Option<&Value>) -> bool {
    match (texts(found), texts(wanted)) {
        (Some(found), Some(wanted)) => found == wanted,
        _ => found == wanted,
    }
}

/// The texts of a list, in order; none where it holds anything else.
fn texts(value: Option<&Value>) -> Option<Vec<&str>> {
    let mut texts: Vec<&str> = value?.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
    texts.sort_unstable();
    Some(texts)
}

fn show(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), Value::to_string)
}
