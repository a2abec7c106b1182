//! Text to SQL tokens.
//!
//! A quote is a token of its own and what stands behind it is read as well: where a statement was opened is not known, so that
//! every quote may open or close. White space and comments that end are no tokens.

use super::words::role_of;

/// What a token is in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    // Words.
    All,
    And,
    As,
    Begin,
    By,
    /// A function whose name is a word of programmers: `substr`.
    Call,
    Case,
    Column,
    Create,
    Declare,
    Delay,
    Delete,
    Direction,
    Drop,
    Exec,
    Exists,
    File,
    From,
    Having,
    If,
    Insert,
    Into,
    Join,
    Like,
    Limit,
    Not,
    Null,
    Object,
    Order,
    /// A word that is in no statement.
    Plain,
    Procedure,
    /// A function whose name people write too: `trim`.
    ProseCall,
    Select,
    Set,
    Shutdown,
    /// A function that only databases have: `concat_ws`.
    StrongCall,
    /// A table or column that only databases have: `information_schema`.
    StrongName,
    Then,
    Type,
    Union,
    Update,
    Values,
    Wait,
    When,
    Where,
    // The rest.
    Number,
    /// `'`, `"` or a back quote.
    Quote,
    /// `@name`, `@@name`.
    Variable,
    /// The beginning of a comment that goes to the end: `--`, `#`, `/*`.
    Comment,
    /// `=`, `<`, `<=`, `!=`, `->`, `@>` …
    Compare,
    /// `||`, `&&`.
    Logic,
    /// `+`, `-`, `*`, `/`, `%`, `^`, `&`, `|`, `~`, `!`.
    Sign,
    /// `::`.
    Cast,
    Open,
    Close,
    Comma,
    Dot,
    Semicolon,
    /// Any other character.
    Other,
    /// Behind the last token.
    End,
}

impl Role {
    const fn bit(self) -> u64 {
        1 << self as u8
    }

    /// Whether no rule turns on it.
    pub fn is_passive(self) -> bool {
        PASSIVE & self.bit() != 0
    }
}

/// The roles that no rule turns on, although rules ask for them.
const PASSIVE: u64 = {
    use Role as R;
    let passive = [
        R::All,
        R::As,
        R::Begin,
        R::By,
        R::Column,
        R::Delay,
        R::Direction,
        R::Exists,
        R::File,
        R::From,
        R::Join,
        R::Like,
        R::Limit,
        R::Not,
        R::Null,
        R::Object,
        R::Plain,
        R::Set,
        R::Shutdown,
        R::Then,
        R::Type,
        R::Values,
        R::Comment,
        R::Compare,
        R::Sign,
        R::Open,
        R::Close,
        R::Comma,
        R::Dot,
        R::Other,
        R::End,
    ];
    let (mut set, mut at) = (0, 0);
    while at < passive.len() {
        #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
        {
            set |= passive[at].bit();
        }
        at += 1;
    }
    set
};

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub role: Role,
    /// Whether white space or a comment stands before it.
    pub is_spaced: bool,
    /// Its first byte.
    pub byte: u8,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// Reads the tokens of a text in lower case; whether a rule turns on any of them.
