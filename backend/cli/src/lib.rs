#![doc = include_str!("../README.md")]

pub mod args;
mod check;
pub mod clock;
pub mod datasource;
mod error;
mod evaluate;
pub mod host;
pub mod http;
mod run;

pub use check::{Check, CheckLine};
pub use error::Error;
pub use run::run;
