//! Standard output, which may end before we do: `paintbox check … | head`.

use std::fmt::Arguments;
use std::io::Write;
use std::process::exit;

/// Prints text. A reader who has seen enough is no failure, but there is nobody left to print for.
pub fn text(text: Arguments<'_>) {
    if std::io::stdout().write_fmt(text).is_err() {
        exit(0);
    }
}

/// Prints a line.
macro_rules! say {
    () => { $crate::out::text(format_args!("\n")) };
    ($($part:tt)+) => { $crate::out::text(format_args!("{}\n", format_args!($($part)+))) };
}

pub(crate) use say;
