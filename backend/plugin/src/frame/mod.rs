//! Frames: what Grafana gets to see.

mod alert;
mod arrow;
mod causes;
mod events;
mod explain;
mod figures;
mod judge;
mod learning;
mod legend;
mod model;
mod panel;
mod sentence;
mod thin;
mod together;

pub use alert::{Alert, minutes, number_frame};
pub use events::{Listing, events_frame};
pub(crate) use judge::widen;
pub use judge::{Judged, Row};
pub use legend::{legends, told_apart};
pub use model::{DISPLAY_NAME, Field, Frame, Notice, NoticeSeverity, Values};
pub use panel::{Background, panel_frame};
pub use thin::thin;
pub use together::{Member, blamed, metric_names, together_frame};
