//! The ports file of the sample: which cells may be set, which may be read, and what they are called.

use serde_json::{Map, Value, json};

use super::job::{Job, Room, Surface};
use super::prices::{GRADES, OUTSIDE, STANDINGS, SUBSTRATES};
use super::{exterior, interior};

/// Everything about a port beside its name, cell and type, in the order in which the file says it.
type Details = Vec<(&'static str, Value)>;

/// The file's text.
pub fn file(job: &Job) -> String {
    let mut inputs = general_inputs(job);
    for (index, (row, surface)) in (exterior::FIRST + 1..).zip(&job.surfaces).enumerate() {
        inputs.extend(surface_inputs(index + 1, row, surface.as_ref()));
    }
    for (index, (row, room)) in (interior::FIRST + 1..).zip(&job.rooms).enumerate() {
        inputs.extend(room_inputs(index + 1, row, room.as_ref()));
    }
    let file = json!({ "workbook": "house-painting.xlsx", "inputs": inputs, "outputs": outputs() });
    // Indented by one, like the ports files that the compiler writes.
    let mut text = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, formatter);
    serde::Serialize::serialize(&file, &mut serializer).expect("a value of JSON can be written to memory");
    text.push(b'\n');
    String::from_utf8(text).expect("JSON is UTF-8")
}

fn general_inputs(job: &Job) -> Vec<Value> {
    let text = |choices: Vec<&str>| ("choices", json!(choices));
    let range = |least: f64, greatest: f64| [("min", number(least)), ("max", number(greatest))];
    let ports: [(&str, &str, &str, &str, Details, Value); 9] = [
        ("coats", "B5", "number", "Coats of paint", range(1.0, 5.0).to_vec(), number(job.coats)),
        ("paint_grade", "B6", "text", "Paint grade", vec![text(GRADES.map(|row| row.0).to_vec())], json!(job.grade)),
        ("lead_paint", "B7", "boolean", "Lead paint found", vec![], json!(job.lead_paint)),
        ("start_date", "B8", "date", "First day of work", vec![], number(job.start)),
        ("crew", "B9", "number", "Painters in the crew", range(1.0, 12.0).to_vec(), number(job.crew)),
        ("standing", "B10", "text", "Customer", vec![text(STANDINGS.map(|row| row.0).to_vec())], json!(job.standing)),
        ("tax_rate", "B11", "number", "Tax rate", with_unit("fraction", range(0.0, 0.2)), number(job.tax_rate)),
        ("customer", "B3", "text", "Name of the customer", vec![("free_text", json!(true))], json!(job.customer)),
        ("note", "B4", "text", "Note", vec![("free_text", json!(true))], json!(job.note)),
    ];
    let ports = ports.into_iter().map(|(name, cell, kind, label, details, default)| {
        input(name, &format!("Estimate!{cell}"), kind, label, details, default, "job", true)
    });
    ports.collect()
}

fn surface_inputs(index: usize, row: u32, surface: Option<&Surface>) -> Vec<Value> {
    let substrates: Vec<&str> = SUBSTRATES.iter().take(OUTSIDE).map(|substrate| substrate.0).collect();
    let length = |greatest: f64| with_unit("ft", [("min", number(0.0)), ("max", number(greatest))]);
    let count = with_unit("count", [("min", number(0.0)), ("max", number(500.0))]);
    let default = |value: fn(&Surface) -> Value| surface.map_or(Value::Null, value);
    let area = vec![
        ("unit", json!("sqft")),
        ("min", number(0.0)),
        ("max", number(50_000.0)),
        ("computed_default", json!(true)),
    ];
    let area_default = number(surface.map_or(0.0, |surface| surface.length * surface.height * surface.count));
    let ports: [(&str, char, &str, &str, Details, Value); 7] = [
        ("name", 'A', "text", "name", vec![("free_text", json!(true))], default(|surface| json!(surface.name))),
        (
            "substrate",
            'B',
            "text",
            "substrate",
            vec![("choices", json!(substrates))],
            default(|surface| json!(surface.substrate)),
        ),
        ("colour", 'C', "text", "colour", vec![("free_text", json!(true))], default(|surface| json!(surface.colour))),
        ("length", 'D', "number", "length", length(1000.0), default(|surface| number(surface.length))),
        ("height", 'E', "number", "height", length(200.0), default(|surface| number(surface.height))),
        ("count", 'F', "number", "count", count, default(|surface| number(surface.count))),
        ("area", 'G', "number", "area, instead of its measures", area, area_default),
    ];
    let ports = ports.into_iter().map(|(name, column, kind, label, details, default)| {
        let core = name != "area" && index <= 4;
        let (name, label) = (format!("exterior_{index}_{name}"), format!("Surface {index}: {label}"));
        input(&name, &format!("Exterior!{column}{row}"), kind, &label, details, default, "exterior", core)
    });
    ports.collect()
}

