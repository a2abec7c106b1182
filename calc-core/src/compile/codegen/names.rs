//! Names: variables of LET, defined names, and tables named whole.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Generator, ProblemKind, Tree, TreeAst, TreeId, Want};
use crate::bind::Home;
use crate::dialect::Dialect;
use crate::model::program::Op;
use crate::reference::SheetId;
use crate::syntax::ast::{NodeId, Structured};
use crate::syntax::{self, ParseOptions, Parsed};
use crate::value::{CellError, Text};
use crate::workbook::DefinedName;

/// The trees of defined names, each parsed once, however many formulas use it.
#[derive(Debug, Default)]
pub struct NameTrees {
    parsed: FxHashMap<(Option<SheetId>, String), Arc<Parsed>>,
    /// Nodes that names have added to formulas, over the whole workbook.
    nodes: usize,
}

/// Nodes that names may add to formulas: names that stand for names double with every level.
const MAX_NAME_NODES: usize = 4_000_000;

impl NameTrees {
    fn parse(&mut self, name: &DefinedName, dialect: Dialect) -> Arc<Parsed> {
        let parse = || Arc::new(syntax::parse(&name.formula, ParseOptions::from(dialect)));
        self.parsed.entry((name.scope, name.name.clone())).or_insert_with(parse).clone()
    }

    /// Counts nodes; whether there may be so many more.
    fn spend(&mut self, nodes: usize) -> bool {
        self.nodes = self.nodes.saturating_add(nodes);
        self.nodes <= MAX_NAME_NODES
    }
}

/// Trees that names may add to one formula.
const MAX_NAME_TREES: usize = 1_000;

impl Generator<'_, '_> {
    /// What a name means where it stands: a variable, a defined name's formula put in its place, or a table's data.
    pub(super) fn name(&mut self, name: &Text, sheet: SheetId, on_sheet: bool, tree: TreeId, id: NodeId, want: Want) {
        let bound = |(of, bound, slot): &(TreeId, Text, u16)| {
            (*of == tree && !on_sheet && bound.to_lowercase() == name.to_lowercase()).then_some(*slot)
        };
        if let Some(slot) = self.scope.iter().rev().find_map(bound) {
            self.emit(Op::Load(slot));
            if let Some(op) = self.narrow(want) {
                self.emit(op);
            }
            return;
        }
        let Some(defined) = self.binder.name(sheet, name) else {
            if self.binder.is_table(name) {
                let structured = Structured { table: Some(name.clone()), ..Default::default() };
                let home = self.trees.get(tree).map(|t| t.home);
                match home.map(|home| self.binder.structured(&structured, home)) {
                    Some(Ok(area)) => self.areas(&[area], false, want),
                    Some(Err(error)) => self.unbound(error, tree, id),
                    None => {}
                }
                return;
            }
            self.problem(ProblemKind::UnknownName(name.to_string()), tree, id);
            self.error(CellError::Name);
            return;
        };
        let mut at = Some(tree);
        while let Some(Some((used, user, _))) = at.and_then(|at| self.trees.get(at)).map(|t| t.name.as_ref()) {
            if used.to_lowercase() == name.to_lowercase() {
                if let Some(lambda) = at.and_then(|at| self.open_lambda_of(at)) {
                    self.emit(Op::Lambda(lambda));
                    return;
                }
                self.problem(ProblemKind::CircularName(name.to_string()), tree, id);
                self.error(CellError::Circular);
                return;
            }
            at = Some(*user);
        }
        let parsed = self.names.parse(defined, self.dialect);
        if self.trees.len() > MAX_NAME_TREES || !self.names.spend(parsed.ast.nodes.len()) {
            self.problem(ProblemKind::TooManyNames, tree, id);
            self.error(CellError::Limit);
            return;
        }
        if !parsed.errors.is_empty() {
            self.problem(ProblemKind::BadName(name.to_string()), tree, id);
        }
        let Some(root) = parsed.ast.root() else {
            self.error(CellError::Name);
            return;
        };
        let span = self.span(tree, id);
        self.trees.push(Tree {
            ast: TreeAst::Name(parsed),
            home: Home::name(defined.scope.unwrap_or(sheet)),
            name: Some((name.to_string(), tree, span)),
        });
        self.visit_later(self.trees.len() - 1, root, want);
    }
}
