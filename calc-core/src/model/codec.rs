//! A model as bytes and back.
//!
//! Layout: `PAINTBOX`, the format version, SHA-256 of the rest, the texts, then the pieces in the order below. Functions are kept by
//! name, so that a model survives changes of the function table; one whose function is gone is refused.

use sha2::{Digest, Sha256};

use super::Model;
use super::ports::Ports;
use super::program::{Bound, Catch, FormulaCell, Lambda, Landing, Op, Program, RelativeArea, Shape};
use crate::dialect::{DateSystem, Dialect};
use crate::error::Error;
use crate::functions::args::Operand;
use crate::functions::{self, FunctionId};
use crate::graph::Graph;
use crate::reference::{CellRef, SheetId};
use crate::syntax::ast::{BinaryOperator, UnaryOperator};
use crate::value::{Array, Value};
use crate::wire::{
    Reader, Writer, list, read_cell, read_range, read_tagged, read_value, write_cell, write_range, write_value,
};
use crate::workbook::Hiding;

const MAGIC: &[u8; 8] = b"PAINTBOX";
/// Raised with every change of the layout.
const VERSION: u8 = 6;
const HEAD: usize = MAGIC.len() + 1 + 32;

impl Model {
    /// The model as bytes, which [`Model::decode`] reads. The same workbook gives the same bytes.
    pub fn encode(&self) -> Vec<u8> {
        let body = self.body();
        let mut bytes = Vec::with_capacity(HEAD + body.len());
        bytes.extend_from_slice(MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&Sha256::digest(&body));
        bytes.extend_from_slice(&body);
        bytes
    }

