//! The estimate computed by hand: the same prices as the workbook's formulas, in plain Rust and without the engine.
//!
//! Every line says what its cell means, in the order in which the formula computes, so that even the last bit agrees.
//! The jobs it is used for have no amount that falls on half a cent, so that plain rounding is enough.

use std::collections::BTreeMap;

use super::job::{Job, Room, Surface};
use super::prices::{
    DEPOSIT, DOOR_HOURS, DOOR_PRICE, FURTHER_COAT, GRADES, INTEREST, LEAD_SAFE, STANDINGS, SUBSTRATES, VOLUME_DISCOUNTS,
};

/// Everything that the formulas of the workbook show.
pub struct Estimate {
    pub surfaces: Vec<SurfaceLine>,
    pub exterior_hours: f64,
    pub exterior_gallons: f64,
    pub exterior: f64,
    pub rooms: Vec<RoomLine>,
    pub interior_hours: f64,
    pub interior_gallons: f64,
    pub interior: f64,
    /// Blank without lead paint.
    pub lead_safe: Option<f64>,
    pub subtotal: f64,
    pub volume_discount: f64,
    pub standing_discount: f64,
    pub tax: f64,
    pub total: f64,
    pub deposit: f64,
    pub monthly: f64,
    pub hours: f64,
    pub days: f64,
    pub last_day: f64,
    /// Gallons by colour, in the order of the colours.
    pub colours: Vec<(String, f64)>,
    pub cans: Vec<f64>,
    pub gallons: f64,
    /// Rooms and their prices, dearest first.
    pub dearest: Vec<(String, f64)>,
    pub product: &'static str,
    pub job: Option<String>,
    pub room_names: String,
    pub outside_colours: String,
    pub family_name: Option<String>,
    pub summary: String,
}

/// The formulas of a line of the exterior sheet.
pub struct SurfaceLine {
    pub area: f64,
    /// Blank without a substrate.
    pub rate: Option<f64>,
    pub hours: f64,
    pub gallons: f64,
    pub price: f64,
}

/// The formulas of a line of the interior sheet.
pub struct RoomLine {
    pub walls: f64,
    /// Blank where the ceiling stays as it is.
    pub ceiling: Option<f64>,
    pub hours: f64,
    pub gallons: f64,
    pub price: f64,
}

impl Estimate {
    /// Computes the job.
    pub fn of(job: &Job) -> Self {
        let (_, paint_price, product) = find(&GRADES, |grade| grade.0 == job.grade);
        let surfaces: Vec<_> =
            job.surfaces.iter().map(|surface| surface_line(surface, job.coats, paint_price)).collect();
        let rooms: Vec<_> = job.rooms.iter().map(|room| room_line(room, job.coats, paint_price)).collect();
        let exterior = sum(surfaces.iter().map(|line| line.price));
        let interior = sum(rooms.iter().map(|line| line.price));

        let lead_safe = job.lead_paint.then(|| cents(exterior * LEAD_SAFE));
        let subtotal = sum([exterior, interior, lead_safe.unwrap_or(0.0)]);
        let volume_rate =
            VOLUME_DISCOUNTS.iter().rev().find(|(from, _)| *from <= subtotal).map_or(0.0, |found| found.1);
        let volume_discount = -cents(subtotal * volume_rate);
        let standing_rate = find(&STANDINGS, |standing| standing.0 == job.standing).1;
        let standing_discount = -cents((subtotal + volume_discount) * standing_rate);
        let tax = cents(sum([subtotal, volume_discount, standing_discount]) * job.tax_rate);
        let total = sum([subtotal, volume_discount, standing_discount, tax]);

        let exterior_hours = sum(surfaces.iter().map(|line| line.hours));
        let interior_hours = sum(rooms.iter().map(|line| line.hours));
        let hours = exterior_hours + interior_hours;
        let days = up(hours / (job.crew * 8.0));

        let colours = colours(job, &surfaces, &rooms);
        let cans = colours.iter().map(|(_, gallons)| up(*gallons)).collect();
        let gallons = sum(colours.iter().map(|(_, gallons)| *gallons));
        let room_names: Vec<&str> = job.rooms.iter().flatten().map(|room| room.name).collect();
        let room_names = if room_names.is_empty() { "none".to_owned() } else { room_names.join(", ") };

        Self {
            exterior_hours,
            exterior_gallons: sum(surfaces.iter().map(|line| line.gallons)),
            exterior,
            interior_hours,
            interior_gallons: sum(rooms.iter().map(|line| line.gallons)),
            interior,
            lead_safe,
            subtotal,
            volume_discount,
            standing_discount,
            tax,
            total,
            deposit: up(total * DEPOSIT / 10.0) * 10.0,
            monthly: cents(monthly(total)),
            hours,
            days,
            last_day: job.start + (days - 1.0).max(0.0),
            colours,
            cans,
            gallons,
            dearest: dearest(job, &rooms),
            product,
            job: job_number(job.note),
            room_names,
            outside_colours: outside_colours(job),
            family_name: job.customer.split_whitespace().last().map(str::to_owned),
            summary: format!("Paint for {}: {} in {days} days", job.customer, dollars(total)),
            surfaces,
            rooms,
        }
    }
}