pub fn read(text: &str, tokens: &mut Vec<Token>) -> bool {
    let bytes = text.as_bytes();
    tokens.clear();
    tokens.reserve(bytes.len() / 4 + 8);
    let mut roles = 0;
    let mut at = 0;
    let mut is_spaced = true;
    // Behind the last end of a comment no comment ends: asking each `/*` anew would be quadratic.
    let last_end = if text.contains('*') { text.rfind("*/").unwrap_or(0) } else { 0 };
    while let Some(byte) = bytes.get(at).copied() {
        let alone = ALONE.get(usize::from(byte)).copied().unwrap_or(Role::End);
        if alone != Role::End {
            roles |= alone.bit();
            tokens.push(Token { role: alone, is_spaced, byte, start: at as u32, end: at as u32 + 1 });
            at += 1;
            is_spaced = false;
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let (role, length) = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | 0x0B | 0x0C | 0 => {
                at += 1;
                is_spaced = true;
                continue;
            }
            b'a'..=b'z' | b'_' => {
                let length = word_length(rest);
                (role_of(bytes, at, at + length), length)
            }
            0x80.. => {
                // A no-break space separates as well as any other, and so does what stands for a byte that was no text.
                let blank = [&[0xC2, 0xA0][..], &[0xEF, 0xBF, 0xBD]].into_iter().find(|blank| rest.starts_with(blank));
                if let Some(blank) = blank {
                    at += blank.len();
                    is_spaced = true;
                    continue;
                }
                (Role::Plain, word_length(rest))
            }
            b'0'..=b'9' => number(rest),
            b'.' if rest.get(1).is_some_and(u8::is_ascii_digit) => number(rest),
            b'@' => variable(rest),
            b'/' if at >= last_end && rest.starts_with(b"/*") && !rest.starts_with(b"/*!") => (Role::Comment, 2),
            _ => symbol(rest),
        };
        if length == 0 {
            // A comment that ends: as good as white space, and all of a version comment but its marks is code.
            at += comment_length(rest).max(1);
            is_spaced = true;
            continue;
        }
        let end = at + length;
        roles |= role.bit();
        tokens.push(Token { role, is_spaced, byte, start: at as u32, end: end as u32 });
        at = end;
        is_spaced = false;
    }
    roles & !PASSIVE != 0
}

/// The roles of marks that are tokens whatever stands behind them; [`Role::End`] for any other byte.
static ALONE: [Role; 256] = {
    let marks = [
        (b'(', Role::Open),
        (b'{', Role::Open),
        (b')', Role::Close),
        (b'}', Role::Close),
        (b',', Role::Comma),
        (b';', Role::Semicolon),
        (b'\'', Role::Quote),
        (b'"', Role::Quote),
        (b'`', Role::Quote),
        (b'=', Role::Compare),
        (b'+', Role::Sign),
        (b'%', Role::Sign),
        (b'^', Role::Sign),
        (b'[', Role::Other),
        (b']', Role::Other),
        (b'$', Role::Other),
    ];
    let mut roles = [Role::End; 256];
    let mut at = 0;
    while at < marks.len() {
        #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
        {
            roles[marks[at].0 as usize] = marks[at].1;
        }
        at += 1;
    }
    roles
};

/// Which bytes of ASCII are part of a word; of those above ASCII the blanks are asked for apart.
static PARTS: [bool; 256] = {
    let mut parts = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let part = byte as u8;
        #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
        {
            parts[byte] = part.is_ascii_alphanumeric() || matches!(part, b'_' | b'$');
        }
        byte += 1;
    }
    parts
};

fn word_length(rest: &[u8]) -> usize {
    let is_part = |byte: &u8| PARTS.get(usize::from(*byte)).is_some_and(|is_part| *is_part);
    let length = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
    if rest.get(length).is_none_or(u8::is_ascii) {
        return length;
    }
    let length = rest.iter().position(|byte| byte.is_ascii() && !is_part(byte)).unwrap_or(rest.len());
    let is_blank = |pair: &[u8]| pair == [0xC2, 0xA0] || pair == [0xEF, 0xBF];
    rest.windows(2).take(length).position(is_blank).unwrap_or(length)
}

