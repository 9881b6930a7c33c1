//! The members of the fleet.

use seismo_series::Labels;

/// A metric of every service.
struct Metric {
    name: &'static str,
    /// For a typical service, in the unit of the name: requests a second, milliseconds, percent of all cores, waiting
    /// jobs.
    level: f64,
    /// Largest possible value.
    ceiling: f64,
    /// How much lower it is at weekends, as a share: fewer requests mean fewer jobs and less work, but the same
    /// response times.
    weekend: f64,
    /// How much the nightly job adds, as a share: it works and fills queues, and requests no pages.
    job: f64,
}

const METRICS: [Metric; 4] = [
    Metric { name: "cpu_percent", level: 32.0, ceiling: 100.0, weekend: 0.1, job: 0.18 },
    Metric { name: "latency_ms", level: 180.0, ceiling: f64::INFINITY, weekend: 0.0, job: 0.0 },
    Metric { name: "queue_depth", level: 400.0, ceiling: f64::INFINITY, weekend: 0.15, job: 0.25 },
    Metric { name: "request_rate", level: 850.0, ceiling: f64::INFINITY, weekend: 0.25, job: 0.0 },
];

struct Service {
    name: &'static str,
    /// Size relative to a typical service.
    size: f64,
    /// The hour (UTC) of its busiest time.
    busiest: f64,
    /// The minute of the day (UTC) around which its nightly job starts, if it has one.
    job: Option<i64>,
}

const SERVICES: [Service; 6] = [
    Service { name: "cart", size: 1.0, busiest: 19.0, job: None },
    Service { name: "catalog", size: 1.2, busiest: 18.0, job: Some(2 * 60 + 30) },
    Service { name: "checkout", size: 0.8, busiest: 20.0, job: None },
    Service { name: "login", size: 1.1, busiest: 8.0, job: Some(60 + 45) },
    Service { name: "payment", size: 0.7, busiest: 20.5, job: Some(60) },
    Service { name: "search", size: 1.3, busiest: 15.0, job: Some(3 * 60 + 15) },
];

/// One series of the fleet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    metric: usize,
    service: usize,
    seed: u64,
}

/// The fleet in the order of its labels.
pub(super) fn members() -> impl Iterator<Item = Member> {
    (0..METRICS.len()).flat_map(|metric| (0..SERVICES.len()).map(move |service| Member::new(metric, service)))
}

/// The member with these labels.
pub(super) fn find(labels: &Labels) -> Option<Member> {
    let (metric, service) = (labels.get("__name__")?, labels.get("service")?);
    let metric = METRICS.iter().position(|known| known.name == metric)?;
    let service = SERVICES.iter().position(|known| known.name == service)?;
    // There may be labels beside these.
    Some(Member::new(metric, service)).filter(|member| member.labels() == *labels)
}

impl Member {
    fn new(metric: usize, service: usize) -> Self {
        let member = Self { metric, service, seed: 0 };
        Self { seed: member.labels().stable_hash(), ..member }
    }

    pub(super) const fn metric(self) -> &'static str {
        METRICS[self.metric].name
    }

    pub(super) const fn service(self) -> &'static str {
        SERVICES[self.service].name
    }

    pub(super) fn labels(self) -> Labels {
        [("__name__", self.metric()), ("service", self.service())].into_iter().collect()
    }

    /// The rank of the metric and that of the service.
    pub(super) const fn place(self) -> (usize, usize) {
        (self.metric, self.service)
    }

    pub(super) const fn seed(self) -> u64 {
        self.seed
    }

    /// The typical value.
    pub(super) fn level(self) -> f64 {
        METRICS[self.metric].level * SERVICES[self.service].size
    }

    /// Largest possible value.
    pub(super) const fn ceiling(self) -> f64 {
        METRICS[self.metric].ceiling
    }

    /// The hour (UTC) of the busiest time.
    pub(super) const fn busiest(self) -> f64 {
        SERVICES[self.service].busiest
    }

    /// How much lower values are at weekends, as a share.
    pub(super) const fn weekend(self) -> f64 {
        METRICS[self.metric].weekend
    }

    /// The minute of the day (UTC) around which the nightly job starts, and how much it adds, as a share.
    pub(super) fn job(self) -> Option<(i64, f64)> {
        let share = METRICS[self.metric].job;
        SERVICES[self.service].job.filter(|_| share > 0.0).map(|minute| (minute, share))
    }
}
