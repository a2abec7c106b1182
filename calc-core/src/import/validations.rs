//! Data validations: which values a cell may hold.
//!
//! Lists and constant bounds are kept; other rules by their type alone. Rules that Excel 2010 and later write into an extension
//! list (because they point to another sheet) read like the others.

use super::error::ImportError;
use super::limits::Limits;
use super::ranges::parse_range;
use super::text;
use super::xml::{Node, Tag, Xml};
use crate::reference::{RangeRef, SheetId};
use crate::workbook::{Validation, ValidationRule};

/// Appends the rules of a `<dataValidations>` element. `taken` is how many other sheets have had already.
pub(super) fn read(
    xml: &mut Xml<'_>,
    list: &Tag<'_>,
    sheet: SheetId,
    limits: &Limits,
    taken: usize,
    into: &mut Vec<Validation>,
) -> Result<(), ImportError> {
    let inside = xml.inside(list);
    while let Some(tag) = xml.child(inside)? {
        if tag.name() == "dataValidation" {
            if taken + into.len() >= limits.validations {
                return Err(ImportError::limit("data validations", limits.validations as u64));
            }
            let validation = read_one(xml, &tag, sheet)?;
            if !validation.ranges.is_empty() {
                into.push(validation);
            }
        }
    }
    Ok(())
}

fn read_one(xml: &mut Xml<'_>, tag: &Tag<'_>, sheet: SheetId) -> Result<Validation, ImportError> {
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
    let ranges: Vec<RangeRef> = squares.split_ascii_whitespace().filter_map(|text| parse_range(sheet, text)).collect();
    Ok(Validation { ranges, rule: rule(kind, &operator, &first, &second) })
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
        let mut read_rules = Vec::new();
        read(&mut xml, &tag, SheetId(0), &limits, 0, &mut read_rules).unwrap();
        read_rules.into_iter().map(|validation| (validation.ranges.len(), validation.rule)).collect()
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
