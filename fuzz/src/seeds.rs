//! What the fuzzer starts from: the project's own test data, and the corpora of others where they are there. Nothing of it is kept.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use calc_core::functions;
use serde_json::Value as Json;

use crate::Target;

/// A formula longer than this is no better a start.
const LONGEST_FORMULA: usize = 200;

/// Writes the target's seeds into `seeds` of a folder, and its words into `dictionary`.
///
/// Fails if the files cannot be written.
pub fn write(target: &Target, folder: &Path) -> io::Result<()> {
    let shared = match std::env::var_os("PAINTBOX_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => root().join("../shared"),
    };
    let seeds = folder.join("seeds");
    fs::create_dir_all(&seeds)?;
    for (index, seed) in (target.seeds)(shared.is_dir().then_some(&shared)).iter().enumerate() {
        fs::write(seeds.join(index.to_string()), seed)?;
    }
    let words: String = (target.words)().iter().filter(|word| !word.is_empty()).map(|word| quoted(word)).collect();
    fs::write(folder.join("dictionary"), words)
}

/// A word as libFuzzer reads it from a dictionary: every byte by its code.
fn quoted(word: &str) -> String {
    let bytes: String = word.bytes().map(|byte| format!("\\x{byte:02X}")).collect();
    format!("\"{bytes}\"\n")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the lines `key = …` of the engine's test data say.
pub fn lines_of_tests(key: &str) -> Vec<String> {
    let folder = root().join("calc-core/tests");
    let mut files = Vec::new();
    for part in ["arrays", "data", "data/functions", "syntax"] {
        files.extend(fs::read_dir(folder.join(part)).into_iter().flatten().flatten().map(|entry| entry.path()));
    }
    files.sort();
    let mut found = BTreeSet::new();
    for text in files.iter().filter_map(|file| fs::read_to_string(file).ok()) {
        for line in text.lines().filter(|line| line.split_once(" = ").is_some_and(|(name, _)| name == key)) {
            let table = toml::from_str::<toml::Table>(line).unwrap_or_default();
            found.extend(table.get(key).and_then(toml::Value::as_str).map(str::to_owned));
        }
    }
    found.into_iter().collect()
}

/// The lines of a file of JSON lines; none if it is not there.
pub fn jsonl(file: &Path) -> Vec<Json> {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Formulas of the engine's tests, and of the corpora one for each set of functions and each dozen of bytes in length.
pub fn formulas(shared: Option<&Path>) -> Vec<String> {
    let mut formulas = lines_of_tests("formula");
    let folder = shared.map(|shared| shared.join("corpora/functions"));
    let mut files: Vec<PathBuf> = folder
        .and_then(|folder| fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let mut seen = BTreeSet::new();
    for case in
        files.iter().filter(|file| file.extension().is_some_and(|end| end == "jsonl")).flat_map(|file| jsonl(file))
    {
        let Some(formula) = case["formula"].as_str().filter(|formula| formula.len() <= LONGEST_FORMULA) else {
            continue;
        };
        if seen.insert((case["functions"].to_string(), formula.len() / 12)) {
            formulas.push(formula.to_owned());
        }
    }
    formulas
}

/// Names of functions, and constants at the ends of what numbers, rows and dates may be.
pub fn formula_words() -> Vec<String> {
    let words = "1E+307|-1|0.5|2^53|1E-300|#N/A|#REF!|\"a\"|\"\"|TRUE|FALSE|A1:C5|A:A|1:1|{1,2;3,4}|LAMBDA(x,|LET(x,|9999999999|2958465|-2147483648|4294967296|\
                 9223372036854775807|1E15|\"2020-01-31\"|\"[$-409]\"|F5#|Sheet2!A1|@A1:A3|A1:XFD1048576|Doubled|\"(a|b)*c\"|{\"a\";1;TRUE}|%|&|<>|^";
    let names = functions::all().map(|spec| format!("{}(", spec.name));
    words.split('|').map(str::to_owned).chain(names).collect()
}
