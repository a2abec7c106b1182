//! One output as a line of the result.

use std::fmt::Write;

use calc_core::calculation::Answered;
use calc_core::model::ports::Output;

use super::escape::Escaped;

/// Writes the line of an output.
pub fn write_output(html: &mut String, output: &Output, answered: Option<&Answered>) {
    let port = &output.port;
    let unit = unit_beside(port.unit.as_deref().unwrap_or(""));
    let (text, class) = answered.map_or((String::new(), "value"), shown);
    let text = if text.is_empty() { "–".to_owned() } else { text };
    let _ = write!(
        html,
        "<div class=\"output\"><dt>{}</dt><dd><span class=\"{class}\" data-output=\"{}\">{}</span>",
        Escaped(&port.label),
        Escaped(&port.name),
        Escaped(&text)
    );
    if !unit.is_empty() {
        let _ = write!(html, " <span class=\"unit\">{}</span>", Escaped(&unit));
    }
    html.push_str("</dd></div>");
}

/// The part of a unit that the number itself does not show: a price has its `$`, a fraction is shown as its cell has it.
fn unit_beside(unit: &str) -> String {
    match unit {
        "USD" | "count" | "fraction" => String::new(),
        unit => unit.strip_prefix("USD/").map_or_else(|| unit.to_owned(), |per| format!("/ {per}")),
    }
}

/// What is shown of an answer. The script does the same for later ones.
fn shown(answered: &Answered) -> (String, &'static str) {
    if let Some(error) = answered.value.error() {
        return (error.name().to_owned(), "value failed");
    }
    let text = answered.money.as_deref().map_or_else(|| answered.text.clone(), dollars);
    (text, "value")
}

/// `-1234.50` as `-$1,234.50`.
fn dollars(money: &str) -> String {
    let (sign, digits) = money.strip_prefix('-').map_or(("", money), |digits| ("-", digits));
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}${grouped}.{cents}")
}

#[cfg(test)]
mod tests {
    use super::dollars;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(dollars("0.00"), "$0.00");
        assert_eq!(dollars("999.10"), "$999.10");
        assert_eq!(dollars("-1234567.50"), "-$1,234,567.50");
    }
}
