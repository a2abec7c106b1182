//! How long an answer stays true.
//!
//! Most formulas depend on their inputs alone, some on the date, some on chance. Even the first depend on the year, if on nothing else: a
//! text such as `5-7` is read as a day of the present one.
//!
//! What depends on the date follows from the graph, once for a model. Where the graph does not know who reads what, around spills,
//! references made at run time and loops, the answer is the shorter validity: never too long.

use super::Model;
use super::program::{Landing, Op, Program, Shape};
use crate::functions::args::Operand;
use crate::functions::spec;
use crate::functions::table::Flags;
use crate::reference::CellRef;
use crate::value::Value;

/// How long an answer stays true, the longest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Validity {
    /// As long as the year does.
    #[default]
    Year,
    /// As long as the day does.
    Day,
    /// Not even until it is asked again: chance is in it.
    Moment,
}

/// The validity of every cell of a model.
#[derive(Clone, Debug, Default)]
pub struct Validities {
    by_position: Vec<Validity>,
    /// What may hold for any cell, since a spill lands where no graph knows.
    everywhere: Validity,
}

impl Validities {
    /// Those of a model.
    pub fn of(model: &Model) -> Validities {
        let own: Vec<Validity> =
            model.program.shapes.iter().map(|shape| shape_validity(&model.program, shape)).collect();
        let worst = own.iter().copied().max().unwrap_or_default();
        let mut validities =
            Validities { by_position: vec![Validity::Year; model.graph.len()], ..Validities::default() };
        if worst == Validity::Year {
            return validities;
        }
        let mut todo = Vec::new();
        for (formula, cell) in (0..).zip(&model.formulas) {
            let Some(shape) = model.program.shape(cell.shape) else { continue };
            let reads_anything = shape.dynamic || model.graph.is_cyclic(formula);
            let validity =
                if reads_anything { worst } else { own.get(cell.shape as usize).copied().unwrap_or_default() };
            if let Some(position) = model.graph.position(formula).filter(|_| validity > Validity::Year) {
                validities.shorten(position, validity, &mut todo);
            }
        }
        while let Some(position) = todo.pop() {
            let validity = validities.at(position);
            for successor in model.graph.successors(position) {
                validities.shorten(*successor, validity, &mut todo);
            }
        }
        validities.everywhere = validities.of_spills(model);
        validities
    }

    /// That of a cell.
    pub fn of_cell(&self, model: &Model, cell: CellRef) -> Validity {
        let position = model.graph.formula_at(cell).and_then(|formula| model.graph.position(formula));
        position.map_or(Validity::Year, |position| self.at(position)).max(self.everywhere)
    }

    fn at(&self, position: u32) -> Validity {
        self.by_position.get(position as usize).copied().unwrap_or_default()
    }

    /// Notes a shorter validity; each position is noted at most twice.
    fn shorten(&mut self, position: u32, validity: Validity, todo: &mut Vec<u32>) {
        if let Some(known) = self.by_position.get_mut(position as usize)
            && *known < validity
        {
            *known = validity;
            todo.push(position);
        }
    }

    /// The shortest validity of a formula that fills more cells than its own.
    fn of_spills(&self, model: &Model) -> Validity {
        let spilling = (0..)
            .zip(&model.formulas)
            .filter(|(_, cell)| model.program.shape(cell.shape).is_some_and(|shape| shape.landing != Landing::Single));
        let validities = spilling.filter_map(|(formula, _)| model.graph.position(formula)).map(|at| self.at(at));
        validities.max().unwrap_or_default()
    }
}

/// What a formula itself asks for, whatever it reads.
fn shape_validity(program: &Program, shape: &Shape) -> Validity {
    let ops = program.ops.get(shape.start as usize..shape.end as usize).unwrap_or_default();
    let calls = ops.iter().enumerate().filter_map(|(at, op)| match op {
        Op::Call { function, arguments } => Some((spec(*function), at, *arguments)),
        _ => None,
    });
    let validities = calls.map(|(spec, at, arguments)| match spec.name {
        "TODAY" | "NOW" => Validity::Day,
        "QUERY" if may_ask_for_now(program, ops.get(..at).unwrap_or_default(), arguments) => Validity::Day,
        _ if spec.flags.has(Flags::VOLATILE) && !spec.flags.has(Flags::DYNAMIC_PRECEDENTS) => Validity::Moment,
        _ => Validity::Year,
    });
    validities.max().unwrap_or_default()
}

