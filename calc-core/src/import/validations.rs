//! Data validations: which values a cell may hold.
//!
//! Lists and constant bounds are kept; other rules by their type alone. Rules that Excel 2010 and later write into an extension
//! list (because they point to another sheet) read like the others.

use super::error::ImportError;
use super::limits::Limits;
use super::ranges::parse_range;
use super::text;
use super::xml::{Node, Tag, Xml};
use crate::reference::SheetId;
use crate::workbook::{Validation, ValidationRule};

/// The rules of one sheet.
#[derive(Debug)]
pub(super) struct Validations {
    sheet: SheetId,
    rules: Vec<Validation>,
    most: usize,
    /// How many rules and ranges there is room for.
    room: usize,
}

impl Validations {
    /// `room` is what other sheets have left of the limit.
    pub(super) fn new(sheet: SheetId, limits: &Limits, room: usize) -> Validations {
        Validations { sheet, rules: Vec::new(), most: limits.validations, room }
    }

    /// Adds the rules of a `<dataValidations>` element.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>, list: &Tag<'_>) -> Result<(), ImportError> {
        let inside = xml.inside(list);
        while let Some(tag) = xml.child(inside)? {
            if tag.name() == "dataValidation" {
                self.spend(1)?;
                let (squares, rule) = read_one(xml, &tag)?;
                let mut ranges = Vec::new();
                for square in squares.split_ascii_whitespace() {
                    self.spend(1)?;
                    ranges.extend(parse_range(self.sheet, square));
                }
                if !ranges.is_empty() {
                    self.rules.push(Validation { ranges, rule });
                }
            }
        }
        Ok(())
    }

    /// The rules, and how much room they leave.
    pub(super) fn finish(self) -> (Vec<Validation>, usize) {
        (self.rules, self.room)
    }

    fn spend(&mut self, cost: usize) -> Result<(), ImportError> {
        let left = self.room.checked_sub(cost);
        self.room = left.ok_or_else(|| ImportError::limit("data validations and their ranges", self.most as u64))?;
        Ok(())
    }
}

/// Reads a rule, and the text of the ranges that it holds for.
fn read_one(xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(String, ValidationRule), ImportError> {
    let kind = tag.attribute("type")?.unwrap_or_default().into_owned();
    let operator = tag.attribute("operator")?.unwrap_or_default().into_owned();
    let mut squares = tag.attribute("sqref")?.unwrap_or_default().into_owned();
    let (mut first, mut second) = (String::new(), String::new());
    let inside = xml.inside(tag);
    while let Some(child) = xml.child(inside)? {
        match child.name() {
            "formula1" => first = whole_text(xml, &child)?,
            "formula2" => second = whole_text(xml, &child)?,
            "sqref" => squares = whole_text(xml, &child)?,
            _ => {}
        }
    }
    Ok((squares, rule(kind, &operator, &first, &second)))
}

/// All text of an element, that of elements inside it too: the extension list wraps a formula once more.
fn whole_text(xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<String, ImportError> {
    let depth = xml.inside(tag);
    let mut whole = String::new();
    while xml.depth() >= depth {
        match xml.next()? {
            Node::Text(text) => whole.push_str(&text),
            Node::Char(character) => whole.push(character),
            _ => {}
        }
    }
    Ok(text::unescape(whole.trim()).into_owned())
}

fn rule(kind: String, operator: &str, first: &str, second: &str) -> ValidationRule {
    match kind.as_str() {
        "list" => match first.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(items) => ValidationRule::List(split_items(items)),
            None => ValidationRule::ListFormula(first.strip_prefix('=').unwrap_or(first).to_string()),
        },
        "whole" | "decimal" => number_rule(kind, operator, first.parse().ok(), second.parse().ok()),
        _ => ValidationRule::Other(kind),
    }
}

/// Spreadsheets part a literal list at its commas and drop blanks around the items.
fn split_items(items: &str) -> Vec<String> {
    let items = items.replace("\"\"", "\"");
    items.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_string).collect()
}

