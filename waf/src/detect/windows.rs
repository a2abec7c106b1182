//! Batch files and PowerShell.

use super::command::{Argument, arguments, piece};
use crate::tokens::{Code, Kind, marks, word, words};
use crate::vocabulary::{BATCH, STATEMENT, VARIABLE, VERB, WINDOWS, WINDOWS_PLAIN};

/// The words that a rule turns on.
pub(super) const WORDS: u32 = STATEMENT | VERB | WINDOWS | WINDOWS_PLAIN;

/// The rule that matched at a word.
pub(super) fn word(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, STATEMENT) {
        return cmdlet(code, index).or_else(|| program(code, index));
    }
    if code.says(index, word!("if")) {
        return condition(code, index);
    }
    if code.says(index, word!("for")) {
        return repetition(code, index);
    }
    let next = code.solid(index + 1);
    (code.says(index, word!("iex")) && code.is_any(next, marks!(b"($'\"-"))).then_some("rce-powershell")
}

/// A variable of Windows in percent signs, or a part of one: `%COMSPEC%`, `%PATH:~0,1%`.
pub(super) fn variable(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.touches(index, index + 1) || !code.is_word(index + 1) {
        return None;
    }
    let sliced = code.is(index + 2, b':') && code.is(index + 3, b'~');
    let known = code.has(index + 1, VARIABLE)
        && code.is(index + 2, b'%')
        && !code.says_any(index + 1, words!("path user home term lang random temp host hostname env"));
    let path = code.is(index + 2, b'%')
        && code.says_any(index + 1, words!("path temp tmp"))
        && code.is_any(index + 3, marks!(b"\\/;"));
    (sliced || known || path).then_some("rce-windows-variable")
}

