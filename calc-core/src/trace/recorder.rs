//! What one run of a formula read and decided.

use std::cell::RefCell;

use crate::eval::Freshness;
use crate::graph::FormulaIndex;
use crate::reference::RangeRef;
use crate::value::{CellError, Value};

/// A decision of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Branch {
    /// An `IF` whose condition was one value; true takes the second argument.
    If {
        /// The condition.
        condition: Value,
        /// Whether it held.
        held: bool,
    },
    /// An `IFERROR` or `IFNA` that replaced an error.
    Replaced {
        /// The error.
        error: CellError,
    },
}

/// Notes down reads and decisions.
#[derive(Debug, Default)]
pub struct Recorder {
    reads: RefCell<Vec<RangeRef>>,
    branches: RefCell<Vec<Branch>>,
}

impl Recorder {
    /// What was read and what was decided.
    pub fn into_parts(self) -> (Vec<RangeRef>, Vec<Branch>) {
        let mut seen = Vec::new();
        for range in self.reads.into_inner() {
            if !seen.contains(&range) {
                seen.push(range);
            }
        }
        (seen, self.branches.into_inner())
    }
}

impl Freshness for Recorder {
    fn stale(&self, range: RangeRef) -> Option<FormulaIndex> {
        self.reads.borrow_mut().push(range);
        None
    }

    fn decided(&self, condition: &Value, held: bool) {
        self.branches.borrow_mut().push(Branch::If { condition: condition.clone(), held });
    }

    fn replaced(&self, error: CellError) {
        self.branches.borrow_mut().push(Branch::Replaced { error });
    }
}