/// Bounds belong to the range here, so an open bound moves to the next number that is allowed.
fn number_rule(kind: String, operator: &str, first: Option<f64>, second: Option<f64>) -> ValidationRule {
    let whole = kind == "whole";
    let above = |bound: f64| if whole { bound.floor() + 1.0 } else { bound.next_up() };
    let below = |bound: f64| if whole { bound.ceil() - 1.0 } else { bound.next_down() };
    let (min, max) = match operator {
        "" | "between" => (first, second),
        "equal" => (first, first),
        "greaterThan" => (first.map(above), None),
        "greaterThanOrEqual" => (first, None),
        "lessThan" => (None, first.map(below)),
        "lessThanOrEqual" => (None, first),
        _ => return ValidationRule::Other(kind),
    };
    ValidationRule::Number { whole, min, max }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(list: &str) -> Vec<(usize, ValidationRule)> {
        let limits = Limits::default();
        let mut xml = Xml::new(list, &limits);
        let (tag, _) = xml.root("dataValidations").unwrap();
        let mut validations = Validations::new(SheetId(0), &limits, limits.validations);
        validations.read(&mut xml, &tag).unwrap();
        let (rules, _) = validations.finish();
        rules.into_iter().map(|validation| (validation.ranges.len(), validation.rule)).collect()
    }

    #[test]
    fn lists_are_literal_or_a_formula() {
        let list = r#"<dataValidations count="3">
            <dataValidation type="list" allowBlank="1" sqref="G6 D7:D10 bad"><formula1>&quot;Yes, No ,6&quot;&quot; deep,&quot;</formula1></dataValidation>
            <dataValidation type="list" sqref="A1"><formula1>Data2!$C$2:$C$186</formula1></dataValidation>
            <x14:dataValidation type="list"><x14:formula1> <xm:f>'Other''s'!A1:A9</xm:f> </x14:formula1><xm:sqref>B1 B3</xm:sqref></x14:dataValidation>
            <dataValidation type="list" sqref="nowhere"/></dataValidations>"#;
        let items = ["Yes", "No", "6\" deep"].map(str::to_string).to_vec();
        assert_eq!(
            rules(list),
            [
                (2, ValidationRule::List(items)),
                (1, ValidationRule::ListFormula("Data2!$C$2:$C$186".to_string())),
                (2, ValidationRule::ListFormula("'Other''s'!A1:A9".to_string())),
            ]
        );
    }

    #[test]
    fn numbers_have_closed_bounds() {
        for (attributes, formulas, rule) in [
            ("type='whole'", ("1", "5"), (true, Some(1.0), Some(5.0))),
            ("type='whole' operator='greaterThan'", ("0", ""), (true, Some(1.0), None)),
            ("type='whole' operator='lessThan'", ("2.5", ""), (true, None, Some(2.0))),
            ("type='decimal' operator='lessThanOrEqual'", ("0.5", ""), (false, None, Some(0.5))),
            ("type='decimal' operator='greaterThan'", ("0", ""), (false, Some(5e-324), None)),
            ("type='decimal' operator='equal'", ("2", ""), (false, Some(2.0), Some(2.0))),
            ("type='decimal'", ("A1", "9"), (false, None, Some(9.0))),
        ] {
            let (first, second) = formulas;
            let list = format!(
                "<dataValidations><dataValidation {attributes} sqref='A1'><formula1>{first}</formula1>\
                 <formula2>{second}</formula2></dataValidation></dataValidations>"
            );
            let (whole, min, max) = rule;
            assert_eq!(rules(&list), [(1, ValidationRule::Number { whole, min, max })], "{attributes}");
        }
        let other = "<dataValidations><dataValidation type='custom' sqref='A1'><formula1>A1&gt;2</formula1></dataValidation>\
                     <dataValidation type='whole' operator='notEqual' sqref='A1'><formula1>2</formula1></dataValidation>\
                     </dataValidations>";
        let kinds = ["custom", "whole"].map(|kind| (1, ValidationRule::Other(kind.to_string())));
        assert_eq!(rules(other), kinds);
    }
}
