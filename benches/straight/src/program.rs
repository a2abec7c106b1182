//! Running a program and holding it against the engine.

use std::fs;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use calc_core::dialect::{DateSystem, Dialect};
use calc_core::functions::args::{Budget, Context, NoFormulas, Operand};
use calc_core::functions::draws::Draws;
use calc_core::functions::indexes::SharedIndexes;
use calc_core::functions::{FunctionId, find, invoke, spec};
use calc_core::reference::{CellRef, SheetId};
use calc_core::value::{CellError, Grid, Value};
use serde_json::{Value as Json, json};

/// The cells of a workbook, sheet by sheet and column by column.
pub type Cells = [Value];

/// The engine's functions that a program calls, by their place in it.
pub type Functions = [FunctionId];

/// What the tool wrote.
pub struct Program {
    /// How many cells there are.
    pub cells: usize,
    /// The engine's functions that it calls.
    pub functions: &'static [&'static str],
    /// Computes every formula once.
    pub run: fn(&mut Cells, &[Value], &Functions, &Context<'_>),
}

/// A constant of the program.
#[inline]
pub fn constant(constants: &[Value], index: usize) -> &Value {
    constants.get(index).unwrap_or(&calc_core::value::BLANK)
}

/// Calls a function of the engine.
pub fn call(functions: &Functions, index: usize, arguments: &[Operand], context: &Context<'_>) -> Operand {
    functions.get(index).map_or(CellError::Name.into(), |function| invoke(spec(*function), arguments, context))
}

/// How often the program is timed.
const RUNS: usize = 41;

/// Runs a program over the data that the tool wrote beside it: `program DATA`. Prints `{"seconds": […]}`.
///
/// Fails if a cell differs from the engine's, be it as loaded or after the edits that the data has.
pub fn main(program: &Program) -> Result<()> {
    let path = std::env::args().nth(1).context("expected the data's path")?;
    let data: Json = serde_json::from_slice(&fs::read(&path).with_context(|| format!("cannot read `{path}`"))?)?;
    let constants = data["constants"].as_array().context("no constants")?.iter().map(value);
    let constants: Vec<Value> = constants.collect::<Result<_>>()?;
    let functions: Option<Vec<FunctionId>> = program.functions.iter().map(|name| find(name)).collect();
    let functions = functions.context("a function of the program is not known")?;
    let place = CellRef { sheet: SheetId(0), row: 0, column: 0 };
    let budget = Budget::new(u64::MAX);
    let grid = Grid::new(1);
    let indexes = SharedIndexes::default();
    let context = Context {
        grid: &grid,
        formulas: &NoFormulas,
        sheet_names: &[],
        dialect: Dialect::Sheets,
        date_system: DateSystem::Y1900,
        now: 36_526.5,
        timed: None,
        draws: Draws::new(0, place),
        place,
        budget: &budget,
        indexes: &indexes,
    };
    let mut cells = vec![Value::Blank; program.cells];
    let run = |cells: &mut Cells| (program.run)(cells, &constants, &functions, &context);

    put(&mut cells, &data["content"])?;
    run(&mut cells);
    compare(&cells, &data["expected"], "as loaded")?;
    let mut seconds = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        run(std::hint::black_box(&mut cells));
        seconds.push(start.elapsed().as_secs_f64());
    }
    put(&mut cells, &data["edits"])?;
    run(&mut cells);
    compare(&cells, &data["edited"], "after the edits")?;
    println!("{}", json!({ "seconds": seconds }));
    Ok(())
}

fn put(cells: &mut Cells, pairs: &Json) -> Result<()> {
    for (slot, value) in read(pairs)? {
        *cells.get_mut(slot).context("a cell lies outside")? = value;
    }
    Ok(())
}

fn compare(cells: &Cells, pairs: &Json, when: &str) -> Result<()> {
    let expected = read(pairs)?;
    ensure!(!expected.is_empty(), "nothing to compare with");
    let differing = |(slot, value): &&(usize, Value)| cells.get(*slot).is_none_or(|cell| !cell.same(value));
    let count = expected.iter().filter(differing).count();
    if let Some((slot, value)) = expected.iter().find(differing) {
        bail!("{count} cells differ {when}; cell {slot} is {:?}, expected {value:?}", cells.get(*slot));
    }
    Ok(())
}

fn read(pairs: &Json) -> Result<Vec<(usize, Value)>> {
    let pairs = pairs.as_array().context("expected a list of cells")?;
    pairs.iter().map(|pair| Ok((pair[0].as_u64().context("no slot")? as usize, value(&pair[1])?))).collect()
}

/// Numbers are written as their bits.
fn value(json: &Json) -> Result<Value> {
    Ok(match json {
        Json::Null => Value::Blank,
        Json::Bool(logical) => Value::Bool(*logical),
        Json::String(text) => Value::text(text),
        Json::Number(bits) => Value::Number(f64::from_bits(bits.as_u64().context("no bits")?)),
        Json::Object(error) => {
            let name = error["error"].as_str().unwrap_or_default();
            Value::Error(CellError::from_name(name).context("no error")?)
        }
        Json::Array(_) => bail!("a list is no value"),
    })
}
