//! The dates on which a bond pays interest.

use super::super::date::periods::{Months, days_of_360};
use super::super::date::serials::day_of;
use super::super::prelude::*;
use crate::calendar::{Calendar, Date};

const PARAMETERS: &[Parameter] = &[
    required("settlement", Kind::AddInNumber),
    required("maturity", Kind::AddInNumber),
    required("frequency", Kind::AddInNumber),
    optional("basis", Kind::AddInNumber),
];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("COUPPCD", |c| serial(c, |b| b.previous()), "The last interest date up to settlement."),
    row("COUPNCD", |c| serial(c, |b| b.next()), "The next interest date after settlement."),
    row("COUPNUM", |c| Ok(bond(c)?.coupons()?.into()), "How many times interest is still paid."),
    row("COUPDAYBS", |c| Ok(bond(c)?.days_before()?.into()), "The days from the last interest date to settlement."),
    row(
        "COUPDAYS",
        |c| Ok(bond(c)?.days_in_period()?.into()),
        "The days of the interest period that settlement lies in.",
    ),
    row(
        "COUPDAYSNC",
        |c| Ok(bond(c)?.days_after(c.context.dialect)?.into()),
        "The days from settlement to the next interest date.",
    ),
];

const fn row(name: &'static str, kernel: fn(&Call<'_>) -> Outcome, summary: &'static str) -> FunctionSpec {
    FunctionSpec::new(name, Category::Financial, PARAMETERS, kernel, summary)
}

/// How days and years are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// 0: twelve months of 30 days, American.
    American,
    /// 1: as they are.
    Actual,
    /// 2: days as they are, years of 360.
    Actual360,
    /// 3: days as they are, years of 365.
    Actual365,
    /// 4: twelve months of 30 days, European.
    European,
}

impl Basis {
    /// The basis that an argument says, American if it was left out; `#NUM!` for another number.
    pub fn read(call: &Call<'_>, index: usize) -> Result<Basis, CellError> {
        match call.integer_or(index, 0) {
            0 => Ok(Basis::American),
            1 => Ok(Basis::Actual),
            2 => Ok(Basis::Actual360),
            3 => Ok(Basis::Actual365),
            4 => Ok(Basis::European),
            _ => Err(CellError::Num),
        }
    }

    /// The days from one date to another.
    pub fn days(self, calendar: Calendar, first: i64, last: i64) -> Result<f64, CellError> {
        let dates = || -> Option<(Date, Date)> { Some((calendar.date(first)?, calendar.date(last)?)) };
        let months = match self {
            Basis::American => Months::American,
            Basis::European => Months::European,
            _ => return Ok((last - first) as f64),
        };
        let (start, end) = dates().ok_or(CellError::Num)?;
        Ok(days_of_360(start, end, months) as f64)
    }

    /// The days of a period from date to date: with American months its ends that are the last day of a month count as the 30th.
    pub fn period_days(self, calendar: Calendar, first: i64, last: i64) -> Result<f64, CellError> {
        if self != Basis::American {
            return self.days(calendar, first, last);
        }
        let (Some(start), Some(end)) = (calendar.date(first), calendar.date(last)) else { return Err(CellError::Num) };
        Ok(days_of_360(start, end, Months::AmericanPeriod) as f64)
    }

    /// How many days a year has, or 0 for the actual number.
    pub fn year(self) -> f64 {
        match self {
            Basis::American | Basis::Actual360 | Basis::European => 360.0,
            Basis::Actual365 => 365.0,
            Basis::Actual => 0.0,
        }
    }
}

/// What is known of a bond on a day.
#[derive(Clone, Copy, Debug)]
pub struct Bond {
    /// How serials and dates belong together.
    pub calendar: Calendar,
    /// The day on which it changes hands.
    pub settlement: i64,
    /// The day on which it is paid back.
    pub maturity: i64,
    /// How often a year interest is paid: 1, 2 or 4.
    pub frequency: f64,
    /// How days are counted.
    pub basis: Basis,
}

/// The frequency that an argument says; `#NUM!` unless 1, 2 or 4.
pub fn read_frequency(call: &Call<'_>, index: usize) -> Result<f64, CellError> {
    let frequency = call.number(index).trunc();
    if matches!(frequency as i64, 1 | 2 | 4) { Ok(frequency) } else { Err(CellError::Num) }
}

