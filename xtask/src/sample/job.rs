//! What an estimator writes down at a house: the inputs of the sample, as data.

/// One house to paint.
#[derive(Clone)]
pub struct Job {
    pub customer: &'static str,
    pub note: &'static str,
    pub coats: f64,
    pub grade: &'static str,
    pub lead_paint: bool,
    /// A serial date.
    pub start: f64,
    pub crew: f64,
    pub standing: &'static str,
    pub tax_rate: f64,
    pub surfaces: [Option<Surface>; SURFACES],
    pub rooms: [Option<Room>; ROOMS],
}

/// How many lines the exterior sheet has.
pub const SURFACES: usize = 6;
/// How many lines the interior sheet has.
pub const ROOMS: usize = 6;

/// A line of the exterior sheet.
#[derive(Clone, Copy)]
pub struct Surface {
    pub name: &'static str,
    pub substrate: &'static str,
    pub colour: &'static str,
    /// In feet.
    pub length: f64,
    /// In feet.
    pub height: f64,
    pub count: f64,
}

/// A line of the interior sheet.
#[derive(Clone, Copy)]
pub struct Room {
    pub name: &'static str,
    pub colour: &'static str,
    /// In feet.
    pub length: f64,
    /// In feet.
    pub width: f64,
    /// In feet.
    pub height: f64,
    pub ceiling: bool,
    pub doors: f64,
}

impl Job {
    /// The house of the sample.
    pub fn sample() -> Self {
        Self {
            customer: "Ada Whitcombe",
            note: "Job #H-1042: dog in the yard, call before arrival",
            coats: 2.0,
            grade: "Premium",
            lead_paint: false,
            // 4 May 2026
            start: 46146.0,
            crew: 3.0,
            standing: "Returning",
            tax_rate: 0.0825,
            surfaces: [
                Some(surface("Front", "Siding", "Cloud White", [42.0, 18.5, 1.0])),
                Some(surface("Back", "Siding", "Cloud White", [42.0, 18.5, 1.0])),
                Some(surface("Chimney", "Brick", "Ember", [5.5, 24.0, 2.0])),
                Some(surface("Window trim", "Trim", "Navy", [14.0, 0.5, 12.0])),
                None,
                None,
            ],
            rooms: [
                Some(room("Living room", "Sage", [18.0, 14.5, 9.0], true, 2.0)),
                Some(room("Kitchen", "Cloud White", [12.0, 11.0, 9.0], true, 1.0)),
                Some(room("Study", "Navy", [10.0, 9.5, 9.0], false, 1.0)),
                None,
                None,
                None,
            ],
        }
    }
}

/// A surface from its length, height and count.
pub const fn surface(name: &'static str, substrate: &'static str, colour: &'static str, size: [f64; 3]) -> Surface {
    let [length, height, count] = size;
    Surface { name, substrate, colour, length, height, count }
}

/// A room from its length, width and height.
pub const fn room(name: &'static str, colour: &'static str, size: [f64; 3], ceiling: bool, doors: f64) -> Room {
    let [length, width, height] = size;
    Room { name, colour, length, width, height, ceiling, doors }
}
