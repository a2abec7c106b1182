//! The detectors and nothing else, as a program: its size as WebAssembly, less that of `nothing`, is what they add to a Worker.

use std::hint::black_box;

fn main() {
    let text = black_box(String::from("a note"));
    black_box(waf::inspect(&text, black_box(waf::Slot::FreeText)).is_some());
}
