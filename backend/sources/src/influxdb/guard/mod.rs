//! Accepts only reading queries: users who may edit a panel must not be able to write, drop or send anything.
//!
//! Each language has a tokenizer that knows every literal, and rules over the tokens. If the server could read a text
//! differently from the tokenizer, the text is refused. Only this room can make a [`ReadOnly`], and only a [`ReadOnly`]
//! is sent.

mod fault;
mod flux;
mod flux_packages;
mod flux_text;
mod flux_tokens;
mod influxql;
mod influxql_literals;
mod influxql_tokens;
mod regex;

#[cfg(test)]
mod flux_tests;
#[cfg(test)]
mod influxql_tests;

pub(super) use flux::flux;
pub(super) use influxql::{listing, select};

/// A text that was checked to be read-only, as it goes to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadOnly(String);

impl ReadOnly {
    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The text as a plain string, which is no longer checked.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}
