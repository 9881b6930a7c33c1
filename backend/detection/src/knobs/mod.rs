//! What operators know of a series, ready for the arithmetic.

use std::sync::Arc;

use crate::Calendar;

/// What operators know that changes scores. The default knows nothing: every scored sample is learnt, and days lie where
/// they lie in UTC.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Knowledge {
    /// Where days and weeks lie.
    pub calendar: Arc<Calendar>,
}