/// A number, or a word that begins with digits such as `1st`. A number ends where a word of SQL begins: `1union`.
fn number(rest: &[u8]) -> (Role, usize) {
    let digits = |from: usize| {
        let tail = rest.get(from..).unwrap_or_default();
        from + tail.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(tail.len())
    };
    if let [b'0', b'x' | b'b', tail @ ..] = rest {
        let length = tail.iter().position(|byte| !byte.is_ascii_hexdigit()).unwrap_or(tail.len());
        if length > 0 {
            return (Role::Number, 2 + length);
        }
    }
    let mut end = digits(0);
    // Most numbers are nothing else.
    if matches!(
        rest.get(end),
        None | Some(b' ' | b',' | b')' | b'(' | b'\n' | b'-' | b'%' | b';' | b'/' | b'\'' | b'"' | b'=')
    ) {
        return (Role::Number, end);
    }
    let is_fraction = |after: Option<&u8>| after.is_none_or(|byte| !byte.is_ascii_lowercase());
    if rest.get(end) == Some(&b'.') {
        let word = word_length(rest.get(end + 1..).unwrap_or_default());
        let is_sql = !matches!(role_of(rest, end + 1, end + 1 + word), Role::Plain);
        if is_fraction(rest.get(end + 1)) || is_sql || rest.get(end + 1) == Some(&b'e') {
            end = digits(end + 1);
        }
    }
    if let Some([b'e', tail @ ..]) = rest.get(end..) {
        let sign = usize::from(matches!(tail.first(), Some(b'+' | b'-')));
        let after = digits(end + 1 + sign);
        if after > end + 1 + sign {
            end = after;
        } else if tail.first() == Some(&b'.') || tail.first() == Some(&b'(') {
            // `1.e` is a number to MySQL: it hides the word behind it.
            end += 1;
        }
    }
    let word = word_length(rest.get(end..).unwrap_or_default());
    let role = role_of(rest, end, end + word);
    if word == 0 || !matches!(role, Role::Plain | Role::ProseCall) {
        return (Role::Number, end);
    }
    (Role::Plain, end + word)
}

fn variable(rest: &[u8]) -> (Role, usize) {
    // No more than two are a name's: the rest of a run is for the next token.
    let marks = rest.iter().take(2).take_while(|byte| **byte == b'@').count();
    let word = word_length(rest.get(marks..).unwrap_or_default());
    match rest.get(marks) {
        _ if word > 0 || marks == 2 => (Role::Variable, marks + word),
        Some(b'`' | b'"' | b'\'') => (Role::Variable, marks),
        Some(b'>') => (Role::Compare, 2),
        _ => (Role::Other, marks),
    }
}

fn symbol(rest: &[u8]) -> (Role, usize) {
    match rest {
        [b'/', b'*', ..] if comment_length(rest) > 0 => (Role::Other, 0),
        [b'*', b'/', ..] => (Role::Other, 0),
        [b'/', b'*', ..] | [b'-', b'-', ..] => (Role::Comment, 2),
        [b'#', b'>', b'>', ..] => (Role::Compare, 3),
        [b'#', b'>', ..] => (Role::Compare, 2),
        [b'#', ..] => (Role::Comment, 1),
        [b'<', b'=', b'>', ..] | [b'-', b'>', b'>', ..] => (Role::Compare, 3),
        [b'<', b'<', ..] | [b'>', b'>', ..] => (Role::Sign, 2),
        [b'<' | b'>' | b'!' | b':', b'=', ..] | [b'<', b'>' | b'@', ..] | [b'-', b'>', ..] | [b'~', b'=', ..] => {
            (Role::Compare, 2)
        }
        [b'?', b'&' | b'|', ..] => (Role::Compare, 2),
        [b'=' | b'<' | b'>', ..] => (Role::Compare, 1),
        [b'|', b'|', ..] | [b'&', b'&', ..] => (Role::Logic, 2),
        [b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'&' | b'|' | b'~' | b'!', ..] => (Role::Sign, 1),
        [b':', b':', ..] => (Role::Cast, 2),
        [b'\'' | b'"' | b'`', ..] => (Role::Quote, 1),
        [b'\\', b'n', tail @ ..] if word_length(tail) == 0 => (Role::Null, 2),
        [b'(' | b'{', ..] => (Role::Open, 1),
        [b')' | b'}', ..] => (Role::Close, 1),
        [b',', ..] => (Role::Comma, 1),
        [b'.', ..] => (Role::Dot, 1),
        [b';', ..] => (Role::Semicolon, 1),
        _ => (Role::Other, 1),
    }
}

/// How much of a comment there is to skip: all of `/* … */`, but only the marks of a version comment, whose inside is code to
/// MySQL; 0 where a comment has no end.
fn comment_length(rest: &[u8]) -> usize {
    match rest {
        [b'*', b'/', ..] => 2,
        [b'/', b'*', b'!', tail @ ..] => 3 + tail.iter().take(6).take_while(|byte| byte.is_ascii_digit()).count(),
        [b'/', b'*', ..] => {
            let end = rest.windows(2).skip(2).position(|pair| pair == b"*/");
            end.map_or(0, |end| end + 4)
        }
        _ => 0,
    }
}
