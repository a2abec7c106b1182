//! One part's XML, pulled node by node.
//!
//! A thin coat over quick-xml's slice reader. Elements and attributes go by their local names: files that spell every
//! element with a prefix, and files in the strict namespaces, read like any other. A DOCTYPE is refused, so there are no entities
//! to expand; depth and the size of a tag are bounded. Nothing here recurses.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::error::ImportError;
use super::limits::Limits;

/// A node of a part.
pub(super) enum Node<'a> {
    /// An element begins; if it is [`Tag::is_empty`] it has ended as well.
    Open(Tag<'a>),
    /// The innermost open element ends.
    Close,
    /// A stretch of character data, as written.
    Text(Cow<'a, str>),
    /// A character that was written as a reference.
    Char(char),
    /// The part ends.
    End,
}

/// The start of an element.
pub(super) struct Tag<'a> {
    start: BytesStart<'a>,
    empty: bool,
}

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        local(self.start.name().0)
    }

    /// Whether the element has no content: no [`Node::Close`] follows.
    pub(super) fn is_empty(&self) -> bool {
        self.empty
    }

    /// The attributes: names without their prefix, values as written.
    pub(super) fn attributes(&self) -> Attributes<'_> {
        Attributes { rest: self.start.attributes_raw() }
    }

    /// The value of an attribute, with its references resolved.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, ImportError> {
        self.attributes().find(|&(found, _)| found == name).map(|(_, raw)| resolve(raw)).transpose()
    }

    /// Whether an attribute is set to true; absent is false.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.attributes().any(|(found, raw)| found == name && is_true(raw))
    }
}

/// Whether the text is one of XML Schema's two spellings of true.
pub(super) fn is_true(text: &str) -> bool {
    matches!(text, "1" | "true")
}

/// Resolves the references in an attribute's value.
pub(super) fn resolve(raw: &str) -> Result<Cow<'_, str>, ImportError> {
    unescape(raw)
        .map_err(|error| ImportError::damaged(format!("an attribute that is not well formed ({error})"), "XML"))
}

/// Names are short: a plain loop beats a vectored search.
fn local(name: &str) -> &str {
    let colon = name.bytes().rposition(|byte| byte == b':');
    colon.and_then(|colon| name.get(colon + 1..)).unwrap_or(name)
}

/// Walks the attributes of a tag.
#[derive(Clone)]
pub(super) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let equals = self.rest.bytes().position(|byte| byte == b'=')?;
        let name = self.rest.get(..equals)?.trim_ascii();
        let after = self.rest.get(equals + 1..)?.trim_ascii_start();
        let quote = *after.as_bytes().first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let value = after.get(1..)?;
        let end = value.bytes().position(|byte| byte == quote)?;
        self.rest = value.get(end + 1..)?;
        Some((local(name), value.get(..end)?))
    }
}

