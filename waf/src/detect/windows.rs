//! Batch files and PowerShell.

use super::command::{Argument, arguments, piece};
use crate::tokens::{Code, Kind};
use crate::vocabulary::{BATCH, VARIABLE, VERB, WINDOWS, WINDOWS_PLAIN};
use crate::{Slot, View};

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    let code = view.code();
    if view.has(b'%') {
        for (index, _) in code.marked(b"%") {
            if let Some(rule) = variable(code, index) {
                return Some(rule);
            }
        }
    }
    for (index, _) in code.known() {
        let rule = match code.str(index).len() {
            2 if code.says(index, "if") => condition(code, index),
            3 if code.says(index, "for") => repetition(code, index),
            3 if code.says(index, "iex") => (code.is_any(code.solid(index + 1), b"($'\"")
                || code.is(code.solid(index + 1), b'-'))
            .then_some("rce-powershell"),
            _ => cmdlet(code, index).or_else(|| program(code, index)),
        };
        if rule.is_some() {
            return rule;
        }
    }
    None
}

/// A variable of Windows in percent signs, or a part of one: `%COMSPEC%`, `%PATH:~0,1%`.
fn variable(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.touches(index, index + 1) || !code.is_word(index + 1) {
        return None;
    }
    let sliced = code.is(index + 2, b':') && code.is(index + 3, b'~');
    let known = code.has(index + 1, VARIABLE)
        && code.is(index + 2, b'%')
        && !code.says_any(
            index + 1,
            &["path", "user", "home", "term", "lang", "random", "temp", "host", "hostname", "env"],
        );
    let path = code.is(index + 2, b'%')
        && code.says_any(index + 1, &["path", "temp", "tmp"])
        && code.is_any(index + 3, b"\\/;");
    (sliced || known || path).then_some("rce-windows-variable")
}

