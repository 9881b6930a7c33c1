#![doc = include_str!("../README.md")]

mod cool_down;
pub mod dataset;
mod error;
mod evaluate;
pub mod metrics;
mod report;
mod run;
pub mod scores_out;

pub use cool_down::CoolDown;
pub use error::EvaluateError;
pub use evaluate::{Job, Outcome, evaluate, on_cores, score};
pub use report::{Report, SetReport};
pub use run::{LABEL, Run, Runner, labels_of};
