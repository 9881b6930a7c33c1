#![doc = include_str!("../README.md")]

mod alarms;
mod blocks;
mod calendar;
mod catalogue;
mod detector;
pub mod detectors;
mod ensemble;
mod events;
mod evidence;
mod knobs;
#[cfg(feature = "laws")]
pub mod laws;
mod multivariate;
mod network;
mod precision;
mod rarity;
mod severity;
mod spec;
mod timeline;

pub use alarms::alarm_starts;
pub use blocks::Blocks;
pub use calendar::{Calendar, CalendarCursor, DAY_MS, Moment, SUNDAY, local_day, weekday};
pub use catalogue::{Catalogue, Cost, DetectorInfo, ParameterInfo, ParameterKind, Parameters, Reference};
pub use detector::{Context, Detector, Expectation, Fitted, Season, Unfit, Vote, confidence_above};
pub use ensemble::{Budget, Direction, Ensemble, FittedEnsemble, Member, MemberState, Scores, Verdict};
pub use events::{EVENT_JOIN, Event, events};
pub use evidence::{Cause, Evidence};
pub use knobs::{
    ExcludedSpec, GapPolicy, HolidaysSpec, Knowledge, MinimumDeviation, MinimumDeviationSpec, ValueRange,
    ValueRangeSpec, Windows, within,
};
pub use multivariate::{
    Group, GroupFits, GroupScored, LEAST_METRICS, MOST_METRICS, TOGETHER, Together, TogetherSpec,
};
pub use precision::widen;
pub use rarity::{AlarmBudget, DEFAULT_BUDGET};
pub use severity::{Severity, SeverityScheme};
pub use spec::{DetectionSpec, History, MemberSpec, Preset, SeasonSpec, SpecError};
pub use timeline::{Scored, Timeline};
