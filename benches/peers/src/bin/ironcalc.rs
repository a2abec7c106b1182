//! IronCalc behind the protocol of `cargo xtask compare`.
//!
//! It keeps no order of dependence: every edit evaluates the whole workbook, and one cell on demand is not offered.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use bench_protocol::{Engine, Place, serve, timed};
use ironcalc::base::Model;
use ironcalc::base::cell::CellValue;
use ironcalc::import::load_from_xlsx_bytes;
use serde_json::{Value, json};

#[derive(Default)]
struct IronCalc {
    model: Option<Model<'static>>,
}

impl IronCalc {
    fn model(&mut self) -> Result<&mut Model<'static>> {
        self.model.as_mut().context("no workbook is loaded")
    }

    /// The sheet, row and column as it counts them: sheets from 0, cells from 1.
    fn place(&mut self, cell: &Place) -> Result<(u32, i32, i32)> {
        let sheets = self.model()?.get_worksheets_properties();
        let sheet = sheets.iter().position(|sheet| sheet.name == cell.sheet);
        let sheet = sheet.with_context(|| format!("there is no sheet `{}`", cell.sheet))?;
        Ok((sheet.try_into()?, i32::try_from(cell.row)? + 1, i32::try_from(cell.column)? + 1))
    }
}

impl Engine for IronCalc {
    fn about(&self) -> String {
        "IronCalc 0.9.1".to_owned()
    }

    fn load(&mut self, xlsx: &[u8]) -> Result<()> {
        let workbook = load_from_xlsx_bytes(xlsx, "compare", "en", "UTC").map_err(|error| anyhow!("{error}"))?;
        self.model = Some(Model::from_workbook(workbook, "en").map_err(|error| anyhow!(error))?);
        Ok(())
    }

    fn calculate(&mut self) -> Result<()> {
        self.recalculate()
    }

    fn recalculate_fully(&mut self) -> Result<Duration> {
        timed(|| self.recalculate())
    }

    fn set(&mut self, cell: &Place, value: &Value) -> Result<()> {
        let (sheet, row, column) = self.place(cell)?;
        let model = self.model()?;
        let done = match value {
            Value::Number(number) => {
                model.update_cell_with_number(sheet, row, column, number.as_f64().context("no double")?)
            }
            Value::String(text) => model.update_cell_with_text(sheet, row, column, text),
            Value::Bool(value) => model.update_cell_with_bool(sheet, row, column, *value),
            _ => bail!("cannot clear a cell without its style"),
        };
        done.map_err(|error| anyhow!(error))
    }

    fn recalculate(&mut self) -> Result<()> {
        self.model()?.evaluate();
        Ok(())
    }

    fn demand(&mut self, _: &Place) -> Result<()> {
        bail!("evaluates whole workbooks only")
    }

    fn read(&mut self, cell: &Place) -> Result<Value> {
        let (sheet, row, column) = self.place(cell)?;
        let value = self.model()?.get_cell_value_by_index(sheet, row, column).map_err(|error| anyhow!(error))?;
        Ok(match value {
            CellValue::None => Value::Null,
            CellValue::Number(number) => json!(number),
            CellValue::Boolean(value) => json!(value),
            // It gives an error as its text.
            CellValue::String(text) if text.starts_with('#') => json!({ "error": text }),
            CellValue::String(text) => json!(text),
        })
    }
}

fn main() -> Result<()> {
    serve(IronCalc::default())
}
