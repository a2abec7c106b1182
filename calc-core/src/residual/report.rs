//! What was left, and of how much.

/// How much a model has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Cells with a formula.
    pub formulas: usize,
    /// Formulas in relative form.
    pub shapes: usize,
    /// Ops that run when every formula does, whatever branch it takes.
    pub operations: u64,
    /// Cells with a constant.
    pub constants: usize,
    /// Nodes and edges of the dependency graph.
    pub graph: usize,
}

/// What became of the formulas of a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// All of the model.
    pub whole: Extent,
    /// What is left.
    pub left: Extent,
    /// Formulas that no input reaches and whose value is in the model now, whether or not it is still wanted.
    pub folded: usize,
    /// Formulas that inputs reach and no output needs.
    pub dropped: usize,
    /// Formulas kept only because their cell is in the way of an array.
    pub in_the_way: usize,
}
