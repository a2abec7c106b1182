//! The engine held against the arithmetic: other jobs in the same workbook, from a file and by way of inputs.

use std::collections::BTreeMap;
use std::sync::Arc;

use calc_core::calculation::{Calculator, Request, json};
use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::PortsFile;
use calc_core::reference::{CellRef, SheetId};
use calc_core::value::Value;
use calc_core::workbook::{Content, Workbook};
use serde_json::{Map, json};

use super::job::{Job, room, surface};
use super::{ports, workbook};

/// Jobs that make spills grow, shrink and move, and take every branch. None has an amount that falls on half a cent.
fn jobs() -> Vec<(&'static str, Job)> {
    let sample = Job::sample();
    let [front, back, chimney, trim, ..] = sample.surfaces;
    let [living, kitchen, study, ..] = sample.rooms;
    let deck = Some(surface("Deck", "Deck", "Bark", [16.0, 12.0, 1.0]));
    let fence = Some(surface("Fence", "Fence", "Linden", [88.0, 6.0, 2.0]));
    let attic = Some(room("Attic", "Apricot", [30.0, 12.5, 7.5], true, 0.0));
    let bath = Some(room("Bath", "Aqua", [8.0, 6.0, 8.5], true, 1.0));
    let hall = Some(room("Hall", "Bark", [22.0, 4.0, 9.0], false, 6.0));
    vec![
        ("the sample itself", sample.clone()),
        ("one coat", Job { coats: 1.0, ..sample.clone() }),
        ("five coats of the dearest paint", Job { coats: 5.0, grade: "Elite", ..sample.clone() }),
        (
            "lead paint, a referral, no tax",
            Job { lead_paint: true, standing: "Referral", tax_rate: 0.0, ..sample.clone() },
        ),
        ("a note without a number", Job { note: "call first", customer: "Prince", ..sample.clone() }),
        ("nothing inside", Job { rooms: [None; 6], ..sample.clone() }),
        (
            "one surface and one room",
            Job {
                surfaces: [front, None, None, None, None, None],
                rooms: [study, None, None, None, None, None],
                standing: "New",
                ..sample.clone()
            },
        ),
        (
            "every line filled",
            Job {
                surfaces: [front, back, chimney, trim, deck, fence],
                rooms: [living, kitchen, study, attic, bath, hall],
                crew: 5.0,
                ..sample.clone()
            },
        ),
        (
            "lines with gaps between them",
            Job {
                surfaces: [None, fence, None, trim, None, deck],
                rooms: [hall, None, bath, None, None, attic],
                start: 46023.0,
                ..sample
            },
        ),
    ]
}

fn imported(job: &Job) -> Workbook {
    let bytes = workbook(job).expect("the generator works");
    read_xlsx(&bytes, &ImportOptions::default()).expect("the engine reads what the generator wrote").workbook
}

fn session(job: &Job, workbook: &Workbook) -> Session {
    let file = PortsFile::parse(ports::file(job).as_bytes()).expect("the ports file is well formed");
    let (ports, diagnostics) = file.resolve(workbook);
    assert!(diagnostics.is_empty(), "the ports file fits the workbook: {diagnostics:?}");
    let compiled = compile(workbook, ports);
    assert!(compiled.diagnostics.is_empty(), "every formula is understood: {:?}", compiled.diagnostics);
    let mut session = Session::new(Arc::new(compiled.model), Clock::default());
    session.recalculate().expect("the sample is small");
    session
}

/// Every computed cell with the value that the arithmetic gave: formulas, and the cells that a spill fills.
fn computed_cells(workbook: &Workbook) -> BTreeMap<CellRef, &Value> {
    let mut cells = BTreeMap::new();
    for (index, sheet) in (0..).zip(&workbook.sheets) {
        let formulas = sheet.cells.iter().filter(|cell| matches!(cell.content, Content::Formula(_)));
        let formulas = formulas.map(|cell| (cell.row, cell.column, &cell.cached));
        let spilled = sheet.spilled.iter().map(|cell| (cell.row, cell.column, &cell.cached));
        let all = formulas.chain(spilled);
        cells.extend(all.map(|(row, column, value)| (CellRef { sheet: SheetId(index), row, column }, value)));
    }
    cells
}

