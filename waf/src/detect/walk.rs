//! One walk over the tokens of a text: which rules are asked at which mark, and which at a word.

use super::order::{Found, Order};
use super::{
    directory, formula, java, lfi, nosql, php, prototype, rce, runtime, script, ssrf, template, windows, xml, xss,
};
use crate::tokens::{Code, Kind};
use crate::vocabulary::PROTOTYPE;
use crate::{ByteSet, Finding, Slot, View};

/// A text while it is walked over.
struct Scene<'v> {
    /// The text.
    code: Code<'v>,
    /// The text in lower case.
    lower: &'v str,
    slot: Slot,
    /// The detectors that the bytes of the text leave in question.
    asks: Asks,
    climb: lfi::Climb,
    paths: rce::Paths,
    links: formula::Links,
    shells: nosql::Shells,
    joints: runtime::Joints,
    found: Found,
}

/// Detectors that read a text only if it has one of the marks of their language.
#[derive(Clone, Copy)]
struct Asks {
    script: bool,
    lfi: bool,
    php: bool,
    code: bool,
    shell: bool,
    formula_link: bool,
    attribute: bool,
    hash: bool,
    schema: bool,
    joined: bool,
}

impl Asks {
    fn of(view: &View<'_>) -> Asks {
        let any = |bytes: ByteSet| view.has_any(bytes);
        Asks {
            script: any(const { ByteSet::of(b"(`[:.=") }),
            lfi: any(const { ByteSet::of(b"/\\.%x") }),
            php: any(const { ByteSet::of(b"(<$[:=") }),
            code: any(const { ByteSet::of(b"([!{.%@=") }),
            shell: any(const { ByteSet::of(b";|&`$(<>{\n\r~!/'\"\\-=:\t ^@") }),
            formula_link: view.has(b'!'),
            attribute: view.has(b'='),
            hash: view.has(b'#'),
            schema: view.has(b':') && any(const { ByteSet::of(b"<!") }),
            joined: view.has(b'&'),
        }
    }
}

/// The finding of the rule that stands first, or none.
pub(super) fn walk(view: &View<'_>, code: Code<'_>, slot: Slot) -> Option<Finding> {
    let lower = view.lower.as_ref();
    let mut scene = Scene {
        code,
        lower,
        slot,
        asks: Asks::of(view),
        climb: lfi::Climb::default(),
        paths: rce::Paths::default(),
        links: formula::Links::default(),
        shells: nosql::Shells::default(),
        joints: runtime::Joints::default(),
        found: Found::default(),
    };
    for (index, token) in code.tokens().iter().enumerate() {
        match token.kind() {
            Kind::Mark => scene.mark(index, token.mark),
            Kind::Word if token.flags != 0 => scene.word(index, token.flags),
            Kind::Break => scene.found.offer(Order::ShellLine, || rce::line(code, index)),
            _ => {}
        }
    }
    scene.whole(view);
    scene.found.finding()
}

/// The bytes before the mark at a token, and those behind it.
fn around<'v>(text: &'v str, code: Code<'_>, index: usize) -> (&'v [u8], &'v [u8]) {
    let (before, mark) = text.as_bytes().split_at_checked(code.start(index)).unwrap_or_default();
    (before, mark.get(1..).unwrap_or_default())
}

