//! Seismo beside real servers, and its programs as they are started.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

mod dashboards;
mod ending;
mod fleet;
mod influxdb;
mod prometheus;
mod read_only;
mod victoria_metrics;
mod zoom;
