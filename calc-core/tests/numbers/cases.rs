//! Cases from data files.

use calc_core::calendar::{Calendar, Date};
use calc_core::dialect::{DateSystem, Dialect};
use calc_core::format::{self, Format};
use calc_core::number::{general, parse_number, round_down, round_half_away, round_up, snap};
use calc_core::value::Value;
use serde::Deserialize;

const TODAY_YEAR: i32 = 2024;

#[derive(Deserialize)]
struct Cases<T> {
    case: Vec<T>,
}

fn calendars(dialect: Option<Dialect>) -> Vec<Calendar> {
    let dialects = dialect.map_or(vec![Dialect::Excel, Dialect::Sheets], |dialect| vec![dialect]);
    dialects.into_iter().map(|dialect| Calendar::new(DateSystem::Y1900, dialect)).collect()
}

#[test]
fn general_writes_what_excel_writes() {
    #[derive(Deserialize)]
    struct Pairs {
        cases: Vec<(String, String)>,
    }
    let Pairs { cases } = toml::from_str(include_str!("../data/general.toml")).unwrap();
    for (number, expect) in cases {
        assert_eq!(general(number.parse().unwrap()), expect, "{number}");
    }
}

#[test]
fn rounding_has_its_documented_values() {
    #[derive(Deserialize)]
    struct Case {
        function: String,
        number: f64,
        digits: i32,
        expect: f64,
    }
    let cases: Cases<Case> = toml::from_str(include_str!("../data/round.toml")).unwrap();
    for Case { function, number, digits, expect } in cases.case {
        let got = match function.as_str() {
            "ROUND" => round_half_away(number, digits),
            "ROUNDUP" => round_up(number, digits),
            _ => round_down(number, digits),
        };
        assert_eq!(got, expect, "{function}({number},{digits})");
    }
}

#[test]
fn nearly_cancelling_is_zero_in_excel() {
    #[derive(Deserialize)]
    struct Distances {
        numbers: Vec<f64>,
        zero: Vec<u64>,
        kept: Vec<u64>,
    }
    let Distances { numbers, zero, kept } = toml::from_str(include_str!("../data/snap.toml")).unwrap();
    for number in numbers {
        let below = |units: u64| f64::from_bits(number.to_bits() - units);
        for units in &zero {
            let other = below(*units);
            assert_eq!(snap(number, other, number - other), 0.0, "{number} less {units} units");
            assert_eq!(snap(-other, number, number - other), 0.0, "{number} less {units} units, as an addition");
        }
        for units in &kept {
            let other = below(*units);
            assert_eq!(snap(number, other, number - other), number - other, "{number} less {units} units");
        }
        assert_eq!(snap(number / 4.0, number / 4.0, number / 2.0), number / 2.0, "a sum is not a cancellation");
    }
}

#[test]
fn texts_are_read_as_numbers() {
    #[derive(Deserialize)]
    struct Case {
        text: String,
        dialect: Option<Dialect>,
        expect: Option<f64>,
    }
    let cases: Cases<Case> = toml::from_str(include_str!("../data/parse.toml")).unwrap();
    for Case { text, dialect, expect } in cases.case {
        for calendar in calendars(dialect) {
            assert_eq!(parse_number(&text, calendar, TODAY_YEAR), expect, "{text:?} {calendar:?}");
        }
    }
}

#[test]
fn formats_show_what_they_say() {
    #[derive(Deserialize)]
    struct Case {
        code: String,
        number: Option<f64>,
        value: Option<String>,
        dialect: Option<Dialect>,
        expect: Option<String>,
    }
    let cases: Cases<Case> = toml::from_str(include_str!("../data/format.toml")).unwrap();
    for Case { code, number, value, dialect, expect } in cases.case {
        let value = number.map(Value::from).or(value.map(Value::from)).unwrap();
        let calendar = Calendar::new(DateSystem::Y1900, dialect.unwrap_or(Dialect::Excel));
        let got = format::text(&value, &code, calendar, TODAY_YEAR).ok();
        assert_eq!(got, expect, "TEXT({value:?}, {code:?})");
    }
}

#[test]
fn typed_texts_are_what_excel_makes_of_them() {
    #[derive(Deserialize)]
    struct Observed {
        texts: Vec<String>,
        numbers: Vec<(String, f64)>,
    }
    let Observed { texts, numbers } = toml::from_str(include_str!("../data/observed_input.toml")).unwrap();
    let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
    for text in texts {
        assert_eq!(parse_number(&text, calendar, 2026), None, "{text:?}");
    }
    for (text, number) in numbers {
        assert_eq!(parse_number(&text, calendar, 2026), Some(number), "{text:?}");
    }
}

#[test]
fn formats_show_what_excel_shows() {
    #[derive(Deserialize)]
    struct Observed {
        format: Vec<Shows>,
        invalid: Vec<Invalid>,
    }
    #[derive(Deserialize)]
    struct Shows {
        code: String,
        shows: Vec<(f64, String)>,
    }
    #[derive(Deserialize)]
    struct Invalid {
        codes: Vec<String>,
    }
    let observed: Observed = toml::from_str(include_str!("../data/observed_formats.toml")).unwrap();
    let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
    let mut wrong = Vec::new();
    for Shows { code, shows } in observed.format {
        for (number, expect) in shows {
            let got = format::text(&number.into(), &code, calendar, TODAY_YEAR).unwrap_or_default();
            if got != expect {
                wrong.push(format!("TEXT({number}, {code:?}) expected {expect:?} got {got:?}"));
            }
        }
    }
    for code in observed.invalid.iter().flat_map(|invalid| &invalid.codes) {
        if Format::parse(code).is_some() {
            wrong.push(format!("{code:?} is no code"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn serials_are_days() {
    #[derive(Deserialize)]
    struct Case {
        calendar: Option<String>,
        serial: i64,
        date: (i32, u32, u32),
        weekday: u32,
    }
    let cases: Cases<Case> = toml::from_str(include_str!("../data/calendar.toml")).unwrap();
    for Case { calendar, serial, date: (year, month, day), weekday } in cases.case {
        let calendar = match calendar.as_deref() {
            None => Calendar::new(DateSystem::Y1900, Dialect::Excel),
            Some("1904") => Calendar::new(DateSystem::Y1904, Dialect::Excel),
            Some(_) => Calendar::new(DateSystem::Y1900, Dialect::Sheets),
        };
        assert_eq!(calendar.date(serial), Some(Date { year, month, day }), "{serial} {calendar:?}");
        assert_eq!(calendar.serial(year.into(), month.into(), day.into()), Some(serial), "{year}-{month}-{day}");
        assert_eq!(calendar.weekday(serial), weekday, "{serial} {calendar:?}");
    }
}

#[test]
fn months_keep_the_day_or_end_before_it() {
    let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
    let day = |year, month, day| calendar.serial(year, month, day).unwrap();
    assert_eq!(calendar.add_months(day(2024, 1, 31), 1), Some(day(2024, 2, 29)));
    assert_eq!(calendar.add_months(day(2024, 3, 31), -13), Some(day(2023, 2, 28)));
    assert_eq!(calendar.add_months(1, -1), None);
    assert_eq!(calendar.end_of_month(day(2024, 1, 15), 1), Some(day(2024, 2, 29)));
    assert_eq!(calendar.end_of_month(day(9999, 12, 1), 0), Some(2_958_465));
    assert_eq!(calendar.end_of_month(day(9999, 12, 1), 1), None);
    assert_eq!(calendar.add_months(5, i64::MAX), None);
}
