//! Frames: what Grafana gets to see.

mod alert;
mod arrow;
mod events;
mod explain;
mod figures;
mod judge;
mod legend;
mod model;
mod panel;
mod sentence;
mod thin;
mod together;

pub use alert::alert_frame;
pub use events::{Listing, events_frame};
pub(crate) use judge::widen;
pub use judge::{Judged, Row};
pub use legend::legend;
pub use model::{Field, Frame, Notice, NoticeSeverity, Values};
pub use panel::{Background, panel_frame};
pub use thin::thin;
pub use together::{Member, blamed, contribution_names, together_frame};
