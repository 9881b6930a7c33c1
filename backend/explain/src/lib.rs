#![doc = include_str!("../README.md")]

mod figures;
mod legend;
mod metrics;
mod notice;
mod reason;
mod sentence;

pub use legend::{legends, told_apart};
pub use metrics::{LEAST_SHARE, MOST_BLAMED, Metric, blamed, metric_names};
pub use notice::{Notice, NoticeSeverity};
pub use reason::Reason;
pub use sentence::Facts;
