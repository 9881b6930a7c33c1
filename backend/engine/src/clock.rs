//! The clock: the only place that reads the current time.

use std::time::Duration;

use tokio::sync::watch;

/// The present: the system's, or another one for demonstrations and tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// Always this instant, in milliseconds since 1970.
    At(i64),
    /// The instant set last by hand.
    Hand(&'static Hand),
}

impl Clock {
    /// Milliseconds since 1970.
    pub fn now_ms(self) -> i64 {
        match self {
            Self::System => system_ms(),
            Self::At(ms) => ms,
            Self::Hand(hand) => hand.now_ms(),
        }
    }

    /// Waits until this clock shows `ms`. If the clock stands still, waits as long as a running clock would take.
    pub async fn until(self, ms: i64) {
        match self {
            Self::System | Self::At(_) => {
                let left = ms.saturating_sub(self.now_ms()).max(0);
                tokio::time::sleep(Duration::from_millis(left.unsigned_abs())).await;
            }
            Self::Hand(hand) => hand.until(ms).await,
        }
    }
}

/// A clock that is set by hand. It is never freed, so that a [`Clock`] can be copied.
#[derive(Debug)]
pub struct Hand(watch::Sender<i64>);

impl Hand {
    /// A clock that shows `ms`, in milliseconds since 1970.
    pub fn at(ms: i64) -> &'static Self {
        Box::leak(Box::new(Self(watch::Sender::new(ms))))
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        *self.0.borrow()
    }

    /// Sets the clock; tasks that wait for this instant or an earlier one continue.
    pub fn set(&self, ms: i64) {
        self.0.send_replace(ms);
    }

    async fn until(&self, ms: i64) {
        // The sender lives for ever, so waiting never fails.
        let _ = self.0.subscribe().wait_for(|now| *now >= ms).await;
    }
}

impl PartialEq for Hand {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Hand {}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the present comes in; everywhere else it is an argument"
)]
fn system_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
