#![doc = include_str!("../README.md")]

mod alarms;
mod blocks;
mod calendar;
mod catalogue;
mod detection;
mod detector;
pub mod detectors;
mod deviation;
mod ensemble;
mod events;
mod evidence;
mod judged;
mod knowledge;
#[cfg(feature = "laws")]
pub mod laws;
mod learning;
mod multivariate;
mod network;
mod open;
mod policy;
mod precision;
mod preset;
mod rarity;
mod severity;
mod spec;
mod tally;
mod timeline;

pub use alarms::alarm_starts;
pub use blocks::Blocks;
pub use calendar::{Calendar, CalendarCursor, DAY_MS, Moment, SUNDAY, local_day, weekday};
pub use catalogue::{Catalogue, Cost, DetectorInfo, ParameterInfo, ParameterKind, Parameters, Reference};
pub use detection::Detection;
pub use detector::{Context, Detector, Expectation, Fitted, Season, Unfit, Vote, confidence_above};
pub use deviation::{MOST_SIGMAS, deviation};
pub use ensemble::{Ensemble, FittedEnsemble, Member, MemberState, Scores};
pub use events::{EVENT_JOIN, Event, cause_of, events};
pub use evidence::{Cause, Evidence, Measure};
pub use judged::{BAND_SIGMAS, Judged, JudgedRow, thin};
pub use knowledge::{
    ExcludedSpec, GapPolicy, HolidaysSpec, Knowledge, LONGEST_OFFSET_MS, MinimumDeviation,
    MinimumDeviationSpec, Repeats, ValueRange, ValueRangeSpec, Windows, within,
};
pub use learning::Learning;
pub use multivariate::{
    Group, GroupFits, GroupScored, LEAST_METRICS, MOST_LABELS, MOST_METRICS, TOGETHER, Together, TogetherSpec,
};
pub use open::{LookBack, OpenEvent, OpenRow, Standing, open_events};
pub use policy::{AlertPolicy, Budget, Direction};
pub use precision::round_score;
pub use preset::{Preset, PresetInfo};
pub use rarity::{AT_BUDGET, AlarmBudget, DEFAULT_BUDGET};
pub use severity::{Severity, SeverityScheme};
pub use spec::{
    AUTO, DEFAULT_HISTORY_DAYS, DetectionSpec, History, LONGEST_HISTORY_DAYS, LONGEST_INTERVAL_MS,
    MemberSpec, SHORTEST_HISTORY, SHORTEST_INTERVAL_MS, SHORTEST_SEASON, SeasonSpec, SpecError,
};
pub use timeline::{Scored, Timeline};
