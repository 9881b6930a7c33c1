//! Several metrics of one entity, scored as one vector per sample: what is unusual about them together, and which of
//! them account for it.

mod dense;
mod group;
mod spec;

pub use group::{Group, GroupFits, GroupScored};
pub use spec::{LEAST_METRICS, MOST_LABELS, MOST_METRICS, TOGETHER, Together, TogetherSpec};
