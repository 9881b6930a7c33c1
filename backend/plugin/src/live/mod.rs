#![doc = include_str!("README.md")]

mod hub;
mod message;
mod offer;
mod path;
mod poll;
mod viewer;
mod window;

pub use hub::Hub;
pub use message::stale;
pub use offer::{Offer, refusal};
pub use path::path;
pub use viewer::Viewer;
