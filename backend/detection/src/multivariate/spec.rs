//! `detection.together`: which series of a query are metrics of one entity.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use seismo_series::{LONGEST_VALUE, Labels, quoted, short};
use serde::{Deserialize, Serialize};

use crate::{DetectionSpec, Direction, GapPolicy, SpecError};

/// Smallest number of metrics of an entity.
pub const LEAST_METRICS: usize = 2;

/// Largest number of metrics of an entity; with more, a fit takes longer than a tenth of a second.
pub const MOST_METRICS: usize = 64;

/// The algorithm and its version, which changes whenever scores do.
pub const TOGETHER: &str = "together-1";

/// Largest number of labels that name an entity.
pub const MOST_LABELS: usize = 16;

/// `detection.together` as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Together")]
pub struct TogetherSpec {
    /// Labels whose values name one entity; empty = all series form one entity.
    #[schemars(length(max = MOST_LABELS))]
    pub by: Vec<String>,
}

/// The labels whose values name one entity, checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Together {
    by: Vec<String>,
}

impl Together {
    /// The labels, in the order in which they were written.
    pub fn by(&self) -> &[String] {
        &self.by
    }

    /// The entity that a series is a metric of: its labels of these names.
    pub fn thing(&self, labels: &Labels) -> Labels {
        let named = self.by.iter().filter_map(|name| labels.get(name).map(|value| (name.as_str(), value)));
        named.collect()
    }

    /// The labels that tell a series apart from the others of its entity: its other labels.
    pub fn metric(&self, labels: &Labels) -> Labels {
        let mut rest = labels.clone();
        for name in &self.by {
            rest.remove(name);
        }
        rest
    }

    /// A sentence that names the labels that no series has, and those that exist. An empty label counts as missing.
    pub fn nobodys<'a>(&self, series: impl Iterator<Item = &'a Labels>) -> Option<String> {
        let has = series.flat_map(Labels::iter).filter(|(_, value)| !value.is_empty()).map(|(name, _)| name);
        let has: BTreeSet<&str> = has.collect();
        let list = |names: &[&str]| names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        let missing: Vec<&str> =
            self.by.iter().map(String::as_str).filter(|name| !has.contains(name)).collect();
        if has.is_empty() || missing.is_empty() {
            return None;
        }
        let (word, out) = if missing.len() == 1 { ("label", "it") } else { ("labels", "them") };
        let there: Vec<&str> = has.iter().copied().take(MOST_LABELS).collect();
        let (missing, there) = (short(&list(&missing), LONGEST_VALUE), list(&there));
        Some(format!(
            "detection.together.by: no series has the {word} {missing}, so groups are made without {out}: name labels \
             that exist ({there}), or remove {out}."
        ))
    }

    /// Checks that an entity does not have too many metrics. `nobodys`: a sentence that names the labels that no series
    /// has.
    ///
    /// # Errors
    /// If `count` is above [`MOST_METRICS`].
    pub fn check(&self, thing: &Labels, count: usize, nobodys: Option<&str>) -> Result<(), SpecError> {
        if count <= MOST_METRICS {
            return Ok(());
        }
        let why = nobodys.map(|nobodys| format!(" ({nobodys})")).unwrap_or_default();
        Err(self.error(format!(
            "{thing} has {count} metrics, and at most {MOST_METRICS} can be scored together: name more labels, or narrow the \
             query{why}"
        )))
    }

    /// The error if no entity has enough metrics.
    pub fn too_few(&self) -> SpecError {
        self.error(format!(
            "no group has {LEAST_METRICS} metrics: name fewer labels, such as [\"instance\"], or [] for all series together"
        ))
    }

    fn error(&self, right: String) -> SpecError {
        SpecError::field("together.by", format!("{:?}", self.by), right)
    }
}

impl DetectionSpec {
    /// Which series are metrics of one entity; `None` if each is scored alone.
    ///
    /// # Errors
    /// If a label is invalid, or the query asks for something that groups do not support.
    pub fn together(&self) -> Result<Option<Together>, SpecError> {
        let Some(TogetherSpec { by }) = &self.together else { return Ok(None) };
        if by.len() > MOST_LABELS {
            let right = format!("name at most {MOST_LABELS} labels");
            return Err(SpecError::field("together.by", format!("{} labels", by.len()), right));
        }
        for (at, name) in by.iter().enumerate() {
            if name.trim().is_empty() || by[..at].contains(name) {
                let right = "name each label once, such as [\"instance\"], or [] for all series together";
                return Err(SpecError::field(format!("together.by[{at}]"), format!("{name:?}"), right));
            }
        }
        for (field, given) in [
            ("ensemble", self.ensemble.is_some()),
            ("budget", self.budget.is_some()),
            ("repeats", self.repeats.is_some()),
            ("direction", self.direction.is_some_and(|direction| direction != Direction::Both)),
            ("minimumDeviation", self.minimum_deviation.is_some()),
            ("valueRange", self.value_range.is_some()),
            ("holidays", self.holidays.is_some()),
            ("gaps", self.gaps.is_some_and(|gaps| gaps != GapPolicy::Skip)),
        ] {
            if given {
                let right = "it only applies to series that are scored alone: remove it, or remove detection.together";
                return Err(SpecError::field(field, "a value beside detection.together", right));
            }
        }
        Ok(Some(Together { by: by.clone() }))
    }
}