    /// Whether bytes claim to be a model.
    pub fn is_model(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// Reads a model.
    ///
    /// Fails if the bytes are no model, are damaged, or come from another version of the format.
    ///
    /// ```
    /// use calc_core::model::Model;
    /// let mut bytes = Model::default().encode();
    /// assert!(Model::decode(&bytes).is_ok());
    /// *bytes.last_mut().unwrap() ^= 1;
    /// let error = Model::decode(&bytes).unwrap_err();
    /// assert!(error.is_model());
    /// assert_eq!(error.to_string(), "cannot read the model: its checksum does not hold; compile the workbook again");
    /// ```
    pub fn decode(bytes: &[u8]) -> Result<Model, Error> {
        let parts = bytes.split_at_checked(HEAD).and_then(|(head, body)| {
            let (magic, rest) = head.split_at_checked(MAGIC.len())?;
            let (version, digest) = rest.split_first()?;
            Some((magic, *version, digest, body))
        });
        let Some((magic, version, digest, body)) = parts else {
            return Err(Error::model(format!(
                "cannot read the model: found {} bytes, expected a file made by `paintbox compile`",
                bytes.len()
            )));
        };
        if magic != MAGIC {
            return Err(Error::model("cannot read the model: expected a file made by `paintbox compile`"));
        }
        if version != VERSION {
            return Err(Error::model(format!(
                "cannot read the model: found format version {version}, expected {VERSION}; compile the workbook again"
            )));
        }
        let computed = Sha256::digest(body);
        if computed.as_slice() != digest {
            return Err(Error::model("cannot read the model: its checksum does not hold; compile the workbook again"));
        }
        let mut model = read_model(&mut Reader::new(body)?)?;
        model.hash = hex(digest);
        Ok(model)
    }

    /// Computes the model's hash from its content.
    pub(crate) fn seal(&mut self) {
        self.hash = hex(&Sha256::digest(self.body()));
    }

    fn body(&self) -> Vec<u8> {
        let mut out = Writer::default();
        write_model(self, &mut out);
        out.finish()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write_model(model: &Model, out: &mut Writer) {
    out.byte(match model.dialect {
        Dialect::Excel => 0,
        Dialect::Sheets => 1,
    });
    out.byte(match model.date_system {
        DateSystem::Y1900 => 0,
        DateSystem::Y1904 => 1,
    });
    out.count(model.sheet_names.len());
    for name in &model.sheet_names {
        out.text(name);
    }
    out.count(model.constants.len());
    let mut last = CellRef { sheet: SheetId(0), row: 0, column: 0 };
    for (cell, value) in &model.constants {
        write_cell(*cell, &mut last, out);
        write_value(value, out);
    }
    out.count(model.formats.len());
    for format in &model.formats {
        out.text(format);
    }
    let mut formats: Vec<(CellRef, u32)> = model.cell_formats.iter().map(|(cell, format)| (*cell, *format)).collect();
    formats.sort_unstable();
    out.count(formats.len());
    let mut last = CellRef { sheet: SheetId(0), row: 0, column: 0 };
    for (cell, format) in formats {
        write_cell(cell, &mut last, out);
        out.int(format);
    }
    write_program(&model.program, out);
    out.count(model.formulas.len());
    let mut last = CellRef { sheet: SheetId(0), row: 0, column: 0 };
    for formula in &model.formulas {
        write_cell(formula.cell, &mut last, out);
        out.int(formula.shape);
    }
    out.count(model.formula_texts.len());
    for (text, (row, column)) in &model.formula_texts {
        out.text(text);
        out.int(*row);
        out.int(*column);
    }
    model.graph.write(out);
    out.count(model.learned_spills.len());
    for (anchor, area) in &model.learned_spills {
        out.int(*anchor);
        write_range(*area, out);
    }
    out.count(model.hidden_rows.len());
    for (sheet, row, hiding) in &model.hidden_rows {
        out.int(sheet.0);
        out.int(row * 2 + u32::from(*hiding == Hiding::Filter));
    }
    model.ports.write(out);
    out.text(model.whole.as_deref().unwrap_or_default());
}

fn read_model(from: &mut Reader<'_>) -> Result<Model, Error> {
    let dialect = match from.byte()? {
        0 => Dialect::Excel,
        1 => Dialect::Sheets,
        _ => return Err(from.damaged("an unknown dialect")),
    };
    let date_system = match from.byte()? {
        0 => DateSystem::Y1900,
        1 => DateSystem::Y1904,
        _ => return Err(from.damaged("an unknown date system")),
    };
    let sheet_names = list(from, |from| from.text().map(|name| name.to_string()))?;
    let mut last = CellRef { sheet: SheetId(0), row: 0, column: 0 };
    let constants = list(from, |from| Ok((read_cell(&mut last, from)?, read_value(from)?)))?;
    let formats = list(from, Reader::text)?;
    let mut last = CellRef { sheet: SheetId(0), row: 0, column: 0 };
    let cell_formats = list(from, |from| Ok((read_cell(&mut last, from)?, from.int()?)))?.into_iter().collect();
    let program = read_program(from)?;
    let mut last = CellRef { sheet: SheetId(0), row: 0, column: 0 };
    let formulas: Vec<FormulaCell> =
        list(from, |from| Ok(FormulaCell { cell: read_cell(&mut last, from)?, shape: from.int()? }))?;
    let formula_texts = list(from, |from| Ok((from.text()?, (from.int()?, from.int()?))))?;
    let cells: Vec<CellRef> = formulas.iter().map(|formula| formula.cell).collect();
    let graph = Graph::read(from, &cells)?;
    let learned_spills = list(from, |from| Ok((from.int()?, read_range(from)?)))?;
    let hidden_rows = list(from, |from| {
        let sheet = u16::try_from(from.int()?).map_err(|_| from.damaged("a sheet past 65,536"))?;
        let row = from.int()?;
        Ok((SheetId(sheet), row / 2, if row % 2 == 1 { Hiding::Filter } else { Hiding::ByHand }))
    })?;
    let ports = Ports::read(from, &sheet_names)?;
    let whole = Some(from.text()?.to_string()).filter(|hash| !hash.is_empty());
    if !from.is_at_end() {
        return Err(from.damaged("more bytes than expected"));
    }
    Ok(Model {
        sheet_names,
        dialect,
        date_system,
        constants,
        formats,
        cell_formats,
        program,
        formulas,
        formula_texts,
        graph,
        learned_spills,
        hidden_rows,
        ports,
        whole,
        hash: String::new(),
    })
}

fn write_program(program: &Program, out: &mut Writer) {
    let mut names: Vec<FunctionId> = Vec::new();
    for op in &program.ops {
        if let Op::Call { function, .. } | Op::Iterate { function, .. } | Op::Function(function) = op
            && !names.contains(function)
        {
            names.push(*function);
        }
    }
    out.count(names.len());
    for function in &names {
        out.text(functions::spec(*function).name);
    }
    out.count(program.ops.len());
    for op in &program.ops {
        write_op(op, &names, out);
    }
    out.count(program.shapes.len());
    let mut at = (0, 0);
    for shape in &program.shapes {
        out.int(shape.start - at.0);
        out.int(shape.end - shape.start);
        out.int(shape.reads_start - at.1);
        out.int(shape.reads_end - shape.reads_start);
        at = (shape.end, shape.reads_end);
        out.int(shape.variables);
        match shape.landing {
            Landing::Single => out.byte(0),
            Landing::Spill => out.byte(1),
            Landing::Fixed { rows, columns } => {
                out.byte(2);
                out.int(rows);
                out.int(columns);
            }
        }
        out.byte(u8::from(shape.volatile) | u8::from(shape.dynamic) << 1 | u8::from(shape.subtotal) << 2);
    }
    out.count(program.areas.len());
    for area in &program.areas {
        out.int(area.sheet.0);
        for bound in [area.top, area.left, area.bottom, area.right] {
            match bound {
                Bound::Absolute(index) => out.signed(i64::from(index) * 4 + 1),
                Bound::Relative(offset) => out.signed(i64::from(offset) * 4),
                Bound::Wrapping(offset) => out.signed(i64::from(offset) * 4 + 2),
            }
        }
    }
    out.count(program.reads.len());
    for area in &program.reads {
        out.int(*area);
    }
    out.count(program.constants.len());
    for constant in &program.constants {
        match constant {
            Operand::Value(value) => write_value(value, out),
            Operand::Array(array) => {
                out.byte(ARRAY);
                out.int(array.rows());
                out.int(array.columns());
                array.values().iter().for_each(|value| write_value(value, out));
            }
            // The compiler makes no others.
            Operand::Missing | Operand::Range(_) | Operand::Union(_) | Operand::Lambda(_) => {
                write_value(&Value::Blank, out)
            }
        }
    }
    out.count(program.lists.len());
    for list in &program.lists {
        out.count(list.len());
        list.iter().for_each(|entry| out.int(*entry));
    }
    out.count(program.lambdas.len());
    for lambda in &program.lambdas {
        out.int(lambda.start);
        out.int(lambda.end);
        out.int(lambda.variables);
        out.byte(lambda.parameters);
        out.byte(lambda.required);
        out.int(lambda.captures);
    }
}

/// The tag of an array among constants; below it stand the tags of values.
const ARRAY: u8 = 16;

fn read_program(from: &mut Reader<'_>) -> Result<Program, Error> {
    let names = list(from, |from| {
        let name = from.text()?;
        functions::find(&name).ok_or_else(|| from.damaged(&format!("the unknown function `{name}`")))
    })?;
    let ops = list(from, |from| read_op(&names, from))?;
    let leads_back = |(at, op): (usize, &Op)| match op {
        Op::If { otherwise: to } | Op::Else { end: to } | Op::Guard { end: to, .. } | Op::Skip { to } => {
            *to as usize <= at
        }
        _ => false,
    };
    if ops.iter().enumerate().any(leads_back) {
        return Err(from.damaged("a jump backwards"));
    }
    let mut at = (0_u32, 0_u32);
    let shapes = list(from, |from| {
        let add = |a: u32, b: u32, from: &Reader<'_>| a.checked_add(b).ok_or_else(|| from.damaged("a jump too far"));
        let (skip, len) = (from.int()?, from.int()?);
        let start = add(at.0, skip, from)?;
        let end = add(start, len, from)?;
        let (skip, len) = (from.int()?, from.int()?);
        let reads_start = add(at.1, skip, from)?;
        let reads_end = add(reads_start, len, from)?;
        at = (end, reads_end);
        let variables = u16::try_from(from.int()?).map_err(|_| from.damaged("more variables than a formula has"))?;
        let landing = match from.byte()? {
            0 => Landing::Single,
            1 => Landing::Spill,
            2 => Landing::Fixed { rows: from.int()?, columns: from.int()? },
            _ => return Err(from.damaged("an unknown landing")),
        };
        let flags = from.byte()?;
        let (volatile, dynamic, subtotal) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
        Ok(Shape { start, end, reads_start, reads_end, variables, landing, volatile, dynamic, subtotal })
    })?;
    let areas = list(from, |from| {
        let sheet = u16::try_from(from.int()?).map_err(|_| from.damaged("a sheet past 65,536"))?;
        let mut bound = || -> Result<Bound, Error> {
            let raw = from.signed()?;
            let index = raw >> 2;
            let bound = match raw & 3 {
                0 => i32::try_from(index).ok().map(Bound::Relative),
                1 => u32::try_from(index).ok().map(Bound::Absolute),
                2 => u32::try_from(index).ok().map(Bound::Wrapping),
                _ => None,
            };
            bound.ok_or_else(|| from.damaged("a row or column off the sheet"))
        };
        Ok(RelativeArea { sheet: SheetId(sheet), top: bound()?, left: bound()?, bottom: bound()?, right: bound()? })
    })?;
    let reads = list(from, Reader::int)?;
    let constants = list(from, read_constant)?;
    let lists = list(from, |from| list(from, Reader::int))?;
    let lambdas = list(from, |from| {
        let (start, end) = (from.int()?, from.int()?);
        let variables = u16::try_from(from.int()?).map_err(|_| from.damaged("more variables than a formula has"))?;
        let (parameters, required) = (from.byte()?, from.byte()?);
        Ok(Lambda { start, end, variables, parameters, required, captures: from.int()? })
    })?;
    Ok(Program { ops, shapes, areas, reads, constants, lists, lambdas })
}

fn read_constant(from: &mut Reader<'_>) -> Result<Operand, Error> {
    let tag = from.byte()?;
    if tag != ARRAY {
        return read_tagged(tag, from).map(Operand::Value);
    }
    let (rows, columns) = (from.int()?, from.int()?);
    let mut values = Vec::new();
    for _ in 0..u64::from(rows) * u64::from(columns) {
        values.push(read_value(from)?);
    }
    Array::new(rows, columns, values).map(Operand::from).ok_or_else(|| from.damaged("an array without elements"))
}

const BINARY: [BinaryOperator; 15] = [
    BinaryOperator::Equal,
    BinaryOperator::NotEqual,
    BinaryOperator::Less,
    BinaryOperator::LessOrEqual,
    BinaryOperator::Greater,
    BinaryOperator::GreaterOrEqual,
    BinaryOperator::Concat,
    BinaryOperator::Add,
    BinaryOperator::Subtract,
    BinaryOperator::Multiply,
    BinaryOperator::Divide,
    BinaryOperator::Power,
    BinaryOperator::Union,
    BinaryOperator::Intersection,
    BinaryOperator::Range,
];

const UNARY: [UnaryOperator; 5] =
    [UnaryOperator::Minus, UnaryOperator::Plus, UnaryOperator::Percent, UnaryOperator::Intersect, UnaryOperator::Spill];

fn index_of<T: PartialEq>(list: &[T], thing: &T) -> u32 {
    list.iter().position(|other| other == thing).unwrap_or_default() as u32
}

fn write_op(op: &Op, names: &[FunctionId], out: &mut Writer) {
    let mut with = |tag: u8, operand: u32| {
        out.byte(tag);
        out.int(operand);
    };
    match op {
        Op::Constant(index) => with(0, *index),
        Op::Missing => out.byte(1),
        Op::Cell(area) => with(2, *area),
        Op::Range(area) => with(3, *area),
        Op::Meet(area) => with(4, *area),
        Op::Intersect => out.byte(5),
        Op::First => out.byte(6),
        Op::Unary(operator) => with(7, index_of(&UNARY, operator)),
        Op::Binary(operator) => with(8, index_of(&BINARY, operator)),
        Op::Snap(operator) => with(9, index_of(&BINARY, operator)),
        Op::Join(operator) => with(10, index_of(&BINARY, operator)),
        Op::Call { function, arguments } => {
            with(11, index_of(names, function));
            out.byte(*arguments);
        }
        Op::Blocks(list) => with(12, *list),
        Op::If { otherwise } => with(13, *otherwise),
        Op::Else { end } => with(14, *end),
        Op::EndIf => out.byte(15),
        Op::Guard { catch: Catch::Any, end } => with(16, *end),
        Op::Guard { catch: Catch::Na, end } => with(17, *end),
        Op::EndGuard => out.byte(18),
        Op::Store(slot) => with(19, (*slot).into()),
        Op::Load(slot) => with(20, (*slot).into()),
        Op::Place(area) => with(21, *area),
        Op::Span(list) => with(22, *list),
        Op::Read => out.byte(23),
        Op::Spilled => out.byte(24),
        Op::Lambda(index) => with(25, *index),
        Op::Function(function) => with(26, index_of(names, function)),
        Op::Skip { to } => with(27, *to),
        Op::Apply { arguments } => with(28, (*arguments).into()),
        Op::Iterate { function, arguments } => {
            with(29, index_of(names, function));
            out.byte(*arguments);
        }
    }
}

fn read_op(names: &[FunctionId], from: &mut Reader<'_>) -> Result<Op, Error> {
    fn operator<T: Copy>(list: &[T], from: &mut Reader<'_>) -> Result<T, Error> {
        let index = from.int()? as usize;
        list.get(index).copied().ok_or_else(|| from.damaged("an unknown operator"))
    }
    fn slot(from: &mut Reader<'_>) -> Result<u16, Error> {
        u16::try_from(from.int()?).map_err(|_| from.damaged("more variables than a formula has"))
    }
    Ok(match from.byte()? {
        0 => Op::Constant(from.int()?),
        1 => Op::Missing,
        2 => Op::Cell(from.int()?),
        3 => Op::Range(from.int()?),
        4 => Op::Meet(from.int()?),
        5 => Op::Intersect,
        6 => Op::First,
        7 => Op::Unary(operator(&UNARY, from)?),
        8 => Op::Binary(operator(&BINARY, from)?),
        9 => Op::Snap(operator(&BINARY, from)?),
        10 => Op::Join(operator(&BINARY, from)?),
        11 => Op::Call { function: operator(names, from)?, arguments: from.byte()? },
        12 => Op::Blocks(from.int()?),
        13 => Op::If { otherwise: from.int()? },
        14 => Op::Else { end: from.int()? },
        15 => Op::EndIf,
        16 => Op::Guard { catch: Catch::Any, end: from.int()? },
        17 => Op::Guard { catch: Catch::Na, end: from.int()? },
        18 => Op::EndGuard,
        19 => Op::Store(slot(from)?),
        20 => Op::Load(slot(from)?),
        21 => Op::Place(from.int()?),
        22 => Op::Span(from.int()?),
        23 => Op::Read,
        24 => Op::Spilled,
        25 => Op::Lambda(from.int()?),
        26 => Op::Function(operator(names, from)?),
        27 => Op::Skip { to: from.int()? },
        28 => Op::Apply {
            arguments: u8::try_from(from.int()?).map_err(|_| from.damaged("more arguments than a call has"))?,
        },
        29 => Op::Iterate { function: operator(names, from)?, arguments: from.byte()? },
        _ => return Err(from.damaged("an unknown op")),
    })
}
