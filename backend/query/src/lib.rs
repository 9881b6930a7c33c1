#![doc = include_str!("../README.md")]

mod error;
pub mod knowledge;
mod output;
mod query;
mod read;

pub use error::QueryError;
pub use output::{Hold, Output};
pub use query::{QUERY_VERSION, Query, StoredQuery};
pub use read::read;
