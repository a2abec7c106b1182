//! Every command of the guides is run, and what it says is held against what the guide shows.
//!
//! A guide shows a session as a block of the language `console`: a line that begins with `$` is a command, what follows is what
//! it says. A block whose first line is `json FILE` (or another language and a file name) is a file that the commands find. Each
//! guide has a folder of its own, with a copy of `sample/`.

mod page;
mod shell;
mod tables;

use std::path::Path;

use page::{Block, Page};
use shell::Shell;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The guides: the README and every page of `docs`, decisions apart.
fn guides() -> Vec<std::path::PathBuf> {
    let folder = root().join("docs");
    let mut guides: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    guides.sort();
    guides.push(root().join("README.md"));
    guides
}

#[test]
fn every_command_of_the_guides_says_what_they_show() {
    let bless = std::env::var_os("PAINTBOX_BLESS").is_some();
    let mut commands = 0;
    let mut failures = Vec::new();
    for path in guides() {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut page = Page::parse(&text);
        let mut shell = Shell::new(root(), &path.file_stem().unwrap().to_string_lossy());
        for block in &mut page.blocks {
            match block {
                Block::Text(_) => {}
                Block::File { name, content } => shell.write(name, content),
                Block::Console(steps) => {
                    for step in steps {
                        commands += 1;
                        let said = shell.run(&step.command());
                        if bless {
                            step.output = page::like(&step.output, &said);
                        } else if !page::shows(&step.output, &said) {
                            failures.push(format!(
                                "{}: `{}` says\n{}\nand the guide shows\n{}",
                                path.file_name().unwrap().to_string_lossy(),
                                step.command(),
                                said.join("\n"),
                                step.output.join("\n")
                            ));
                        }
                    }
                }
            }
        }
        if bless {
            std::fs::write(&path, page.text()).unwrap();
        }
    }
    println!("{commands} commands");
    assert!(
        failures.is_empty(),
        "run this test with PAINTBOX_BLESS=1 and review what changes:\n{}",
        failures.join("\n\n")
    );
}
