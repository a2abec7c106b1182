//! When two formulas are the same one in different cells.
//!
//! A formula filled down is written differently in every row, `B2*C2` and `B3*C3`, but taken from its own cell it always
//! says the same. Its key is that saying as bytes: the tree in post-order, with every row and column that no `$` pins as
//! its distance from the cell. Two formulas have equal keys exactly if their trees in relative form are equal.
//!
//! The number of children of a node and the order of the nodes are enough to build the tree again, so ids are not needed.

use super::ast::{AreaRef, Ast, Axis, Node, Reference, SheetPrefix, Structured};

/// The key of a formula whose relative references are meant from `origin`, a row and a column from 0.
///
/// ```
/// use calc_core::{dialect::Dialect, syntax::{parse, shape::shape_key}};
/// let key = |text, origin| shape_key(&parse(text, Dialect::Excel.into()).ast, origin);
/// assert_eq!(key("B2*$C$1", (1, 0)), key("B9*$C$1", (8, 0)));
/// assert_ne!(key("B2*$C$1", (1, 0)), key("B2*$C$1", (8, 0)));
/// ```
pub fn shape_key(ast: &Ast, origin: (u32, u32)) -> Box<[u8]> {
    let mut key = Key { bytes: Vec::with_capacity(ast.nodes.len() * 6), origin };
    for node in &ast.nodes {
        key.node(node);
    }
    key.bytes.into_boxed_slice()
}

struct Key {
    bytes: Vec<u8>,
    origin: (u32, u32),
}

impl Key {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Number(number) => {
                self.bytes.push(0);
                self.bytes.extend_from_slice(&number.to_bits().to_le_bytes());
            }
            Node::Text(text) => {
                self.bytes.push(1);
                self.text(text);
            }
            Node::Bool(logical) => self.bytes.extend([2, u8::from(*logical)]),
            Node::Error(error) => self.bytes.extend([3, *error as u8]),
            Node::Missing => self.bytes.push(4),
            Node::Reference(reference) => {
                self.bytes.push(5);
                self.reference(reference);
            }
            Node::Name { sheet, name } => {
                self.bytes.push(6);
                self.sheet(sheet.as_ref());
                self.text(name);
            }
            Node::Structured(structured) => {
                self.bytes.push(7);
                self.structured(structured);
            }
            Node::Call { name, arguments } => {
                self.bytes.push(8);
                self.text(name);
                self.count(arguments.len());
            }
            Node::Invoke { arguments, .. } => {
                self.bytes.push(9);
                self.count(arguments.len());
            }
            Node::Unary { operator, .. } => self.bytes.extend([10, *operator as u8]),
            Node::Binary { operator, .. } => self.bytes.extend([11, *operator as u8]),
            Node::Array { rows } => {
                self.bytes.push(12);
                self.count(rows.len());
                for row in rows {
                    self.count(row.len());
                }
            }
            Node::Parenthesis(_) => self.bytes.push(13),
            Node::Invalid => self.bytes.push(14),
        }
    }

    fn reference(&mut self, reference: &Reference) {
        self.sheet(reference.sheet.as_ref());
        let AreaRef { top, left, bottom, right, single } = reference.area;
        let (row, column) = self.origin;
        self.bytes.push(u8::from(single));
        self.axis(top, row);
        self.axis(left, column);
        if !single {
            self.axis(bottom, row);
            self.axis(right, column);
        }
    }

    /// One number: 0 is open; otherwise the index or the distance, with `$` in the lowest bit.
    fn axis(&mut self, axis: Option<Axis>, origin: u32) {
        let code = match axis {
            None => 0,
            Some(Axis { index, absolute: true }) => (u64::from(index) << 1 | 1) + 1,
            Some(Axis { index, absolute: false }) => {
                let distance = i64::from(index) - i64::from(origin);
                let folded = (distance << 1 ^ distance >> 63) as u64;
                (folded << 1) + 1
            }
        };
        self.number(code);
    }

    fn sheet(&mut self, sheet: Option<&SheetPrefix>) {
        match sheet {
            None => self.bytes.push(0),
            Some(SheetPrefix::Sheet(name)) => {
                self.bytes.push(1);
                self.text(name);
            }
            Some(SheetPrefix::Span(first, last)) => {
                self.bytes.push(2);
                self.text(first);
                self.text(last);
            }
            Some(SheetPrefix::External { book, sheet }) => {
                self.bytes.push(3);
                self.text(book);
                self.text(sheet);
            }
        }
    }

    fn structured(&mut self, structured: &Structured) {
        self.sheet(structured.sheet.as_ref());
        self.optional_text(structured.table.as_deref());
        self.count(structured.items.len());
        self.bytes.extend(structured.items.iter().map(|item| *item as u8));
        let (first, last) = match &structured.columns {
            Some((first, last)) => (Some(first.as_str()), Some(last.as_str())),
            None => (None, None),
        };
        self.optional_text(first);
        self.optional_text(last);
    }

    fn optional_text(&mut self, text: Option<&str>) {
        self.bytes.push(u8::from(text.is_some()));
        self.text(text.unwrap_or(""));
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }
}
