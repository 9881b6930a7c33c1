//! One file, one algorithm, one paper.

pub mod isolation_forest;
mod period;
mod robust;
#[cfg(feature = "laws")]
pub(crate) use robust::SplitMix64;
mod season;
pub mod seasonal_esd;
mod sliding;
pub mod z_score;
