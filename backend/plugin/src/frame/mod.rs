//! Frames: the answers in Grafana's format.

mod arrow;
mod events;
mod explain;
mod group;
pub mod meta;
mod model;
mod number;
mod panel;
mod shape;

use events::{Listing, events_frame};
use group::group_frame;
pub use model::{DISPLAY_NAME, Field, Frame, Values};
use number::number_frame;
use panel::panel_frame;
pub use shape::answer;
