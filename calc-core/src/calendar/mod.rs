//! Serial dates: a day is a number, a time is its fraction.
//!
//! Three ways of counting days. Excel on Windows calls 1 January 1900 day 1 and believes in 29 February 1900 (day 60), a
//! mistake it keeps for the sake of older files. Google Sheets leaves that day out and calls 31 December 1899 day 1, so the
//! two agree from 1 March 1900 on. Old Macs call 1 January 1904 day 0. Excel knows no dates before its first day nor after
//! 31 December 9999; Sheets counts below zero.

mod date;
mod time;

pub use date::{Calendar, Date, days_in_month, is_leap_year};
pub use time::{SECONDS_PER_DAY, Time, serial_of_time};
