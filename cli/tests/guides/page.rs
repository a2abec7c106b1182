//! A guide in blocks, and what it shows of a command's words.

/// A guide.
pub struct Page {
    /// Its parts in order.
    pub blocks: Vec<Block>,
}

/// A part of a guide.
pub enum Block {
    /// Lines without meaning for the test, fences of other languages among them.
    Text(Vec<String>),
    /// A file: the fence's line, such as `json case.json`, and what it holds.
    File { name: String, content: Vec<String> },
    /// A session.
    Console(Vec<Step>),
}

/// A command and what it is shown to say.
pub struct Step {
    /// The lines of the command; all but the last end in `\`.
    lines: Vec<String>,
    /// What it says.
    pub output: Vec<String>,
}

const PROMPT: &str = "$ ";

impl Step {
    /// The command in one line, without its prompt.
    pub fn command(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.trim_end_matches('\\').trim()).collect();
        lines.join(" ")
    }
}

impl Page {
    /// Parts a page at its fences.
    pub fn parse(text: &str) -> Page {
        let mut blocks = Vec::new();
        let mut plain = Vec::new();
        let mut lines = text.lines().map(str::to_string);
        while let Some(line) = lines.next() {
            let Some(language) = line.strip_prefix("```").map(str::to_string) else {
                plain.push(line);
                continue;
            };
            let inside: Vec<String> = lines.by_ref().take_while(|line| line != "```").collect();
            let file = language.split_once(' ');
            if language != "console" && file.is_none() {
                plain.push(line);
                plain.extend(inside);
                plain.push("```".to_string());
                continue;
            }
            blocks.push(Block::Text(std::mem::take(&mut plain)));
            blocks.push(match file {
                Some(_) => Block::File { name: language, content: inside },
                None => Block::Console(steps(inside)),
            });
        }
        blocks.push(Block::Text(plain));
        Page { blocks }
    }

    /// The page as text.
    pub fn text(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Text(text) => lines.extend(text.iter().cloned()),
                Block::File { name, content } => {
                    lines.push(format!("```{name}"));
                    lines.extend(content.iter().cloned());
                    lines.push("```".to_string());
                }
                Block::Console(steps) => {
                    lines.push("```console".to_string());
                    for step in steps {
                        lines.extend(step.lines.iter().cloned());
                        lines.extend(step.output.iter().cloned());
                    }
                    lines.push("```".to_string());
                }
            }
        }
        lines.join("\n") + "\n"
    }
}

fn steps(lines: Vec<String>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in lines {
        let continues = steps
            .last()
            .is_some_and(|step| step.output.is_empty() && step.lines.last().is_some_and(|line| line.ends_with('\\')));
        match steps.last_mut() {
            Some(step) if continues => step.lines.push(line),
            Some(step) if !line.starts_with(PROMPT) => step.output.push(line),
            _ => {
                let line = if line.starts_with(PROMPT) { line } else { format!("{PROMPT}{line}") };
                steps.push(Step { lines: vec![line], output: Vec::new() });
            }
        }
    }
    steps
}

/// What a guide leaves out: whole lines where it stands alone, the rest of a line where it ends one.
const ELISION: char = '…';

/// Whether a guide shows what was said.
pub fn shows(shown: &[String], said: &[String]) -> bool {
    like(shown, said) == shown
}

/// What was said, with as much left out as the guide leaves out.
pub fn like(shown: &[String], said: &[String]) -> Vec<String> {
    let gap = shown.iter().position(|line| line.trim() == ELISION.to_string());
    let Some(gap) = gap else {
        return said.iter().enumerate().map(|(at, line)| cut(shown.get(at), line)).collect();
    };
    let after = shown.len() - gap - 1;
    if said.len() < gap + after {
        return said.to_vec();
    }
    let (head, tail) = (said.iter().take(gap), said.iter().skip(said.len() - after));
    let head = head.zip(shown).map(|(line, shown)| cut(Some(shown), line));
    let tail = tail.zip(shown.iter().skip(gap + 1)).map(|(line, shown)| cut(Some(shown), line));
    head.chain(shown.get(gap).cloned()).chain(tail).collect()
}

/// A line, cut where the guide cuts it.
fn cut(shown: Option<&String>, line: &str) -> String {
    match shown.and_then(|shown| shown.strip_suffix(ELISION)) {
        Some(start) if !start.is_empty() && line.chars().count() > start.chars().count() => {
            line.chars().take(start.chars().count()).chain([ELISION]).collect()
        }
        _ => line.to_string(),
    }
}
