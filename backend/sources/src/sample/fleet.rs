//! Who is in the fleet, and how each series behaves on ordinary days.

use seismo_series::Labels;

use super::noise::{STEP_MS, gaussian};

/// Metric, and the typical level of its services. The units are those of the names: requests a second, milliseconds,
/// percent of all cores, waiting jobs. Then the most that there can be.
const METRICS: [(&str, f64, f64); 4] = [
    ("cpu_percent", 32.0, 100.0),
    ("latency_ms", 180.0, f64::INFINITY),
    ("queue_depth", 400.0, f64::INFINITY),
    ("request_rate", 850.0, f64::INFINITY),
];

/// Service, its size beside the typical one, and the hour (UTC) of its busiest time.
const SERVICES: [(&str, f64, f64); 6] = [
    ("cart", 1.0, 19.0),
    ("catalog", 1.2, 18.0),
    ("checkout", 0.8, 20.0),
    ("login", 1.1, 8.0),
    ("payment", 0.7, 20.5),
    ("search", 1.3, 15.0),
];

/// The daily amplitude (half of peak to trough) as a share of the level. Together with the other parts and an incident
/// of 8 sigmas it stays below the level, so that no value gets near zero.
const DAILY: f64 = 0.14;

/// The other parts as shares of the daily amplitude.
const WEEKLY: f64 = 0.35;
const TREND: f64 = 0.4;
const NOISE: f64 = 0.25;

const HOUR_MS: f64 = 3_600_000.0;
const DAY_MS: f64 = 24.0 * HOUR_MS;
const WEEK_MS: f64 = 7.0 * DAY_MS;
/// The trend is a slow swing, for a straight line would leave every scale some day.
const TREND_MS: f64 = 210.0 * DAY_MS;
/// Wednesday noon after 1970-01-01, a Thursday: the middle of the working week.
const MIDWEEK_MS: f64 = 6.5 * DAY_MS;

/// One series of the fleet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    metric: usize,
    service: usize,
    seed: u64,
}

/// The fleet in the order of its labels.
pub(super) fn members() -> impl Iterator<Item = Member> {
    (0..METRICS.len()).flat_map(|metric| {
        (0..SERVICES.len()).map(move |service| {
            let mut member = Member { metric, service, seed: 0 };
            member.seed = member.labels().stable_hash();
            member
        })
    })
}

/// The labels of every series, in their order: `__name__` and `service`.
pub fn fleet() -> Vec<Labels> {
    members().map(Member::labels).collect()
}

/// Whether a series never has an incident; `false` also for labels outside of the fleet.
pub fn is_clean(labels: &Labels) -> bool {
    find(labels).is_some_and(Member::is_clean)
}

/// The standard deviation of a series' noise, in the unit of its values; `None` outside of the fleet.
pub fn sigma(labels: &Labels) -> Option<f64> {
    find(labels).map(Member::sigma)
}

/// The member with these labels.
pub(super) fn find(labels: &Labels) -> Option<Member> {
    members().find(|member| member.labels() == *labels)
}

impl Member {
    pub(super) fn metric(self) -> &'static str {
        METRICS[self.metric].0
    }

    pub(super) fn service(self) -> &'static str {
        SERVICES[self.service].0
    }

    pub(super) fn labels(self) -> Labels {
        [("__name__", self.metric()), ("service", self.service())].into_iter().collect()
    }

    /// A chessboard: every metric and every service has both kinds.
    pub(super) const fn is_clean(self) -> bool {
        (self.metric + self.service).is_multiple_of(2)
    }

    /// Counts the series with incidents, in the order of their labels.
    pub(super) const fn faulty_number(self) -> i64 {
        (self.metric * SERVICES.len() / 2 + self.service / 2) as i64
    }

    pub(super) const fn seed(self) -> u64 {
        self.seed
    }

    /// The daily amplitude.
    fn daily(self) -> f64 {
        METRICS[self.metric].1 * SERVICES[self.service].1 * DAILY
    }

    /// The standard deviation of the noise.
    pub(super) fn sigma(self) -> f64 {
        NOISE * self.daily()
    }

    /// The most that a value can be.
    pub(super) const fn ceiling(self) -> f64 {
        METRICS[self.metric].2
    }

    /// The value without noise: level, trend, week and day.
    pub(super) fn expected(self, ms: i64) -> f64 {
        use std::f64::consts::TAU;
        let ms = ms as f64;
        let daily = self.daily();
        // One harmonic beside the first makes the night longer than the day.
        let day = TAU * (ms / DAY_MS - SERVICES[self.service].2 / 24.0);
        let week = TAU * (ms - MIDWEEK_MS) / WEEK_MS;
        let trend = TAU * ms / TREND_MS;
        daily / DAILY
            + daily
                * (0.85 * day.cos() + 0.15 * (2.0 * day).cos() + WEEKLY * week.cos() + TREND * trend.sin())
    }

    /// Noise with standard deviation 1.
    pub(super) fn noise(self, ms: i64) -> f64 {
        gaussian(self.seed, ms.div_euclid(STEP_MS))
    }
}