fn surface_line(surface: &Option<Surface>, coats: f64, paint_price: f64) -> SurfaceLine {
    let Some(surface) = surface else {
        return SurfaceLine { area: 0.0, rate: None, hours: 0.0, gallons: 0.0, price: 0.0 };
    };
    let (_, rate, speed, coverage) = find(&SUBSTRATES, |substrate| substrate.0 == surface.substrate);
    let area = surface.length * surface.height * surface.count;
    let gallons = tenths_up(area / coverage * coats);
    let price = cents(area * rate * with_coats(coats)) + cents(gallons * paint_price);
    SurfaceLine { area, rate: Some(rate), hours: area / speed * coats, gallons, price }
}

fn room_line(room: &Option<Room>, coats: f64, paint_price: f64) -> RoomLine {
    let Some(room) = room else {
        return RoomLine { walls: 0.0, ceiling: None, hours: 0.0, gallons: 0.0, price: 0.0 };
    };
    let (_, wall_rate, wall_speed, wall_coverage) = find(&SUBSTRATES, |substrate| substrate.0 == "Walls");
    let (_, ceiling_rate, ceiling_speed, ceiling_coverage) = find(&SUBSTRATES, |substrate| substrate.0 == "Ceiling");
    let walls = 2.0 * (room.length + room.width) * room.height;
    let ceiling = room.ceiling.then_some(room.length * room.width);
    let above = ceiling.unwrap_or(0.0);
    let hours = (walls / wall_speed + above / ceiling_speed) * coats + room.doors * DOOR_HOURS;
    let gallons = tenths_up((walls / wall_coverage + above / ceiling_coverage) * coats);
    let work = cents((walls * wall_rate + above * ceiling_rate) * with_coats(coats));
    let price = work + cents(gallons * paint_price) + room.doors * DOOR_PRICE;
    RoomLine { walls, ceiling, hours, gallons, price }
}

/// The first coat at its price, each further one at a part of it.
fn with_coats(coats: f64) -> f64 {
    1.0 + (coats - 1.0) * FURTHER_COAT
}

/// Gallons by colour, in the order in which the lines stand, sorted by colour.
fn colours(job: &Job, surfaces: &[SurfaceLine], rooms: &[RoomLine]) -> Vec<(String, f64)> {
    let outside =
        job.surfaces.iter().zip(surfaces).filter_map(|(surface, line)| Some((surface.as_ref()?.colour, line.gallons)));
    let inside = job.rooms.iter().zip(rooms).filter_map(|(room, line)| Some((room.as_ref()?.colour, line.gallons)));
    let mut sums = BTreeMap::new();
    for (colour, gallons) in outside.chain(inside).filter(|(_, gallons)| *gallons > 0.0) {
        *sums.entry(colour.to_owned()).or_insert(0.0) += gallons;
    }
    sums.into_iter().collect()
}

fn dearest(job: &Job, rooms: &[RoomLine]) -> Vec<(String, f64)> {
    let priced =
        job.rooms.iter().zip(rooms).filter_map(|(room, line)| Some((room.as_ref()?.name.to_owned(), line.price)));
    let mut priced: Vec<_> = priced.collect();
    priced.sort_by(|left, right| right.1.total_cmp(&left.1));
    priced
}

fn outside_colours(job: &Job) -> String {
    let mut colours: Vec<&str> = Vec::new();
    for surface in job.surfaces.iter().flatten() {
        if !colours.contains(&surface.colour) {
            colours.push(surface.colour);
        }
    }
    colours.join(" and ")
}

/// What stands behind the first `#`, up to a letter that is no part of a number.
fn job_number(note: &str) -> Option<String> {
    let (_, after) = note.split_once('#')?;
    let number = after.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "_-".contains(*letter));
    Some(number.collect()).filter(|number: &String| !number.is_empty())
}

/// Twelve equal payments at the end of each month.
fn monthly(total: f64) -> f64 {
    let rate = INTEREST / 12.0;
    let growth: f64 = (0..12).map(|_| 1.0 + rate).product();
    total * rate * growth / (growth - 1.0)
}

fn cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

fn tenths_up(quantity: f64) -> f64 {
    up(quantity * 10.0) / 10.0
}

/// The next whole number, unless this is one to nine decimals: `777/350*5` is 11.100000000000001 in binary and 11.1 in a
/// spreadsheet, which rounds what it shows.
fn up(number: f64) -> f64 {
    (number - 1e-9).ceil() + 0.0
}

fn dollars(amount: f64) -> String {
    let text = format!("{amount:.2}");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("${grouped}.{cents}")
}

/// From 0 and from the left, as a spreadsheet adds.
fn sum(numbers: impl IntoIterator<Item = f64>) -> f64 {
    numbers.into_iter().fold(0.0, |total, number| total + number)
}

fn find<T: Copy>(table: &[T], matches: impl Fn(&T) -> bool) -> T {
    *table.iter().find(|row| matches(row)).expect("the sample job names only what the price table has")
}
