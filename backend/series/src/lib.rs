#![doc = include_str!("../README.md")]

mod grid;
mod interval;
mod labels;
mod random;
mod series;
mod text;

pub use grid::{Grid, GridRange};
pub use interval::{Interval, ParseIntervalError, format_duration_ms, parse_duration_ms};
pub use labels::Labels;
pub use random::Random;
pub use series::Series;
pub use text::{LONGEST_PATH, LONGEST_PROBLEM, LONGEST_VALUE, one_of, quoted, short};
