//! One worksheet part: its cells and its data validations. Everything else in it is for the eye.

use super::cells::{CellReader, Cells, Shared};
use super::error::ImportError;
use super::limits::Limits;
use super::problems::Problems;
use super::ranges::parse_range;
use super::validations::Validations;
use super::xml::{Tag, Xml};
use crate::reference::{RangeRef, SheetId};
use crate::workbook::Validation;

/// What is kept of a worksheet.
#[derive(Debug, Default)]
pub(super) struct Worksheet {
    pub(super) cells: Cells,
    pub(super) validations: Vec<Validation>,
    /// The range of a filter that leaves rows out.
    pub(super) filtered: Option<RangeRef>,
}

/// How much of the limits is left for the sheets to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) cells: usize,
    pub(super) validations: usize,
}

impl Room {
    pub(super) fn new(limits: &Limits) -> Room {
        Room { cells: limits.cells, validations: limits.validations }
    }
}

/// Reads a worksheet part.
pub(super) fn read(
    part: &str,
    sheet: SheetId,
    name: &str,
    shared: &Shared<'_>,
    room: &mut Room,
    problems: &mut Problems,
) -> Result<Worksheet, ImportError> {
    let mut xml = Xml::new(part, shared.limits);
    let (_, inside) = xml.root("worksheet")?;
    let mut cells = CellReader::new(shared, sheet, name, room.cells, problems);
    let mut validations = Validations::new(sheet, shared.limits, room.validations);
    let mut filtered = None;
    while let Some(tag) = xml.child(inside)? {
        match tag.name() {
            "sheetData" => cells.read(&mut xml, &tag)?,
            "dataValidations" => validations.read(&mut xml, &tag)?,
            "autoFilter" => filtered = filter(&mut xml, &tag, sheet)?,
            "extLst" => extensions(&mut xml, &tag, &mut validations)?,
            _ => xml.skip(&tag)?,
        }
    }
    let cells = cells.finish();
    room.cells = room.cells.saturating_sub(cells.cells.len() + cells.spilled.len());
    let (validations, left) = validations.finish();
    room.validations = left;
    Ok(Worksheet { cells, validations, filtered })
}

/// The range of a filter; `None` if it lets all rows through.
pub(super) fn filter(xml: &mut Xml<'_>, tag: &Tag<'_>, sheet: SheetId) -> Result<Option<RangeRef>, ImportError> {
    let range = tag.attribute("ref")?.and_then(|text| parse_range(sheet, &text));
    let inside = xml.inside(tag);
    let mut leaves_out = false;
    while let Some(child) = xml.child(inside)? {
        leaves_out |= child.name() == "filterColumn";
    }
    Ok(range.filter(|_| leaves_out))
}

/// Reads the validations in an extension list.
fn extensions(xml: &mut Xml<'_>, list: &Tag<'_>, validations: &mut Validations) -> Result<(), ImportError> {
    let members = xml.inside(list);
    while let Some(extension) = xml.child(members)? {
        let inside = xml.inside(&extension);
        while let Some(tag) = xml.child(inside)? {
            if tag.name() == "dataValidations" {
                validations.read(xml, &tag)?;
            }
        }
    }
    Ok(())
}
