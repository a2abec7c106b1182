//! Many scenarios in one request.

use cf_config::policy::{ADDRESS_QUOTA, MAX_BODY, MAX_SCENARIOS, WORK_PER_UNIT};
use serde_json::{Value as Json, json};

use edge_worker::http::Response;

use crate::server::{Server, json_of, long_model};

const BATCH: &str = "/api/v1/calculations/batch";
const CALCULATIONS: &str = "/api/v1/calculations";

#[test]
fn each_scenario_is_answered_as_by_a_request_of_its_own() {
    let server = Server::new();
    let body = json!({"inputs": {"note": "shared"}, "scenarios": [{"coats": 3}, {}, {"coats": 2, "note": "own"}]});
    let response = server.post(BATCH, &body.to_string());
    assert_eq!((response.status, response.header("content-type")), (200, Some("application/json")));
    let answer = json_of(&response);
    let alone = [json!({"note": "shared", "coats": 3}), json!({"note": "shared"}), json!({"coats": 2, "note": "own"})];
    for (result, inputs) in answer["results"].as_array().unwrap().iter().zip(alone) {
        let own = json_of(&server.post(CALCULATIONS, &json!({ "inputs": inputs }).to_string()));
        assert_eq!(answer["model"], own["model"]);
        assert_eq!((&result["outputs"], &result["inputs"]), (&own["outputs"], &own["inputs"]));
    }
    assert_eq!(answer["results"].as_array().unwrap().len(), 3);
}

#[test]
fn a_batch_with_anything_wrong_is_refused_as_a_whole() {
    let server = Server::new();
    let errors = |body: Json| {
        let response = server.post(BATCH, &body.to_string());
        assert_eq!(
            (response.status, response.header("content-type")),
            (422, Some("application/problem+json")),
            "{body}"
        );
        json_of(&response)["errors"].clone()
    };
    let pointer = |body: Json| errors(body)[0]["pointer"].as_str().unwrap().to_owned();
    let of_scenarios = errors(json!({"scenarios": [{"coats": 9}, {"coats": 3}, {"nothing": 1}]}));
    assert_eq!(of_scenarios[0]["pointer"], "/scenarios/0/coats");
    assert_eq!(of_scenarios[0]["allowed"], json!({"min": 1, "max": 5}));
    assert_eq!(of_scenarios[1]["pointer"], "/scenarios/2/nothing");
    assert_eq!(pointer(json!({})), "/scenarios");
    assert_eq!(pointer(json!([])), "");
    assert_eq!(pointer(json!({"scenarios": {}})), "/scenarios");
    assert_eq!(pointer(json!({"scenarios": vec![json!({}); MAX_SCENARIOS + 1]})), "/scenarios");
    assert_eq!(pointer(json!({"inputs": {"coats": "3"}, "scenarios": [{}]})), "/inputs/coats");
    assert_eq!(server.send("GET", BATCH, &[], b"").status, 405);
    assert_eq!(server.send("POST", &format!("{BATCH}?coats=3"), &[], b"{}").status, 400);
    assert_eq!(server.send("POST", BATCH, &[("content-type", "text/plain")], b"{}").status, 415);
    assert_eq!(server.post(BATCH, "{").status, 400);
    assert_eq!(server.post(BATCH, &" ".repeat(MAX_BODY + 1)).status, 413);
    assert_eq!(server.calculated(), 0);
}

#[test]
fn the_same_batch_is_calculated_once() {
    let server = Server::new();
    let one = server.post(BATCH, r#"{"scenarios":[{"coats":3},{"coats":4}]}"#);
    let other = server.post(BATCH, r#"{"inputs":{"coats":3},"scenarios":[{},{"coats":4.0}]}"#);
    assert_eq!((one.body == other.body, server.calculated()), (true, 1));
    server.post(BATCH, r#"{"scenarios":[{"coats":4},{"coats":3}]}"#);
    assert_eq!(server.calculated(), 2);
}

#[test]
fn the_texts_of_every_scenario_are_read() {
    let server = Server::new();
    let attack = "1' union select name, password from users -- ";
    let body = json!({"scenarios": [{"note": "the hall"}, {"note": attack}]});
    let response = server.post(BATCH, &body.to_string());
    assert_eq!(response.status, 422);
    let body = json_of(&response);
    assert_eq!(body["errors"][0]["pointer"], "/scenarios/1/note");
    assert!(!body.to_string().contains("password"));
}

#[test]
fn every_scenario_is_paid_for_before_any_of_it_runs() {
    // Each scenario reaches 5,000 rows and the price, each of three steps and a cell, or none of them.
    let server = Server::of(&long_model(5_000));
    let units = |response: &Response| {
        let field = response.header("ratelimit").unwrap();
        let left: u32 = field.split(";r=").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
        ADDRESS_QUOTA.units - left
    };
    let body = |scenarios: Vec<Json>| json!({ "scenarios": scenarios }).to_string();
    let same = server.post(BATCH, &body(vec![json!({"coats": 3}); 1_000]));
    assert_eq!((same.status, units(&same)), (200, 1));
    let varied: Vec<Json> = (0..1_000).map(|at| json!({"coats": 2 + at % 2})).collect();
    let varied = server.post(BATCH, &body(varied));
    let work = 1_000 * 5_001 * (3 + 1_u64);
    assert_eq!((varied.status, u64::from(units(&varied)) - 1), (200, work.div_ceil(WORK_PER_UNIT)));
    let calculated = server.calculated();
    let too_many = server.post(BATCH, &body((0..6_000).map(|at| json!({"coats": 2 + at % 2})).collect()));
    assert_eq!((too_many.status, server.calculated()), (429, calculated));
}
