//! What holds for every tree and every text.

use calc_core::dialect::Dialect;
use calc_core::reference::{MAX_COLUMNS, MAX_ROWS};
use calc_core::syntax::ast::{
    AreaRef, Ast, Axis, BinaryOperator, Node, NodeId, Reference, SheetPrefix, Structured, TableItem, UnaryOperator,
};
use calc_core::syntax::shape::shape_key;
use calc_core::syntax::{parse, unparse};
use calc_core::value::CellError;
use proptest::collection::vec;
use proptest::prelude::*;

/// One step of building a tree: a leaf, or a node over the last operands.
#[derive(Clone, Debug)]
enum Piece {
    Leaf(Node),
    Unary(UnaryOperator),
    Binary(BinaryOperator),
    Call(String, usize),
    Invoke(usize),
    Array(usize, usize),
    Parenthesis,
}

/// A name that is neither a cell nor a logical value.
fn name() -> impl Strategy<Value = String> {
    "[A-Za-z_\\\\é][A-Za-z_é]{3}[A-Za-z0-9_.é?]{1,6}"
}

/// A name that needs no quotes as a sheet: only such a span of sheets, or sheet of another workbook, exists in Sheets.
fn plain() -> impl Strategy<Value = String> {
    "[A-Za-z_é][A-Za-z_é]{3}[A-Za-z0-9_.é]{1,6}"
}

fn sheet() -> impl Strategy<Value = Option<SheetPrefix>> {
    let sheet_name = prop_oneof![name(), "[A-Za-z0-9 '.()-]{1,12}", Just("Q1".to_string()), Just("2019".to_string())];
    prop_oneof![
        4 => Just(None),
        2 => sheet_name.prop_map(|name| Some(SheetPrefix::Sheet(name.into()))),
        1 => (plain(), plain()).prop_map(|(a, b)| Some(SheetPrefix::Span(a.into(), b.into()))),
        1 => ("[1-9]|[a-z]{1,5}\\.xlsx", plain())
            .prop_map(|(book, sheet)| Some(SheetPrefix::External { book: book.into(), sheet: sheet.into() })),
    ]
}

fn axis(limit: u32) -> impl Strategy<Value = Axis> {
    (prop_oneof![0..limit, 0..30_u32], any::<bool>()).prop_map(|(index, absolute)| Axis { index, absolute })
}

fn area() -> impl Strategy<Value = AreaRef> {
    let ordered = |limit| (axis(limit), axis(limit)).prop_map(|(a, b)| if b.index < a.index { (b, a) } else { (a, b) });
    (ordered(MAX_ROWS), ordered(MAX_COLUMNS), 0..4).prop_map(|((top, bottom), (left, right), kind)| match kind {
        0 => AreaRef { top: Some(top), left: Some(left), bottom: Some(top), right: Some(left), single: true },
        1 => AreaRef { top: None, left: Some(left), bottom: None, right: Some(right), single: false },
        2 => AreaRef { top: Some(top), left: None, bottom: Some(bottom), right: None, single: false },
        _ => AreaRef { top: Some(top), left: Some(left), bottom: Some(bottom), right: Some(right), single: false },
    })
}

fn structured() -> impl Strategy<Value = Structured> {
    let item = prop_oneof![Just(TableItem::All), Just(TableItem::Headers), Just(TableItem::ThisRow)];
    let column = "[A-Za-z #'\\[\\]@,:é]{1,6}";
    (proptest::option::of(name()), vec(item, 0..3), proptest::option::of((column, column)), any::<bool>()).prop_map(
        |(table, items, columns, same)| Structured {
            sheet: None,
            table: table.map(Into::into),
            items,
            columns: columns.map(|(a, b)| if same { (a.clone().into(), a.into()) } else { (a.into(), b.into()) }),
        },
    )
}

fn leaf() -> impl Strategy<Value = Node> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(|n| Node::Number(n.abs())),
        (0..1000_u32).prop_map(|n| Node::Number(f64::from(n) / 8.0)),
        ".{0,8}".prop_map(|text| Node::Text(text.into())),
        any::<bool>().prop_map(Node::Bool),
        (0..CellError::ALL.len()).prop_map(|n| Node::Error(CellError::ALL[n])),
        (sheet(), area()).prop_map(|(sheet, area)| Node::Reference(Reference { sheet, area })),
        (sheet(), name()).prop_map(|(sheet, name)| Node::Name { sheet, name: name.into() }),
        structured().prop_map(Node::Structured),
    ]
}

fn piece() -> impl Strategy<Value = Piece> {
    use BinaryOperator::*;
    use UnaryOperator::*;
    prop_oneof![
        6 => leaf().prop_map(Piece::Leaf),
        1 => Just(Piece::Leaf(Node::Missing)),
        2 => proptest::sample::select(vec![Minus, Plus, Percent, Intersect, Spill]).prop_map(Piece::Unary),
        4 => proptest::sample::select(vec![
            Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Concat, Add, Subtract, Multiply, Divide, Power,
            Union, Intersection, Range,
        ]).prop_map(Piece::Binary),
        2 => ("[A-Z]{2,5}[0-9]{0,2}(\\.[A-Z])?", 0..4_usize).prop_map(|(name, count)| Piece::Call(name, count)),
        1 => (0..3_usize).prop_map(Piece::Invoke),
        1 => (1..3_usize, 1..3_usize).prop_map(|(rows, columns)| Piece::Array(rows, columns)),
        1 => Just(Piece::Parenthesis),
    ]
}

