#![doc = include_str!("../README.md")]

mod age;
mod cache;
mod clock;
mod connections;
mod cost;
mod drift;
mod engine;
mod error;
mod gather;
mod gone;
mod groups;
mod notes;
mod numbers;
mod plan;
mod pool;
mod posted;
mod score;
mod source;
mod subject;
mod telemetry;
mod votes;

pub use cache::{Cache, LIFETIME_MS};
pub use clock::{Clock, Hand};
pub use connections::{Connect, Connections};
pub use cost::{CostEstimate, MAX_SCORING_SECONDS, check_scoring};
pub use engine::{Answer, Engine};
pub use error::EngineError;
pub use numbers::Numbers;
pub use plan::{Plan, QueryRequest};
pub use pool::{Pool, panic_text};
pub use source::{DataSource, SourceIdentity};
pub use subject::{Provenance, Shape, Subject};
pub use telemetry::EngineTelemetry;