/// The day that an argument says.
pub fn read_day(call: &Call<'_>, index: usize) -> Result<i64, CellError> {
    day_of(call, call.number(index))
}

/// The day so many periods before or after another, at the end of its month if that one is at the end of its own.
pub fn shift(calendar: Calendar, from: i64, months: i64) -> Result<i64, CellError> {
    let ends_month = calendar.end_of_month(from, 0) == Some(from);
    let shifted = if ends_month { calendar.end_of_month(from, months) } else { calendar.add_months(from, months) };
    shifted.ok_or(CellError::Num)
}

impl Bond {
    /// Reads settlement and maturity from the first two arguments and frequency and basis from those given. `#NUM!` unless
    /// settlement comes first.
    pub fn read(call: &Call<'_>, frequency: usize, basis: usize) -> Result<Bond, CellError> {
        let bond = Bond {
            calendar: call.context.calendar(),
            settlement: read_day(call, 0)?,
            maturity: read_day(call, 1)?,
            frequency: read_frequency(call, frequency)?,
            basis: Basis::read(call, basis)?,
        };
        if bond.settlement >= bond.maturity { Err(CellError::Num) } else { Ok(bond) }
    }

    /// The months from one interest date to the next.
    fn months(&self) -> i64 {
        12 / self.frequency as i64
    }

    /// The interest date so many periods before maturity.
    fn date(&self, periods: i64) -> Result<i64, CellError> {
        shift(self.calendar, self.maturity, -periods * self.months())
    }

    /// How many interest dates lie after settlement.
    fn periods(&self) -> Result<i64, CellError> {
        let (settlement, maturity) = (self.calendar.date(self.settlement), self.calendar.date(self.maturity));
        let (Some(settlement), Some(maturity)) = (settlement, maturity) else { return Err(CellError::Num) };
        let months =
            i64::from(maturity.year - settlement.year) * 12 + i64::from(maturity.month) - i64::from(settlement.month);
        // A guess that is at most one off either way.
        let mut periods = (months / self.months()).max(0);
        while self.date(periods)? > self.settlement {
            periods += 1;
        }
        while periods > 0 && self.date(periods - 1)? <= self.settlement {
            periods -= 1;
        }
        Ok(periods)
    }

    /// The last interest date up to settlement.
    pub fn previous(&self) -> Result<i64, CellError> {
        self.date(self.periods()?)
    }

    /// The next interest date after settlement.
    pub fn next(&self) -> Result<i64, CellError> {
        self.date(self.periods()? - 1)
    }

    /// How many times interest is still paid.
    pub fn coupons(&self) -> Result<f64, CellError> {
        Ok(self.periods()? as f64)
    }

    /// The days from the last interest date to settlement.
    pub fn days_before(&self) -> Result<f64, CellError> {
        self.basis.days(self.calendar, self.previous()?, self.settlement)
    }

    /// The days of the interest period that settlement lies in.
    pub fn days_in_period(&self) -> Result<f64, CellError> {
        match self.basis {
            Basis::Actual => Ok((self.next()? - self.previous()?) as f64),
            other => Ok(other.year() / self.frequency),
        }
    }

    /// The days from settlement to the next interest date: in years of 360 days what the days before leave of the period.
    ///
    /// In Excel that is so with American months alone, and their period is counted from date to date, the last day of a month as
    /// the 30th.
    pub fn days_after(&self, dialect: Dialect) -> Result<f64, CellError> {
        match (self.basis, dialect) {
            (Basis::American | Basis::European, Dialect::Sheets) => Ok(self.days_in_period()? - self.days_before()?),
            (Basis::American, Dialect::Excel) => {
                Ok(self.basis.period_days(self.calendar, self.previous()?, self.next()?)? - self.days_before()?)
            }
            (Basis::European, Dialect::Excel) => self.basis.days(self.calendar, self.settlement, self.next()?),
            _ => Ok((self.next()? - self.settlement) as f64),
        }
    }
}

fn bond(call: &Call<'_>) -> Result<Bond, CellError> {
    Bond::read(call, 2, 3)
}

fn serial(call: &Call<'_>, day: fn(&Bond) -> Result<i64, CellError>) -> Outcome {
    Ok((day(&bond(call)?)? as f64).into())
}
