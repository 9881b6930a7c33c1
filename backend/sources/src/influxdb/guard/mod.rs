//! Lets only reading queries through: whoever may edit a panel must not be able to write, drop or send anything.
//!
//! Each language has a tokenizer that knows every literal, and rules over the tokens. Where the server could read a text
//! in another way than the tokenizer, the text is refused. What is sent is a [`ReadOnly`], which nothing else can make.

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

/// A text that was checked to read only, as it goes to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadOnly(String);

impl ReadOnly {
    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The text, no longer checked once it is changed.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}
