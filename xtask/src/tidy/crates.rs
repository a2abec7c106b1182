//! Which package of the workspace may depend on which other.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::machine::cargo;
use crate::process;
use crate::project::Project;

/// A package, those it may depend on, and those that only its tests and benchmarks may add.
type Package = (&'static str, &'static [&'static str], &'static [&'static str]);

/// What may depend on what. What only tests name never reaches a user.
const ALLOWED: &[Package] = &[
    ("calc-core", &[], &[]),
    ("cf-config", &[], &["calc-core", "edge-worker", "waf"]),
    ("waf", &[], &[]),
    ("edge-worker", &["calc-core", "cf-config", "waf"], &[]),
    ("cli", &["calc-core", "waf"], &["cf-config", "edge-worker"]),
    ("bench-protocol", &[], &[]),
    ("straight-line", &["calc-core"], &[]),
    ("benches", &["bench-protocol", "calc-core", "edge-worker", "straight-line"], &[]),
    ("fuzz", &["calc-core", "edge-worker"], &[]),
    ("tests", &[], &["calc-core", "cf-config", "cli", "edge-worker", "waf"]),
    ("xtask", &["cf-config"], &["calc-core"]),
];

/// Adds a finding for every dependency between packages that is not in the table.
pub fn check(project: &Project, findings: &mut Vec<String>) -> Result<()> {
    let mut command = cargo();
    command.current_dir(project.root()).args(["metadata", "--no-deps", "--format-version", "1"]);
    let text = process::capture(&mut command).context("cannot read the packages: `cargo metadata` failed")?;
    let metadata: Value = serde_json::from_str(&text).context("`cargo metadata` wrote no JSON")?;
    let packages = metadata["packages"].as_array().context("`cargo metadata` names no packages")?;
    let names: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, always, in_tests)) = ALLOWED.iter().find(|(known, ..)| *known == name) else {
            findings.push(format!("the package `{name}` is not in the table of packages"));
            continue;
        };
        let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
        for dependency in dependencies {
            let Some(other) = dependency["name"].as_str().filter(|other| names.contains(other) && *other != name)
            else {
                continue;
            };
            let is_of_tests = dependency["kind"] == "dev";
            let is_allowed = always.contains(&other) || (is_of_tests && in_tests.contains(&other));
            if !is_allowed {
                findings.push(format!("the package `{name}` may not depend on `{other}`"));
            }
        }
    }
    Ok(())
}
