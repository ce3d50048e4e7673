//! The kernel from outside.

mod calendar;
