//! The units of CONVERT, each by what it is in the first unit of its kind.

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// In grams.
    Mass,
    /// In metres.
    Distance,
    /// In seconds.
    Time,
    /// In pascals.
    Pressure,
    /// In newtons.
    Force,
    /// In joules.
    Energy,
    /// In watts.
    Power,
    /// In tesla.
    Magnetism,
    /// In kelvins, with a zero point of its own.
    Temperature,
    /// In cubic metres.
    Volume,
    /// In square metres.
    Area,
    /// In bits.
    Information,
    /// In metres a second.
    Speed,
}

/// Which prefixes a unit takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefixes {
    /// None.
    No,
    /// Those of the metric system; to the power of the unit, so that `km2` is a million `m2`.
    Metric(i32),
    /// Those of the metric system and the binary ones.
    Binary,
}

/// A unit.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// The names, as written: case counts.
    pub names: &'static [&'static str],
    /// What it measures.
    pub measure: Measure,
    /// How much of the measure's first unit it is.
    pub size: f64,
    /// Where its zero lies, in the measure's first unit.
    pub zero: f64,
    /// Which prefixes it takes.
    pub prefixes: Prefixes,
}

const fn unit(names: &'static [&'static str], measure: Measure, size: f64) -> Unit {
    Unit { names, measure, size, zero: 0.0, prefixes: Prefixes::No }
}

const fn metric(names: &'static [&'static str], measure: Measure, size: f64) -> Unit {
    Unit { names, measure, size, zero: 0.0, prefixes: Prefixes::Metric(1) }
}

const fn metric_to(names: &'static [&'static str], measure: Measure, size: f64, power: i32) -> Unit {
    Unit { names, measure, size, zero: 0.0, prefixes: Prefixes::Metric(power) }
}

const INCH: f64 = 0.0254;
const FOOT: f64 = 0.3048;
const YARD: f64 = 0.9144;
const MILE: f64 = 1_609.344;
const NAUTICAL_MILE: f64 = 1_852.0;
const POINT: f64 = INCH / 72.0;
const ANGSTROM: f64 = 1e-10;
const LIGHT_YEAR: f64 = 9.4607304725808e15;
const POUND: f64 = 453.59237;
const HORSEPOWER: f64 = 745.699_871_582_270_2;

const fn square(length: f64) -> f64 {
    length * length
}

const fn cube(length: f64) -> f64 {
    length * length * length
}

use Measure::{
    Area, Distance, Energy, Force, Information, Magnetism, Mass, Power, Pressure, Speed, Temperature, Time, Volume,
};

