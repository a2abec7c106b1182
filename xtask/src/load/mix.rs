//! Which request comes next: a hit, a miss or the trivial route.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::numbers::Numbers;
use crate::model::Source;

/// One request in so many is of the trivial route.
const TRIVIAL_ONE_IN: usize = 3;
/// The share of the calculations that were asked before.
const HITS: f64 = 0.8;
/// How many different calculations are asked again and again.
const REPEATED: usize = 100;
/// How many calculations one client asks for before the next one comes: fewer than the quota of any of them.
const MISSES_A_CLIENT: usize = 40;
/// The most inputs that one calculation sets.
const MAX_INPUTS: usize = 8;

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `GET /api/health`.
    Trivial,
    /// A calculation that was asked before.
    Hit,
    /// A calculation that nobody has asked for.
    Miss,
}

impl Kind {
    /// All of them, in the order of a table.
    pub const ALL: [Kind; 3] = [Kind::Trivial, Kind::Hit, Kind::Miss];

    /// As it stands in a table.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Trivial => "trivial",
            Kind::Hit => "hit",
            Kind::Miss => "miss",
        }
    }
}

/// A numeric input, with the values that it takes here.
struct NumericInput {
    name: String,
    from: f64,
    to: f64,
}

/// Makes requests.
pub struct Mix {
    inputs: Vec<NumericInput>,
    repeated: Vec<Vec<u8>>,
    numbers: Numbers,
    misses: usize,
}

impl Mix {
    /// Over the numeric inputs of a ports file, those that a person fills in first.
    pub fn of(source: &Source) -> Result<Self> {
        let file = source.ports.as_deref().context("a load needs a ports file")?;
        let text = fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        let ports: Value = serde_json::from_str(&text).with_context(|| format!("in `{}`", file.display()))?;
        let inputs = numeric_inputs(&ports);
        if inputs.is_empty() {
            bail!("`{}` names no numeric input: there is nothing to vary", file.display());
        }
        let mut mix = Self { inputs, repeated: Vec::new(), numbers: Numbers::new(0x5EED), misses: 0 };
        mix.repeated = (0..REPEATED).map(|_| mix.fresh()).collect();
        Ok(mix)
    }

    /// The requests that fill the cache.
    pub fn warm_up(&self) -> Vec<Vec<u8>> {
        self.repeated.iter().enumerate().map(|(at, body)| post(body, client(at / MISSES_A_CLIENT))).collect()
    }

    /// The next request.
    pub fn next(&mut self) -> (Kind, Vec<u8>) {
        let kind = if self.numbers.below(TRIVIAL_ONE_IN) == 0 {
            Kind::Trivial
        } else if self.numbers.share() < HITS {
            Kind::Hit
        } else {
            Kind::Miss
        };
        (kind, self.of_kind(kind))
    }

    /// A request of one kind.
    pub fn of_kind(&mut self, kind: Kind) -> Vec<u8> {
        match kind {
            Kind::Trivial => {
                let head =
                    "GET /api/health HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nUser-Agent: load/1\r\n";
                format!("{head}CF-Connecting-IP: {}\r\n\r\n", client(0)).into_bytes()
            }
            Kind::Hit => {
                let at = self.numbers.below(self.repeated.len());
                post(self.repeated.get(at).map(Vec::as_slice).unwrap_or_default(), client(at))
            }
            Kind::Miss => {
                let body = self.fresh();
                post(&body, client(self.misses / MISSES_A_CLIENT))
            }
        }
    }

    /// A body that was never made before: its first input has a value of its own.
    fn fresh(&mut self) -> Vec<u8> {
        self.misses += 1;
        let count = 1 + self.numbers.below(MAX_INPUTS);
        let start = self.numbers.below(self.inputs.len());
        let mut inputs = Map::new();
        let around = self.inputs.iter().cycle().skip(start).take(count.min(self.inputs.len()));
        for (at, input) in around.enumerate() {
            // The fractions of multiples of the golden ratio never come twice, and lie evenly.
            let share =
                if at == 0 { (self.misses as f64 * 0.618_033_988_749_895).fract() } else { self.numbers.share() };
            let decimals = if at == 0 { 1e9 } else { 4.0 };
            let value = input.from + share * (input.to - input.from);
            inputs.insert(input.name.clone(), json!((value * decimals).round() / decimals));
        }
        json!({ "inputs": inputs }).to_string().into_bytes()
    }
}

fn numeric_inputs(ports: &Value) -> Vec<NumericInput> {
    let all = ports.get("inputs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is_core = |input: &&Value| input.get("core") == Some(&Value::Bool(true));
    let has_core = all.iter().any(|input| is_core(&input));
    let chosen = all.iter().filter(|input| !has_core || is_core(input));
    chosen
        .filter(|input| input.get("type").and_then(Value::as_str) == Some("number") && input.get("choices").is_none())
        .filter_map(|input| {
            let from = input.get("min").and_then(Value::as_f64).unwrap_or(0.0);
            let to = input.get("max").and_then(Value::as_f64).unwrap_or(from + 400.0);
            let name = input.get("name")?.as_str()?.to_owned();
            (to > from).then_some(NumericInput { name, from, to })
        })
        .collect()
}

/// A client's address, of the network that is set aside for benchmarks (RFC 2544).
fn client(number: usize) -> String {
    format!("198.{}.{}.{}", 18 + (number >> 16) % 2, (number >> 8) % 256, number % 256)
}

fn post(body: &[u8], client: String) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST /api/v1/calculations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json\r\n\
         User-Agent: load/1\r\nCF-Connecting-IP: {client}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn mix() -> Mix {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample");
        let ports = folder.join("house-painting.ports.json");
        Mix::of(&Source { workbook: folder.join("house-painting.xlsx"), ports: Some(ports) }).expect("a mix")
    }

    #[test]
    fn four_of_five_calculations_were_asked_before_and_no_miss_comes_twice() {
        let mut mix = mix();
        let mut counts = [0usize; 3];
        let mut misses = BTreeSet::new();
        for _ in 0..30_000 {
            let (kind, request) = mix.next();
            counts[kind as usize] += 1;
            if kind == Kind::Miss {
                assert!(misses.insert(request), "a miss came twice");
            }
        }
        let [trivial, hits, misses] = counts.map(|count| count as f64);
        assert!((trivial / 30_000.0 - 1.0 / 3.0).abs() < 0.02, "{counts:?}");
        assert!((hits / (hits + misses) - HITS).abs() < 0.02, "{counts:?}");
    }
}
