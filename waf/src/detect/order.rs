//! Which rule's finding a text is refused by when several match.

use crate::{Class, Finding};

/// The rules by the marks and words that they turn on; the first that matches is named in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    FormulaLink,
    FormulaFile,
    FormulaCall,
    NosqlOperator,
    NosqlShell,
    NosqlCode,
    NosqlIntrospection,
    Prototype,
    XssMarkup,
    XssHandler,
    XssCharset,
    XssEntity,
    ScriptWord,
    StyleOpen,
    StyleAt,
    StyleColon,
    StyleBackquote,
    ScriptSymbols,
    XmlDeclaration,
    XmlElement,
    XmlSchema,
    SsrfAddress,
    SsrfHost,
    SsrfContainer,
    SsrfBare,
    SsrfQuoted,
    SsrfQuotedOnce,
    LfiDot,
    LfiSlash,
    LfiBackslash,
    LfiColon,
    LfiHexadecimal,
    LfiNul,
    LfiSteps,
    TemplateBraces,
    TemplateAngles,
    TemplateDirective,
    TemplateRazor,
    TemplateBrackets,
    JavaLookup,
    JavaNaming,
    JavaClass,
    JavaObject,
    JavaLoader,
    JavaExpression,
    PhpTag,
    PhpBracket,
    PhpVariable,
    PhpOpen,
    PhpDoubleQuote,
    PhpQuote,
    PhpColon,
    PhpWord,
    CodeNode,
    CodeGraphql,
    CodeVisualBasic,
    CodePickle,
    CodeWord,
    CodePerl,
    CodeRuby,
    CodeYaml,
    ShellBeginning,
    ShellSemicolon,
    ShellPipe,
    ShellAmpersand,
    ShellBackquote,
    ShellDollar,
    ShellIn,
    ShellOut,
    ShellOpen,
    ShellBrace,
    ShellSlash,
    ShellDoubleQuote,
    ShellQuote,
    ShellLine,
    WindowsVariable,
    WindowsWord,
    DirectoryOpen,
    DirectoryColon,
    DirectorySlash,
}

impl Order {
    /// The last rule of each kind, in order.
    const CLASSES: &[(Order, Class)] = &[
        (Order::FormulaCall, Class::Formula),
        (Order::NosqlIntrospection, Class::Nosql),
        (Order::Prototype, Class::Prototype),
        (Order::ScriptSymbols, Class::Xss),
        (Order::XmlSchema, Class::Lfi),
        (Order::SsrfQuotedOnce, Class::Ssrf),
        (Order::LfiSteps, Class::Lfi),
        (Order::TemplateBrackets, Class::Template),
        (Order::JavaExpression, Class::Java),
        (Order::PhpWord, Class::Php),
        (Order::WindowsWord, Class::Rce),
    ];

    fn class(self) -> Class {
        Self::CLASSES.iter().find(|(last, _)| self <= *last).map_or(Class::Nosql, |(_, class)| *class)
    }
}

/// The finding that stands first.
#[derive(Default)]
pub(super) struct Found(Option<(Order, &'static str)>);

impl Found {
    /// Asks a rule, unless one that stands before it has matched already.
    #[inline]
    pub(super) fn offer(&mut self, order: Order, rule: impl FnOnce() -> Option<&'static str>) {
        if self.0.is_none_or(|(first, _)| order < first)
            && let Some(rule) = rule()
        {
            self.0 = Some((order, rule));
        }
    }

    pub(super) fn finding(self) -> Option<Finding> {
        self.0.map(|(order, rule)| Finding { class: order.class(), rule })
    }
}
