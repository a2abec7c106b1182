//! The attacks that are caught, written in every way that the detectors decode: no more than a point may be lost by any.
//!
//! A sample is taken; `PAINTBOX_WAF_WHOLE=1` takes every attack.

#![allow(clippy::indexing_slicing)]

mod common;

use common::{Case, cases};
use waf::{Slot, inspect};

/// One attack in so many is taken.
const SAMPLE: usize = 10;
/// One in so many is padded: the texts are long.
const PADDED: usize = 60;
/// The points that a way of writing may cost.
const LOSS: f64 = 1.0;

type Writing = (&'static str, fn(&str) -> String);

const WRITINGS: &[Writing] = &[
    ("percent", |text| text.bytes().map(|byte| format!("%{byte:02X}")).collect()),
    ("percent of what is no letter", |text| some(text, |c| !c.is_ascii_alphanumeric(), percent)),
    ("double percent", |text| some(text, |c| !c.is_ascii_alphanumeric(), |c| percent(c).replace('%', "%25"))),
    ("JSON escapes", |text| some(text, |c| !c.is_ascii_alphanumeric(), |c| format!("\\u{:04x}", c as u32))),
    ("all JSON escapes", |text| some(text, |c| c.is_ascii(), |c| format!("\\u{:04X}", c as u32))),
    ("old Unicode escapes", |text| some(text, |c| c.is_ascii_punctuation(), |c| format!("%u{:04X}", c as u32))),
    ("hexadecimal escapes", |text| some(text, |c| c.is_ascii_punctuation(), |c| format!("\\x{:02x}", c as u32))),
    ("entities by name", |text| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    }),
    ("decimal entities", |text| some(text, |c| !c.is_ascii_alphanumeric(), |c| format!("&#{};", c as u32))),
    ("hexadecimal entities", |text| some(text, |c| c.is_ascii_punctuation(), |c| format!("&#x{:X};", c as u32))),
    ("entities with zeros", |text| some(text, |c| c.is_ascii_alphabetic(), |c| format!("&#{:07};", c as u32))),
    ("full-width forms", |text| some(text, |c| c.is_ascii_graphic(), full_width)),
    ("overlong UTF-8", |text| some(text, |c| c.is_ascii_punctuation(), overlong)),
    ("base64", |text| base64(text.as_bytes())),
    ("spaces as comments", |text| text.replace(' ', "/**/")),
    ("spaces as tabs and lines", |text| text.replace(' ', "\t\n")),
    ("spaces as a form has them", |text| {
        some(text, |c| !c.is_ascii_alphanumeric() && c != ' ', percent).replace(' ', "+")
    }),
    ("other case", |text| {
        text.chars()
            .enumerate()
            .map(|(at, c)| if at % 2 == 0 { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect()
    }),
];

const PADDINGS: &[(&str, &str, usize)] = &[
    ("8 KB of a letter", "A", 8 << 10),
    ("128 KB of a letter", "A", 128 << 10),
    ("32 KB of spaces", " ", 32 << 10),
    ("64 KB of a digit", "0", 64 << 10),
    ("16 KB of lines", "\n", 16 << 10),
    ("8 KB of words", "walls and trim in the hall. ", 300),
];

fn some(text: &str, which: fn(char) -> bool, write: fn(char) -> String) -> String {
    text.chars().map(|c| if which(c) { write(c) } else { c.to_string() }).collect()
}

fn percent(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02x}")).collect()
}

fn full_width(c: char) -> String {
    char::from_u32(c as u32 + 0xFEE0).unwrap_or(c).to_string()
}

fn overlong(c: char) -> String {
    format!("%{:02X}%{:02X}", 0xC0 | c as u32 >> 6, 0x80 | c as u32 & 0x3F)
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let sum = group.iter().chain([0, 0].iter()).take(3).fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
        for place in 0..4 {
            let digit = DIGITS[sum >> (18 - 6 * place) & 0x3F];
            text.push(if place <= group.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

fn is_whole() -> bool {
    std::env::var_os("PAINTBOX_WAF_WHOLE").is_some()
}

/// One of so many of the attacks that are caught as they stand.
fn caught(cases: &[Case], one_in: usize) -> Vec<&str> {
    let step = if is_whole() { 1 } else { one_in };
    let fair = cases.iter().filter(|case| case.is_attack && case.is_fair).map(|case| case.text.as_str());
    fair.step_by(step).filter(|text| inspect(text, Slot::FreeText).is_some()).collect()
}

/// How many points of the attacks are lost by a way of writing; those lost are printed where asked for.
fn loss(name: &str, attacks: &[&str], write: impl Fn(&str) -> String) -> f64 {
    let lost: Vec<&&str> = attacks.iter().filter(|text| inspect(&write(text), Slot::FreeText).is_none()).collect();
    let points = 100.0 * lost.len() as f64 / attacks.len() as f64;
    println!("  {name:<30} {points:>6.2} points of {}", attacks.len());
    if std::env::var("PAINTBOX_WAF_LIST").is_ok_and(|list| list == "lost") {
        for text in lost.iter().take(40) {
            println!("    {:?}", text.chars().take(160).collect::<String>());
        }
    }
    points
}

#[test]
fn an_encoding_hides_nothing() {
    let Some(cases) = cases() else { return };
    let attacks = caught(&cases, SAMPLE);
    let losses: Vec<(&str, f64)> = WRITINGS.iter().map(|(name, write)| (*name, loss(name, &attacks, write))).collect();
    print_figures("waf, re-encoded", &losses);
    let worse: Vec<_> = losses.into_iter().filter(|(_, points)| *points > LOSS).collect();
    assert!(worse.is_empty(), "more than {LOSS} points are lost by {worse:?}");
}

/// A line for reports.
fn print_figures(corpus: &str, losses: &[(&str, f64)]) {
    let lost: Vec<String> = losses.iter().map(|(name, points)| format!("\"{name}\":{points:.3}")).collect();
    println!("figures {{\"corpus\":\"{corpus}\",\"lost\":{{{}}}}}", lost.join(","));
}

#[test]
fn padding_hides_nothing() {
    let Some(cases) = cases() else { return };
    let attacks = caught(&cases, PADDED);
    let pads = PADDINGS.iter();
    let losses: Vec<(&str, f64)> =
        pads.map(|(name, piece, times)| (*name, loss(name, &attacks, |text| piece.repeat(*times) + text))).collect();
    print_figures("waf, padded", &losses);
    let worse: Vec<_> = losses.into_iter().filter(|(_, points)| *points > LOSS).collect();
    assert!(worse.is_empty(), "more than {LOSS} points are lost by {worse:?}");
}
