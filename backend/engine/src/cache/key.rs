//! What an entry belongs to.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use seismo_detection::{Knowledge, Season, Together};
use seismo_sources::{ForwardedHeaders, SourceQuery};
use serde_json::json;

use crate::Plan;
use crate::SourceIdentity;
use seismo_query::Output;

/// Everything that samples and scores follow from. What is not in here can be changed without a fetch or a fit: the range, the
/// number of rows, threshold, direction, severity scheme, what is too small to matter or not reported, output (but for `age`, which
/// looks at more series than all others), legend.
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

/// Tells callers apart without keeping their tokens: a hash with a key that is new in every process.
#[derive(Debug, Default)]
pub struct CallerHash(RandomState);

impl CallerHash {
    /// The number of a caller.
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

    /// Whether the entry is of this data source, whatever its settings were.
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