/// `for /f "tokens=*" %i in (…) do …`.
fn repetition(code: Code<'_>, index: usize) -> Option<&'static str> {
    let found = code.find_near(index + 1, |code, i| {
        let name = i + 1 + usize::from(code.is(i + 1, b'%'));
        let after = code.solid(name + 1);
        code.is(i, b'%') && code.is_blank(name + 1) && code.says(after, "in") && code.is(code.solid(after + 1), b'(')
    });
    found.map(|_| "rce-batch-for")
}

/// `if [/i] [not] a==b …`, `if exist x …`, `if defined x (…`.
fn condition(code: Code<'_>, index: usize) -> Option<&'static str> {
    let begins = index == 0
        || code.is_any(index - 1, b";|&(\"'@")
        || code.before(index).is_some_and(|at| code.is_any(at, b";|&(@"))
        || code.kind(index - 1) == Kind::Break;
    let mut at = index + 1;
    let mut switched = false;
    for _ in 0..4 {
        at = code.solid(at);
        if code.is(at, b'/') && code.says(at + 1, "i") {
            switched = true;
            at += 2;
        } else if code.says(at, "not") {
            at += 1;
        } else {
            break;
        }
    }
    let operand = code.solid(at);
    if code.has(operand, BATCH) {
        let subject = code.solid(operand + 1);
        if code.says(operand, "exist") {
            let written = code.is_any(subject, b"(\"%\\")
                || code.is_any(subject + 1, b".:\\/") && !code.is_blank(subject + 2) && !code.is_end(subject + 2);
            return written.then_some("rce-batch-if");
        }
        if code.says(operand, "defined") {
            let body = code.solid(subject + 1);
            return (code.is_word(subject)
                && (code.is_any(body, b"(@")
                    || code.has(body, WINDOWS | WINDOWS_PLAIN)
                        && !code.says_any(body, &["more", "start", "call", "set"])
                    || code.says(body, "set") && code.is(code.solid(body + 1) + 1, b'=')))
            .then_some("rce-batch-if");
        }
        if code.says_any(operand, &["errorlevel", "cmdextversion"]) {
            return (code.kind(subject) == Kind::Number).then_some("rce-batch-if");
        }
    }
    if !begins {
        return None;
    }
    // The comparison, within a few tokens.
    let compares = code.find_near(operand, |code, i| {
        code.is(i, b'=') && code.is(i + 1, b'=')
            || code.has(i, BATCH) && code.says_any(i, &["equ", "neq", "lss", "leq", "gtr", "geq"])
    })?;
    if compares > operand + 14 {
        return None;
    }
    if code.is_word(compares) {
        return Some("rce-batch-if");
    }
    let mut right = compares + 2;
    while code.is(right, b'=') {
        right += 1;
    }
    let right = code.solid(right);
    let quoted = code.is_any(operand, b"\"%[!(") && code.is_any(right, b"\"%[(")
        || code.is_any(operand, b"\"%[!")
        || code.is_any(right, b"%[");
    let body = code.solid(right + 1);
    let runs = code.is_blank(right + 1)
        && (code.is_any(body, b"@(") && !code.is_any(right, b"(")
            || code.has(body, WINDOWS | WINDOWS_PLAIN)
                && !code.says_any(body, &["more", "start", "set", "call", "copy", "type"]));
    (quoted || switched || runs).then_some("rce-batch-if")
}

/// `Invoke-WebRequest`, `New-Object Net.WebClient`, `Get-Content C:\…`.
fn cmdlet(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, VERB)
        || !code.is(index + 1, b'-')
        || !code.touches(index, index + 1)
        || !code.touches(index + 1, index + 2)
    {
        return None;
    }
    let nouns = [
        "webrequest",
        "expression",
        "restmethod",
        "command",
        "item",
        "webclient",
        "object",
        "process",
        "content",
        "service",
        "childitem",
        "wmiobject",
        "wmimethod",
        "ciminstance",
        "executionpolicy",
        "location",
        "securestring",
        "localuser",
        "localgroupmember",
        "netipaddress",
        "nettcpconnection",
        "eventlog",
        "hotfix",
        "host",
        "netconnection",
        "scheduledtask",
        "psdrive",
        "pssession",
        "job",
        "sleep",
        "mppreference",
        "aduser",
        "adcomputer",
        "itemproperty",
        "clipboard",
        "archive",
        "module",
        "bitstransfer",
        "variable",
        "history",
        "alias",
        "computerinfo",
        "mimikatz",
        "computer",
        "type",
    ];
    if !code.says_any(index + 2, &nouns) {
        return None;
    }
    let certain = code.says_any(
        index + 2,
        &[
            "webrequest",
            "expression",
            "restmethod",
            "webclient",
            "wmiobject",
            "childitem",
            "executionpolicy",
            "ciminstance",
            "mppreference",
            "bitstransfer",
            "mimikatz",
            "nettcpconnection",
            "netipaddress",
            "psdrive",
            "securestring",
            "wmimethod",
            "localuser",
            "aduser",
            "pssession",
            "computerinfo",
            "itemproperty",
            "scheduledtask",
        ],
    );
    let argument = arguments(code, index + 3);
    let dotted = argument == Argument::Name;
    (certain
        || dotted
        || matches!(argument, Argument::Shell | Argument::Option)
        || code.is(code.solid(index + 3), b'('))
    .then_some("rce-powershell")
}

/// Programs of Windows with what only they are given.
fn program(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, WINDOWS | WINDOWS_PLAIN) {
        return None;
    }
    let technical = code.is(index + 1, b'.') && code.says(index + 2, "exe");
    let next = code.solid(if technical { index + 3 } else { index + 1 });
    if technical
        && code.says_any(
            index,
            &[
                "cmd",
                "powershell",
                "rundll32",
                "regsvr32",
                "mshta",
                "wscript",
                "cscript",
                "certutil",
                "bitsadmin",
                "net",
                "reg",
                "notepad",
                "wmic",
                "msbuild",
                "pwsh",
            ],
        )
    {
        return Some("rce-windows-program");
    }
    let slash = code.is(next, b'/') && code.touches(next, next + 1) && code.is_word(next + 1);
    let dash = code.is(next, b'-') && code.touches(next, next + 1) && code.is_word(next + 1);
    if code.says(index, "cmd")
        && slash
        && code.says_any(next + 1, &["c", "k", "r", "q", "v", "s", "e", "u", "a", "d", "t", "f"])
    {
        return Some("rce-windows-program");
    }
    if code.says_any(index, &["powershell", "pwsh"]) {
        let drive = code.is(next + 1, b':') && code.is_any(next + 2, b"\\/");
        return (dash
            || slash
            || drive
            || code.is_any(next, b"&{\"'(").then_some(()).is_some() && code.is_blank(index + 1))
        .then_some("rce-powershell");
    }
    let sure = [
        "certutil",
        "bitsadmin",
        "regsvr32",
        "rundll32",
        "mshta",
        "wmic",
        "schtasks",
        "vssadmin",
        "bcdedit",
        "bcdboot",
        "wevtutil",
        "netsh",
        "reg",
        "regedit",
        "tasklist",
        "taskkill",
        "icacls",
        "cacls",
        "attrib",
        "nltest",
        "msiexec",
        "wscript",
        "cscript",
        "nbtstat",
        "ipconfig",
        "findstr",
        "forfiles",
        "dsquery",
        "psexec",
        "diskshadow",
        "ntdsutil",
    ];
    if code.says_any(index, &sure) && (slash || dash) {
        return Some("rce-windows-program");
    }
    if code.says(index, "net")
        && code.says_any(
            next,
            &[
                "user",
                "localgroup",
                "group",
                "share",
                "use",
                "view",
                "accounts",
                "start",
                "stop",
                "config",
                "session",
                "statistics",
            ],
        )
    {
        let more = code.solid(next + 1);
        let add = code
            .find_near(more, |code, i| {
                code.is(i, b'/')
                    && code.says_any(i + 1, &["add", "delete", "domain", "active", "y", "all", "persistent"])
            })
            .is_some();
        let ends = index == 0
            && code.is_end(more)
            && code.says_any(next, &["user", "localgroup", "share", "view", "accounts"]);
        return (add || ends || code.says(next, "use") && code.is_any(more, b"\\*")).then_some("rce-windows-program");
    }
    if code.says(index, "reg") && code.says_any(next, &["add", "query", "delete", "save", "export", "copy"]) {
        let hive = code
            .find_near(next, |code, i| {
                code.str(i).len() >= 4 && code.str(i).get(..2).is_some_and(|head| head.eq_ignore_ascii_case("hk"))
            })
            .is_some();
        return hive.then_some("rce-windows-program");
    }
    if code.says(index, "wmic")
        && code.says_any(
            next,
            &[
                "process",
                "os",
                "service",
                "useraccount",
                "logicaldisk",
                "product",
                "qfe",
                "startup",
                "share",
                "nic",
                "computersystem",
                "bios",
                "cpu",
            ],
        )
    {
        return Some("rce-windows-program");
    }
    if code.says(index, "netsh")
        && code.says_any(next, &["firewall", "advfirewall", "interface", "wlan", "winsock", "int"])
    {
        return Some("rce-windows-program");
    }
    if code.says_any(index, &["type", "dir", "copy", "del", "more", "start", "erase", "move"])
        && (index == 0 || code.is_any(code.before(index).unwrap_or(usize::MAX), b";|&`(\"'="))
    {
        let path = piece(code, next);
        let drive = code.is(next + 1, b':') && code.is_any(next + 2, b"\\/")
            || code.is(next, b'%') && code.has(next + 1, VARIABLE);
        return (drive && code.is_blank(index + 1) && !path.text.is_empty() || code.is(next, b'%') && drive)
            .then_some("rce-windows-file");
    }
    None
}
