//! A small model and whole requests to it, in memory.

use std::cell;
use std::future::Future;
use std::pin::pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use calc_core::compile::compile;
use calc_core::model::Model;
use calc_core::model::ports::PortsFile;
use calc_core::residual::residual;
use calc_core::value::Value;
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};
use edge_worker::app::App;
use edge_worker::http::{Head, Response};
use edge_worker::platform::memory::Memory;
use serde_json::{Value as Json, json};

/// Runs a future that never waits: everything in memory is there at once.
pub fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in memory makes a request wait"),
    }
}

/// `Job`: coats in A1, a note in A2, today's date in A3, the price `coats*100` in B1, the note's echo in B2.
pub fn model() -> Vec<u8> {
    static MODEL: OnceLock<Vec<u8>> = OnceLock::new();
    MODEL.get_or_init(|| compile_model("A1*100")).clone()
}

/// The same with a higher price.
pub fn dearer_model() -> Vec<u8> {
    compile_model("A1*110")
}

/// The same with a price at the end of so many rows of one product each.
pub fn long_model(rows: u32) -> Vec<u8> {
    let formula = |(row, text): (u32, String)| {
        let formula = Formula { text: text.into(), origin: (row, 3), kind: FormulaKind::Plain };
        Cell { row, column: 3, content: Content::Formula(formula), cached: Value::Blank, format: None }
    };
    let chain = (1..rows).map(|row| (row, format!("D{row}*1")));
    compile_model_with(&format!("D{rows}*1"), [(0, "A1*1".to_owned())].into_iter().chain(chain).map(formula).collect())
}

fn compile_model(price: &str) -> Vec<u8> {
    compile_model_with(price, Vec::new())
}

fn compile_model_with(price: &str, more: Vec<Cell>) -> Vec<u8> {
    let cell = |row, column, content| Cell { row, column, content, cached: Value::Blank, format: None };
    let formula = |row, column, text: &str| {
        let formula = Formula { text: text.into(), origin: (row, column), kind: FormulaKind::Plain };
        cell(row, column, Content::Formula(formula))
    };
    let mut cells = vec![
        cell(0, 0, Content::Constant(2.0.into())),
        cell(1, 0, Content::Constant("<none>".into())),
        formula(2, 0, "TODAY()"),
        formula(0, 1, price),
        formula(1, 1, "A2"),
    ];
    cells.extend(more);
    let workbook =
        Workbook { sheets: vec![Sheet { name: "Job".into(), cells, ..Sheet::default() }], ..Workbook::default() };
    let ports = json!({
        "inputs": [
            {"name": "coats", "cell": "Job!A1", "type": "number", "label": "Coats of paint", "unit": "count", "min": 1,
             "max": 5, "default": 2, "group": "walls"},
            {"name": "note", "cell": "Job!A2", "type": "text", "label": "Note", "default": "<none>", "group": "paper_work"},
        ],
        "outputs": [
            {"name": "price", "cell": "Job!B1", "type": "number", "label": "Price", "unit": "USD", "group": "walls"},
            {"name": "echo", "cell": "Job!B2", "type": "text", "label": "Note", "group": "paper_work"},
            {"name": "today", "cell": "Job!A3", "type": "number", "label": "Today", "group": "paper_work"},
        ]
    });
    let (ports, diagnostics) = PortsFile::parse(ports.to_string().as_bytes()).unwrap().resolve(&workbook);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    compile(&workbook, ports).model.encode()
}

/// A Worker in memory.
pub struct Server {
    /// What an isolate keeps.
    pub app: App,
    calculated: cell::Cell<usize>,
    /// The platform that it runs on.
    pub platform: Memory,
}

impl Server {
    /// A Worker with the small model, at noon of 1 March 2024 UTC.
    pub fn new() -> Server {
        Server::of(&model())
    }

    /// A Worker with a model: as deployed, with what its ports can reach, and the whole beside it.
    pub fn of(model: &[u8]) -> Server {
        let left = Model::decode(model).map_or_else(|_| model.to_vec(), |whole| residual(&whole).0.encode());
        Server::with(Memory { model: Some(left), whole: Some(model.to_vec()), ..Memory::default() })
    }

    /// A Worker on a platform.
    pub fn with(platform: Memory) -> Server {
        platform.now.set(1_709_294_400_000.0);
        Server { app: App::default(), calculated: cell::Cell::new(0), platform }
    }

    /// How many requests had something calculated.
    pub fn calculated(&self) -> usize {
        self.calculated.get()
    }

    /// Sends a request with a path that may have a query.
    pub fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        self.send_head(method, path, query, headers, body)
    }

    /// Sends a request with a path as it is.
    pub fn send_path(&self, method: &str, path: &str) -> Response {
        self.send_head(method, path, None, &[], b"")
    }

    fn send_head(
        &self,
        method: &str,
        path: &str,
        query: Option<String>,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Response {
        let head = Head {
            method: method.to_owned(),
            path: path.to_owned(),
            query,
            headers: headers.iter().copied().collect(),
        };
        let response = now(self.app.respond(&head, body, &self.platform));
        let has_calculated = response.header("server-timing").is_some_and(|timing| timing.contains("calculate;"));
        self.calculated.set(self.calculated.get() + usize::from(has_calculated));
        response
    }

    /// GET.
    pub fn read(&self, target: &str) -> Response {
        self.send("GET", target, &[], b"")
    }

    /// POST of JSON.
    pub fn post(&self, target: &str, body: &str) -> Response {
        self.send("POST", target, &[("Content-Type", "application/json")], body.as_bytes())
    }
}

/// The body of a response as JSON.
pub fn json_of(response: &Response) -> Json {
    serde_json::from_slice(&response.body).unwrap_or(Json::Null)
}
