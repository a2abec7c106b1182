//! The tree of a formula: nodes in one vector, referring to each other by index.
//!
//! A child always stands before its parent, so every walk over a tree is a loop, never a recursion. The parser's trees
//! are in post-order without gaps: the nodes of a subtree stand together, its own root last.

use crate::diagnostic::Span;
use crate::value::{CellError, Text};

/// The position of a node in its [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The position as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A parsed formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ast {
    /// The nodes, children before parents; the last one is the root.
    pub nodes: Vec<Node>,
    /// Where each node stands in the text.
    pub spans: Vec<Span>,
}

impl Ast {
    /// The root; `None` for a tree without nodes, which the parser never makes.
    pub fn root(&self) -> Option<NodeId> {
        self.nodes.len().checked_sub(1).map(|last| NodeId(last as u32))
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.index()).unwrap_or(&Node::Missing)
    }

    /// Where a node stands in the text.
    pub fn span(&self, id: NodeId) -> Span {
        self.spans.get(id.index()).copied().unwrap_or_default()
    }
}

/// A node of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// A text literal, its doubled quotes taken off.
    Text(Text),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// An error literal such as `#REF!`, with or without a sheet before it.
    Error(CellError),
    /// An argument that is not there, as in `IF(A1,,2)`.
    Missing,
    /// A cell, a range, whole columns or rows, or an open-ended range, with an optional sheet before it.
    Reference(Reference),
    /// A defined name, a table's name, or a LET or LAMBDA variable.
    Name {
        /// The sheet before the `!`.
        sheet: Option<SheetPrefix>,
        /// The name as written.
        name: Text,
    },
    /// A structured reference such as `Prices[[#This Row],[Cost]]`.
    Structured(Structured),
    /// A function call by name, any storage prefix (`_xlfn.`, `_xlws.`, `_xludf.`) taken off.
    Call {
        /// The name in upper case.
        name: Text,
        /// The arguments.
        arguments: Vec<NodeId>,
    },
    /// A call of something that is not a name: `LAMBDA(x,x+1)(2)`.
    Invoke {
        /// What is called.
        callee: NodeId,
        /// The arguments.
        arguments: Vec<NodeId>,
    },
    /// A prefix or postfix operator.
    Unary {
        /// The operator.
        operator: UnaryOperator,
        /// What it is applied to.
        operand: NodeId,
    },
    /// An operator between two operands.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// The left operand.
        left: NodeId,
        /// The right operand.
        right: NodeId,
    },
    /// `{…}`: rows of elements. Excel allows constants in rows of one length only; Google allows any expression, rows of
    /// blocks, and `{}`.
    Array {
        /// The rows; each has at least one element. `{}` has none.
        rows: Vec<Vec<NodeId>>,
    },
    /// `( … )`, kept because `(A1,B1)` as an argument is a union and because formulas are written back.
    Parenthesis(NodeId),
    /// What could not be parsed; a diagnostic says why. Evaluates to `#NAME?` in Excel and `#ERROR!` in Sheets.
    Invalid,
}

/// An operator with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOperator {
    /// `-x`
    Minus,
    /// `+x`, which changes nothing, not even a text.
    Plus,
    /// `x%`
    Percent,
    /// `@x`, implicit intersection.
    Intersect,
    /// `x#`, the spilled range of an anchor.
    Spill,
}

/// An operator with two operands, from the loosest to the tightest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `&`
    Concat,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`
    Power,
    /// `,` between references
    Union,
    /// a space between references
    Intersection,
    /// `:` between references that are not both plain cells, such as `A1:INDEX(…)`
    Range,
}

/// The sheet or sheets before a `!`.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetPrefix {
    /// One sheet of this workbook.
    Sheet(Text),
    /// All sheets from one to another (3-D).
    Span(Text, Text),
    /// A sheet of another workbook: `[Book2.xlsx]Sheet1` or `[1]Sheet1`.
    External {
        /// What stands in the brackets.
        book: Text,
        /// The sheet; empty for a name of that workbook.
        sheet: Text,
    },
}

/// A reference as written, relative parts still as absolute numbers: the cell that they are meant from is known to the binder.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The sheet before the `!`.
    pub sheet: Option<SheetPrefix>,
    /// The cells.
    pub area: AreaRef,
}

/// The bounds of a reference; `None` is open: `A:A` has no rows, `A2:A` no last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AreaRef {
    /// The first row, from 0.
    pub top: Option<Axis>,
    /// The first column, from 0.
    pub left: Option<Axis>,
    /// The last row.
    pub bottom: Option<Axis>,
    /// The last column.
    pub right: Option<Axis>,
    /// Whether it was written as one cell: `A1`, not `A1:A1`.
    pub single: bool,
}

/// The lesser and the greater end; an open end is the greater one.
pub(super) fn order(a: Option<Axis>, b: Option<Axis>) -> (Option<Axis>, Option<Axis>) {
    match (a, b) {
        (Some(x), Some(y)) if y.index < x.index => (b, a),
        (None, Some(_)) => (b, a),
        _ => (a, b),
    }
}

/// A row or column in a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Axis {
    /// The row or column, from 0.
    pub index: u32,
    /// Whether a `$` pins it.
    pub absolute: bool,
}

/// A structured reference.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Structured {
    /// What stands before the `!`: another workbook.
    pub sheet: Option<SheetPrefix>,
    /// The table; `None` is the table that the formula stands in.
    pub table: Option<Text>,
    /// `#All`, `#Data`, `#Headers`, `#Totals`, `#This Row`, as given; none means data.
    pub items: Vec<TableItem>,
    /// The first and last column; `None` is all columns, one column stands twice.
    pub columns: Option<(Text, Text)>,
}

/// A part of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableItem {
    /// `#All`
    All,
    /// `#Data`
    Data,
    /// `#Headers`
    Headers,
    /// `#Totals`
    Totals,
    /// `#This Row` or `@`
    ThisRow,
}
