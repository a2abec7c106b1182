//! Ports as pieces of a model, so that a model can be read without its workbook.
//!
//! Texts go into the model's own table, and lists of choices, which many inputs share, are written once.

use super::{Input, Output, Port, PortType, Ports, place};
use crate::error::Error;
use crate::reference::{CellRef, SheetId};
use crate::value::{Text, Value};
use crate::wire::{Reader, Writer, list, read_cell, read_value, write_cell, write_value};

const KINDS: [PortType; 5] = [PortType::Number, PortType::Text, PortType::Boolean, PortType::Date, PortType::Any];

const CORE: u8 = 1;
const UNIT: u8 = 2;
const GROUP: u8 = 4;
const MIN: u8 = 8;
const MAX: u8 = 16;
const FREE_TEXT: u8 = 32;
const COMPUTED: u8 = 64;

const START: CellRef = CellRef { sheet: SheetId(0), row: 0, column: 0 };

impl Ports {
    /// Writes the ports.
    pub(crate) fn write(&self, out: &mut Writer) {
        let mut choices: Vec<&[Value]> = Vec::new();
        let lists: Vec<usize> = self
            .inputs
            .iter()
            .map(|input| match choices.iter().position(|known| *known == input.choices) {
                Some(index) => index,
                None => {
                    choices.push(&input.choices);
                    choices.len() - 1
                }
            })
            .collect();
        out.count(choices.len());
        for values in choices {
            out.count(values.len());
            values.iter().for_each(|value| write_value(value, out));
        }
        out.count(self.inputs.len());
        let mut last = START;
        for (input, list) in self.inputs.iter().zip(lists) {
            let own = [
                (MIN, input.min.is_some()),
                (MAX, input.max.is_some()),
                (FREE_TEXT, input.free_text),
                (COMPUTED, input.computed),
            ];
            write_port(&input.port, flags(&own), &mut last, out);
            out.count(list);
            input.min.into_iter().chain(input.max).for_each(|bound| out.double(bound));
            write_value(&input.default, out);
        }
        out.count(self.outputs.len());
        let mut last = START;
        for output in &self.outputs {
            write_port(&output.port, 0, &mut last, out);
        }
    }

    /// Reads what [`Ports::write`] wrote, for sheets of those names.
    pub(crate) fn read(from: &mut Reader<'_>, sheets: &[String]) -> Result<Ports, Error> {
        let choices = list(from, |from| list(from, read_value))?;
        let mut last = START;
        let inputs = list(from, |from| {
            let (port, flags) = read_port(&mut last, sheets, from)?;
            let choices = choices.get(from.int()? as usize).ok_or_else(|| from.damaged("a list that is not there"))?;
            let mut bound = |flag| if flags & flag != 0 { from.double().map(Some) } else { Ok(None) };
            let (min, max) = (bound(MIN)?, bound(MAX)?);
            Ok(Input {
                port,
                choices: choices.clone(),
                min,
                max,
                free_text: flags & FREE_TEXT != 0,
                default: read_value(from)?,
                computed: flags & COMPUTED != 0,
            })
        })?;
        let mut last = START;
        let outputs = list(from, |from| Ok(Output { port: read_port(&mut last, sheets, from)?.0 }))?;
        Ok(Ports::new(inputs, outputs))
    }
}

fn flags(all: &[(u8, bool)]) -> u8 {
    all.iter().filter(|(_, set)| *set).fold(0, |flags, (flag, _)| flags | flag)
}

fn write_port(port: &Port, own: u8, last: &mut CellRef, out: &mut Writer) {
    let common = [(CORE, port.core), (UNIT, port.unit.is_some()), (GROUP, port.group.is_some())];
    out.byte(own | flags(&common));
    out.byte(KINDS.iter().position(|kind| *kind == port.kind).unwrap_or_default() as u8);
    write_cell(port.cell, last, out);
    out.text(&port.name);
    out.text(&port.label);
    port.unit.iter().chain(&port.group).for_each(|text| out.text(text));
}

fn read_port(last: &mut CellRef, sheets: &[String], from: &mut Reader<'_>) -> Result<(Port, u8), Error> {
    let flags = from.byte()?;
    let kind = KINDS.get(usize::from(from.byte()?)).copied().ok_or_else(|| from.damaged("an unknown type of port"))?;
    let cell = read_cell(last, from)?;
    let sheet = sheets.get(cell.sheet.index()).ok_or_else(|| from.damaged("a port on a sheet that is not there"))?;
    let mut text = || from.text().map(|text: Text| text.to_string());
    let (name, label) = (text()?, text()?);
    let unit = if flags & UNIT != 0 { Some(text()?) } else { None };
    let group = if flags & GROUP != 0 { Some(text()?) } else { None };
    let port = Port { name, cell, place: place(sheet, cell), kind, label, unit, group, core: flags & CORE != 0 };
    Ok((port, flags))
}