/// The same value. Numbers may differ in the last bits: the engine computes `PMT` another way.
fn agrees(expected: &Value, got: &Value) -> bool {
    let is_nothing = |value: &Value| matches!(value, Value::Blank) || *value == Value::text("");
    match (expected, got) {
        (Value::Number(expected), Value::Number(got)) => (expected - got).abs() <= 1e-12 * expected.abs().max(1.0),
        _ => expected == got || (is_nothing(expected) && is_nothing(got)),
    }
}

fn differences(workbook: &Workbook, session: &Session) -> Vec<String> {
    let cells = computed_cells(workbook).into_iter();
    let different = cells.filter(|(cell, expected)| !agrees(expected, session.value(*cell)));
    let lines = different.map(|(cell, expected)| {
        format!("{}: expected {expected:?}, got {:?}", session.model().cell_name(cell), session.value(cell))
    });
    lines.collect()
}

/// The request that turns the sample into another job.
fn inputs(job: &Job) -> Map<String, serde_json::Value> {
    let mut inputs = Map::new();
    let mut set = |name: String, value: serde_json::Value| inputs.insert(name, value);
    set("coats".into(), json!(job.coats));
    set("paint_grade".into(), json!(job.grade));
    set("lead_paint".into(), json!(job.lead_paint));
    set("start_date".into(), json!(job.start));
    set("crew".into(), json!(job.crew));
    set("standing".into(), json!(job.standing));
    set("tax_rate".into(), json!(job.tax_rate));
    set("customer".into(), json!(job.customer));
    set("note".into(), json!(job.note));
    for (index, surface) in (1..).zip(&job.surfaces) {
        set(format!("exterior_{index}_name"), json!(surface.map(|surface| surface.name)));
        set(format!("exterior_{index}_substrate"), json!(surface.map(|surface| surface.substrate)));
        set(format!("exterior_{index}_colour"), json!(surface.map(|surface| surface.colour)));
        set(format!("exterior_{index}_length"), json!(surface.map(|surface| surface.length)));
        set(format!("exterior_{index}_height"), json!(surface.map(|surface| surface.height)));
        set(format!("exterior_{index}_count"), json!(surface.map(|surface| surface.count)));
    }
    for (index, room) in (1..).zip(&job.rooms) {
        set(format!("interior_{index}_name"), json!(room.map(|room| room.name)));
        set(format!("interior_{index}_colour"), json!(room.map(|room| room.colour)));
        set(format!("interior_{index}_length"), json!(room.map(|room| room.length)));
        set(format!("interior_{index}_width"), json!(room.map(|room| room.width)));
        set(format!("interior_{index}_height"), json!(room.map(|room| room.height)));
        set(format!("interior_{index}_ceiling"), json!(room.map(|room| room.ceiling)));
        set(format!("interior_{index}_doors"), json!(room.map(|room| room.doors)));
    }
    inputs
}

fn answer(model: &Arc<Model>, calculator: &mut Calculator, body: &serde_json::Value) -> String {
    let body = json::parse(body.to_string().as_bytes()).expect("the request is JSON");
    let request = Request::read(&body, model).expect("the request is accepted");
    let answer = calculator.answer(&request).expect("the sample is small");
    String::from_utf8(answer.to_json()).expect("an answer is UTF-8")
}

#[test]
fn the_engine_computes_every_job_as_the_arithmetic_does() {
    for (name, job) in jobs() {
        let workbook = imported(&job);
        let differences = differences(&workbook, &session(&job, &workbook));
        assert!(differences.is_empty(), "{name}:\n{}", differences.join("\n"));
    }
}

#[test]
fn setting_inputs_gives_what_a_workbook_with_those_inputs_gives() {
    let model = session(&Job::sample(), &imported(&Job::sample())).into_model();
    let mut calculator = Calculator::new(Arc::clone(&model), Clock::default());
    // Twice, so that every job also follows every job's traces.
    for (name, job) in jobs().into_iter().chain(jobs()) {
        let other = session(&job, &imported(&job)).into_model();
        let mut fresh = Calculator::new(Arc::clone(&other), Clock::default());
        let expected = answer(&other, &mut fresh, &json!({ "inputs": {} }));
        let got = answer(&model, &mut calculator, &json!({ "inputs": inputs(&job) }));
        assert_eq!(outputs(&got), outputs(&expected), "{name}");
    }
}

/// The outputs of an answer; the model's name and the count of defaults differ between the two ways.
fn outputs(answer: &str) -> serde_json::Value {
    let answer: serde_json::Value = serde_json::from_str(answer).expect("an answer is JSON");
    answer["outputs"].clone()
}
