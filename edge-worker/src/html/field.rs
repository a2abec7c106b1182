//! One input as a labelled field.
//!
//! A field carries what the script needs in `data-` attributes: its name, its kind, and whether a formula stands behind it. A
//! field that nobody touched is left out of the request, so the formula stays alive.

use std::fmt::Write;

use calc_core::calendar::Calendar;
use calc_core::model::ports::{Allowed, Input, MAX_TEXT, PortType};
use calc_core::value::{AsJson, Value};

use super::escape::Escaped;

/// Writes the field of an input. `index` makes its id.
pub fn write_field(html: &mut String, index: usize, input: &Input, calendar: Calendar) {
    let port = &input.port;
    let id = format!("i{index}");
    let label = Escaped(&port.label);
    // Writing to a string cannot fail.
    let _ = write!(html, "<div class=\"field\"><label for=\"{id}\">{label}</label><div class=\"control\">");
    write_control(html, &id, input, calendar);
    // That a count counts is said by its label.
    if let Some(unit) = port.unit.as_deref().filter(|unit| *unit != "count") {
        let _ = write!(html, "<span class=\"unit\">{}</span>", Escaped(unit));
    }
    let _ = write!(html, "</div><p class=\"error\" id=\"{id}-error\" hidden></p></div>");
}

fn write_control(html: &mut String, id: &str, input: &Input, calendar: Calendar) {
    let allowed = input.allowed(calendar);
    let open_choice = input.free_text;
    match input.port.kind {
        _ if !input.choices.is_empty() && !open_choice => write_select(html, id, input, &input.choices),
        PortType::Boolean if input.computed => {
            write_select(html, id, input, &[Value::Bool(true), Value::Bool(false)]);
        }
        PortType::Boolean => {
            let checked = if input.default == Value::Bool(true) { " checked" } else { "" };
            let _ = write!(html, "<input type=\"checkbox\"{}{checked}>", attributes(id, input));
        }
        PortType::Number => {
            let _ = write!(html, "<input type=\"number\" inputmode=\"decimal\" step=\"any\"{}", attributes(id, input));
            if let Some(Allowed::Number { min, max }) = allowed.first() {
                let _ = write!(html, " min=\"{}\" max=\"{}\"", shown(&Value::from(*min)), shown(&Value::from(*max)));
            }
            write_value(html, input);
        }
        PortType::Date => {
            let _ = write!(html, "<input type=\"date\"{}", attributes(id, input));
            for alternative in &allowed {
                if let Allowed::Date(bounds) = alternative {
                    let _ = write!(html, " min=\"{}\" max=\"{}\"", bounds.first, bounds.last);
                }
            }
            let _ = write!(html, " value=\"{}\">", date_text(&input.default, calendar).unwrap_or_default());
        }
        PortType::Text | PortType::Any => {
            let _ = write!(
                html,
                "<input type=\"text\" autocomplete=\"off\" maxlength=\"{MAX_TEXT}\"{}",
                attributes(id, input)
            );
            let has_list = !input.choices.is_empty();
            if has_list {
                let _ = write!(html, " list=\"{id}-list\"");
            }
            write_value(html, input);
            if has_list {
                let _ = write!(html, "<datalist id=\"{id}-list\">");
                for choice in &input.choices {
                    let _ = write!(html, "<option value=\"{}\">", Escaped(&shown(choice)));
                }
                html.push_str("</datalist>");
            }
        }
    }
}

/// Ends an `input` tag with its value. A formula's result is shown as a placeholder: typing overrides it, clearing restores it.
fn write_value(html: &mut String, input: &Input) {
    let value = shown(&input.default);
    let attribute = if input.computed { "placeholder" } else { "value" };
    let _ = write!(html, " {attribute}=\"{}\">", Escaped(&value));
}

fn write_select(html: &mut String, id: &str, input: &Input, choices: &[Value]) {
    let _ = write!(html, "<select{}>", attributes(id, input));
    let is_choice = choices.contains(&input.default);
    if input.computed {
        html.push_str("<option value=\"\" selected>From the workbook</option>");
    } else if !is_choice {
        let _ = write!(html, "<option value=\"\" selected>{}</option>", Escaped(&shown(&input.default)));
    }
    for choice in choices {
        let selected = if !input.computed && *choice == input.default { " selected" } else { "" };
        let label = match choice {
            Value::Bool(true) => "Yes".to_owned(),
            Value::Bool(false) => "No".to_owned(),
            other => shown(other),
        };
        let _ = write!(html, "<option value=\"{}\"{selected}>{}</option>", Escaped(&json(choice)), Escaped(&label));
    }
    html.push_str("</select>");
}

fn attributes(id: &str, input: &Input) -> String {
    let mut attributes = format!(
        " id=\"{id}\" data-input=\"{}\" data-kind=\"{}\" aria-describedby=\"{id}-error\"",
        Escaped(&input.port.name),
        input.port.kind
    );
    if input.computed {
        attributes.push_str(" data-computed");
    }
    attributes
}

fn json(value: &Value) -> String {
    serde_json::to_string(&AsJson(value)).unwrap_or_default()
}

/// A value as a person would type it.
fn shown(value: &Value) -> String {
    match value {
        Value::Blank | Value::Error(_) => String::new(),
        Value::Text(text) => text.to_string(),
        other => json(other),
    }
}

fn date_text(value: &Value, calendar: Calendar) -> Option<String> {
    let Value::Number(serial) = value else { return None };
    let date = calendar.date(serial.floor() as i64)?;
    Some(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}
