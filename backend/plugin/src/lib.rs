#![doc = include_str!("../README.md")]

pub mod cache;
pub mod clock;
pub mod config;
pub mod contract;
pub mod ending;
pub mod engine;
mod error;
pub mod frame;
pub mod grpc;
pub mod knowledge;
pub mod live;
mod output;
pub mod plan;
pub mod query;
mod read;
pub mod resource;
pub mod service;
pub mod settings;
pub mod telemetry;
pub mod work;

pub use error::PluginError;