/// `for /f "tokens=*" %i in (…) do …`.
fn repetition(code: Code<'_>, index: usize) -> Option<&'static str> {
    let found = code.find_near(index + 1, |code, i| {
        let name = i + 1 + usize::from(code.is(i + 1, b'%'));
        let after = code.solid(name + 1);
        code.is(i, b'%')
            && code.is_blank(name + 1)
            && code.says(after, word!("in"))
            && code.is(code.solid(after + 1), b'(')
    });
    found.map(|_| "rce-batch-for")
}

/// `if [/i] [not] a==b …`, `if exist x …`, `if defined x (…`.
fn condition(code: Code<'_>, index: usize) -> Option<&'static str> {
    let begins = index == 0
        || code.is_any(index - 1, marks!(b";|&(\"'@"))
        || code.before(index).is_some_and(|at| code.is_any(at, marks!(b";|&(@")))
        || code.kind(index - 1) == Kind::Break;
    let mut at = index + 1;
    let mut switched = false;
    for _ in 0..4 {
        at = code.solid(at);
        if code.is(at, b'/') && code.says(at + 1, word!("i")) {
            switched = true;
            at += 2;
        } else if code.says(at, word!("not")) {
            at += 1;
        } else {
            break;
        }
    }
    let operand = code.solid(at);
    if code.has(operand, BATCH) {
        let subject = code.solid(operand + 1);
        if code.says(operand, word!("exist")) {
            let written = code.is_any(subject, marks!(b"(\"%\\"))
                || code.is_any(subject + 1, marks!(b".:\\/"))
                    && !code.is_blank(subject + 2)
                    && !code.is_end(subject + 2);
            return written.then_some("rce-batch-if");
        }
        if code.says(operand, word!("defined")) {
            let body = code.solid(subject + 1);
            return (code.is_word(subject)
                && (code.is_any(body, marks!(b"(@"))
                    || code.has(body, WINDOWS | WINDOWS_PLAIN)
                        && !code.says_any(body, words!("more start call set"))
                    || code.says(body, word!("set")) && code.is(code.solid(body + 1) + 1, b'=')))
            .then_some("rce-batch-if");
        }
        if code.says_any(operand, words!("errorlevel cmdextversion")) {
            return (code.kind(subject) == Kind::Number).then_some("rce-batch-if");
        }
    }
    if !begins {
        return None;
    }
    // The comparison, within a few tokens.
    let compares = code.find_near(operand, |code, i| {
        code.is(i, b'=') && code.is(i + 1, b'=')
            || code.has(i, BATCH) && code.says_any(i, words!("equ neq lss leq gtr geq"))
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
    let quoted = code.is_any(operand, marks!(b"\"%[!(")) && code.is_any(right, marks!(b"\"%[("))
        || code.is_any(operand, marks!(b"\"%[!"))
        || code.is_any(right, marks!(b"%["));
    let body = code.solid(right + 1);
    let runs = code.is_blank(right + 1)
        && (code.is_any(body, marks!(b"@(")) && !code.is_any(right, marks!(b"("))
            || code.has(body, WINDOWS | WINDOWS_PLAIN)
                && !code.says_any(body, words!("more start set call copy type")));
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
    let nouns = words!(
        "webrequest expression restmethod command item webclient object process content service \
        childitem wmiobject wmimethod ciminstance executionpolicy location securestring localuser \
        localgroupmember netipaddress nettcpconnection eventlog hotfix host netconnection scheduledtask psdrive \
        pssession job sleep mppreference aduser adcomputer itemproperty clipboard archive module bitstransfer \
        variable history alias computerinfo mimikatz computer type"
    );
    if !code.says_any(index + 2, nouns) {
        return None;
    }
    let certain = code.says_any(
        index + 2,
        words!(
            "webrequest expression restmethod webclient wmiobject childitem executionpolicy \
            ciminstance mppreference bitstransfer mimikatz nettcpconnection netipaddress psdrive securestring \
            wmimethod localuser aduser pssession computerinfo itemproperty scheduledtask"
        ),
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
    let technical = code.is(index + 1, b'.') && code.says(index + 2, word!("exe"));
    let next = code.solid(if technical { index + 3 } else { index + 1 });
    if technical
        && code.says_any(
            index,
            words!(
                "cmd powershell rundll32 regsvr32 mshta wscript cscript certutil bitsadmin net reg \
                notepad wmic msbuild pwsh"
            ),
        )
    {
        return Some("rce-windows-program");
    }
    let slash = code.is(next, b'/') && code.touches(next, next + 1) && code.is_word(next + 1);
    let dash = code.is(next, b'-') && code.touches(next, next + 1) && code.is_word(next + 1);
    if code.says(index, word!("cmd")) && slash && code.says_any(next + 1, words!("c k r q v s e u a d t f")) {
        return Some("rce-windows-program");
    }
    if code.says_any(index, words!("powershell pwsh")) {
        let drive = code.is(next + 1, b':') && code.is_any(next + 2, marks!(b"\\/"));
        return (dash
            || slash
            || drive
            || code.is_any(next, marks!(b"&{\"'(")).then_some(()).is_some() && code.is_blank(index + 1))
        .then_some("rce-powershell");
    }
    let sure = words!(
        "certutil bitsadmin regsvr32 rundll32 mshta wmic schtasks vssadmin bcdedit bcdboot wevtutil \
        netsh reg regedit tasklist taskkill icacls cacls attrib nltest msiexec wscript cscript nbtstat ipconfig \
        findstr forfiles dsquery psexec diskshadow ntdsutil"
    );
    if code.says_any(index, sure) && (slash || dash) {
        return Some("rce-windows-program");
    }
    if code.says(index, word!("net"))
        && code.says_any(
            next,
            words!("user localgroup group share use view accounts start stop config session statistics"),
        )
    {
        let more = code.solid(next + 1);
        let add = code
            .find_near(more, |code, i| {
                code.is(i, b'/') && code.says_any(i + 1, words!("add delete domain active y all persistent"))
            })
            .is_some();
        let ends =
            index == 0 && code.is_end(more) && code.says_any(next, words!("user localgroup share view accounts"));
        return (add || ends || code.says(next, word!("use")) && code.is_any(more, marks!(b"\\*")))
            .then_some("rce-windows-program");
    }
    if code.says(index, word!("reg")) && code.says_any(next, words!("add query delete save export copy")) {
        let hive = code
            .find_near(next, |code, i| {
                code.str(i).len() >= 4 && code.str(i).get(..2).is_some_and(|head| head.eq_ignore_ascii_case("hk"))
            })
            .is_some();
        return hive.then_some("rce-windows-program");
    }
    if code.says(index, word!("wmic"))
        && code.says_any(
            next,
            words!(
                "process os service useraccount logicaldisk product qfe startup share nic computersystem \
                bios cpu"
            ),
        )
    {
        return Some("rce-windows-program");
    }
    if code.says(index, word!("netsh"))
        && code.says_any(next, words!("firewall advfirewall interface wlan winsock int"))
    {
        return Some("rce-windows-program");
    }
    if code.says_any(index, words!("type dir copy del more start erase move"))
        && (index == 0 || code.is_any(code.before(index).unwrap_or(usize::MAX), marks!(b";|&`(\"'=")))
    {
        let path = piece(code, next);
        let drive = code.is(next + 1, b':') && code.is_any(next + 2, marks!(b"\\/"))
            || code.is(next, b'%') && code.has(next + 1, VARIABLE);
        return (drive && code.is_blank(index + 1) && !path.text.is_empty() || code.is(next, b'%') && drive)
            .then_some("rce-windows-file");
    }
    None
}
