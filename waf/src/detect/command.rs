//! A word at the place of a command, as a shell would read it, and what its arguments say.
//!
//! Shells put a word together from quotes, escapes, empty expansions and patterns: `w'h'o"a"mi`, `c\at`, `who$@ami`, `/b?n/[l]s`. The
//! word is put together the same way, with a count of what was dropped: in prose nobody writes it so.

use crate::tokens::{Code, Kind, marks};
use crate::vocabulary::{ROOT, SHELL, UNIX, UNIX_PLAIN, VARIABLE, WINDOWS, WINDOWS_PLAIN, WRAPPER, flags_of};

/// Longer words are no commands.
pub(super) const LONGEST: usize = 64;

/// A word as a shell puts it together.
pub(super) struct Piece {
    pub(super) text: String,
    /// Marks and empty expansions within the word that a shell drops.
    pub(super) dropped: u32,
    /// Pattern marks within the word.
    pub(super) patterns: u32,
    /// The token after the word.
    pub(super) end: usize,
}

/// Reads the word at a token.
pub(super) fn piece(code: Code<'_>, start: usize) -> Piece {
    let mut piece = Piece { text: String::new(), dropped: 0, patterns: 0, end: start };
    let mut at = start;
    let mut apostrophes = 0;
    while piece.text.len() < LONGEST && at < start + LONGEST {
        let token = code.at(at);
        let inner = !piece.text.is_empty() && (code.is_word(at + 1) || code.is_any(at + 1, marks!(b"/'\"\\$^")));
        match token.kind() {
            Kind::Word | Kind::Number => piece.text.push_str(code.str(at)),
            Kind::Mark => match token.mark {
                b'\'' | b'"' if !inner && !piece.text.is_empty() => break,
                b'\'' => {
                    apostrophes += u32::from(inner);
                    at += 1;
                    continue;
                }
                b'"' | b'\\' | b'^' => piece.dropped += u32::from(inner),
                b'$' => {
                    let Some(end) = empty_expansion(code, at) else { break };
                    piece.dropped += 1;
                    at = end;
                    continue;
                }
                b'`' if code.is(at + 1, b'`') && !piece.text.is_empty() && piece.dropped < 8 => {
                    piece.dropped += 1;
                    at += 2;
                    continue;
                }
                b'[' if code.kind(at + 1) == Kind::Number => break,
                b'?' | b'*' | b'[' | b']' => {
                    piece.patterns += 1;
                    piece.text.push(char::from(token.mark));
                }
                b'/' | b'.' | b'-' | b'_' | b'@' | b'+' | b':' | b'~' => piece.text.push(char::from(token.mark)),
                _ => break,
            },
            _ => break,
        }
        at += 1;
    }
    // One apostrophe is one of prose: `I'd`.
    piece.dropped += if apostrophes >= 2 { apostrophes } else { 0 };
    piece.end = at;
    piece
}

/// The token after an expansion that is empty where it stands, as `$@`, `$u`, `${x}`, `$()`.
fn empty_expansion(code: Code<'_>, dollar: usize) -> Option<usize> {
    if dollar == 0 || code.is_blank(dollar - 1) {
        return None;
    }
    let next = dollar + 1;
    if code.is_any(next, marks!(b"@*!?-#$")) {
        return Some(next + 1);
    }
    if code.is(next, b'(') && code.is(next + 1, b')') || code.is(next, b'{') && code.is(next + 2, b'}') {
        return Some(next + 2 + usize::from(code.is(next, b'{')));
    }
    (code.kind(next) == Kind::Number && code.str(next).len() == 1 || code.is_word(next) && code.str(next).len() <= 2)
        .then_some(next + 1)
}

impl Piece {
    /// The last part of a path, or the word itself.
    pub(super) fn name(&self) -> &str {
        let slash = self.text.bytes().rposition(|byte| byte == b'/');
        slash.map_or(self.text.as_str(), |slash| self.text.get(slash + 1..).unwrap_or_default())
    }

