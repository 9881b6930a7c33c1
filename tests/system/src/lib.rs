#![doc = include_str!("../README.md")]

mod certificates;
pub mod dashboards;
mod history;
mod influx;
mod node_exporter;
mod plugin;
mod process;
mod prometheus;
mod session;
mod settings;
mod victoria_metrics;

pub use certificates::Certificates;
pub use history::{History, T0_MS};
pub use influx::Influx;
pub use node_exporter::NodeExporter;
pub use plugin::{Plugin, binary, data_source};
pub use process::free_port;
pub use prometheus::{PASSWORD, Prometheus, PrometheusOptions, Scrape, USER};
pub use session::Session;
pub use settings::{Settings, question};
pub use victoria_metrics::VictoriaMetrics;