impl Scene<'_> {
    /// The rules that turn on a mark.
    #[inline]
    fn mark(&mut self, index: usize, mark: u8) {
        match mark {
            b'.' => self.dot(index),
            b',' | b')' | b']' | b'}' | b'?' | b'-' | b'^' | b'~' | b'*' => {}
            b'+' => self.found.offer(Order::XssCharset, || xss::plus(around(self.lower, self.code, index).1)),
            b'\'' | b'"' => self.quote(index, mark),
            b'(' => self.open(index),
            b':' => self.colon(index),
            b'/' | b'\\' => self.slash(index, mark),
            b'<' => self.angle(index),
            b'$' => self.dollar(index),
            b'%' => self.percent(index),
            b'{' => self.brace(index),
            _ => self.other(index, mark),
        }
    }

    fn dot(&mut self, index: usize) {
        let code = self.code;
        if self.asks.lfi {
            let climb = &mut self.climb;
            let slot = self.slot;
            self.found.offer(Order::LfiDot, || climb.dots(code, index, slot).or_else(|| lfi::hidden(code, index)));
        }
        let (before, behind) = around(self.lower, code, index);
        // No known name has another letter behind its dot.
        if !matches!(behind, [b'2' | b'c' | b'd' | b'f' | b'g' | b'm' | b'o' | b's' | b'w', ..] | [])
            && !before.ends_with(b"db")
            && !before.ends_with(b"this")
        {
            return;
        }
        self.found.offer(Order::SsrfHost, || ssrf::metadata(before, behind));
        self.found.offer(Order::SsrfContainer, || ssrf::container(before, behind));
        self.found.offer(Order::JavaLoader, || java::loader(before, behind));
        self.found.offer(Order::CodeVisualBasic, || runtime::visual_basic(before, behind));
        if self.asks.schema {
            self.found.offer(Order::XmlSchema, || xml::inclusion(before, behind));
        }
        self.found.offer(Order::NosqlShell, || self.shells.at(before, behind));
    }

    fn quote(&mut self, index: usize, mark: u8) {
        let code = self.code;
        let is_single = mark == b'\'';
        if self.asks.php {
            self.found.offer(if is_single { Order::PhpQuote } else { Order::PhpDoubleQuote }, || {
                php::called_value(code, index).or_else(|| php::concatenation(code, index))
            });
        }
        if self.asks.attribute && index > 0 && code.is(index - 1, b'=') {
            let order = if is_single { Order::SsrfQuotedOnce } else { Order::SsrfQuoted };
            self.found.offer(order, || ssrf::bare(code, index + 1));
        }
        if self.asks.shell && rce::opens_value(code, index) {
            let order = if is_single { Order::ShellQuote } else { Order::ShellDoubleQuote };
            self.found.offer(order, || rce::at_start(code, index + 1));
        }
        if self.asks.joined && !is_single {
            let (before, behind) = around(self.lower, code, index);
            self.found.offer(Order::CodeVisualBasic, || self.joints.at(before, behind));
        }
    }

    fn open(&mut self, index: usize) {
        let code = self.code;
        self.found.offer(Order::FormulaCall, || formula::call(self.lower.as_bytes(), code.start(index)));
        self.found.offer(Order::StyleOpen, || script::style_open(code, index));
        self.found.offer(Order::PhpOpen, || {
            php::called_value(code, index).or_else(|| php::glued(code, index.wrapping_sub(1)))
        });
        self.found.offer(Order::ShellOpen, || rce::function(code, index));
        self.found.offer(Order::DirectoryOpen, || directory::filter(code, index));
    }

    fn colon(&mut self, index: usize) {
        let code = self.code;
        self.found.offer(Order::StyleColon, || script::style_colon(code, index));
        self.found.offer(Order::SsrfAddress, || ssrf::address(code, index, self.slot));
        if self.asks.lfi {
            self.found.offer(Order::LfiColon, || lfi::opened(code, index).or_else(|| lfi::drive(code, index)));
        }
        self.found.offer(Order::JavaNaming, || java::naming(code, index));
        self.found.offer(Order::PhpColon, || php::serialised(code, index).or_else(|| php::class_variable(code, index)));
        self.found
            .offer(Order::DirectoryColon, || directory::matching(code, index).or_else(|| directory::axis(code, index)));
        if self.asks.schema {
            let (before, behind) = around(self.lower, code, index);
            self.found.offer(Order::XmlSchema, || xml::schema(before, behind));
        }
    }

    fn slash(&mut self, index: usize, mark: u8) {
        let code = self.code;
        let slot = self.slot;
        let path = || lfi::rooted(code, index, slot).or_else(|| lfi::named(code, index));
        if mark == b'\\' {
            self.found.offer(Order::LfiBackslash, path);
            return;
        }
        self.found.offer(Order::LfiSlash, path);
        self.found.offer(Order::ShellSlash, || self.paths.at(code, index));
        self.found.offer(Order::DirectorySlash, || directory::location(code, index));
        self.found.offer(Order::SsrfHost, || {
            around(self.lower, code, index).1.starts_with(b"latest/meta-data").then_some("ssrf-metadata")
        });
    }

    fn angle(&mut self, index: usize) {
        let code = self.code;
        self.found.offer(Order::XssMarkup, || xss::markup(code, index));
        self.found.offer(Order::XmlElement, || xml::element(code, index));
        self.found.offer(Order::TemplateAngles, || template::angles(code, index));
        self.found.offer(Order::PhpTag, || php::tag(code, index));
        self.found.offer(Order::ShellIn, || rce::redirection(code, index));
    }

    fn dollar(&mut self, index: usize) {
        let code = self.code;
        self.found.offer(Order::NosqlOperator, || nosql::operator(self.lower.as_bytes(), code.start(index), self.slot));
        self.found.offer(Order::JavaLookup, || java::lookup(code, index));
        self.found.offer(Order::PhpVariable, || php::variable(code, index));
        self.found.offer(Order::ShellDollar, || rce::expansion(code, index));
        if self.asks.hash && self.code.is(index + 1, b'{') {
            self.found.offer(Order::JavaExpression, || {
                around(self.lower, code, index).0.ends_with(b"redirect:").then_some("java-ognl")
            });
        }
    }

    fn percent(&mut self, index: usize) {
        let code = self.code;
        let (before, behind) = around(self.lower, code, index);
        self.found.offer(Order::LfiNul, || lfi::nul(before, behind));
        self.found.offer(Order::JavaExpression, || java::percent(before, behind));
        self.found.offer(Order::CodeRuby, || runtime::ruby(code, index));
        self.found.offer(Order::WindowsVariable, || windows::variable(code, index));
    }

    fn brace(&mut self, index: usize) {
        let code = self.code;
        self.found.offer(Order::TemplateBraces, || template::braces(code, index));
        self.found.offer(Order::ShellBrace, || rce::braces(code, index));
    }

    fn other(&mut self, index: usize, mark: u8) {
        let code = self.code;
        match mark {
            b'=' => self.found.offer(Order::XssHandler, || xss::handler(code, index)),
            b'&' => {
                self.found.offer(Order::XssEntity, || xss::entity(code, index));
                self.found.offer(Order::ShellAmpersand, || rce::separated(code, index));
            }
            b';' => self.found.offer(Order::ShellSemicolon, || rce::separated(code, index)),
            b'|' => {
                if self.asks.formula_link {
                    self.found.offer(Order::FormulaLink, || self.links.at(self.lower.as_bytes(), code.start(index)));
                }
                self.found.offer(Order::ShellPipe, || rce::separated(code, index));
            }
            b'`' => {
                self.found.offer(Order::StyleBackquote, || script::style_backquote(code, index));
                self.found.offer(Order::ShellBackquote, || rce::backquoted(code, index));
            }
            b'>' => self.found.offer(Order::ShellOut, || rce::redirection(code, index)),
            b'#' => {
                self.found.offer(Order::TemplateDirective, || template::directive(code, index));
                self.found.offer(Order::JavaExpression, || java::hash(around(self.lower, code, index).1));
            }
            b'@' => {
                if self.asks.script {
                    self.found.offer(Order::StyleAt, || script::style_at(code, index));
                }
                self.found.offer(Order::TemplateRazor, || template::razor(code, index));
                self.found.offer(Order::CodePerl, || runtime::perl(code, index));
                if self.asks.hash {
                    self.found.offer(Order::JavaExpression, || {
                        around(self.lower, code, index).1.starts_with(b"java.lang").then_some("java-ognl")
                    });
                }
            }
            b'[' => {
                self.found.offer(Order::TemplateBrackets, || template::brackets(code, index));
                self.found.offer(Order::PhpBracket, || {
                    php::bracket_tag(code, index).or_else(|| php::called_value(code, index))
                });
            }
            b'!' => {
                self.found.offer(Order::XmlDeclaration, || xml::declaration(code, index));
                self.found.offer(Order::CodeYaml, || runtime::yaml(code, index));
            }
            _ => {}
        }
    }

    /// The rules that turn on a word that the vocabulary knows.
    fn word(&mut self, index: usize, flags: u32) {
        let code = self.code;
        let any = |known: u32| flags & known != 0;
        if any(PROTOTYPE) {
            self.found.offer(Order::Prototype, || prototype::key(code, index));
        }
        if self.asks.script && any(script::WORDS) {
            self.found.offer(Order::ScriptWord, || script::word(code, index));
        }
        if any(java::WORDS) {
            self.found.offer(Order::JavaClass, || java::class(code, index));
        }
        if self.asks.php {
            self.found.offer(Order::PhpWord, || php::word(code, index));
        }
        if self.asks.code {
            self.found.offer(Order::CodeWord, || runtime::name(code, index).or_else(|| runtime::endless(code, index)));
        }
        if any(windows::WORDS) {
            self.found.offer(Order::WindowsWord, || windows::word(code, index));
        }
    }

    /// What is asked of a text once.
    fn whole(&mut self, view: &View<'_>) {
        let code = self.code;
        if self.asks.shell {
            self.found.offer(Order::ShellBeginning, || rce::beginning(code));
        }
        self.found.offer(Order::SsrfBare, || ssrf::bare(code, 0));
        self.found.offer(Order::FormulaFile, || formula::file(view));
        if view.has(b'(') {
            self.found.offer(Order::NosqlCode, || nosql::code(view, self.shells.has_this));
            self.found.offer(Order::CodePickle, || runtime::pickle(self.lower));
        }
        if view.has(b'_') {
            self.found.offer(Order::NosqlIntrospection, || nosql::introspection(self.lower));
            self.found.offer(Order::CodeNode, || runtime::node(self.lower));
            self.found.offer(Order::CodeGraphql, || runtime::graphql(self.lower));
        }
        self.found.offer(Order::XssCharset, || xss::charset(view));
        if view.has(b'[') && view.has(b'!') {
            self.found.offer(Order::ScriptSymbols, || script::symbols(code));
        }
        if self.asks.lfi {
            self.found.offer(Order::LfiHexadecimal, || lfi::hexadecimal(view));
            self.found.offer(Order::LfiSteps, || lfi::steps(view));
        }
        self.found.offer(Order::JavaObject, || java::object(view));
    }
}
