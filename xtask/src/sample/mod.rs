//! `cargo xtask sample`: the workbook of the project's own, a small but complete house-painting estimate.
//!
//! It looks like what Google Sheets exports: its live formulas are plain, and those that only Google knows are frozen inside
//! `IFERROR(__xludf.DUMMYFUNCTION("source"),cached)`. The cached values do not come from the engine: [`arithmetic`] computes
//! the estimate a second time, by hand, so that the sample is also a test of the engine.

mod arithmetic;
mod estimate;
mod exterior;
#[cfg(test)]
mod held;
mod interior;
mod job;
mod order;
mod page;
mod ports;
mod prices;

use std::fs;

use anyhow::{Context, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::project::Project;
use arithmetic::Estimate;
use job::Job;

/// The workbook, below the root.
pub const WORKBOOK: &str = "sample/house-painting.xlsx";
/// Its ports file, below the root.
pub const PORTS: &str = "sample/house-painting.ports.json";

/// Writes both files.
pub fn write(project: &Project) -> Result<()> {
    let job = Job::sample();
    let workbook = workbook(&job).context("cannot make the sample workbook")?;
    let ports = ports::file(&job);
    for (name, bytes) in [(WORKBOOK, workbook), (PORTS, ports.into_bytes())] {
        let file = project.path(name);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&file, bytes).with_context(|| format!("cannot write `{}`", file.display()))?;
        println!("wrote {name}");
    }
    Ok(())
}

/// The workbook of this job: the same bytes every time.
fn workbook(job: &Job) -> Result<Vec<u8>, XlsxError> {
    let figures = Estimate::of(job);
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title("House painting estimate").set_creation_datetime(&created));
    estimate::lay_out(workbook.add_worksheet(), job, &figures)?;
    exterior::lay_out(workbook.add_worksheet(), job, &figures)?;
    interior::lay_out(workbook.add_worksheet(), job, &figures)?;
    order::lay_out(workbook.add_worksheet(), &figures)?;
    prices::lay_out(workbook.add_worksheet())?;
    workbook.define_name("TaxRate", "=Estimate!$B$11")?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::{Cursor, Read};

    use super::*;

    /// Name and content of every part. The packing itself may differ between versions of the compressor.
    fn parts(workbook: Vec<u8>) -> BTreeMap<String, String> {
        let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a zip archive");
        (0..archive.len())
            .map(|index| {
                let mut part = archive.by_index(index).expect("a part");
                let mut text = String::new();
                part.read_to_string(&mut text).expect("every part is XML");
                (part.name().expect("a name in UTF-8").into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn the_committed_sample_is_what_the_generator_writes() {
        let project = Project::locate().expect("the project's root");
        let committed = fs::read(project.path(WORKBOOK)).expect("the sample is committed");
        let job = Job::sample();
        let made = workbook(&job).expect("the generator works");
        assert_eq!(parts(committed), parts(made), "run `cargo xtask sample`");
        let committed = fs::read_to_string(project.path(PORTS)).expect("the ports file is committed");
        assert_eq!(committed, ports::file(&job), "run `cargo xtask sample`");
    }

    #[test]
    fn google_formulas_are_frozen_as_google_freezes_them() {
        let parts = parts(workbook(&Job::sample()).expect("the generator works"));
        let estimate = &parts["xl/worksheets/sheet1.xml"];
        assert!(estimate.contains(
            r##"<f>IFERROR(__xludf.DUMMYFUNCTION("IFERROR(REGEXEXTRACT(B4,""#([\w-]+)""),)"),"H-1042")</f><v>H-1042</v>"##
        ));
        assert!(estimate.contains(r#"<c r="E5" s="5" t="str"><f>IF(B7,ROUND(E3*Prices!B17,2),)</f><v></v></c>"#));
        let order = &parts["xl/worksheets/sheet4.xml"];
        assert!(
            order.contains(r#"<f>IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),"Gallons")</f><v>Gallons</v>"#)
        );
    }
}