/// Every unit, as Excel's documentation lists them.
pub static UNITS: &[Unit] = &[
    metric(&["g"], Mass, 1.0),
    unit(&["sg"], Mass, 14_593.902_937_206_365),
    unit(&["lbm"], Mass, POUND),
    metric(&["u"], Mass, 1.660538782e-24),
    unit(&["ozm"], Mass, POUND / 16.0),
    unit(&["grain"], Mass, 0.06479891),
    unit(&["cwt", "shweight"], Mass, POUND * 100.0),
    unit(&["uk_cwt", "lcwt", "hweight"], Mass, POUND * 112.0),
    unit(&["stone"], Mass, POUND * 14.0),
    unit(&["ton"], Mass, POUND * 2_000.0),
    unit(&["uk_ton", "LTON", "brton"], Mass, POUND * 2_240.0),
    metric(&["m"], Distance, 1.0),
    unit(&["mi"], Distance, MILE),
    unit(&["Nmi"], Distance, NAUTICAL_MILE),
    unit(&["in"], Distance, INCH),
    unit(&["ft"], Distance, FOOT),
    unit(&["yd"], Distance, YARD),
    metric(&["ang"], Distance, ANGSTROM),
    unit(&["ell"], Distance, 1.143),
    metric(&["ly"], Distance, LIGHT_YEAR),
    metric(&["parsec", "pc"], Distance, 3.0856775812815532e16),
    unit(&["Picapt", "Pica"], Distance, POINT),
    unit(&["pica"], Distance, INCH / 6.0),
    unit(&["survey_mi"], Distance, 6_336_000.0 / 3_937.0),
    unit(&["yr"], Time, 31_557_600.0),
    unit(&["day", "d"], Time, 86_400.0),
    unit(&["hr"], Time, 3_600.0),
    unit(&["mn", "min"], Time, 60.0),
    metric(&["sec", "s"], Time, 1.0),
    metric(&["Pa", "p"], Pressure, 1.0),
    metric(&["atm", "at"], Pressure, 101_325.0),
    metric(&["mmHg"], Pressure, 133.322),
    unit(&["psi"], Pressure, 6_894.757_293_168_362),
    unit(&["Torr"], Pressure, 101_325.0 / 760.0),
    metric(&["N"], Force, 1.0),
    metric(&["dyn", "dy"], Force, 1e-5),
    unit(&["lbf"], Force, 4.4482216152605),
    metric(&["pond"], Force, 0.00980665),
    metric(&["J"], Energy, 1.0),
    metric(&["e"], Energy, 1e-7),
    metric(&["c"], Energy, 4.184),
    metric(&["cal"], Energy, 4.1868),
    metric(&["eV", "ev"], Energy, 1.602176487e-19),
    unit(&["HPh", "hh"], Energy, HORSEPOWER * 3_600.0),
    metric(&["Wh", "wh"], Energy, 3_600.0),
    unit(&["flb"], Energy, 1.3558179483314004),
    unit(&["BTU", "btu"], Energy, 1_055.05585262),
    unit(&["HP", "h"], Power, HORSEPOWER),
    unit(&["PS"], Power, 735.49875),
    metric(&["W", "w"], Power, 1.0),
    metric(&["T"], Magnetism, 1.0),
    metric(&["ga"], Magnetism, 1e-4),
    Unit { zero: 273.15, ..unit(&["C", "cel"], Temperature, 1.0) },
    Unit { zero: 459.67 * 5.0 / 9.0, ..unit(&["F", "fah"], Temperature, 5.0 / 9.0) },
    metric(&["K", "kel"], Temperature, 1.0),
    unit(&["Rank"], Temperature, 5.0 / 9.0),
    Unit { zero: 273.15, ..unit(&["Reau"], Temperature, 1.25) },
    unit(&["tsp"], Volume, 4.92892159375e-6),
    unit(&["tspm"], Volume, 5e-6),
    unit(&["tbs"], Volume, 1.478676478125e-5),
    unit(&["oz"], Volume, 2.95735295625e-5),
    unit(&["cup"], Volume, 2.365882365e-4),
    unit(&["pt", "us_pt"], Volume, 4.73176473e-4),
    // The one British unit with prefixes: no page says so, but Excel converts a `dauk_pt`, and no `Muk_qt`.
    metric(&["uk_pt"], Volume, 5.6826125e-4),
    unit(&["qt"], Volume, 9.46352946e-4),
    unit(&["uk_qt"], Volume, 1.1365225e-3),
    unit(&["gal"], Volume, 3.785411784e-3),
    unit(&["uk_gal"], Volume, 4.54609e-3),
    metric(&["l", "L", "lt"], Volume, 1e-3),
    metric_to(&["ang3", "ang^3"], Volume, 1e-30, 3),
    unit(&["barrel"], Volume, 0.158987294928),
    unit(&["bushel"], Volume, 0.03523907016688),
    unit(&["ft3", "ft^3"], Volume, cube(FOOT)),
    unit(&["in3", "in^3"], Volume, cube(INCH)),
    unit(&["ly3", "ly^3"], Volume, cube(LIGHT_YEAR)),
    metric_to(&["m3", "m^3"], Volume, 1.0, 3),
    unit(&["mi3", "mi^3"], Volume, cube(MILE)),
    unit(&["yd3", "yd^3"], Volume, cube(YARD)),
    unit(&["Nmi3", "Nmi^3"], Volume, cube(NAUTICAL_MILE)),
    unit(&["Picapt3", "Picapt^3", "Pica3", "Pica^3"], Volume, cube(POINT)),
    unit(&["GRT", "regton"], Volume, 2.8316846592),
    unit(&["MTON"], Volume, 1.13267386368),
    unit(&["uk_acre"], Area, 4_046.8564224),
    unit(&["us_acre"], Area, 4_046.872_609_874_252),
    metric_to(&["ang2", "ang^2"], Area, 1e-20, 2),
    metric(&["ar"], Area, 100.0),
    unit(&["ft2", "ft^2"], Area, square(FOOT)),
    unit(&["ha"], Area, 10_000.0),
    unit(&["in2", "in^2"], Area, square(INCH)),
    unit(&["ly2", "ly^2"], Area, square(LIGHT_YEAR)),
    metric_to(&["m2", "m^2"], Area, 1.0, 2),
    unit(&["Morgen"], Area, 2_500.0),
    unit(&["mi2", "mi^2"], Area, square(MILE)),
    unit(&["Nmi2", "Nmi^2"], Area, square(NAUTICAL_MILE)),
    unit(&["Picapt2", "Picapt^2", "Pica2", "Pica^2"], Area, square(POINT)),
    unit(&["yd2", "yd^2"], Area, square(YARD)),
    Unit { prefixes: Prefixes::Binary, ..unit(&["bit"], Information, 1.0) },
    Unit { prefixes: Prefixes::Binary, ..unit(&["byte"], Information, 8.0) },
    unit(&["admkn"], Speed, NAUTICAL_MILE * 1.00064 / 3_600.0),
    unit(&["kn"], Speed, NAUTICAL_MILE / 3_600.0),
    metric(&["m/h", "m/hr"], Speed, 1.0 / 3_600.0),
    metric(&["m/s", "m/sec"], Speed, 1.0),
    unit(&["mph"], Speed, 0.44704),
];

/// The metric prefixes with their powers of ten.
pub static METRIC: &[(&str, i32)] = &[
    ("Y", 24),
    ("Z", 21),
    ("E", 18),
    ("P", 15),
    ("T", 12),
    ("G", 9),
    ("M", 6),
    ("k", 3),
    ("h", 2),
    ("da", 1),
    ("e", 1),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("u", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
    ("a", -18),
    ("z", -21),
    ("y", -24),
];

/// The binary prefixes with their powers of two.
pub static BINARY: &[(&str, i32)] =
    &[("Yi", 80), ("Zi", 70), ("Ei", 60), ("Pi", 50), ("Ti", 40), ("Gi", 30), ("Mi", 20), ("ki", 10)];
