//! Whether recurring incidents become ordinary.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::{DetectionSpec, SpecError};

/// Treatment of incidents that recur at no fixed time. What recurs at the same time of day or week is ordinary either
/// way.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Repeats {
    /// They keep raising alarms.
    #[default]
    Alarm,
    /// They count as ordinary after a few times.
    Accept,
}

impl Repeats {
    /// The word in queries.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

impl DetectionSpec {
    /// Whether recurring incidents become ordinary.
    ///
    /// # Errors
    /// If the members' scores do not say how rare a point is. With `detection.together`, [`DetectionSpec::together`]
    /// refuses it instead.
    pub fn repeats(&self) -> Result<Repeats, SpecError> {
        let Some(repeats) = self.repeats.filter(|_| self.together.is_none()) else {
            return Ok(Repeats::default());
        };
        if !self.tells_rarity() {
            let right = "only the preset \"auto\" supports repeats; other members learn by their parameters: remove it";
            return Err(SpecError::field("repeats", format!("{:?}", repeats.id()), right));
        }
        Ok(repeats)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn repeats(detection: Value) -> Result<Repeats, String> {
        let spec: DetectionSpec = serde_json::from_value(detection).map_err(|error| error.to_string())?;
        spec.repeats().map_err(|error| error.to_string())
    }

    #[test]
    fn it_is_read_where_scores_say_how_rare_a_point_is() {
        let alone = json!([{ "detector": "auto", "weight": 1 }]);
        for (detection, want) in [
            (json!({}), Repeats::Alarm),
            (json!({ "preset": "auto" }), Repeats::Alarm),
            (json!({ "preset": "auto", "repeats": "alarm" }), Repeats::Alarm),
            (json!({ "preset": "auto", "repeats": "accept" }), Repeats::Accept),
            (json!({ "ensemble": alone, "repeats": "accept" }), Repeats::Accept),
        ] {
            assert_eq!(repeats(detection.clone()), Ok(want), "{detection}");
        }
        let spec = DetectionSpec { repeats: Some(Repeats::Accept), ..DetectionSpec::default() };
        assert_eq!(serde_json::to_value(spec).unwrap(), json!({ "repeats": Repeats::Accept.id() }));
    }

    #[test]
    fn elsewhere_it_is_named_with_what_would_be_right() {
        let two = json!([{ "detector": "auto", "weight": 1 }, { "detector": "ewma", "weight": 1 }]);
        for (detection, parts) in [
            (json!({ "repeats": "accept" }), ["detection.repeats: \"accept\"", "auto"]),
            (json!({ "preset": "classic", "repeats": "alarm" }), ["detection.repeats: \"alarm\"", "auto"]),
            (
                json!({ "preset": "auto", "ensemble": two, "repeats": "accept" }),
                ["detection.repeats", "remove it"],
            ),
            (json!({ "preset": "auto", "repeats": "forget" }), ["alarm", "accept"]),
            (json!({ "preset": "auto", "repeats": "Accept" }), ["alarm", "accept"]),
        ] {
            let error = repeats(detection.clone()).unwrap_err();
            assert!(parts.iter().all(|part| error.contains(part)), "{detection}: {error}");
        }
    }
}
