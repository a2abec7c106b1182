//! Java: names of classes that attacks bring to life, serialised objects, and the look-ups of Log4j.

use crate::tokens::{Code, Kind};
use crate::vocabulary::{CLASS, LOOKUP, PACKAGE};
use crate::{Slot, View};

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    let code = view.code();
    if view.has(b'$') || view.has(b':') {
        for (index, token) in code.marked(b"$:") {
            let rule = match token.mark {
                b'$' => lookup(code, index),
                b':' => naming(code, index),
                _ => None,
            };
            if rule.is_some() {
                return rule;
            }
        }
    }
    if code.knows(CLASS | PACKAGE) {
        for (index, _) in code.known() {
            if let Some(rule) = class(code, index) {
                return Some(rule);
            }
        }
    }
    serialised(view)
}

/// `${jndi:…}`, `${lower:j}`, `${::-j}`, `${env:X:-j}`, however nested: none of them is ever written by hand.
fn lookup(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.is(index + 1, b'{') {
        return None;
    }
    let name = code.solid(index + 2);
    if code.is(name, b'$') && code.is(name + 1, b'{') {
        return Some("java-lookup-nested");
    }
    if code.is(name, b':') && (code.is_any(name + 1, b":-") || code.kind(name + 1) == Kind::Number) {
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
        && code.find_near(colon, |code, i| code.is_any(i, b"}$")).is_some();
    (told || default && !code.says_any(name, &["name", "price"])).then_some("java-lookup")
}

/// `jndi:ldap:`, however the braces before it are written.
fn naming(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = code.before(index)?;
    code.says(name, "jndi").then_some(())?;
    let scheme = code.solid(index + 1);
    let known = code.says_any(scheme, &["ldap", "ldaps", "rmi", "dns", "iiop", "corba", "nis", "nds", "http", "https"])
        || code.is(scheme, b'$');
    let opened = name > 0 && code.is_any(name - 1, b"{}");
    (known || opened).then_some("java-jndi")
}

/// A class by its full name, or one that only attacks name.
fn class(code: Code<'_>, index: usize) -> Option<&'static str> {
    if code.has(index, CLASS) {
        return Some("java-gadget-class");
    }
    let continues = index >= 2 && code.is(index - 1, b'.') && code.is_word(index - 2);
    if !code.has(index, PACKAGE) || continues || !code.is_any(index + 1, b"./") || !code.is_word(index + 2) {
        return None;
    }
    let second = index + 2;
    let packages: &[&str] = match code.str(index).to_ascii_lowercase().as_str() {
        "java" => &[
            "lang",
            "io",
            "net",
            "util",
            "nio",
            "rmi",
            "sql",
            "beans",
            "security",
            "runtime",
            "processbuilder",
            "awt",
            "math",
            "text",
            "time",
        ],
        "javax" | "jakarta" => &[
            "script",
            "naming",
            "management",
            "el",
            "servlet",
            "xml",
            "swing",
            "imageio",
            "crypto",
            "sql",
            "faces",
            "media",
        ],
        "com" => &["sun", "opensymphony", "mchange", "alibaba", "rometools", "zaxxer", "ibatis", "caucho"],
        "org" => &[
            "apache",
            "omg",
            "springframework",
            "hibernate",
            "codehaus",
            "jboss",
            "mozilla",
            "python",
            "yaml",
            "eclipse",
            "aspectj",
        ],
        "sun" | "jdk" => &["misc", "reflect", "rmi", "net", "security", "internal", "jdk", "swing", "applet"],
        "freemarker" => &["template", "core", "ext"],
        "ognl" => &["ognlcontext", "ognlruntime", "ognl", "memberaccess"],
        "groovy" => &["lang", "util"],
        "ch" => &["qos"],
        _ => return None,
    };
    if !code.says_any(second, packages) || !code.is(index + 1, code.at(index + 1).mark) {
        return None;
    }
    // A host's name has a slash or a scheme around it: `https://www.apache.org`.
    let tld = code.is(index + 1, b'.') && code.says_any(index, &["com", "org"]);
    if tld && index >= 1 && code.is_any(index - 1, b"./@") {
        return None;
    }
    let mut last = second;
    let mut parts = 0;
    while code.is_any(last + 1, b"./$") && code.is_word(last + 2) && parts < 12 {
        last += 2;
        parts += 1;
    }
    // What a program says when it fails is pasted by honest people.
    let name = code.str(last).to_ascii_lowercase();
    let fails = name.ends_with("exception") || name.ends_with("error");
    let slashed = code.is(index + 1, b'/') && parts == 0;
    (!fails && !slashed && (parts > 0 || code.says_any(second, &["runtime", "processbuilder"]))).then_some("java-class")
}

/// A serialised object in base64 or hexadecimal, and the properties that reach a class loader.
fn serialised(view: &View<'_>) -> Option<&'static str> {
    if view.text.contains("rO0AB") || view.lower.contains("aced0005") {
        return Some("java-serialised-object");
    }
    if view.lower.starts_with("\u{ac}\u{ed}\u{0}\u{5}") {
        return Some("java-serialised-object");
    }
    let lower = view.lower.as_ref();
    let loads = view.has(b'.')
        && (lower.contains("class.module.classloader")
            || lower.contains("class.classloader")
            || lower.contains(".getclass()")
            || lower.contains("class.forname"));
    if loads {
        return Some("java-class-loader");
    }
    let ognl = view.has(b'#')
        && (lower.contains("#_memberaccess")
            || lower.contains("#context[")
            || lower.contains("@java.lang")
            || lower.contains("#request[")
            || lower.contains("redirect:${")
            || lower.contains("#cmd="));
    (ognl || lower.contains("redirect:%{") || lower.contains("%{(#")).then_some("java-ognl")
}