/// Whether a query may call `now()`: its text does, or is not known before it runs. The ops before the call push its arguments.
fn may_ask_for_now(program: &Program, before: &[Op], arguments: u8) -> bool {
    let after_text = usize::from(arguments.saturating_sub(2));
    let text = before.len().checked_sub(after_text + 1).and_then(|at| before.get(at));
    let Some(Op::Constant(constant)) = text else { return true };
    match program.constants.get(*constant as usize) {
        Some(Operand::Value(Value::Text(text))) => text.to_lowercase().contains("now"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compile;
    use crate::dialect::Dialect;
    use crate::model::ports::Ports;
    use crate::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};

    /// The validities of the cells A1, A2 … of a sheet with these formulas.
    fn validities(formulas: &[&str]) -> Vec<Validity> {
        validities_in(Dialect::Excel, formulas)
    }

    fn validities_in(dialect: Dialect, formulas: &[&str]) -> Vec<Validity> {
        let cell = |(row, text): (u32, &&str)| {
            let kind = if text.starts_with("SEQUENCE") { FormulaKind::Dynamic } else { FormulaKind::Plain };
            let formula = Formula { text: (*text).into(), origin: (row, 0), kind };
            Cell { row, column: 0, content: Content::Formula(formula), cached: Value::Blank, format: None }
        };
        let cells = (0..).zip(formulas).map(cell).collect();
        let sheet = Sheet { name: "S".into(), cells, ..Sheet::default() };
        let workbook = Workbook { sheets: vec![sheet], dialect, ..Workbook::default() };
        let model = compile(&workbook, Ports::default()).model;
        let validities = Validities::of(&model);
        let cells = model.formulas().iter().map(|formula| validities.of_cell(&model, formula.cell));
        cells.collect()
    }

    #[test]
    fn what_reads_the_date_is_true_for_a_day() {
        use Validity::{Day, Moment, Year};
        assert_eq!(validities(&["B1*2", "TODAY()", "A2+1", "SUM(A2:A3)", "A1"]), [Year, Day, Day, Day, Year]);
        assert_eq!(validities(&["IF(B1,NOW(),0)", "B1"]), [Day, Year]);
        assert_eq!(validities(&["RAND()", "TODAY()+A1", "TODAY()"]), [Moment, Moment, Day]);
        assert_eq!(validities(&["OFFSET(B1,1,0)", "B1"]), [Year, Year]);
    }

    #[test]
    fn the_date_is_seen_wherever_in_a_formula_it_is_asked_for() {
        use Validity::{Day, Moment, Year};
        assert_eq!(validities(&["LET(x,TODAY(),x+1)", "LAMBDA(x,x+TODAY())(1)"]), [Day, Day]);
        assert_eq!(
            validities(&["SUM(MAP(B1:B3,LAMBDA(x,x*RAND())))", "SUM(MAP(B1:B3,LAMBDA(x,x*2)))"]),
            [Moment, Year]
        );
        let queries = [
            "QUERY(B1:C9,\"select B where C < now()\")",
            "QUERY(B1:C9,\"select B\")",
            "QUERY(B1:C9,\"select B\",1)",
            "QUERY(B1:C9,D1,1)",
            "QUERY(B1:C9,\"select B where C < \"&D1)",
        ];
        assert_eq!(validities_in(Dialect::Sheets, &queries), [Day, Year, Year, Day, Day]);
    }

    #[test]
    fn what_may_read_anything_is_true_no_longer_than_anything() {
        use Validity::{Day, Year};
        assert_eq!(validities(&["INDIRECT(B1)", "TODAY()", "B1"]), [Day, Day, Year]);
        assert_eq!(validities(&["SEQUENCE(B1)", "TODAY()", "B2"]), [Year, Day, Year]);
        assert_eq!(validities(&["SEQUENCE(B1)+TODAY()", "B1", "B2"]), [Day, Day, Day]);
    }
}