    /// Whether it is a path below a directory at the root of a system.
    pub(super) fn is_rooted(&self) -> bool {
        let Some(rest) = self.text.strip_prefix(['/', '~']) else { return false };
        let first = rest.trim_start_matches(['.', '/']).split('/').next().unwrap_or_default();
        let plain: String = first.chars().filter(|c| !matches!(c, '[' | ']')).collect();
        flags_of(&plain) & ROOT != 0
    }

    /// What the vocabulary knows of the command's name.
    pub(super) fn flags(&self) -> u32 {
        let name = self.name();
        if name.is_empty() {
            return 0;
        }
        let known = flags_of(name);
        let has_parts = name.bytes().any(|byte| matches!(byte, b'-' | b'.' | b'+' | b'0'..=b'9'));
        if known & COMMAND != 0 || !has_parts {
            return known;
        }
        // `chef-client`, `cmd.exe`, `python3.10`.
        let head =
            if self.is_compound() { name.split('-').next() } else { name.split(['.', '+']).next() }.unwrap_or_default();
        let stem = head.trim_end_matches(|c: char| c.is_ascii_digit());
        (flags_of(head) | flags_of(stem)) & COMMAND
    }

    /// Whether the name is that of a family of programs and a part of it, as in `ssh-keygen`.
    pub(super) fn is_compound(&self) -> bool {
        self.name().split_once('-').is_some_and(|(family, _)| FAMILIES.contains(&family))
    }

    /// Whether the name says what no prose says: a version, a family, an ending of programs.
    pub(super) fn is_technical(&self) -> bool {
        let name = self.name();
        name.ends_with(".exe") || name.chars().any(|c| c.is_ascii_digit()) || self.is_compound()
    }
}

/// Programs whose parts are named after them.
const FAMILIES: &[&str] = &[
    "ssh", "apt", "ansible", "chef", "docker", "mysql", "rmt", "run", "dpkg", "systemd", "lwp", "update", "xdg", "php",
];

/// Any command.
pub(super) const COMMAND: u32 = UNIX | UNIX_PLAIN | SHELL | WRAPPER | WINDOWS | WINDOWS_PLAIN;

/// What stands after a command's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Argument {
    /// Prose, or nothing that tells.
    Prose,
    /// Nothing: the text or the command ends.
    End,
    /// A number.
    Number,
    /// A file's name or a host's.
    Name,
    /// An option.
    Option,
    /// A path, an address, a variable, a redirection: what only a shell is given.
    Shell,
}

/// The most telling of the first few arguments.
pub(super) fn arguments(code: Code<'_>, from: usize) -> Argument {
    let mut best = Argument::Prose;
    let mut at = from;
    for place in 0..5 {
        let closed = place == 0 && code.is_any(at, marks!(b"'\"")) && !code.is_word(at + 1);
        if code.is_end(code.solid(at)) || separates(code, code.solid(at)) || code.kind(at) == Kind::Break || closed {
            return if place == 0 { Argument::End } else { best };
        }
        if !code.is_blank(at) && !code.is_any(at, marks!(b"<>$'\"+,")) {
            return best;
        }
        let start = code.solid(at);
        let argument = argument(code, start);
        best = best.max(argument);
        if best == Argument::Shell {
            return best;
        }
        at = piece(code, start).end.max(start + 1);
        // An option counts where a command has one: at once, or after another.
        if argument == Argument::Prose && place == 0 {
            return best;
        }
    }
    best
}

/// Whether a mark ends a command.
pub(super) fn separates(code: Code<'_>, index: usize) -> bool {
    code.is_any(index, marks!(b";|&`)}#"))
}

