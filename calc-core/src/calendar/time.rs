//! The time of day in the fraction of a serial.

/// Seconds in a day.
pub const SECONDS_PER_DAY: i64 = 86_400;

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// The hour, 0 to 23.
    pub hour: u32,
    /// The minute, 0 to 59.
    pub minute: u32,
    /// The second, 0 to 59.
    pub second: u32,
}

impl Time {
    /// Splits a serial into its day and its time, to the nearest second: what is less than half a second short of midnight
    /// is the next day. HOUR, MINUTE and SECOND read it so.
    ///
    /// ```
    /// use calc_core::calendar::Time;
    /// assert_eq!(Time::split(1.75), (1, Time { hour: 18, minute: 0, second: 0 }));
    /// assert_eq!(Time::split(0.999999), (1, Time { hour: 0, minute: 0, second: 0 }));
    /// ```
    pub fn split(serial: f64) -> (i64, Time) {
        let mut day = serial.floor();
        let mut second = ((serial - day) * SECONDS_PER_DAY as f64).round();
        if second >= SECONDS_PER_DAY as f64 {
            day += 1.0;
            second = 0.0;
        }
        (day as i64, Time::of_second(second as u32))
    }

    /// The time so many seconds after midnight.
    pub fn of_second(second: u32) -> Time {
        Time { hour: second / 3_600 % 24, minute: second / 60 % 60, second: second % 60 }
    }
}

/// The fraction of a day that hours, minutes and seconds make; more than 1 from 24 hours on.
pub fn serial_of_time(hours: f64, minutes: f64, seconds: f64) -> f64 {
    (hours * 3_600.0 + minutes * 60.0 + seconds) / SECONDS_PER_DAY as f64
}
