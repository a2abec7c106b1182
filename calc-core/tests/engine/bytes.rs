//! A model's bytes: what is read back computes the same, and damaged bytes are refused.

use std::sync::Arc;

use calc_core::dialect::Dialect::Excel;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use sha2::{Digest, Sha256};

use super::build::{at, compiled, expect, session_of, set};
use super::chance::Chance;

const CELLS: &[(&str, &str)] = &[
    ("A1", "2"),
    ("A2", "text"),
    ("A3", "#N/A"),
    ("B1", "=SUM(A1:A2)*{1,2;3,4}"),
    ("D1", "=IFERROR(VLOOKUP(\"x\",A1:B3,2,FALSE),IF(A1>1,\"big\",-A1%))"),
    ("E1", "=LET(x,A1,y,x*2,x+y)"),
    ("F1", "=SWITCH(A1,1,\"one\",2,\"two\",\"many\")&CHOOSE(A1,\"a\",\"b\")"),
    ("G1", "=IFS(A1=3,1,TRUE,2)"),
    ("H1", "=SUM((A1:A2,B1:C2))"),
    ("I1", "=SUM(A1:OFFSET(A1,1,0))+IF(A1:A2=2,{1;2},3)"),
];

fn check(model: Arc<Model>) {
    let mut session = session_of(model);
    expect(
        &session,
        &[("B1", "2"), ("C2", "8"), ("D1", "big"), ("E1", "6"), ("F1", "twob"), ("G1", "2"), ("H1", "22")],
    );
    set(&mut session, "A1", "1");
    expect(&session, &[("C2", "4"), ("D1", "-0.01"), ("E1", "3"), ("F1", "onea"), ("H1", "11")]);
}

#[test]
fn a_decoded_model_is_the_same_model() {
    let model = compiled(Excel, CELLS).model;
    let bytes = model.encode();
    let decoded = Model::decode(&bytes).unwrap();
    assert_eq!(decoded.hash(), model.hash());
    assert_eq!(decoded.encode(), bytes);
    check(Arc::new(model));
    check(Arc::new(decoded));
}

#[test]
fn the_hash_knows_every_change_of_content() {
    let model = compiled(Excel, CELLS).model;
    assert_eq!(compiled(Excel, CELLS).model.hash(), model.hash());
    let mut changed = CELLS.to_vec();
    changed[0].1 = "3";
    assert_ne!(compiled(Excel, &changed).model.hash(), model.hash());
    assert_ne!(compiled(calc_core::dialect::Dialect::Sheets, CELLS).model.hash(), model.hash());
}

/// The bytes of a model with a body of one's own, its checksum made to hold.
fn sealed(body: &[u8]) -> Vec<u8> {
    let head = compiled(Excel, CELLS).model.encode()[..9].to_vec();
    [head.as_slice(), &Sha256::digest(body), body].concat()
}

/// Recalculates, edits and recalculates; what comes out does not matter, only that it ends.
fn run(model: Model) {
    let mut session = Session::new(Arc::new(model), Clock::default());
    session.limit(20_000);
    let _ = session.recalculate();
    let _ = session.set(at("A1"), 3.0.into());
    let _ = session.recalculate();
    let _ = session.recalculate_fully();
    for formula in session.model().formulas().to_vec() {
        let _ = (session.value(formula.cell), session.format(formula.cell));
    }
}

#[test]
fn a_model_that_means_harm_is_refused_or_computes_nonsense_within_its_budget() {
    let bytes = compiled(Excel, CELLS).model.encode();
    let body = &bytes[41..];
    let mut chance = Chance(1);
    let mut accepted = 0;
    for _ in 0..MUTATIONS {
        let mut harmed = body.to_vec();
        for _ in 0..=chance.below(3) {
            let place = chance.below(harmed.len());
            match chance.below(4) {
                0 => harmed[place] = [0x00, 0x7f, 0x80, 0xff][chance.below(4)],
                1 => harmed[place] = chance.below(256) as u8,
                2 => harmed.insert(place, [0x00, 0x01, 0x7f, 0xff][chance.below(4)]),
                _ => {
                    harmed.remove(place);
                }
            }
        }
        if let Ok(model) = Model::decode(&sealed(&harmed)) {
            accepted += 1;
            run(model);
        }
    }
    println!("{accepted} of {MUTATIONS} harmed models are models");
    assert!(accepted > MUTATIONS / 100, "nearly all were refused: the mutations reach nothing");
}

/// How many harmed models are tried.
const MUTATIONS: usize = 20_000;

#[test]
fn damaged_bytes_are_refused() {
    let bytes = compiled(Excel, CELLS).model.encode();
    for len in 0..bytes.len() {
        assert!(Model::decode(&bytes[..len]).unwrap_err().is_model(), "the first {len} bytes");
    }
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        assert!(Model::decode(&damaged).unwrap_err().is_model(), "byte {at}");
    }
}
