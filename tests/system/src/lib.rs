#![doc = include_str!("../README.md")]

mod certificates;
mod history;
mod influx;
mod plugin;
mod process;
mod prometheus;
mod settings;
mod victoria_metrics;

pub use certificates::Certificates;
pub use history::{History, T0_MS};
pub use influx::Influx;
pub use plugin::{Plugin, data_source};
pub use prometheus::{PASSWORD, Prometheus, PrometheusOptions, USER};
pub use settings::{Settings, question};
pub use victoria_metrics::VictoriaMetrics;
