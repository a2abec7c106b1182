//! What is true or not of a request.

use std::fmt;

/// A condition on a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition(Node);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Atom(String),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
}

impl Condition {
    /// True of every request.
    pub fn always() -> Condition {
        Condition::atom("true".to_owned())
    }

    pub(super) fn atom(text: String) -> Condition {
        Condition(Node::Atom(text))
    }

    /// Whether all of these are true; of no conditions, always.
    pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Condition {
        let mut nodes: Vec<Node> = conditions.into_iter().map(|condition| condition.0).collect();
        match nodes.len() {
            0 => Condition::always(),
            1 => Condition(nodes.remove(0)),
            _ => Condition(Node::All(nodes)),
        }
    }

    /// Whether one of these is true; of no conditions, never.
    pub fn any(conditions: impl IntoIterator<Item = Condition>) -> Condition {
        let mut nodes: Vec<Node> = conditions.into_iter().map(|condition| condition.0).collect();
        match nodes.len() {
            0 => Condition::atom("false".to_owned()),
            1 => Condition(nodes.remove(0)),
            _ => Condition(Node::Any(nodes)),
        }
    }

    /// The opposite.
    #[allow(clippy::should_implement_trait, reason = "it reads as the language does, beside `all` and `any`")]
    pub fn not(condition: Condition) -> Condition {
        Condition(Node::Not(Box::new(condition.0)))
    }
}

impl Node {
    /// How tightly it binds: `not` before `and` before `or`.
    fn precedence(&self) -> u8 {
        match self {
            Node::Any(_) => 0,
            Node::All(_) => 1,
            Node::Not(_) => 2,
            Node::Atom(_) => 3,
        }
    }

    /// Writes a part of it, in brackets where it binds less tightly than what it is a part of.
    fn write_part(&self, part: &Node, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `not a eq b` negates the comparison, in the language as in the documentation's own examples.
        if part.precedence() < self.precedence() { write!(out, "({part})") } else { write!(out, "{part}") }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parts, word) = match self {
            Node::Atom(text) => return out.write_str(text),
            Node::Not(part) => {
                out.write_str("not ")?;
                return self.write_part(part, out);
            }
            Node::All(parts) => (parts, " and "),
            Node::Any(parts) => (parts, " or "),
        };
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.write_str(word)?;
            }
            self.write_part(part, out)?;
        }
        Ok(())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atom(name: &str) -> Condition {
        Condition::atom(name.to_owned())
    }

    #[test]
    fn brackets_stand_where_precedence_asks_for_them() {
        let either = || Condition::any([atom("a"), atom("b")]);
        assert_eq!(Condition::all([either(), atom("c")]).to_string(), "(a or b) and c");
        assert_eq!(Condition::any([Condition::all([atom("a"), atom("b")]), atom("c")]).to_string(), "a and b or c");
        assert_eq!(Condition::not(either()).to_string(), "not (a or b)");
        assert_eq!(Condition::not(Condition::all([atom("a"), atom("b")])).to_string(), "not (a and b)");
        assert_eq!(Condition::not(Condition::not(atom("a"))).to_string(), "not not a");
    }

    #[test]
    fn of_nothing_all_is_true_and_any_is_false() {
        assert_eq!(Condition::all([]).to_string(), "true");
        assert_eq!(Condition::any([]).to_string(), "false");
    }
}
