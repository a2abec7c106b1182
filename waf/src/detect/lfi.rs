//! Paths: steps upwards, files that attackers ask for, and files opened by address.
//!
//! A note may say "see c:\photos", "1../2.. on the plan" or "folder etc/drawings". A path is a finding if it climbs, if it names a
//! file that only attackers name, or if it is below a root directory and is all there is.

use crate::tokens::{Code, Kind, marks, word, words};
use crate::vocabulary::{ROOT, SECRET};
use crate::{Slot, View};

/// A chain of steps upwards: `../../`, `..\..\`, `..;/..;/`, `....//....//`.
#[derive(Default)]
pub(super) struct Climb {
    /// The token after the last step, and how many steps there were.
    after: usize,
    steps: u32,
}

impl Climb {
    pub(super) fn dots(&mut self, code: Code<'_>, index: usize, slot: Slot) -> Option<&'static str> {
        if index < self.after || (index > 0 && code.is(index - 1, b'.') && self.after != index) {
            return None;
        }
        let mut end = index;
        while code.is(end, b'.') {
            end += 1;
        }
        let dots = end - index;
        let mut slash = end;
        let mut slashes = 0;
        while code.is_any(slash, marks!(b"/\\;")) && slash < end + 8 {
            slashes += u32::from(!code.is(slash, b';'));
            slash += 1;
        }
        if slashes == 0 {
            return None;
        }
        let continues = self.after == index && index > 0 && self.steps > 0;
        if dots == 1 {
            self.after = if continues { slash } else { self.after };
            return None;
        }
        if dots > 8 {
            return None;
        }
        self.steps = if continues { self.steps + 1 } else { 1 };
        self.after = slash;
        if self.steps >= 2 {
            return Some("lfi-traversal");
        }
        let name = if code.is(slash, b'.') { slash + 1 } else { slash };
        let target =
            dots == 2 && (code.is_word(name) || code.kind(name) == Kind::Number) && code.touches(slash - 1, slash);
        if !target {
            // Only a path may end in a step upwards without naming anything.
            return (slot == Slot::Path && dots == 2).then_some("lfi-traversal");
        }
        let file = code.is_any(name + 1, marks!(b"./\\")) && code.is_word(name + 2) || name > slash;
        let told = code.has(name, SECRET | ROOT) && code.is_any(name + 1, marks!(b"./\\")) || file;
        let stepped = index >= 2 && code.is_any(index - 1, marks!(b"/\\")) && code.is_word(index - 2);
        (told || slot != Slot::FreeText || stepped && code.has(name, SECRET | ROOT)).then_some("lfi-traversal")
    }
}

/// Whether something begins here that is not the end of a word or of an address.
fn begins(code: Code<'_>, index: usize) -> bool {
    index == 0
        || !(code.is_word(index - 1)
            || code.kind(index - 1) == Kind::Number
            || code.is_any(index - 1, marks!(b"/.:<~-\\")))
}

/// A path from the root of a system.
pub(super) fn rooted(code: Code<'_>, index: usize, slot: Slot) -> Option<&'static str> {
    let tilde = index > 0 && code.is(index - 1, b'~');
    if !begins(code, index) && !tilde {
        return None;
    }
    let first = past_steps(code, index);
    let root = code.has(first, ROOT);
    if !root && !tilde {
        return None;
    }
    let slash = past_slashes(code, first + 1);
    if slash == first + 1 {
        return None;
    }
    let second = past_steps_from(code, slash);
    let name = code.str(second);
    let hidden = code.is(slash, b'.') && code.is_word(slash + 1) && !name.is_empty();
    let sensitive = match code.str(first).to_ascii_lowercase().as_str() {
        "etc" => {
            code.has(second, SECRET)
                || code.is(second + 1, b'.')
                    && code.says_any(second + 2, words!("conf d cfg ini cnf xml properties release"))
                || name.ends_with("-release")
                || code.is(second + 1, b'/') && code.is_word(second + 2) && code.is(second + 3, b'.')
        }
        "proc" => code.is_word(second) || code.kind(second) == Kind::Number,
        "var" => code.says_any(
            second,
            words!(
                "log www lib run spool mail backups adm db apache cache tmp lock nis opt local htdocs \
                webmail crash cpanel vmail named"
            ),
        ),
        "usr" => code
            .says_any(second, words!("local bin lib share sbin etc home pkg include ports spool apache adm src lib64")),
        "dev" => code
            .says_any(second, words!("tcp udp null shm random urandom zero sda sda1 fd stdin stdout stderr mem kmem")),
        "sys" => code.says_any(second, words!("class kernel devices block bus fs firmware module power")),
        "root" | "home" => hidden && code.is(slash, b'.'),
        "boot" => code.says_any(second, words!("grub grub2 vmlinuz initrd ini efi config")),
        "windows" | "winnt" => code.says_any(
            second,
            words!(
                "win system32 system system.ini repair php temp debug panther inf explorer syswow64 \
                tasks"
            ),
        ),
        _ => false,
    };
    let ends = end_of_path(code, second);
    let whole =
        index <= 1 && code.is_end(ends) && (code.is_word(second) || code.kind(second) == Kind::Number || hidden);
    let strict =
        slot != Slot::FreeText && slot != Slot::Header && code.says_any(first, words!("etc proc windows winnt"));
    let dotted_secret = tilde && code.is(slash, b'.') && code.is_word(slash + 1);
    (sensitive || whole || strict || dotted_secret).then_some("lfi-system-file")
}

/// The first name of a path, past slashes, `.` and `..`.
fn past_steps(code: Code<'_>, slash: usize) -> usize {
    let mut at = slash;
    while code.is_any(at, marks!(b"/\\.")) && at < slash + 64 {
        at += 1;
    }
    at
}

fn past_steps_from(code: Code<'_>, from: usize) -> usize {
    if code.is_any(from, marks!(b"/\\.")) { past_steps(code, from) } else { from }
}

fn past_slashes(code: Code<'_>, from: usize) -> usize {
    let mut at = from;
    while code.is_any(at, marks!(b"/\\")) && at < from + 16 {
        at += 1;
    }
    at
}

/// The token after a path: a blank, a quote, or the end.
fn end_of_path(code: Code<'_>, from: usize) -> usize {
    code.find_near(from, |code, i| code.is_blank(i) || code.is_any(i, marks!(b"\"'<>|;`(),!?"))).unwrap_or(code.len())
}

/// Files and directories whose name begins with a dot, where only programs look.
pub(super) fn hidden(code: Code<'_>, index: usize) -> Option<&'static str> {
    let begins = index == 0 || code.is_blank(index - 1) || code.is_any(index - 1, marks!(b"/\\\"'=(>"));
    if !begins || !code.is_word(index + 1) {
        return None;
    }
    let name = index + 1;
    let sure = words!(
        "htaccess htpasswd bash_history mysql_history zsh_history sh_history psql_history \
        python_history ds_store npmrc netrc pgpass bashrc bash_profile viminfo rhosts dockercfg gitconfig boto \
        s3cfg lesshst wgetrc mysql_secret git-credentials passwd dockerenv"
    );
    if code.says_any(name, sure) {
        return Some("lfi-hidden-file");
    }
    let slash = code.is_any(name + 1, marks!(b"/\\"));
    let folder = slash
        && code.says_any(
            name,
            words!(
                "ssh aws docker git svn hg kube gnupg azure config env bzr npm minikube vscode idea \
                subversion history m2 anydesk mozilla cursor claude aider gcloud"
            ),
        );
    let file = index > 0
        && code.is_any(index - 1, marks!(b"/\\"))
        && code
            .says_any(name, words!("env history profile git svn ssh aws forward cvsignore gitignore secret secrets"))
        && !code.is_word(name + 2);
    (folder && !code.is_blank(name + 2) || file).then_some("lfi-hidden-file")
}

/// Files of known names after a slash, and files below directories that only servers have.
pub(super) fn named(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = index + 1;
    if !code.is_word(name) {
        return None;
    }
    let dotted = code.is(name + 1, b'.');
    let extension = name + 2;
    let file = dotted
        && (code.says(extension, word!("ini")) && code.says_any(name, words!("win boot system php my desktop odbc"))
            || code.says(extension, word!("conf"))
                && code.says_any(
                    name,
                    words!(
                        "httpd apache2 apache nginx my resolv vsftpd proftpd smb lighttpd sshd php \
                        pg_hba postgresql redis host named"
                    ),
                )
            || code.says(extension, word!("config"))
                && code.says_any(
                    name,
                    words!(
                        "web machine applicationhost \
                app"
                    ),
                )
            || code.says(extension, word!("log"))
                && code.says_any(
                    name,
                    words!(
                        "access error access_log error_log auth httpd mysql mysqld syslog ssl_access \
                        ssl_error"
                    ),
                )
            || code.says(extension, word!("xml"))
                && code.says_any(name, words!("web tomcat server sitemanager filezilla unattend"))
            || code.says(extension, word!("sys")) && code.says_any(name, words!("pagefile hiberfil config"))
            || code.says(extension, word!("php"))
                && code.says_any(name, words!("config settings configuration wp localconf database phpinfo"))
                && code.is_any(code.before(index).unwrap_or(usize::MAX), marks!(b"./\\")));
    let folder = code.says(name, word!("web")) && code.is(name + 1, b'-') && code.says(name + 2, word!("inf"))
        || code.says(name, word!("meta")) && code.is(name + 1, b'-') && code.says(name + 2, word!("inf"))
        || code.says(name, word!("wp"))
            && code.is(name + 1, b'-')
            && code.says_any(name + 2, words!("config admin includes"))
        || code.says(name, word!("system32"))
            && code.is_any(name + 1, marks!(b"/\\"))
            && code.says_any(name + 2, words!("drivers config cmd inetsrv logfiles calc notepad"))
        || code.says_any(name, words!("id_rsa id_dsa id_ecdsa id_ed25519 authorized_keys"))
        || code.says(name, word!("inetpub")) && code.is_any(name + 1, marks!(b"/\\"));
    (file || folder).then_some("lfi-known-file")
}

/// `file:///etc/passwd`, `file:c:\…`, `local_file://x`.
pub(super) fn opened(code: Code<'_>, index: usize) -> Option<&'static str> {
    let scheme = code.before(index)?;
    let slash = code.is(index + 1, b'/');
    if code.says_any(scheme, words!("file local_file netdoc")) && slash {
        let path = past_steps(code, index + 1);
        return (code.touches(path - 1, path) && !code.is_blank(path)).then_some("lfi-file-address");
    }
    let archive = code.says_any(scheme, words!("jar netdoc classpath"));
    (archive && code.touches(index, index + 1) && (slash || code.is(index + 2, b':'))).then_some("lfi-file-address")
}

/// A path on a drive of Windows that is all there is, or names a system's directory.
pub(super) fn drive(code: Code<'_>, index: usize) -> Option<&'static str> {
    let letter = index.checked_sub(1)?;
    let name = past_slashes(code, index + 1);
    if code.str(letter).len() != 1
        || name == index + 1
        || !code.is_word(letter)
        || letter > 0 && code.is_word(letter - 1)
    {
        return None;
    }
    let whole =
        letter <= 1 && code.is_end(code.find_near(name, |code, i| code.kind(i) == Kind::Break).unwrap_or(code.len()));
    let system = words!(
        "windows winnt boot inetpub program programfiles xampp wamp apache apache2 apache24 php \
        php5 mysql documents sysprep unattend pagefile autoexec config nginx tomcat webserver system32 ntldr \
        recycler programdata appserv wwwroot www htdocs home users"
    );
    let users = code.says(name, word!("users"));
    let file = code.is(name + 1, b'.')
        && code.says_any(name + 2, words!("ini sys bat conf cnf com log"))
        && code
            .says_any(name, words!("boot win autoexec config pagefile my php io msdos sysprep unattend bootlog setup"));
    (file || whole && code.says_any(name, system) && !users).then_some("lfi-windows-file")
}

/// Paths with marks in hexadecimal, as a filter does not expect them.
pub(super) fn hexadecimal(view: &View<'_>) -> Option<&'static str> {
    if !view.has(b'x') || !view.has(b'0') {
        return None;
    }
    let bytes = view.lower.as_bytes();
    let marked = ["0x2e.", "0x2e0x2", "0x2f.", ".0x2f", "0x5c.", "0x5c0x", "0x2e/", ".0x5c", "0x2f0x2e", "0x2e\\"];
    let is_marked = |(at, _): (usize, &str)| {
        let from = bytes.get(at.saturating_sub(2)..).unwrap_or_default();
        let from_zero = bytes.get(at.saturating_sub(1)..).unwrap_or_default();
        from_zero.first() == Some(&b'0')
            && marked.iter().any(|mark| from_zero.starts_with(mark.as_bytes()) || from.starts_with(mark.as_bytes()))
    };
    view.lower.match_indices('x').any(is_marked).then_some("lfi-hexadecimal")
}

/// A NUL before the true end, by what stands before a percent sign and behind it.
pub(super) fn nul(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    (behind.starts_with(b"00") && before.last().is_some_and(|byte| !byte.is_ascii_digit() && *byte != b' '))
        .then_some("lfi-nul")
}

/// Nothing but dots and slashes.
pub(super) fn steps(view: &View<'_>) -> Option<&'static str> {
    let bytes = view.lower.as_bytes();
    let is_long = bytes.len() >= 5 && bytes.len() < 4096;
    let is_step = |byte: &u8| matches!(byte, b'.' | b'/' | b'\\' | b';' | b'%');
    if !is_long || !view.has(b'.') || !bytes.iter().all(is_step) {
        return None;
    }
    let slashes = bytes.iter().filter(|byte| matches!(byte, b'/' | b'\\')).count();
    (slashes >= 2 && view.lower.contains("..")).then_some("lfi-traversal")
}
