//! A program that does what `footprint` does, without the detectors.

use std::hint::black_box;

fn main() {
    let text = black_box(String::from("a note"));
    black_box(text.is_empty());
}
