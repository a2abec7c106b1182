//! What of `wrangler.toml` the runtime needs to know.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

/// The Worker as `wrangler.toml` describes it.
#[derive(Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The date that fixes the runtime's behaviour.
    pub compatibility_date: String,
    /// Switches beside the date.
    pub compatibility_flags: Vec<String>,
    /// The name under which the Worker finds its static assets.
    pub assets: String,
    /// Classes of durable objects, each with the name of its binding.
    pub objects: Vec<ObjectBinding>,
    /// Text bindings.
    pub variables: Vec<(String, String)>,
}

/// A class of durable objects and the name under which the Worker finds it.
#[derive(Debug, PartialEq, Eq)]
pub struct ObjectBinding {
    /// The binding.
    pub name: String,
    /// The class that the Worker exports.
    pub class: String,
}

impl Manifest {
    /// Reads the file.
    pub fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        Self::parse(&text).with_context(|| format!("in `{}`", file.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let table: Table = text.parse().context("this is no TOML")?;
        let objects = table.get("durable_objects").and_then(|objects| objects.get("bindings"));
        let objects = objects.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let flags = table.get("compatibility_flags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let variables = table.get("vars").and_then(Value::as_table).cloned().unwrap_or_default();
        Ok(Self {
            compatibility_date: text_at(&table, "compatibility_date")?,
            compatibility_flags: flags.iter().filter_map(|flag| flag.as_str().map(str::to_owned)).collect(),
            assets: text_at(
                table.get("assets").and_then(Value::as_table).context("there is no table `assets`")?,
                "binding",
            )?,
            objects: objects.iter().map(object_binding).collect::<Result<_>>()?,
            variables: variables.into_iter().map(variable).collect::<Result<_>>()?,
        })
    }
}

fn object_binding(value: &Value) -> Result<ObjectBinding> {
    let table = value.as_table().context("a binding of a durable object is no table")?;
    Ok(ObjectBinding { name: text_at(table, "name")?, class: text_at(table, "class_name")? })
}

fn variable((name, value): (String, Value)) -> Result<(String, String)> {
    match value {
        Value::String(text) => Ok((name, text)),
        other => bail!("the variable `{name}` is of type {}, expected a text", other.type_str()),
    }
}

fn text_at(table: &Table, name: &str) -> Result<String> {
    let value = table.get(name).and_then(Value::as_str);
    value.map(str::to_owned).with_context(|| format!("there is no text `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bindings_are_found_where_wrangler_has_them() {
        let text = r#"
            compatibility_date = "2026-11-01"
            [assets]
            binding = "ASSETS"
            [vars]
            MODE = "on"
            [[durable_objects.bindings]]
            name = "LIMITER"
            class_name = "Limiter"
        "#;
        let expected = Manifest {
            compatibility_date: "2026-11-01".to_owned(),
            compatibility_flags: vec![],
            assets: "ASSETS".to_owned(),
            objects: vec![ObjectBinding { name: "LIMITER".to_owned(), class: "Limiter".to_owned() }],
            variables: vec![("MODE".to_owned(), "on".to_owned())],
        };
        assert_eq!(Manifest::parse(text).expect("a manifest"), expected);
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = Manifest::parse("compatibility_date = '2026-11-01'").expect_err("no assets");
        assert!(error.to_string().contains("`assets`"), "{error}");
    }

    #[test]
    fn the_projects_own_manifest_is_understood() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wrangler.toml");
        Manifest::read(&file).expect("the project's manifest");
    }
}
