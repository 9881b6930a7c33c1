//! The plugin's other side, as Grafana plays it: start the process, keep it alive, ask it, read its frames.

mod client;
mod frames;
mod log;
mod process;
mod supervisor;

pub use client::{Answer, Client, Health, Query, Resource, ResourceCall};
pub use frames::{Field, Frame};
pub use process::{PluginCommand, Process};
pub use supervisor::Host;