/// Reads one part.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: u32,
    limits: &'a Limits,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str, limits: &'a Limits) -> Xml<'a> {
        Xml { reader: Reader::from_str(text), depth: 0, limits }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    pub(super) fn next(&mut self) -> Result<Node<'a>, ImportError> {
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.depth += 1;
                    if self.depth > self.limits.depth {
                        return Err(ImportError::limit("levels of XML elements", self.limits.depth.into()));
                    }
                    return self.open(start, false);
                }
                Ok(Event::Empty(start)) => return self.open(start, true),
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Ok(Event::Text(text)) => return Ok(Node::Text(text.into_inner())),
                Ok(Event::CData(text)) => return Ok(Node::Text(text.into_inner())),
                Ok(Event::GeneralRef(reference)) => return resolve_reference(&reference).map(Node::Char),
                Ok(Event::DocType(_)) => {
                    return Err(ImportError::damaged("a DOCTYPE", "XML without one"));
                }
                Ok(Event::Decl(declaration)) => check_encoding(declaration.encoding())?,
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::Eof) if self.depth > 0 => {
                    return Err(ImportError::damaged("the end inside an element", "every element closed"));
                }
                Ok(Event::Eof) => return Ok(Node::End),
                Err(error) => {
                    let place = self.reader.error_position();
                    return Err(ImportError::damaged(
                        format!("XML that is not well formed ({error}, byte {place})"),
                        "XML",
                    ));
                }
            }
        }
    }

    fn open(&self, start: BytesStart<'a>, empty: bool) -> Result<Node<'a>, ImportError> {
        if start.len() > self.limits.tag_bytes {
            return Err(ImportError::limit("bytes in one XML tag", self.limits.tag_bytes as u64));
        }
        Ok(Node::Open(Tag { start, empty }))
    }

    /// Where [`Xml::child`] finds the children of the element that the tag has just begun.
    pub(super) fn inside(&self, tag: &Tag<'_>) -> u32 {
        if tag.is_empty() { u32::MAX } else { self.depth }
    }

    /// The next child element of the one that was open at `depth`; `None` when that ends. Text between elements is passed over,
    /// and so is what is left of a child that was not read to its end.
    pub(super) fn child(&mut self, depth: u32) -> Result<Option<Tag<'a>>, ImportError> {
        loop {
            let before = self.depth;
            if before < depth {
                return Ok(None);
            }
            match self.next()? {
                Node::Open(tag) if before == depth => return Ok(Some(tag)),
                Node::End => return Ok(None),
                _ => {}
            }
        }
    }

    /// The first element of the part, which must have this name, and where its children are.
    pub(super) fn root(&mut self, name: &str) -> Result<(Tag<'a>, u32), ImportError> {
        match self.child(0)? {
            Some(tag) if tag.name() == name => {
                let inside = self.inside(&tag);
                Ok((tag, inside))
            }
            Some(tag) => Err(ImportError::damaged(format!("an element `{:.40}`", tag.name()), format!("`{name}`"))),
            None => Err(ImportError::damaged("no element", format!("`{name}`"))),
        }
    }

    /// Passes over the element that the tag began.
    pub(super) fn skip(&mut self, tag: &Tag<'_>) -> Result<(), ImportError> {
        let depth = self.depth;
        while !tag.is_empty() && self.depth >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// Appends the character data of the element that the tag began, up to its end; elements inside are passed over.
    pub(super) fn text(&mut self, tag: &Tag<'_>, into: &mut String) -> Result<(), ImportError> {
        let depth = self.depth;
        while !tag.is_empty() && self.depth >= depth {
            let own = self.depth == depth;
            match self.next()? {
                Node::Text(text) if own => push_lines(into, &text),
                Node::Char(character) if own => into.push(character),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Appends text with its line ends made `\n`, as every XML reader must (XML 1.0, 2.11).
fn push_lines(into: &mut String, text: &str) {
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\r') {
        into.push_str(line);
        into.push('\n');
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    into.push_str(rest);
}

fn resolve_reference(reference: &quick_xml::events::BytesRef<'_>) -> Result<char, ImportError> {
    let name: &str = reference;
    let character = match name {
        "quot" => Some('"'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    };
    character.ok_or_else(|| ImportError::damaged(format!("an entity `&{name:.40};`"), "one of XML's own"))
}

fn check_encoding<E>(declared: Option<Result<Cow<'_, str>, E>>) -> Result<(), ImportError> {
    const READ: [&str; 5] = ["utf-8", "utf8", "utf-16", "us-ascii", "ascii"];
    match declared {
        None => Ok(()),
        Some(Ok(name)) if READ.iter().any(|read| name.eq_ignore_ascii_case(read)) => Ok(()),
        Some(Ok(name)) => Err(ImportError::unsupported(format!("XML in the encoding `{name:.40}`"), "UTF-8 or UTF-16")),
        Some(Err(_)) => Err(ImportError::damaged("an XML declaration that is not well formed", "XML")),
    }
}

/// A part's bytes as text, and whether some of them had to be replaced. UTF-16 is told by its byte order mark.
pub(super) fn decode(bytes: Vec<u8>) -> (String, bool) {
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        _ => match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
        },
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, bool) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut replaced = !odd.is_empty();
    let units = pairs.iter().map(|&pair| unit(pair));
    let text = char::decode_utf16(units).map(|decoded| {
        decoded.unwrap_or_else(|_| {
            replaced = true;
            char::REPLACEMENT_CHARACTER
        })
    });
    let text: String = text.collect();
    (text, replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_every_legal_spelling() {
        let limits = Limits::default();
        let mut xml = Xml::new("<x:c r = 'A1'\n x:s=\"1 > &amp; 2\" t=\"\"/>", &limits);
        let (tag, _) = xml.root("c").unwrap();
        let all: Vec<_> = tag.attributes().collect();
        assert_eq!(all, [("r", "A1"), ("s", "1 > &amp; 2"), ("t", "")]);
        assert_eq!(tag.attribute("s").unwrap().as_deref(), Some("1 > & 2"));
        assert!(tag.is_empty());
    }

    #[test]
    fn text_is_joined_over_references_cdata_and_comments() {
        let limits = Limits::default();
        let mut xml = Xml::new("<f>a&quot;b<!-- no --><![CDATA[<c>]]>&#x41;\r\nd<x>no</x>e</f>", &limits);
        let (tag, _) = xml.root("f").unwrap();
        let mut text = String::new();
        xml.text(&tag, &mut text).unwrap();
        assert_eq!(text, "a\"b<c>A\nde");
        assert!(matches!(xml.next(), Ok(Node::End)));
    }

    #[test]
    fn a_child_that_was_not_read_is_passed_over() {
        let limits = Limits::default();
        let mut xml = Xml::new("<a><b><c/><c>t</c></b> <d/></a>", &limits);
        let (_, inside) = xml.root("a").unwrap();
        let mut names = Vec::new();
        while let Some(tag) = xml.child(inside).unwrap() {
            let empty = xml.inside(&tag);
            names.push(tag.name().to_string());
            if tag.is_empty() {
                assert!(xml.child(empty).unwrap().is_none());
            }
        }
        assert_eq!(names, ["b", "d"]);
    }

    #[test]
    fn an_unknown_entity_and_an_open_end_are_refused() {
        let limits = Limits::default();
        for bad in
            ["<a>&x;</a>", "<a><b></b>", "<a></b>", "<!DOCTYPE a><a/>", "<?xml version='1.0' encoding='UTF-7'?><a/>"]
        {
            let mut xml = Xml::new(bad, &limits);
            let end = loop {
                match xml.next() {
                    Ok(Node::End) => break Ok(()),
                    Ok(_) => {}
                    Err(error) => break Err(error),
                }
            };
            assert!(end.is_err(), "{bad}");
        }
    }

    #[test]
    fn utf16_is_read_in_both_orders() {
        let little: Vec<u8> = "\u{feff}<é/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}<é/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(little), ("<é/>".to_string(), false));
        assert_eq!(decode(big), ("<é/>".to_string(), false));
        assert_eq!(decode(vec![b'<', 0xFF]), ("<\u{fffd}".to_string(), true));
    }
}
