//! Commands of Unix shells, and of Windows where they are run the same way.
//!
//! A command is a finding if it stands where a shell looks for one: after `;`, `|`, `&`, in `$(…)` or backquotes, or at the
//! beginning of a value; and if its arguments are those of a command. "Left; cut in the trim" and "paint & patch" are prose.

use super::command::{self, Argument, Piece, arguments, has_option, has_rooted_argument, piece, separates};
use crate::tokens::{Code, Kind, marks, word, words};
use crate::vocabulary::{PROSE, RECON, SHELL, UNIX, UNIX_PLAIN, VARIABLE, WINDOWS, WINDOWS_PLAIN, WRAPPER, flags_of};

/// A command and what was found before its name.
struct Command {
    piece: Piece,
    flags: u32,
    wrapped: bool,
    argument: Argument,
}

impl Command {
    /// Reads the command at a token, passing over those that only run another.
    fn read(code: Code<'_>, start: usize) -> Option<Command> {
        let mut at = code.solid(start);
        // Most words are not known and nothing is joined to them: prose costs no more than this.
        if code.is_word(at) && !code.has(at, command::COMMAND) {
            let is_joined = !(code.is_blank(at + 1) || code.is_end(at + 1) || code.is_any(at + 1, marks!(b",;()!|&")));
            let is_unknown = code.at(at).flags == 0;
            if is_unknown && code.is(at + 1, b':') || !is_joined && (is_unknown || !ends_in_digit(code, at)) {
                return None;
            }
        }
        let mut wrapped = false;
        for _ in 0..4 {
            let word = piece(code, at);
            if word.text.is_empty() {
                return None;
            }
            let flags = word.flags();
            let next = code.solid(word.end);
            if flags & WRAPPER != 0 && code.is_blank(word.end) && piece(code, next).flags() & command::COMMAND != 0 {
                wrapped = true;
                at = next;
                continue;
            }
            if flags & command::COMMAND == 0 && !(word.patterns > 0 || word.dropped > 0) {
                return None;
            }
            let argument = arguments(code, word.end);
            return Some(Command { piece: word, flags, wrapped, argument });
        }
        None
    }

    fn is_strong(&self) -> bool {
        self.flags & (UNIX | WINDOWS) != 0 || (self.flags & SHELL != 0 && self.piece.is_technical())
    }

    fn is_plain(&self) -> bool {
        self.flags & (UNIX_PLAIN | WINDOWS_PLAIN | SHELL | WRAPPER) != 0
    }

    /// What condemns a command wherever it stands.
    fn anywhere(&self) -> Option<&'static str> {
        if self.piece.dropped > 0
            && self.flags & (UNIX | UNIX_PLAIN | SHELL | WINDOWS) != 0
            && self.piece.name().len() >= 2
        {
            return Some("rce-disguised-command");
        }
        let first = self.piece.text.strip_prefix('/').and_then(|rest| rest.split('/').next());
        let in_bin = first.is_some_and(|first| matches!(first, "bin" | "usr" | "sbin" | "opt"))
            && self.piece.text.contains("bin/");
        (in_bin && self.flags & command::COMMAND != 0).then_some("rce-binary")
    }
}

/// Whether a word may be that of a version of a program: `python3`.
fn ends_in_digit(code: Code<'_>, index: usize) -> bool {
    code.str(index).bytes().next_back().is_some_and(|byte| byte.is_ascii_digit())
}

