//! Java: names of classes that attacks bring to life, serialised objects, and the look-ups of Log4j.

use crate::View;
use crate::tokens::{Code, Kind, marks, word, words};
use crate::vocabulary::{CLASS, LOOKUP, PACKAGE};

/// The words that [`class`] turns on.
pub(super) const WORDS: u32 = CLASS | PACKAGE;

/// `${jndi:…}`, `${lower:j}`, `${::-j}`, `${env:X:-j}`, however nested: none of them is ever written by hand.
pub(super) fn lookup(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.is(index + 1, b'{') {
        return None;
    }
    let name = code.solid(index + 2);
    if code.is(name, b'$') && code.is(name + 1, b'{') {
        return Some("java-lookup-nested");
    }
    if code.is(name, b':') && (code.is_any(name + 1, marks!(b":-")) || code.kind(name + 1) == Kind::Number) {
        return Some("java-lookup");
    }
    let colon = code.solid(name + 1);
    if code.is_word(name) && code.is(name + 1, b'$') && code.is(name + 2, b'{') {
        return Some("java-lookup-nested");
    }
    let told = code.has(name, LOOKUP) && code.is(colon, b':') && !code.is_blank(colon + 1);
    let default = code.is_word(name)
        && code.is(colon, b':')
        && code.is(colon + 1, b'-')
        && code.find_near(colon, |code, i| code.is_any(i, marks!(b"}$"))).is_some();
    (told || default && !code.says_any(name, words!("name price"))).then_some("java-lookup")
}

/// `jndi:ldap:`, however the braces before it are written.
pub(super) fn naming(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = code.before(index)?;
    code.says(name, word!("jndi")).then_some(())?;
    let scheme = code.solid(index + 1);
    let known =
        code.says_any(scheme, words!("ldap ldaps rmi dns iiop corba nis nds http https")) || code.is(scheme, b'$');
    let opened = name > 0 && code.is_any(name - 1, marks!(b"{}"));
    (known || opened).then_some("java-jndi")
}

/// A class by its full name, or one that only attacks name.
pub(super) fn class(code: Code<'_>, index: usize) -> Option<&'static str> {
    if code.has(index, CLASS) {
        return Some("java-gadget-class");
    }
    let continues = index >= 2 && code.is(index - 1, b'.') && code.is_word(index - 2);
    if !code.has(index, PACKAGE) || continues || !code.is_any(index + 1, marks!(b"./")) || !code.is_word(index + 2) {
        return None;
    }
    let second = index + 2;
    let packages: &[u32] = match code.str(index).to_ascii_lowercase().as_str() {
        "java" => words!("lang io net util nio rmi sql beans security runtime processbuilder awt math text time"),
        "javax" | "jakarta" => words!(
            "script naming management el servlet xml swing imageio crypto sql faces \
            media"
        ),
        "com" => words!("sun opensymphony mchange alibaba rometools zaxxer ibatis caucho"),
        "org" => words!("apache omg springframework hibernate codehaus jboss mozilla python yaml eclipse aspectj"),
        "sun" | "jdk" => words!("misc reflect rmi net security internal jdk swing applet"),
        "freemarker" => words!("template core ext"),
        "ognl" => words!("ognlcontext ognlruntime ognl memberaccess"),
        "groovy" => words!("lang util"),
        "ch" => words!("qos"),
        _ => return None,
    };
    if !code.says_any(second, packages) || !code.is(index + 1, code.at(index + 1).mark) {
        return None;
    }
    // A host's name has a slash or a scheme around it: `https://www.apache.org`.
    let tld = code.is(index + 1, b'.') && code.says_any(index, words!("com org"));
    if tld && index >= 1 && code.is_any(index - 1, marks!(b"./@")) {
        return None;
    }
    let mut last = second;
    let mut parts = 0;
    while code.is_any(last + 1, marks!(b"./$")) && code.is_word(last + 2) && parts < 12 {
        last += 2;
        parts += 1;
    }
    // What a program says when it fails is pasted by honest people.
    let name = code.str(last).to_ascii_lowercase();
    let fails = name.ends_with("exception") || name.ends_with("error");
    let slashed = code.is(index + 1, b'/') && parts == 0;
    (!fails && !slashed && (parts > 0 || code.says_any(second, words!("runtime processbuilder"))))
        .then_some("java-class")
}

/// A serialised object, in base64, in hexadecimal or as it is.
pub(super) fn object(view: &View<'_>) -> Option<&'static str> {
    let is_written = view.has(b'0') && (view.text.contains("rO0AB") || view.lower.contains("aced0005"));
    (is_written || view.lower.starts_with("\u{ac}\u{ed}\u{0}\u{5}")).then_some("java-serialised-object")
}

/// The properties that reach a class loader, by what stands before a dot and behind it.
pub(super) fn loader(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    let is_class = behind.starts_with(b"module.classloader")
        || behind.starts_with(b"classloader")
        || behind.starts_with(b"forname");
    (is_class && before.ends_with(b"class") || behind.starts_with(b"getclass()")).then_some("java-class-loader")
}

/// OGNL, by what stands behind a hash.
pub(super) fn hash(behind: &[u8]) -> Option<&'static str> {
    ["_memberaccess", "context[", "request[", "cmd="]
        .into_iter()
        .any(|name| behind.starts_with(name.as_bytes()))
        .then_some("java-ognl")
}

/// OGNL, by what stands before a percent sign and behind it.
pub(super) fn percent(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    let opens = behind.first() == Some(&b'{');
    (opens && (before.ends_with(b"redirect:") || behind.starts_with(b"{(#"))).then_some("java-ognl")
}
