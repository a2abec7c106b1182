//! Rules of the array functions.
