#![doc = include_str!("../README.md")]

mod files;
mod generate;
mod judge;
mod limits;
mod schema;
mod tables;

pub use files::{File, files, stale};
pub use judge::{Case, judge};
