//! Calls of LAMBDAs: bodies run on the machine's own stacks, so a LAMBDA that calls itself needs no recursion here.

use super::machine::{Freshness, Machine};
use crate::functions::args::{Call, Callee, Operand};
use crate::functions::lambda::{self, Iteration, wrong_count};
use crate::functions::table::Kernel;
use crate::functions::{self, FunctionId};
use crate::value::CellError;

/// A body that runs, and how what called it goes on.
#[derive(Debug)]
pub(super) struct Activation {
    /// The op after the call.
    back: usize,
    /// The caller's own.
    end: usize,
    variables: usize,
    joins: usize,
    /// What makes further calls of the same callee, if it is not a single one.
    iteration: Option<(Box<dyn Iteration>, Callee)>,
}

/// Calls inside calls. Excel gives `#NUM!` beyond about 1,024, fewer with more parameters.
const MOST_CALLS: usize = 1_024;

impl<F: Freshness> Machine<'_, F> {
    /// Pushes a LAMBDA with what it sees around it.
    pub(super) fn close(&mut self, index: u32) {
        let Some(lambda) = self.program.lambdas.get(index as usize) else { return self.push_error(CellError::Calc) };
        let variable =
            |slot: &u32| self.stacks.variables.get(self.variables + *slot as usize).cloned().unwrap_or_default();
        let captured = self.list(lambda.captures).iter().map(variable).collect();
        self.push(Operand::Lambda(Callee::Body { index, captured }));
    }

    /// Calls what stands below the arguments.
    pub(super) fn apply(&mut self, arguments: usize, back: usize) -> usize {
        let from = self.stacks.operands.len().saturating_sub(arguments);
        let arguments = self.stacks.operands.split_off(from);
        let callee = match self.pop() {
            Operand::Lambda(callee) => callee,
            Operand::Value(crate::value::Value::Error(error)) => {
                self.push_error(error);
                return back;
            }
            _ => {
                self.push_error(CellError::Value);
                return back;
            }
        };
        self.enter(&callee, arguments, back, None)
    }

    /// Begins a function that calls one of its arguments again and again.
    pub(super) fn iterate(&mut self, function: FunctionId, arguments: usize, back: usize) -> usize {
        let from = self.stacks.operands.len().saturating_sub(arguments);
        let mut arguments = self.stacks.operands.split_off(from);
        let spec = functions::spec(function);
        let place = spec.callee(arguments.len());
        let callee =
            if place + 1 < arguments.len() { arguments.get_mut(place).map(std::mem::take) } else { arguments.pop() };
        let started = match (spec.kernel, callee) {
            (Kernel::Iterated(start), Some(Operand::Lambda(callee))) => {
                start(&Call { spec, arguments: &arguments, context: self.context }).map(|iteration| (iteration, callee))
            }
            (_, Some(Operand::Value(crate::value::Value::Error(error)))) => Err(error),
            (_, Some(Operand::Range(cell))) if cell.is_cell() => {
                let value = self.context.grid.value(cell.sheet, cell.top, cell.left);
                Err(value.error().unwrap_or(wrong_count(self.context.dialect)))
            }
            _ => Err(wrong_count(self.context.dialect)),
        };
        match started {
            Ok((iteration, Callee::Function(function))) => {
                let result = lambda::run(iteration, function, self.context);
                self.push_made(result);
                back
            }
            Ok((iteration, callee)) => self.go_on(iteration, callee, back),
            Err(error) => {
                self.push_error(error);
                back
            }
        }
    }

    /// Makes the next call of an iteration, or pushes what all came to.
    fn go_on(&mut self, mut iteration: Box<dyn Iteration>, callee: Callee, back: usize) -> usize {
        match iteration.next(self.context) {
            Some(mut arguments) => {
                if let Callee::Body { index, .. } = callee
                    && let Some(lambda) = self.program.lambdas.get(index as usize)
                {
                    let fewest = arguments.len().saturating_sub(iteration.spare());
                    arguments.truncate(fewest.max(lambda.parameters.into()));
                }
                self.enter(&callee.clone(), arguments, back, Some((iteration, callee)))
            }
            None => {
                let result = iteration.finish(self.context);
                self.push_made(result);
                back
            }
        }
    }

    /// Begins a call and says which op is next.
    fn enter(
        &mut self,
        callee: &Callee,
        arguments: Vec<Operand>,
        back: usize,
        iteration: Option<(Box<dyn Iteration>, Callee)>,
    ) -> usize {
        let (index, captured) = match callee {
            Callee::Body { index, captured } => (*index, captured),
            Callee::Function(function) => {
                let result = functions::invoke(functions::spec(*function), &arguments, self.context);
                self.push_made(result);
                return back;
            }
        };
        let Some(lambda) = self.program.lambdas.get(index as usize) else {
            self.push_error(CellError::Calc);
            return back;
        };
        let count = arguments.len();
        if count > lambda.parameters.into() || count < lambda.required.into() {
            self.push_error(wrong_count(self.context.dialect));
            return back;
        }
        if self.stacks.activations.len() >= MOST_CALLS {
            self.push_error(CellError::Num);
            return back;
        }
        if let Err(error) = self.context.budget.spend(u64::from(lambda.end.saturating_sub(lambda.start)) + 1) {
            self.push_error(error);
            return back;
        }
        let (end, variables, joins) = (self.end, self.variables, self.joins);
        self.stacks.activations.push(Activation { back, end, variables, joins, iteration });
        self.variables = self.stacks.variables.len();
        self.joins = self.stacks.frames.len();
        self.end = lambda.end as usize;
        self.stacks.variables.extend(captured.iter().cloned());
        self.stacks.variables.extend(arguments);
        self.stacks.variables.resize(self.variables + usize::from(lambda.variables), Operand::Missing);
        lambda.start as usize
    }

    /// Ends the running body with its result on top, and says which op is next; `None` if it was the formula itself.
    pub(super) fn leave(&mut self) -> Option<usize> {
        let activation = self.stacks.activations.pop()?;
        self.stacks.variables.truncate(self.variables);
        self.stacks.frames.truncate(self.joins);
        (self.end, self.variables, self.joins) = (activation.end, activation.variables, activation.joins);
        let Some((mut iteration, callee)) = activation.iteration else { return Some(activation.back) };
        let result = self.pop();
        match iteration.take(result, self.context) {
            Ok(()) => Some(self.go_on(iteration, callee, activation.back)),
            Err(error) => {
                self.push_error(error);
                Some(activation.back)
            }
        }
    }
}