/// A command after a mark that ends another.
pub(super) fn separated(code: Code<'_>, index: usize) -> Option<&'static str> {
    if separates(code, index + 1) {
        return None;
    }
    if code.is(index, b';') && index > 0 && entity_end(code, index) {
        return None;
    }
    let command = Command::read(code, index + 1)?;
    if let Some(rule) = command.anywhere() {
        return Some(rule);
    }
    if command.argument == Argument::Shell && (command.is_strong() || command.is_plain()) {
        return Some("rce-separated-command");
    }
    let option = command.argument == Argument::Option;
    if option && (command.is_strong() || command.is_plain() && is_option(code, command.piece.end)) {
        return Some("rce-separated-command");
    }
    if command.is_strong() && matches!(command.argument, Argument::Name | Argument::Number | Argument::End)
        || command.wrapped && command.is_strong()
    {
        return Some("rce-separated-command");
    }
    // A name with a hyphen or a version is a program's, whatever follows: `;ansible-galaxy collection install x`.
    let compound = command.piece.is_compound() && command.is_plain();
    if command.is_strong() && (command.piece.is_technical() || has_option(code, command.piece.end)) || compound {
        return Some("rce-separated-command");
    }
    if sleeps(code, &command) {
        return Some("rce-separated-command");
    }
    if code.is(index, b'|') && command.flags & SHELL != 0 && command.argument == Argument::End {
        return Some("rce-pipe-to-shell");
    }
    let first = first_separator(code, index);
    let bare = first == 0 || is_single_value(code, first) || code.is_any(first - 1, marks!(b"'\""));
    (bare && command.flags & RECON != 0 && command.argument == Argument::End && code.touches(index, index + 1))
        .then_some("rce-bare-command")
}

/// `sleep 5`, with nothing after it: how an attacker asks whether commands run at all.
fn sleeps(code: Code<'_>, command: &Command) -> bool {
    let number = code.solid(command.piece.end);
    let end = code.solid(number + 1);
    matches!(command.piece.name(), "sleep" | "timeout")
        && code.kind(number) == Kind::Number
        && (code.is_end(end) || separates(code, end))
}

/// Where a run of separating marks begins: `&&` is one separator.
fn first_separator(code: Code<'_>, index: usize) -> usize {
    let doubled = index > 0 && code.is(index - 1, code.at(index).mark);
    index - usize::from(doubled)
}

/// Whether what stands before is one value without blanks, such as a number, a host or a name.
fn is_single_value(code: Code<'_>, end: usize) -> bool {
    end <= 8 && (0..end).all(|at| !code.is_blank(at) && !separates(code, at) || code.is(at, b')'))
}

/// Whether a semicolon ends an entity, as in `&amp;`.
fn entity_end(code: Code<'_>, index: usize) -> bool {
    index >= 2 && (code.is(index - 2, b'&') || code.is(index - 2, b'#')) && !code.is_blank(index - 1)
}

/// Whether a word's first argument is an option as shells write it: `-l`, `--version`, with nothing but a blank before it.
fn is_option(code: Code<'_>, end: usize) -> bool {
    let dash = end + 1;
    let double = code.is(dash + 1, b'-');
    let name = dash + 1 + usize::from(double);
    let signal = code.kind(name) == Kind::Number && end > 0 && code.says(end - 1, word!("kill"));
    let short = code.is_word(name)
        && (code.str(name).len() <= 3 || code.says_any(name, words!("name type exec perm user iname delete")))
        || signal;
    // What follows an option is no prose: `cat -in the laundry` is a cat.
    let argument = code.solid(name + 1);
    let told = !code.has(argument, PROSE);
    code.is_blank(end)
        && code.is(dash, b'-')
        && !code.is_blank(dash + 1)
        && (double && code.is_word(name) || short)
        && told
}

/// A command at the beginning of a value: of the text, or after a name and `=`.
pub(super) fn beginning(code: Code<'_>) -> Option<&'static str> {
    if code.len() == 0 {
        return None;
    }
    let mut start = 0;
    while code.is_any(start, marks!(b"'\"()[{-@")) || code.is_blank(start) {
        start += 1;
        if start > 6 {
            break;
        }
    }
    let named = code.is_word(start) && code.is(start + 1, b'=') && !code.is(start + 2, b'=');
    for at in [Some(start), named.then_some(start + 2)].into_iter().flatten() {
        if let Some(rule) = at_start(code, at) {
            return Some(rule);
        }
    }
    None
}

/// Whether a quote opens the value of an attribute or of a field.
pub(super) fn opens_value(code: Code<'_>, index: usize) -> bool {
    index > 1 && (code.is(index - 1, b'=') || matches!(code.mark_before(index), b':' | b'{'))
}

pub(super) fn at_start(code: Code<'_>, at: usize) -> Option<&'static str> {
    if let Some(rule) = directory_stack(code, at) {
        return Some(rule);
    }
    if code.says(at, word!("alias")) && code.is_blank(at + 1) {
        let option = code.is(at + 2, b'-');
        let assigned = code
            .find_near(at + 2, |code, i| code.is(i, b'=') || code.is_blank(i))
            .is_some_and(|end| code.is(end, b'='));
        if option || assigned {
            return Some("rce-alias");
        }
    }
    // An option where a value was asked for becomes an option of what is run with it.
    if code.is(at.wrapping_sub(2), b'-')
        && code.is(at.wrapping_sub(1), b'-')
        && at == 2
        && code.is_end(at + 1)
        && code.is_word(at)
    {
        return Some("rce-option");
    }
    let command = Command::read(code, at)?;
    if let Some(rule) = command.anywhere() {
        return Some(rule);
    }
    let target = code.solid(command.piece.end);
    let everything = code.is_any(target, marks!(b"/~")) && is_option(code, target + 1);
    if everything && command.is_plain() {
        return Some("rce-command-with-path");
    }
    if command.wrapped && (command.is_strong() || command.argument >= Argument::Option) {
        return Some("rce-wrapped-command");
    }
    let strong = command.is_strong();
    if strong
        && (command.argument >= Argument::Name
            || command.piece.is_technical()
                && !code.is_end(code.solid(command.piece.end))
                && command.piece.name().len() > 4)
    {
        return Some("rce-command");
    }
    if code.says_any(at, words!("cd ls dir"))
        && (code.is(target, b'/') || code.is(target, b'.') && code.is(target + 1, b'.'))
    {
        let end = piece(code, target).end;
        if separates(code, code.solid(end)) || code.is_end(end) && code.is_blank(at + 1) {
            return Some("rce-command-with-path");
        }
    }
    if command.piece.text.starts_with("bin/")
        || command.piece.text.starts_with("sbin/")
        || command.piece.text.starts_with("usr/bin/")
    {
        return Some("rce-binary");
    }
    if command.is_plain() && command.argument == Argument::Shell {
        let reads = command.flags & (RECON | SHELL) != 0;
        let path = piece(code, target);
        if has_rooted_argument(code, command.piece.end)
            || path.patterns > 0
            || (reads && !code.is_any(target, marks!(b"/.~")))
        {
            return Some("rce-command-with-path");
        }
    }
    let tried = code.says_any(
        at,
        words!(
            "ls id ping find tail kill bash sh ps python perl ruby php node nc busybox cmd cat net env \
            echo pip gem su rm cp mv ln head od nl"
        ),
    );
    let second = code.find_near(command.piece.end + 3, |code, i| code.is_blank(i)).unwrap_or(usize::MAX - 2);
    let two = command.flags & SHELL != 0 && code.is(second + 1, b'-') && code.is_word(second + 2);
    if command.is_plain()
        && command.argument == Argument::Option
        && tried
        && (is_option(code, command.piece.end) || two)
    {
        return Some("rce-command-with-option");
    }
    // A command that ends in the middle of the text: `whoami;0`, `id|sh`.
    let end = code.solid(command.piece.end);
    let continues = code.is_any(end, marks!(b";|&")) && !code.is_end(end + 1);
    let probe =
        command.flags & RECON != 0 && strong && continues && code.touches(command.piece.end.saturating_sub(1), end);
    let words = code.has(at, UNIX) && code.is_any(at.saturating_sub(1), marks!(b"'\"")) && at > 0 && !code.is_end(end);
    (probe || words).then_some("rce-command")
}

/// `~+`, `~-1`, `!-1!-2`: the shell's own directories and history, with nothing beside them.
fn directory_stack(code: Code<'_>, at: usize) -> Option<&'static str> {
    if code.is(at, b'~') && code.is_any(at + 1, marks!(b"+-")) {
        let end = at + 2 + usize::from(code.kind(at + 2) == Kind::Number);
        return (code.is_end(end) || code.is_any(end, marks!(b"/\"'"))).then_some("rce-directory-stack");
    }
    let event = code.is(at, b'!') && code.is(at + 1, b'-') && code.kind(at + 2) == Kind::Number;
    (event && code.is(at + 3, b'!')).then_some("rce-history")
}

/// A command on a line of its own.
pub(super) fn line(code: Code<'_>, index: usize) -> Option<&'static str> {
    let command = Command::read(code, index + 1)?;
    if let Some(rule) = command.anywhere() {
        return Some(rule);
    }
    let end = command.piece.end;
    let strong = command.is_strong()
        && (matches!(command.argument, Argument::Option | Argument::Shell)
            || command.argument == Argument::End && command.flags & RECON != 0);
    let rooted = command.argument == Argument::Shell && has_rooted_argument(code, end);
    (strong || (rooted && command.is_plain())).then_some("rce-command-on-line")
}

/// A command in backquotes.
pub(super) fn backquoted(code: Code<'_>, index: usize) -> Option<&'static str> {
    // The closing mark is near: else every mark would look to the end.
    code.find_near(index + 1, |code, i| code.is(i, b'`'))?;
    let command = Command::read(code, index + 1)?;
    if let Some(rule) = command.anywhere() {
        return Some(rule);
    }
    let known = command.is_strong() || command.is_plain();
    let bare = command.argument == Argument::End
        && (command.is_strong() || command.flags & RECON != 0)
        && code.is(command.piece.end, b'`');
    (bare
        || known && matches!(command.argument, Argument::Option | Argument::Shell)
        || command.is_strong() && command.argument >= Argument::Number)
        .then_some("rce-backquoted-command")
}

/// What a shell puts in place of `$…`.
pub(super) fn expansion(code: Code<'_>, index: usize) -> Option<&'static str> {
    let next = index + 1;
    if code.is(next, b'(') {
        if code.is(next + 1, b'(') {
            let digit = code.kind(code.solid(next + 2)) == Kind::Number;
            return (digit && code.find_near(next, |code, i| code.is(i, b')') && code.is(i + 1, b')')).is_some())
                .then_some("rce-arithmetic");
        }
        if code.is(next + 1, b'<') {
            return Some("rce-substitution");
        }
        let command = Command::read(code, next + 1)?;
        let known = command.is_strong() || command.is_plain() || command.piece.dropped > 0;
        let told = command.argument != Argument::Prose && command.argument != Argument::Number;
        let nested = code.is(command.piece.end, b'$');
        return (known && (told || nested) || command.is_strong() || sleeps(code, &command))
            .then_some("rce-substitution");
    }
    if code.is(next, b'[') {
        let inside = code.solid(next + 1);
        return (code.is(inside, b']')
            || code.kind(inside) == Kind::Number && code.is_any(code.solid(inside + 1), marks!(b"+*-/]")))
        .then_some("rce-arithmetic");
    }
    if code.is(next, b'\'') && code.is(next + 1, b'\\') {
        return Some("rce-quoted-escape");
    }
    let braced = code.is(next, b'{');
    let name = next + usize::from(braced);
    if !(code.has(name, VARIABLE)
        && code.str(name).bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit()))
    {
        // Case is folded in some readings: `$ifs` then counts as well.
        let folded = code.says(name, word!("ifs")) || code.says_any(name, words!("shell bash_env ld_preload"));
        let default = braced && code.is(name, b':') && code.kind(name + 1) == Kind::Number && code.is(name + 2, b':');
        return (folded && code.touches(index, name) && (braced || !code.is_blank(name + 1)) || default)
            .then_some("rce-variable");
    }
    let end = name + 1;
    let used = code.says(name, word!("ifs"))
        || if braced {
            code.is_any(end, marks!(b"#%:/^,@!-"))
                || code.is(end, b'}') && code.is_any(end + 1, marks!(b"/\\:$'\"|;&-"))
                || code.is(end, b'}') && code.is_blank(end + 1) && code.is(end + 2, b'-')
        } else {
            code.is_any(end, marks!(b"/$:;|&\\'\"`")) || code.is_blank(end) && code.is(end + 1, b'-')
        };
    used.then_some("rce-variable")
}

/// Redirections to and from what only a shell has.
pub(super) fn redirection(code: Code<'_>, index: usize) -> Option<&'static str> {
    let is_in = code.is(index, b'<');
    let next = index + 1;
    // `<(cat x)`, `>(sh)`.
    if code.is(next, b'(') {
        let command = Command::read(code, next + 1)?;
        let known = command.is_strong() || command.flags & (RECON | SHELL) != 0;
        return (known || command.is_plain() && command.argument != Argument::Prose)
            .then_some("rce-process-substitution");
    }
    if is_in && code.is(next, b'<') && code.is(index + 2, b'<') && index > 0 {
        if code.is(index - 1, b'<') {
            return None;
        }
        let command = piece(code, index - 1);
        let name = if command.text.is_empty() { code.before(index).map(|at| piece(code, at)) } else { Some(command) };
        let known =
            name.is_some_and(|name| name.flags() & command::COMMAND != 0) || code.kind(index - 1) == Kind::Number;
        return (known && !code.is_end(code.solid(index + 3))).then_some("rce-here-string");
    }
    if !is_in
        && code.is(next, b'&')
        && (code.is_any(code.solid(next + 1), marks!(b"/"))
            || code.kind(next + 1) == Kind::Number && index > 0 && code.kind(index - 1) == Kind::Number)
    {
        return Some("rce-redirection");
    }
    let target = code.solid(next + usize::from(code.is(next, b'>')));
    if !code.is(target, b'/') {
        return None;
    }
    let root = code.says_any(target + 1, words!("dev tmp etc var proc"));
    (root && code.is(target + 2, b'/')).then_some("rce-redirection")
}

/// A function of a shell: `() { :;};`, `:(){ :|:& };:`.
pub(super) fn function(code: Code<'_>, index: usize) -> Option<&'static str> {
    let close = code.solid(index + 1);
    let brace = code.solid(close + 1);
    if !(code.is(close, b')') && code.is(brace, b'{')) {
        return None;
    }
    let named = code.before(index).is_some_and(|at| code.is_word(at) || code.is_any(at, marks!(b")=")));
    let body = code.solid(brace + 1);
    let forks = code.find_near(body, |code, i| code.is(i, b'|') || code.is(i, b'&') && !code.is(i + 1, b'&')).is_some()
        && code.find_near(body, |code, i| code.is(i, b'}')).is_some();
    (!named || (forks && code.is(index.wrapping_sub(1), b':'))).then_some("rce-shell-function")
}

/// Words that a shell makes of braces: `{cat,/etc/passwd}`, `c{a,oun}t`.
pub(super) fn braces(code: Code<'_>, index: usize) -> Option<&'static str> {
    let mut at = index + 1;
    let (mut commas, mut empty) = (0, code.is(at, b','));
    while !code.is(at, b'}') {
        if code.is_blank(at) || code.is_end(at) || at > index + 32 || code.is_any(at, marks!(b"{:\"'=()")) {
            return None;
        }
        if code.is(at, b',') {
            commas += 1;
            empty |= code.is_any(at + 1, marks!(b",}"));
        }
        at += 1;
    }
    if commas == 0 {
        return None;
    }
    let touching = |left: usize, right: usize| {
        code.is_word(left) && code.touches(left, right) || code.is_word(right) && code.touches(left, right)
    };
    let joined = index > 0 && touching(index - 1, index) && code.is_word(index - 1)
        || code.is_word(at + 1) && code.touches(at, at + 1);
    let short =
        joined && (index + 1..at).all(|i| code.is_any(i, marks!(b",-")) || code.is_word(i) && code.str(i).len() <= 4);
    let first = piece(code, index + 1);
    let known =
        flags_of(first.text.split(',').next().unwrap_or_default()) & command::COMMAND != 0 && code.is(first.end, b',');
    let path = code.find_near(index, |code, i| i < at && code.is_any(i, marks!(b"/?*"))).is_some();
    let option = code.find_near(index, |code, i| i < at && code.is(i, b',') && code.is(i + 1, b'-')).is_some();
    (empty || short || known && (path || option || commas > 0)).then_some("rce-brace-expansion")
}

/// Whether every mark stands between letters of a short name: `/b?n/c?t`.
fn spelled_with_marks(path: &str) -> bool {
    path.split('/').filter(|part| part.contains('?')).all(|part| part.len() <= 8 && !part.ends_with('?'))
        && !path.contains('=')
}

/// Which slashes of a text may begin a path with a shell's patterns.
#[derive(Default)]
pub(super) struct Paths {
    /// The next token that is a pattern or ends a path.
    next: usize,
    /// The end of the path that was read last, and how many more are read before it: paths begin within paths.
    end: usize,
    left: u32,
}

/// How many paths are read within one.
const WITHIN: u32 = 1;

impl Paths {
    /// The rule that matched at a slash.
    pub(super) fn at(&mut self, code: Code<'_>, index: usize) -> Option<&'static str> {
        let begins = index == 0
            || !(code.is_word(index - 1)
                || code.kind(index - 1) == Kind::Number
                || code.is_any(index - 1, marks!(b"/.:~)<'\"?=")));
        if !begins {
            return None;
        }
        let goes_on =
            |at: usize| matches!(code.kind(at), Kind::Word | Kind::Number) || code.is_any(at, marks!(b"/.-@+:~"));
        self.next = self.next.max(index);
        while goes_on(self.next) {
            self.next += 1;
        }
        if self.next >= index + command::LONGEST || !code.is_any(self.next, marks!(b"?*[]'\"\\^$`")) {
            return None;
        }
        if index < self.end {
            self.left = self.left.checked_sub(1)?;
        }
        let path = piece(code, index);
        if index >= self.end {
            (self.end, self.left) = (path.end, WITHIN);
        }
        pattern_path(code, index, &path)
    }
}

/// A path written with a shell's patterns: `/etc/[p]asswd`, `/b?n/c?t`.
fn pattern_path(code: Code<'_>, index: usize, path: &Piece) -> Option<&'static str> {
    // A question mark at the end is one of prose.
    let text = path.text.trim_end_matches(['?', '*', '.']);
    let inner = text.chars().filter(|c| matches!(c, '?' | '*')).count();
    if path.patterns == 0 && path.dropped == 0 || path.text.matches('/').count() < 2 && path.patterns < 2 {
        return None;
    }
    let plain: String = path.text.chars().filter(|c| !matches!(c, '[' | ']' | '*')).collect();
    let class = path.text.contains('[')
        && path.text.contains(']')
        && path.text.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let rooted = path.is_rooted();
    let disguised = path.dropped > 0
        && path
            .text
            .trim_start_matches('/')
            .split('/')
            .next()
            .is_some_and(|first| flags_of(first) & crate::vocabulary::ROOT != 0);
    let within = plain.contains("/etc/") || plain.contains("/bin/");
    (class && code.is(index, b'/') && !path.text.starts_with("/[")
        || class && within
        || rooted && (inner > 0 || class)
        || disguised
        || (inner >= 4 || inner >= 2 && spelled_with_marks(text)) && path.text.matches('/').count() >= 2
        || class && path.text.starts_with("/[") && path.patterns >= 2)
        .then_some("rce-pattern-path")
}