/// Builds a tree from the pieces that find enough operands. It may well be one that no text stands for.
fn build(pieces: Vec<Piece>) -> Ast {
    let mut ast = Ast::default();
    let mut operands: Vec<NodeId> = Vec::new();
    for piece in pieces {
        let node = match piece {
            Piece::Leaf(node) => node,
            Piece::Unary(operator) => match operands.pop() {
                Some(operand) => Node::Unary { operator, operand },
                None => continue,
            },
            Piece::Binary(operator) if operands.len() >= 2 => {
                let right = operands.pop().unwrap();
                Node::Binary { operator, left: operands.pop().unwrap(), right }
            }
            Piece::Call(name, count) if operands.len() >= count => {
                Node::Call { name: name.into(), arguments: operands.split_off(operands.len() - count) }
            }
            Piece::Invoke(count) if operands.len() > count => {
                let arguments = operands.split_off(operands.len() - count);
                Node::Invoke { callee: operands.pop().unwrap(), arguments }
            }
            Piece::Array(rows, columns) if operands.len() >= rows * columns => {
                let elements = operands.split_off(operands.len() - rows * columns);
                Node::Array { rows: elements.chunks(columns).map(<[NodeId]>::to_vec).collect() }
            }
            Piece::Parenthesis => match operands.pop() {
                Some(inner) => Node::Parenthesis(inner),
                None => continue,
            },
            _ => continue,
        };
        ast.nodes.push(node);
        operands.push(NodeId(ast.nodes.len() as u32 - 1));
    }
    if ast.nodes.is_empty() {
        ast.nodes.push(Node::Number(1.0));
    }
    ast
}

/// Whether every child is the root of the run of nodes that stands right before its parent or its next sibling.
fn is_post_order(ast: &Ast) -> bool {
    let mut roots: Vec<usize> = Vec::new();
    for (index, node) in ast.nodes.iter().enumerate() {
        let children: Vec<NodeId> = match node {
            Node::Call { arguments, .. } => arguments.clone(),
            Node::Invoke { callee, arguments } => [&[*callee], arguments.as_slice()].concat(),
            Node::Unary { operand, .. } => vec![*operand],
            Node::Binary { left, right, .. } => vec![*left, *right],
            Node::Array { rows } => rows.concat(),
            Node::Parenthesis(inner) => vec![*inner],
            _ => vec![],
        };
        let Some(base) = roots.len().checked_sub(children.len()) else { return false };
        if roots.split_off(base) != children.iter().map(|id| id.index()).collect::<Vec<_>>() {
            return false;
        }
        roots.push(index);
    }
    roots.len() == 1
}

fn dialect() -> impl Strategy<Value = Dialect> {
    prop_oneof![Just(Dialect::Excel), Just(Dialect::Sheets)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_the_same_tree(pieces in vec(piece(), 1..24), dialect in dialect()) {
        // A built tree may be one that no text stands for; the tree of its text is not.
        let parsed = parse(&unparse(&build(pieces), dialect), dialect.into());
        if parsed.errors.is_empty() {
            let written = unparse(&parsed.ast, dialect);
            let again = parse(&written, dialect.into());
            prop_assert_eq!(&again.errors, &[], "{}", written);
            prop_assert_eq!(&again.ast.nodes, &parsed.ast.nodes, "{}", written);
        }
    }

    #[test]
    fn a_leaf_is_read_as_it_was_written(node in leaf(), dialect in dialect()) {
        let ast = Ast { nodes: vec![node], spans: vec![] };
        let written = unparse(&ast, dialect);
        let parsed = parse(&written, dialect.into());
        prop_assert_eq!(&parsed.errors, &[], "{}", written);
        prop_assert_eq!(&parsed.ast.nodes, &ast.nodes, "{}", written);
    }

    #[test]
    fn any_text_gives_one_tree_in_post_order(text in "[-A-B1-2$:!'\"#@%,;(){}\\[\\]=<>&^ .éT]{0,40}", dialect in dialect()) {
        let parsed = parse(&text, dialect.into());
        prop_assert!(is_post_order(&parsed.ast), "{:?}", parsed.ast.nodes);
        prop_assert_eq!(parsed.ast.nodes.len(), parsed.ast.spans.len());
        for span in parsed.ast.spans.iter().chain(parsed.errors.iter().map(|error| &error.span)) {
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{:?}", span);
        }
        prop_assert_eq!(parsed.ast.nodes.contains(&Node::Invalid), !parsed.errors.is_empty());
    }

    #[test]
    fn a_formula_moved_with_its_cell_keeps_its_shape(
        pieces in vec(piece(), 1..12), rows in 0..1000_u32, columns in 0..100_u32
    ) {
        let ast = build(pieces);
        let mut moved = ast.clone();
        let mut fits = true;
        for node in &mut moved.nodes {
            if let Node::Reference(reference) = node {
                let area = &mut reference.area;
                for (axis, by, limit) in [
                    (&mut area.top, rows, MAX_ROWS), (&mut area.bottom, rows, MAX_ROWS),
                    (&mut area.left, columns, MAX_COLUMNS), (&mut area.right, columns, MAX_COLUMNS),
                ] {
                    if let Some(axis) = axis && !axis.absolute {
                        axis.index += by;
                        fits &= axis.index < limit;
                    }
                }
            }
        }
        prop_assume!(fits);
        prop_assert_eq!(shape_key(&ast, (7, 3)), shape_key(&moved, (7 + rows, 3 + columns)));
        if moved != ast {
            prop_assert_ne!(shape_key(&ast, (7, 3)), shape_key(&moved, (7, 3)));
        }
    }
}
