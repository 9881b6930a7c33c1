#![doc = include_str!("../README.md")]

pub mod config;
pub mod contract;
pub mod ending;
mod error;
pub mod frame;
pub mod grafana_query;
pub mod grpc;
pub mod live;
pub mod resource;
pub mod service;
pub mod settings;
pub mod telemetry;

pub use error::PluginError;
