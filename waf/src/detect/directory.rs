//! Filters of directories (LDAP) and paths through documents (XPath).

use crate::tokens::{Code, Kind, marks, word, words};

/// `(|(uid=*))`, `)(cn=*)`, `*)(&`.
pub(super) fn filter(code: Code<'_>, index: usize) -> Option<&'static str> {
    let next = index + 1;
    let combined = code.is_any(next, marks!(b"|&!"))
        && code.is(code.solid(next + 1), b'(')
        && (!code.is(next, b'!') || index > 0 && code.is_any(index - 1, marks!(b")(&|")));
    if combined && comparison(code, code.solid(next + 1)) {
        return Some("ldap-filter");
    }
    let closed = index > 0 && code.is(index - 1, b')');
    // `)(&)`, `)(|(`: a filter that is closed and goes on with an operator.
    if closed && code.is_any(next, marks!(b"|&!")) && code.is_any(next + 1, marks!(b"()")) {
        return Some("ldap-filter");
    }
    let star = index > 1 && code.is(index - 2, b'*') && closed;
    if star && (code.is_any(next, marks!(b"|&!")) || comparison(code, index)) {
        return Some("ldap-filter");
    }
    let name = code.says_any(
        next,
        words!(
            "uid cn mail objectclass samaccountname userpassword password user sn ou member memberof \
            givenname"
        ),
    );
    (name && comparison(code, index) && (closed || code.is(next + 2, b'*') && code.is_any(next + 3, marks!(b")"))))
        .then_some("ldap-filter")
}

/// `(name=value`, `(name:=`, `(name~=`, `(name>=`, or nothing but the operator.
fn comparison(code: Code<'_>, open: usize) -> bool {
    let mut at = open + 1;
    while code.is_any(at, marks!(b"(&|!")) && at < open + 8 {
        at += 1;
    }
    if !code.is_word(at) {
        return false;
    }
    at += 1;
    while code.is_any(at, marks!(b"-.;:~<>")) && at < open + 16 {
        at += 1 + usize::from(code.is_word(at + 1));
    }
    code.is(at, b'=') && !code.is(at + 1, b'=')
}

/// An extensible match: `userPassword:2.5.13.18:=123`.
pub(super) fn matching(code: Code<'_>, index: usize) -> Option<&'static str> {
    let begins =
        index > 0 && code.is_word(index - 1) && code.kind(index + 1) == Kind::Number && code.is(index + 2, b'.');
    if !begins {
        return None;
    }
    let end = code.find_near(index + 1, |code, i| code.is(i, b':') || code.is_blank(i))?;
    (code.is(end, b':') && code.is(end + 1, b'=')).then_some("ldap-extensible-match")
}

/// An axis: `ancestor::node()`, `child::*`.
pub(super) fn axis(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = index.checked_sub(1)?;
    let axes = words!("ancestor child descendant parent following preceding attribute namespace self sibling");
    let known = code.says_any(name, axes) || code.says(name, word!("self")) && code.is(name.wrapping_sub(1), b'-');
    let node = code.is(index + 2, b'*')
        || code.is(index + 3, b'(')
        || code.is_any(index + 3, marks!(b"/["))
        || code.is(index + 2, b'/');
    (known && code.is(index + 1, b':') && node).then_some("xpath-axis")
}

/// `//user[…]`, `/*[1]`, `] | //*`.
pub(super) fn location(code: Code<'_>, index: usize) -> Option<&'static str> {
    let next = index + 1;
    let union = code.mark_before(index) == b'|'
        && code.is(next, b'/')
        && (code.is_any(next + 1, marks!(b"*@")) || code.is_word(next + 1));
    let attribute = code.is(next, b'@')
        && (code.is(next + 1, b'*') || code.is_word(next + 1))
        && code.is(index.wrapping_sub(1), b'/');
    let predicate = code.is(next, b'/')
        && code.is_word(next + 1)
        && code.is(next + 2, b'[')
        && code.find_near(next + 3, |code, i| code.is_any(i, marks!(b"=("))).is_some()
        && (index == 0 || !code.is(index - 1, b':'));
    let nodes = code.is_any(next, marks!(b"*")) && code.is(next + 1, b'[') && code.kind(next + 2) == Kind::Number;
    (union || attribute || predicate || nodes).then_some("xpath-location")
}
