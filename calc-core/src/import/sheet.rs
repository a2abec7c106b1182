//! One worksheet part: its cells and its data validations. Everything else in it is for the eye.

use super::cells::{CellReader, Cells, Shared};
use super::error::ImportError;
use super::problems::Problems;
use super::validations;
use super::xml::{Tag, Xml};
use crate::reference::SheetId;
use crate::workbook::Validation;

/// What is kept of a worksheet.
#[derive(Debug, Default)]
pub(super) struct Worksheet {
    pub(super) cells: Cells,
    pub(super) validations: Vec<Validation>,
}

/// How much of the limits other sheets have used up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Taken {
    pub(super) cells: usize,
    pub(super) validations: usize,
}

/// Reads a worksheet part.
pub(super) fn read(
    part: &str,
    sheet: SheetId,
    name: &str,
    shared: &Shared<'_>,
    taken: Taken,
    problems: &mut Problems,
) -> Result<Worksheet, ImportError> {
    let mut xml = Xml::new(part, shared.limits);
    let (_, inside) = xml.root("worksheet")?;
    let mut cells = CellReader::new(shared, sheet, name, taken.cells, problems);
    let mut validations = Vec::new();
    while let Some(tag) = xml.child(inside)? {
        match tag.name() {
            "sheetData" => cells.read(&mut xml, &tag)?,
            "dataValidations" => {
                validations::read(&mut xml, &tag, sheet, shared.limits, taken.validations, &mut validations)?;
            }
            "extLst" => extensions(&mut xml, &tag, sheet, shared, taken, &mut validations)?,
            _ => xml.skip(&tag)?,
        }
    }
    Ok(Worksheet { cells: cells.finish(), validations })
}

/// Reads the validations in an extension list.
fn extensions(
    xml: &mut Xml<'_>,
    list: &Tag<'_>,
    sheet: SheetId,
    shared: &Shared<'_>,
    taken: Taken,
    into: &mut Vec<Validation>,
) -> Result<(), ImportError> {
    let members = xml.inside(list);
    while let Some(extension) = xml.child(members)? {
        let inside = xml.inside(&extension);
        while let Some(tag) = xml.child(inside)? {
            if tag.name() == "dataValidations" {
                validations::read(xml, &tag, sheet, shared.limits, taken.validations, into)?;
            }
        }
    }
    Ok(())
}
