//! The one place that knows what time it is.

/// The present: the system's, or an instant that stands still, for demonstrations and tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// Always this instant, in milliseconds since 1970.
    At(i64),
}

impl Clock {
    /// Milliseconds since 1970.
    pub fn now_ms(self) -> i64 {
        match self {
            Self::System => system_ms(),
            Self::At(ms) => ms,
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the present comes in; everywhere else it is an argument"
)]
fn system_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
