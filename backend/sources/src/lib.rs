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
pub use error::SourceError;
pub use health::Health;
pub use left_out::{LeftOut, Reason};
pub use query::{InfluxLanguage, SourceKind, SourceQuery};
pub use remarks::remarks;
pub use request::{Dropped, FetchRequest, Fetched, ForwardedHeaders, OverCap};
pub use secret::Secret;
pub use settings::{GrafanaSettings, HttpMethod, HttpSettings, InfluxSettings, SourceSettings, TlsSettings};
pub use source::{BoxFuture, Source, connect};
