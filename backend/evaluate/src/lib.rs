#![doc = include_str!("../README.md")]

pub mod baselines;
mod bootstrap;
mod budget;
mod card;
mod climb;
pub mod cold;
mod cool_down;
pub mod dataset;
mod error;
mod evaluate;
mod left_out;
pub mod made;
pub mod metrics;
pub mod names;
pub mod ordinary;
mod random;
pub mod recurring;
mod report;
mod run;
pub mod scores_out;
mod sets;
mod together;
mod weights;

pub use bootstrap::{Draws, Interval95};
pub use budget::{Keeps, Measured, measure};
pub use card::card;
pub use cool_down::CoolDown;
pub use error::EvaluateError;
pub use evaluate::{Job, Outcome, evaluate, on_cores, score};
pub use report::{Report, SetReport};
pub use run::{LABEL, Run, Runner, labels_of};
pub use weights::{Learnt, learn};
