//! One severity scale, 0 to 4, with two naming schemes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How bad an anomalous point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Severity {
    /// Not anomalous.
    None = 0,
    /// At the threshold or above it, up to a score of 0.7.
    Low = 1,
    /// A score above 0.7.
    Medium = 2,
    /// A score above 0.8.
    High = 3,
    /// A score above 0.9.
    Critical = 4,
}

impl Severity {
    /// The level of a score (0..1, NaN = not scored) under a threshold. Monotone in the score.
    pub fn of(score: f64, threshold: f64) -> Self {
        if score.is_nan() || score < threshold {
            Self::None
        } else if score > 0.9 {
            Self::Critical
        } else if score > 0.8 {
            Self::High
        } else if score > 0.7 {
            Self::Medium
        } else {
            Self::Low
        }
    }

    /// The number that frames carry: 0 none, 1 low, 2 medium, 3 high, 4 critical.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// Naming scheme of the severity scale.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeverityScheme {
    /// low, medium (> .7), high (> .8), critical (> .9).
    #[default]
    FourLevel,
    /// info, warning (> .7), critical (> .9); if a deviation is known, also by sigmas: warning from 3, critical above
    /// 5, whichever is worse.
    ThreeLevel,
}

impl SeverityScheme {
    /// The level of a point: `score` 0..1, `deviation` in sigmas (NaN if unknown).
    pub fn level(self, score: f64, threshold: f64, deviation: f64) -> Severity {
        let by_score = Severity::of(score, threshold);
        if by_score == Severity::None || self == Self::FourLevel {
            return by_score;
        }
        let by_sigma = match deviation.abs() {
            sigmas if sigmas > 5.0 => Severity::Critical,
            sigmas if sigmas >= 3.0 => Severity::Medium,
            _ => Severity::Low,
        };
        by_score.max(by_sigma)
    }

    /// The name of a level in this scheme.
    pub const fn name(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (_, Severity::None) => "none",
            (Self::FourLevel, Severity::Low) => "low",
            (Self::FourLevel, Severity::Medium) => "medium",
            (Self::FourLevel, Severity::High) => "high",
            (_, Severity::Critical) => "critical",
            (Self::ThreeLevel, Severity::Low) => "info",
            (Self::ThreeLevel, Severity::Medium | Severity::High) => "warning",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_score_and_never_step_down() {
        for (score, threshold, level) in [
            (f64::NAN, 0.6, Severity::None),
            (0.0, 0.6, Severity::None),
            (0.599, 0.6, Severity::None),
            (0.6, 0.6, Severity::Low),
            (0.7, 0.6, Severity::Low),
            (0.71, 0.6, Severity::Medium),
            (0.81, 0.6, Severity::High),
            (0.91, 0.6, Severity::Critical),
            (1.0, 0.6, Severity::Critical),
            (0.85, 0.9, Severity::None),
            (0.3, 0.2, Severity::Low),
        ] {
            assert_eq!(Severity::of(score, threshold), level, "{score} {threshold}");
        }
        let levels: Vec<_> = (0..=1000).map(|s| Severity::of(f64::from(s) / 1000.0, 0.6)).collect();
        assert!(levels.is_sorted());
    }

    #[test]
    fn three_levels_take_the_worse_of_confidence_and_sigmas() {
        let scheme = SeverityScheme::ThreeLevel;
        for (score, deviation, name) in [
            (0.5, 9.0, "none"),
            (0.65, 2.0, "info"),
            (0.65, f64::NAN, "info"),
            (0.65, -3.5, "warning"),
            (0.75, 1.0, "warning"),
            (0.85, 1.0, "warning"),
            (0.65, -5.5, "critical"),
            (0.95, 1.0, "critical"),
        ] {
            assert_eq!(scheme.name(scheme.level(score, 0.6, deviation)), name, "{score} {deviation}");
        }
    }
}