fn argument(code: Code<'_>, start: usize) -> Argument {
    if code.is_any(start, marks!(b"<>")) {
        let target = start + 1 + usize::from(code.is_any(start + 1, marks!(b"<>&(")));
        let target = code.solid(target);
        let path = code.is_any(target, marks!(b"/.$~'\""))
            || code.is_word(target) && code.is_any(target + 1, marks!(b"./\\:"));
        return if path || code.is(start + 1, b'(') || code.is(start + 1, b'<') {
            Argument::Shell
        } else {
            Argument::Prose
        };
    }
    if code.is(start, b'$') {
        let variable =
            code.is_any(start + 1, marks!(b"{(@*!#")) || code.is_word(start + 1) && code.touches(start, start + 1);
        return if variable { Argument::Shell } else { Argument::Prose };
    }
    if code.is(start, b'%') && code.has(start + 1, VARIABLE) && code.is(start + 2, b'%')
        || code.is(start, b'`') && code.is_word(start + 1)
    {
        return Argument::Shell;
    }
    if code.is(start, b'-') {
        let mut name = start + 1;
        name += usize::from(code.is(name, b'-'));
        let option = code.is_word(name) && code.touches(name - 1, name)
            || code.kind(name) == Kind::Number && code.str(name).len() <= 2;
        return if option { Argument::Option } else { Argument::Prose };
    }
    if code.is(start, b'+')
        && code.is_word(start + 1)
        && code.str(start + 1).len() <= 3
        && code.touches(start, start + 1)
    {
        return Argument::Option;
    }
    if code.is(start, b'{') && code.is(start + 1, b'}') {
        return Argument::Option;
    }
    if code.is(start, b'/')
        && !code.has(start + 1, ROOT)
        && code.is_word(start + 1)
        && code.str(start + 1).len() <= 3
        && (code.is_blank(start + 2) || code.is_end(start + 2))
    {
        return Argument::Option;
    }
    let piece = piece(code, start);
    let text = piece.text.as_str();
    if piece.is_rooted()
        || (piece.patterns > 0 && text.contains('/') && text.len() > 2)
        || piece.dropped > 1 && text.starts_with('/')
    {
        return Argument::Shell;
    }
    if code.is(start + 1, b':') && (code.is(start + 2, b'\\') || code.is(start + 2, b'/')) {
        return Argument::Shell;
    }
    if code.text_at(start).starts_with("\\\\")
        || text == "/"
        || text.starts_with("~/")
        || text.starts_with("../")
        || text.starts_with("./")
    {
        return Argument::Shell;
    }
    if text.starts_with("http://")
        || text.starts_with("https://")
        || text.starts_with("ftp://")
        || text.starts_with("file:/")
    {
        return Argument::Shell;
    }
    let mut parts = text.split(['.', '@']).filter(|part| !part.is_empty());
    let dotted = parts.next().is_some() && parts.next().is_some() && !text.ends_with('.');
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.split('.').count() == 4 {
        return Argument::Shell;
    }
    if code.kind(start) == Kind::Number && !dotted {
        return Argument::Number;
    }
    if dotted && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        || text == "."
        || text == ".."
        || text.starts_with('*')
    {
        return Argument::Name;
    }
    Argument::Prose
}

/// Whether one of the first few arguments is a path below a directory at the root of a system.
pub(super) fn has_rooted_argument(code: Code<'_>, from: usize) -> bool {
    let mut at = from;
    for _ in 0..4 {
        if !code.is_blank(at) {
            return false;
        }
        let word = piece(code, at + 1);
        if word.is_rooted() {
            return true;
        }
        at = word.end.max(at + 2);
    }
    false
}

/// Whether an option follows within the command, however many words stand before it.
pub(super) fn has_option(code: Code<'_>, from: usize) -> bool {
    let dash = code.find_near(from, |code, i| {
        separates(code, i)
            || code.kind(i) == Kind::Break
            || code.is(i, b'-') && code.is_blank(i - 1) && code.is_word(i + 1)
    });
    dash.is_some_and(|dash| code.is(dash, b'-') && code.str(dash + 1).len() <= 3)
}
