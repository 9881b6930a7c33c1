#![doc = include_str!("../README.md")]

mod collect;
mod counter;
mod error;
mod health;
mod hint;
mod http;
mod influxdb;
mod left_out;
mod prometheus;
mod query;
mod remarks;
mod request;
pub mod sample;
mod secret;
mod settings;
mod source;
mod variables;

pub use counter::raw_counter;
pub use error::{Obstacle, SourceError};
pub use health::Health;
pub use left_out::{LeftOut, Reason};
pub use query::{InfluxLanguage, SourceKind, SourceQuery};
pub use remarks::remarks;
pub use request::{Dropped, FetchRequest, Fetched, ForwardedHeaders, OverCap};
pub use secret::Secret;
pub use settings::{
    DEFAULT_MAX_SAMPLES, DEFAULT_MAX_SERIES, DEFAULT_SETTLE_MS, DEFAULT_TIMEOUT_SECONDS, GrafanaSettings,
    HttpMethod, HttpSettings, InfluxSettings, LONGEST_TIMEOUT_SECONDS, MOST_CALENDARS, SourceSettings,
    TlsSettings,
};
pub use source::{BoxFuture, Source, connect};
pub use variables::ZOOM_VARIABLES;
