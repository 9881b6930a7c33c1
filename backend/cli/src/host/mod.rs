//! The host side of the plugin, in Grafana's place: starts the process, keeps it alive, calls it, parses its frames.

mod client;
mod frames;
pub(crate) mod log;
mod process;
mod stream;
mod supervisor;

pub use client::{Answer, Client, Health, Query, Resource, ResourceCall};
pub use frames::{Field, Frame};
pub use process::{PluginCommand, Process};
pub use stream::{Admission, Messages};
pub use supervisor::Host;
