//! The plugin's other side, as Grafana plays it: start the process, keep it alive, ask it, read its frames.

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
