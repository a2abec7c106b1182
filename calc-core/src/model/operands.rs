//! Which op completes which argument of a call.
//!
//! Ops stand in the order in which they run, so the arguments of a call are found by going back from it.

use super::program::{Op, Program, Shape};

/// The ops of one shape, by their place in the program.
#[derive(Clone, Copy, Debug)]
pub struct ShapeOps<'p> {
    ops: &'p [Op],
    start: usize,
}

impl<'p> ShapeOps<'p> {
    /// The ops of a shape.
    pub fn new(program: &'p Program, shape: &Shape) -> ShapeOps<'p> {
        let start = shape.start as usize;
        ShapeOps { ops: program.ops.get(start..shape.end as usize).unwrap_or(&[]), start }
    }

    /// All ops with their places.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &'p Op)> + use<'p> {
        (self.start..).zip(self.ops)
    }

    /// The op at a place; `None` outside of the shape.
    pub fn get(&self, at: usize) -> Option<&'p Op> {
        self.ops.get(at.checked_sub(self.start)?)
    }

    /// The last op of each argument of a call, with the argument's number, from the last argument back as far as they can be told apart.
    pub fn arguments(&self, call: usize, count: usize) -> impl Iterator<Item = (usize, usize)> + use<'p> {
        let ops = *self;
        let mut end = Some(call);
        (0..count).rev().map_while(move |argument| {
            let last = end?.checked_sub(1).filter(|last| *last >= ops.start)?;
            end = ops.start_of(last);
            Some((argument, last))
        })
    }

    /// The first op of the operand that an op completes; `None` where variables and bodies make that hard to tell.
    fn start_of(&self, last: usize) -> Option<usize> {
        let mut wanted = 1_usize;
        let mut at = last + 1;
        while wanted > 0 {
            at = at.checked_sub(1)?;
            let takes = match self.get(at)? {
                Op::Constant(_) | Op::Missing | Op::Load(_) => 0,
                Op::Cell(_) | Op::Range(_) | Op::Place(_) | Op::Meet(_) | Op::Span(_) => 0,
                Op::Unary(_) | Op::Intersect | Op::First | Op::Read => 1,
                Op::Binary(_) | Op::Snap(_) | Op::Join(_) => 2,
                Op::Call { arguments, .. } => usize::from(*arguments),
                // What decides it stands before the jump.
                Op::EndIf => {
                    let (fork, _) = self.only(|op| matches!(op, Op::Else { end } if *end as usize == at))?;
                    at = self.only(|op| matches!(op, Op::If { otherwise } if *otherwise as usize == fork + 1))?.0;
                    1
                }
                Op::EndGuard => {
                    at = self.only(|op| matches!(op, Op::Guard { end, .. } if *end as usize == at))?.0;
                    1
                }
                _ => return None,
            };
            wanted = wanted - 1 + takes;
        }
        Some(at)
    }

    /// The only op of a kind; `None` if there is none or more.
    fn only(&self, is_it: impl Fn(&Op) -> bool) -> Option<(usize, &'p Op)> {
        let mut found = self.iter().filter(|(_, op)| is_it(op));
        found.next().filter(|_| found.next().is_none())
    }
}
