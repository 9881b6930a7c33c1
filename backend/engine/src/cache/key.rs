//! The key of a cache entry.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use seismo_detection::{Knowledge, Season, Together};
use seismo_sources::{ForwardedHeaders, SourceQuery};
use serde_json::json;

use crate::Plan;
use crate::SourceIdentity;
use seismo_query::Output;

/// Everything that determines samples and scores. Other settings can change without a fetch or a fit: range, number of
/// rows, threshold, direction, severity scheme, minimum deviation, windows that are not reported, legend, and output
/// (except for `age`, which covers more series than the others).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    identity: SourceIdentity,
    caller: u64,
    source: SourceQuery,
    interval_ms: i64,
    history_ms: i64,
    season: Season,
    knowledge: Arc<Knowledge>,
    offset_ms: i64,
    together: Option<Together>,
    aged: bool,
    members: String,
    algorithm: &'static str,
}

/// Distinguishes callers without storing their tokens: a hash with a key that is new in every process.
#[derive(Debug, Default)]
pub struct CallerHash(RandomState);

impl CallerHash {
    /// The hash of a caller.
    pub fn of(&self, headers: &ForwardedHeaders) -> u64 {
        let parts: Vec<_> = headers.iter().map(|(name, value)| (name, value.expose())).collect();
        self.0.hash_one(parts)
    }
}

impl Key {
    /// The key of a plan.
    pub fn new(plan: &Plan, identity: SourceIdentity, caller: u64) -> Self {
        let member = |member: &seismo_detection::Member| {
            json!([member.detector.id(), member.weight, member.detector.parameters()])
        };
        Self {
            identity,
            caller,
            source: plan.source.clone(),
            interval_ms: plan.detection.history.interval.ms(),
            history_ms: plan.detection.history.history_ms,
            season: plan.detection.history.season,
            knowledge: Arc::clone(&plan.detection.knowledge),
            offset_ms: plan.offset_ms,
            together: plan.together.clone(),
            aged: plan.output == Output::Age,
            members: json!(plan.detection.ensemble.members().iter().map(member).collect::<Vec<_>>())
                .to_string(),
            algorithm: plan.detection.preset.algorithm(),
        }
    }

    /// Whether the entry belongs to this data source, under any of its settings.
    pub fn belongs_to(&self, identity: &SourceIdentity) -> bool {
        self.identity.org == identity.org && self.identity.uid == identity.uid
    }
}

#[cfg(test)]
pub(crate) fn for_tests(identity: SourceIdentity, service: &str) -> Key {
    let source =
        SourceQuery::Sample { metric: String::new(), service: service.into(), legend: String::new() };
    Key {
        identity,
        caller: 0,
        source,
        interval_ms: 60_000,
        history_ms: 6_000_000,
        season: Season::Off,
        knowledge: Arc::default(),
        offset_ms: 0,
        together: None,
        aged: false,
        members: String::new(),
        algorithm: "classic-1",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_with_other_tokens_never_share() {
        let hash = CallerHash::default();
        let caller = |token: &str| hash.of(&ForwardedHeaders::from_request([("Authorization", token)]));
        assert_eq!(caller("Bearer a"), caller("Bearer a"));
        assert_ne!(caller("Bearer a"), caller("Bearer b"));
        assert_ne!(caller("Bearer a"), hash.of(&ForwardedHeaders::default()));
    }
}