fn room_inputs(index: usize, row: u32, room: Option<&Room>) -> Vec<Value> {
    let length = |greatest: f64| with_unit("ft", [("min", number(0.0)), ("max", number(greatest))]);
    let doors = with_unit("count", [("min", number(0.0)), ("max", number(50.0))]);
    let default = |value: fn(&Room) -> Value| room.map_or(Value::Null, value);
    let ports: [(&str, char, &str, &str, Details, Value); 7] = [
        ("name", 'A', "text", "name", vec![("free_text", json!(true))], default(|room| json!(room.name))),
        ("colour", 'B', "text", "colour", vec![("free_text", json!(true))], default(|room| json!(room.colour))),
        ("length", 'C', "number", "length", length(300.0), default(|room| number(room.length))),
        ("width", 'D', "number", "width", length(300.0), default(|room| number(room.width))),
        ("height", 'E', "number", "height", length(60.0), default(|room| number(room.height))),
        ("ceiling", 'F', "boolean", "paint the ceiling", vec![], default(|room| json!(room.ceiling))),
        ("doors", 'G', "number", "doors", doors, default(|room| number(room.doors))),
    ];
    let ports = ports.into_iter().map(|(name, column, kind, label, details, default)| {
        let (name, label) = (format!("interior_{index}_{name}"), format!("Room {index}: {label}"));
        input(&name, &format!("Interior!{column}{row}"), kind, &label, details, default, "interior", index <= 3)
    });
    ports.collect()
}

fn outputs() -> Vec<Value> {
    let ports = [
        ("total", "Estimate!E10", "number", "Total", "USD", true),
        ("exterior", "Estimate!E3", "number", "Exterior", "USD", true),
        ("interior", "Estimate!E4", "number", "Interior", "USD", true),
        ("lead_safe_work", "Estimate!E5", "number", "Lead-safe work", "USD", true),
        ("subtotal", "Estimate!E6", "number", "Subtotal", "USD", true),
        ("volume_discount", "Estimate!E7", "number", "Volume discount", "USD", true),
        ("customer_discount", "Estimate!E8", "number", "Customer discount", "USD", true),
        ("tax", "Estimate!E9", "number", "Tax", "USD", true),
        ("deposit", "Estimate!E11", "number", "Deposit", "USD", true),
        ("monthly", "Estimate!E12", "number", "Per month for a year", "USD/month", true),
        ("hours", "Estimate!E13", "number", "Hours of work", "h", true),
        ("days", "Estimate!E14", "number", "Working days", "count", true),
        ("last_day", "Estimate!E15", "date", "Last day of work", "", true),
        ("gallons", "Estimate!E16", "number", "Gallons of paint", "gal", true),
        ("cans", "Estimate!E17", "number", "Cans to order", "count", true),
        ("product", "Estimate!E18", "text", "Product", "", true),
        ("job_number", "Estimate!E19", "text", "Job number, from the note", "", false),
        ("room_names", "Estimate!E20", "text", "Rooms", "", false),
        ("outside_colours", "Estimate!E21", "text", "Colours outside", "", false),
        ("family_name", "Estimate!E22", "text", "Family name", "", false),
        ("summary", "Estimate!E23", "text", "Summary", "", true),
        ("first_colour", "Paint order!A4", "text", "First colour of the order", "", false),
        ("first_colour_gallons", "Paint order!B4", "number", "Gallons of the first colour", "gal", false),
        ("dearest_room", "Paint order!E4", "text", "Dearest room", "", false),
        ("dearest_room_price", "Paint order!F4", "number", "Price of the dearest room", "USD", false),
    ];
    let ports = ports.into_iter().map(|(name, cell, kind, label, unit, core)| {
        let mut port = port(name, cell, kind, label);
        if !unit.is_empty() {
            port.insert("unit".to_owned(), json!(unit));
        }
        finish(port, "result", core)
    });
    ports.collect()
}

#[expect(clippy::too_many_arguments, reason = "a row of the tables above")]
fn input(
    name: &str,
    cell: &str,
    kind: &str,
    label: &str,
    details: Details,
    default: Value,
    group: &str,
    core: bool,
) -> Value {
    let mut port = port(name, cell, kind, label);
    port.extend(details.into_iter().map(|(key, value)| (key.to_owned(), value)));
    port.insert("default".to_owned(), default);
    finish(port, group, core)
}

fn port(name: &str, cell: &str, kind: &str, label: &str) -> Map<String, Value> {
    let members = [("name", name), ("cell", cell), ("type", kind), ("label", label)];
    members.into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect()
}

fn finish(mut port: Map<String, Value>, group: &str, core: bool) -> Value {
    port.insert("group".to_owned(), json!(group));
    if core {
        port.insert("core".to_owned(), json!(true));
    }
    Value::Object(port)
}

fn with_unit(unit: &str, range: [(&'static str, Value); 2]) -> Details {
    [("unit", json!(unit))].into_iter().chain(range).collect()
}

/// A whole number stands without a decimal.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}
