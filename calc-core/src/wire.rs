//! The smallest pieces of a model's bytes: variable-length integers, doubles, interned texts, cells and ranges.

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, RangeRef, SheetId};
use crate::value::{CellError, Text, Value};

/// Writes pieces; texts go into a table of their own, each once.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    texts: Vec<Text>,
    ids: FxHashMap<Text, u32>,
}

impl Writer {
    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// An unsigned integer, seven bits a byte, lowest first (LEB128).
    pub fn int(&mut self, value: impl Into<u64>) {
        let mut rest = value.into();
        while rest >= 0x80 {
            self.bytes.push((rest as u8 & 0x7f) | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }

    /// A count.
    pub fn count(&mut self, count: usize) {
        self.int(count as u64);
    }

    /// A signed integer, zigzag.
    pub fn signed(&mut self, value: i64) {
        self.int(((value << 1) ^ (value >> 63)) as u64);
    }

    /// A double, as its bits.
    pub fn double(&mut self, value: f64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A text, by its number in the table.
    pub fn text(&mut self, text: &str) {
        let id = match self.ids.get(text) {
            Some(id) => *id,
            None => {
                let id = self.texts.len() as u32;
                let text = Text::from(text);
                self.texts.push(text.clone());
                self.ids.insert(text, id);
                id
            }
        };
        self.int(id);
    }

    /// The table of texts followed by the pieces.
    pub fn finish(self) -> Vec<u8> {
        let mut head = Writer::default();
        head.count(self.texts.len());
        for text in &self.texts {
            head.count(text.len());
            head.bytes.extend_from_slice(text.as_bytes());
        }
        head.bytes.extend_from_slice(&self.bytes);
        head.bytes
    }
}

/// Reads what a [`Writer`] wrote, out of bytes that may be anything.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    texts: Vec<Text>,
}

impl<'a> Reader<'a> {
    /// Reads the table of texts and stands at the first piece.
    pub fn new(bytes: &'a [u8]) -> Result<Reader<'a>, Error> {
        let mut reader = Reader { bytes, at: 0, texts: Vec::new() };
        let count = reader.count()?;
        reader.texts.reserve(count);
        for _ in 0..count {
            let len = reader.count()?;
            let raw = reader.take(len)?;
            let text = std::str::from_utf8(raw).map_err(|_| reader.damaged("text that is not UTF-8"))?;
            reader.texts.push(Text::from(text));
        }
        Ok(reader)
    }

    /// The error for bytes that make no sense.
    pub fn damaged(&self, found: &str) -> Error {
        Error::model(format!(
            "cannot read the model: found {found} at byte {} of {}; compile the workbook again",
            self.at,
            self.bytes.len()
        ))
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(len);
        match end.and_then(|end| self.bytes.get(self.at..end)) {
            Some(taken) => {
                self.at += len;
                Ok(taken)
            }
            None => Err(self.damaged("its end too early")),
        }
    }

    /// One byte.
    pub fn byte(&mut self) -> Result<u8, Error> {
        match self.bytes.get(self.at) {
            Some(byte) => {
                self.at += 1;
                Ok(*byte)
            }
            None => Err(self.damaged("its end too early")),
        }
    }

    /// An unsigned integer.
    pub fn long(&mut self) -> Result<u64, Error> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.damaged("an integer of more than 64 bits"))
    }

    /// An unsigned integer of 32 bits.
    pub fn int(&mut self) -> Result<u32, Error> {
        let value = self.long()?;
        u32::try_from(value).map_err(|_| self.damaged("an integer of more than 32 bits"))
    }

    /// A count of things that each take at least one byte, so a lying count allocates nothing.
    pub fn count(&mut self) -> Result<usize, Error> {
        let count = self.long()?;
        match usize::try_from(count) {
            Ok(count) if count <= self.bytes.len() - self.at => Ok(count),
            _ => Err(self.damaged("a count larger than what follows")),
        }
    }

    /// A signed integer.
    pub fn signed(&mut self) -> Result<i64, Error> {
        let raw = self.long()?;
        Ok((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }

    /// A double.
    pub fn double(&mut self) -> Result<f64, Error> {
        let raw = self.take(8)?;
        let mut bits = [0_u8; 8];
        bits.copy_from_slice(raw);
        Ok(f64::from_le_bytes(bits))
    }

    /// A text.
    pub fn text(&mut self) -> Result<Text, Error> {
        let id = self.int()? as usize;
        match self.texts.get(id) {
            Some(text) => Ok(text.clone()),
            None => Err(self.damaged("a text that is not in the table")),
        }
    }

    /// Whether all pieces were read.
    pub fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }
}

/// Reads a count and so many things.
pub(crate) fn list<'a, T>(
    from: &mut Reader<'a>,
    mut read: impl FnMut(&mut Reader<'a>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let count = from.count()?;
    let mut things = Vec::with_capacity(count);
    for _ in 0..count {
        things.push(read(from)?);
    }
    Ok(things)
}

/// Writes a cell as its distance from the last one: mostly three bytes.
pub(crate) fn write_cell(cell: CellRef, last: &mut CellRef, out: &mut Writer) {
    out.signed(i64::from(cell.sheet.0) - i64::from(last.sheet.0));
    out.signed(i64::from(cell.row) - i64::from(last.row));
    out.signed(i64::from(cell.column) - i64::from(last.column));
    *last = cell;
}

/// Reads a cell written by its distance.
pub(crate) fn read_cell(last: &mut CellRef, from: &mut Reader<'_>) -> Result<CellRef, Error> {
    let (sheet, row, column) = (from.signed()?, from.signed()?, from.signed()?);
    let moved = |last: u32, by: i64| i64::from(last).checked_add(by).and_then(|index| u32::try_from(index).ok());
    let sheet = moved(last.sheet.0.into(), sheet).and_then(|sheet| u16::try_from(sheet).ok());
    let row = moved(last.row, row).filter(|row| *row < MAX_ROWS);
    let column = moved(last.column, column).filter(|column| *column < MAX_COLUMNS);
    let (Some(sheet), Some(row), Some(column)) = (sheet, row, column) else {
        return Err(from.damaged("a cell off the sheet"));
    };
    *last = CellRef { sheet: SheetId(sheet), row, column };
    Ok(*last)
}

/// Writes a range.
pub(crate) fn write_range(range: RangeRef, out: &mut Writer) {
    out.int(range.sheet.0);
    out.int(range.top);
    out.int(range.left);
    out.int(range.bottom - range.top);
    out.int(range.right - range.left);
}

/// Reads a range.
pub(crate) fn read_range(from: &mut Reader<'_>) -> Result<RangeRef, Error> {
    let sheet = u16::try_from(from.int()?).map_err(|_| from.damaged("a sheet past 65,536"))?;
    let (top, left, rows, columns) = (from.int()?, from.int()?, from.int()?, from.int()?);
    let bottom = top.checked_add(rows).filter(|bottom| *bottom < MAX_ROWS);
    let right = left.checked_add(columns).filter(|right| *right < MAX_COLUMNS);
    match (bottom, right) {
        (Some(bottom), Some(right)) => Ok(RangeRef { sheet: SheetId(sheet), top, left, bottom, right }),
        _ => Err(from.damaged("a range off the sheet")),
    }
}

/// Writes a value.
pub(crate) fn write_value(value: &Value, out: &mut Writer) {
    match value {
        Value::Blank => out.byte(0),
        Value::Number(number) => {
            out.byte(1);
            out.double(*number);
        }
        Value::Text(text) => {
            out.byte(2);
            out.text(text);
        }
        Value::Bool(false) => out.byte(3),
        Value::Bool(true) => out.byte(4),
        Value::Error(error) => {
            out.byte(5);
            out.text(error.name());
        }
    }
}

/// Reads a value.
pub(crate) fn read_value(from: &mut Reader<'_>) -> Result<Value, Error> {
    let tag = from.byte()?;
    read_tagged(tag, from)
}

/// Reads the rest of a value whose tag is known.
pub(crate) fn read_tagged(tag: u8, from: &mut Reader<'_>) -> Result<Value, Error> {
    Ok(match tag {
        0 => Value::Blank,
        1 => Value::from(from.double()?),
        2 => Value::Text(from.text()?),
        3 => Value::Bool(false),
        4 => Value::Bool(true),
        5 => {
            let name = from.text()?;
            Value::Error(CellError::from_name(&name).ok_or_else(|| from.damaged("an unknown error value"))?)
        }
        _ => return Err(from.damaged("an unknown kind of value")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back() {
        let mut writer = Writer::default();
        writer.int(300_u32);
        writer.signed(-5);
        writer.double(0.1);
        writer.text("a");
        writer.text("b");
        writer.text("a");
        writer.int(u64::MAX);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes).unwrap();
        assert_eq!(reader.int().unwrap(), 300);
        assert_eq!(reader.signed().unwrap(), -5);
        assert_eq!(reader.double().unwrap(), 0.1);
        assert_eq!(reader.text().unwrap(), "a");
        assert_eq!(reader.text().unwrap(), "b");
        assert_eq!(reader.text().unwrap(), "a");
        assert_eq!(reader.long().unwrap(), u64::MAX);
        assert!(reader.is_at_end());
        assert!(reader.byte().is_err());
    }

    #[test]
    fn a_lying_count_is_an_error() {
        assert!(Reader::new(&[0xff, 0xff, 0xff, 0x7f]).is_err());
    }
}
