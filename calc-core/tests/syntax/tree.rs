//! Trees as text for the case files: `(+ A1 (SUM B1:B*))`.
//!
//! Written without the unparser, so that one can test the other.

use calc_core::reference::column_name;
use calc_core::syntax::ast::{AreaRef, Ast, Axis, BinaryOperator, Node, NodeId, SheetPrefix, TableItem, UnaryOperator};

/// The tree below the root. An open end of an area is `*`, a missing argument `_`, an invalid node `?`.
pub fn show(ast: &Ast) -> String {
    let mut shown: Vec<String> = Vec::new();
    let list = |shown: &[String], ids: &[NodeId]| -> String {
        ids.iter().map(|id| format!(" {}", shown[id.index()])).collect()
    };
    for node in &ast.nodes {
        let text = match node {
            Node::Number(number) => format!("{number}"),
            Node::Text(text) => format!("{text:?}"),
            Node::Bool(logical) => logical.to_string(),
            Node::Error(error) => error.to_string(),
            Node::Missing => "_".to_string(),
            Node::Invalid => "?".to_string(),
            Node::Reference(reference) => prefix(reference.sheet.as_ref()) + &area(&reference.area),
            Node::Name { sheet, name } => format!("{}'{name}'", prefix(sheet.as_ref())),
            Node::Structured(structured) => {
                let table = structured.table.as_deref().unwrap_or("");
                let items: Vec<_> = structured.items.iter().map(|item| item_name(*item)).collect();
                let columns = structured.columns.as_ref().map_or(String::new(), |(a, b)| format!(" {a:?}..{b:?}"));
                format!("(table {}{table} {}{columns})", prefix(structured.sheet.as_ref()), items.join("+"))
            }
            Node::Call { name, arguments } => format!("({name}{})", list(&shown, arguments)),
            Node::Invoke { callee, arguments } => {
                format!("(invoke {}{})", shown[callee.index()], list(&shown, arguments))
            }
            Node::Unary { operator, operand } => {
                format!("({} {})", unary_name(*operator), shown[operand.index()])
            }
            Node::Binary { operator, left, right } => {
                format!("({} {} {})", binary_name(*operator), shown[left.index()], shown[right.index()])
            }
            Node::Array { rows } => {
                let rows: Vec<_> = rows.iter().map(|row| list(&shown, row)).collect();
                format!("{{{} }}", rows.join(" ;"))
            }
            Node::Parenthesis(inner) => format!("[{}]", shown[inner.index()]),
        };
        shown.push(text);
    }
    shown.pop().unwrap_or_default()
}

fn prefix(sheet: Option<&SheetPrefix>) -> String {
    match sheet {
        None => String::new(),
        Some(SheetPrefix::Sheet(name)) => format!("<{name}>"),
        Some(SheetPrefix::Span(first, last)) => format!("<{first}..{last}>"),
        Some(SheetPrefix::External { book, sheet }) => format!("<{book}|{sheet}>"),
    }
}

fn area(area: &AreaRef) -> String {
    let corner = |column: Option<Axis>, row: Option<Axis>| {
        let dollar = |axis: Axis| if axis.absolute { "$" } else { "" };
        let column = column.map_or("*".to_string(), |axis| format!("{}{}", dollar(axis), column_name(axis.index)));
        let row = row.map_or("*".to_string(), |axis| format!("{}{}", dollar(axis), axis.index + 1));
        column + &row
    };
    if area.single {
        return corner(area.left, area.top);
    }
    format!("{}:{}", corner(area.left, area.top), corner(area.right, area.bottom))
}

fn item_name(item: TableItem) -> &'static str {
    match item {
        TableItem::All => "all",
        TableItem::Data => "data",
        TableItem::Headers => "headers",
        TableItem::Totals => "totals",
        TableItem::ThisRow => "this-row",
    }
}

fn unary_name(operator: UnaryOperator) -> &'static str {
    match operator {
        UnaryOperator::Minus => "minus",
        UnaryOperator::Plus => "plus",
        UnaryOperator::Percent => "percent",
        UnaryOperator::Intersect => "@",
        UnaryOperator::Spill => "spill",
    }
}

fn binary_name(operator: BinaryOperator) -> &'static str {
    use BinaryOperator::*;
    match operator {
        Equal => "=",
        NotEqual => "<>",
        Less => "<",
        LessOrEqual => "<=",
        Greater => ">",
        GreaterOrEqual => ">=",
        Concat => "&",
        Add => "+",
        Subtract => "-",
        Multiply => "*",
        Divide => "/",
        Power => "^",
        Union => "union",
        Intersection => "meet",
        Range => "range",
    }
}
