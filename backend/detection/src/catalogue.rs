//! The available detectors with their parameters, and how a query's members become an ensemble.

use std::sync::Arc;

use seismo_series::quoted;
use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::{Detector, Ensemble, Member, MemberSpec, SpecError, detectors};

/// The description of a detector, for editors and documentation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DetectorInfo {
    /// The name in queries, fields and metrics.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// What it looks for, in a sentence or two.
    pub summary: &'static str,
    /// The source of the method.
    pub reference: Reference,
    /// The cost class.
    pub cost: Cost,
    /// Approximate time for one sample on one core, in nanoseconds: the unit of a query's work limit.
    pub nanoseconds_per_sample: u32,
    /// Number of observed samples that a fit with default parameters needs.
    pub minimum_history: usize,
    /// The parameters that a query can set.
    pub parameters: Vec<ParameterInfo>,
}

/// A paper or page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// Author, title, year.
    pub title: &'static str,
    /// Where to read it.
    pub url: &'static str,
}

/// The cost class per sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cost {
    /// Below 1 us a sample.
    Low,
    /// Below 10 us a sample.
    Medium,
    /// 10 us a sample and more.
    High,
}

/// One parameter of a detector.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ParameterInfo {
    /// The name in queries.
    pub name: &'static str,
    /// The type of its values.
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// The default value.
    pub default: f64,
    /// The smallest allowed value.
    pub minimum: f64,
    /// The largest allowed value.
    pub maximum: f64,
    /// The unit; empty for a plain number.
    pub unit: &'static str,
    /// Its effect, in a sentence.
    pub summary: &'static str,
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterKind {
    /// Any number within the bounds.
    Number,
    /// A whole number within the bounds.
    Integer,
}

/// The parameters of one detector, checked: each is present and within its bounds.
#[derive(Debug, Clone)]
pub struct Parameters(Vec<(ParameterInfo, f64)>);

impl Parameters {
    /// The value of a parameter.
    ///
    /// # Panics
    /// If the detector's information does not list `name`: a mistake in the detector, not in a query.
    pub fn number(&self, name: &str) -> f64 {
        match self.0.iter().find(|(info, _)| info.name == name) {
            Some((_, value)) => *value,
            None => unreachable!("no parameter is called {name}"),
        }
    }

    /// The value of an integer parameter.
    ///
    /// # Panics
    /// As [`Parameters::number`].
    pub fn integer(&self, name: &str) -> usize {
        self.number(name) as usize
    }

    /// All values by name, integers without a fraction.
    pub fn to_json(&self) -> Map<String, Value> {
        let json = |(info, value): &(ParameterInfo, f64)| {
            let number = match info.kind {
                ParameterKind::Integer => Value::from(*value as i64),
                ParameterKind::Number => Number::from_f64(*value).map_or(Value::Null, Value::Number),
            };
            (info.name.to_owned(), number)
        };
        self.0.iter().map(json).collect()
    }
}

type Build = Box<dyn Fn(&Parameters) -> Arc<dyn Detector> + Send + Sync>;

/// The detectors that queries can name.
pub struct Catalogue {
    entries: Vec<(DetectorInfo, Build)>,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|(info, _)| info.id)).finish()
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::standard()
    }
}

impl Catalogue {
    /// The detectors of this room. Other rooms add learnt detectors, which need model files.
    pub fn standard() -> Self {
        let mut catalogue = Self { entries: Vec::new() };
        detectors::add_all(&mut catalogue);
        catalogue
    }

    /// Adds a detector, replacing one with the same id: its description, and how to make it from checked parameters.
    pub fn add(
        &mut self,
        info: DetectorInfo,
        build: impl Fn(&Parameters) -> Arc<dyn Detector> + Send + Sync + 'static,
    ) {
        let entry: (DetectorInfo, Build) = (info, Box::new(build));
        match self.entries.iter_mut().find(|(other, _)| other.id == entry.0.id) {
            Some(other) => *other = entry,
            None => self.entries.push(entry),
        }
    }

    /// The descriptions of all detectors, in the order in which they were added.
    pub fn detectors(&self) -> impl Iterator<Item = &DetectorInfo> {
        self.entries.iter().map(|(info, _)| info)
    }

    /// The description of the detector with this id.
    pub fn get(&self, id: &str) -> Option<&DetectorInfo> {
        self.detectors().find(|info| info.id == id)
    }

    /// Makes the ensemble that a query requests.
    ///
    /// # Errors
    /// If there is no member, one is unknown or named twice, a weight is not positive, or a parameter is unknown or out
    /// of bounds.
    pub fn ensemble(&self, members: &[MemberSpec]) -> Result<Ensemble, SpecError> {
        if members.is_empty() {
            return Err(SpecError::field("ensemble", "[]", "name at least one detector"));
        }
        let mut seated: Vec<Member> = Vec::with_capacity(members.len());
        for (at, member) in members.iter().enumerate() {
            let seat = self.member(member, &format!("ensemble[{at}]"))?;
            if seated.iter().any(|other| other.detector.id() == seat.detector.id()) {
                let right = "name each detector once";
                return Err(SpecError::field(
                    format!("ensemble[{at}].detector"),
                    quoted(&member.detector),
                    right,
                ));
            }
            seated.push(seat);
        }
        let sum: f64 = seated.iter().map(|member| member.weight).sum();
        for member in &mut seated {
            member.weight /= sum;
        }
        Ok(Ensemble::new(seated))
    }

    fn member(&self, spec: &MemberSpec, path: &str) -> Result<Member, SpecError> {
        let Some((info, build)) = self.entries.iter().find(|(info, _)| info.id == spec.detector) else {
            let known: Vec<_> = self.detectors().map(|info| info.id).collect();
            let right = format!("there are {}", known.join(", "));
            return Err(SpecError::field(format!("{path}.detector"), quoted(&spec.detector), right));
        };
        if !(spec.weight > 0.0 && spec.weight.is_finite()) {
            return Err(SpecError::field(format!("{path}.weight"), spec.weight, "write a number above 0"));
        }
        let parameters = check(info, &spec.parameters, path)?;
        Ok(Member { detector: build(&parameters), weight: spec.weight })
    }
}

/// Checks the given parameters against the description, and fills in the defaults.
fn check(info: &DetectorInfo, given: &Map<String, Value>, path: &str) -> Result<Parameters, SpecError> {
    if let Some(unknown) =
        given.keys().find(|name| info.parameters.iter().all(|known| known.name != name.as_str()))
    {
        let known: Vec<_> = info.parameters.iter().map(|known| known.name).collect();
        let right = match known.as_slice() {
            [] => format!("{} has no parameters", info.id),
            known => format!("{} has {}", info.id, known.join(", ")),
        };
        return Err(SpecError::field(format!("{path}.parameters.{unknown}"), &given[unknown], right));
    }
    let value = |known: &ParameterInfo| {
        let Some(given) = given.get(known.name) else {
            return Ok((*known, known.default));
        };
        let whole = known.kind == ParameterKind::Integer;
        let fits =
            |value: f64| (known.minimum..=known.maximum).contains(&value) && !(whole && value.fract() != 0.0);
        given.as_f64().filter(|value| fits(*value)).map(|value| (*known, value)).ok_or_else(|| {
            let what = if whole { "a whole number" } else { "a number" };
            let right = format!("write {what} from {} to {}", known.minimum, known.maximum);
            SpecError::field(format!("{path}.parameters.{}", known.name), given, right)
        })
    };
    info.parameters.iter().map(value).collect::<Result<_, _>>().map(Parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn members(json: Value) -> Vec<MemberSpec> {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn the_class_of_a_cost_is_that_of_its_nanoseconds() {
        for info in Catalogue::standard().detectors() {
            let class = match info.nanoseconds_per_sample {
                ..1_000 => Cost::Low,
                1_000..10_000 => Cost::Medium,
                10_000.. => Cost::High,
            };
            assert_eq!(info.cost, class, "{}", info.id);
        }
    }

    #[test]
    fn weights_are_scaled_to_one() {
        let asked = members(
            json!([{ "detector": "z_score", "weight": 3 }, { "detector": "seasonal_esd", "weight": 1 }]),
        );
        let ensemble = Catalogue::standard().ensemble(&asked).unwrap();
        let weights: Vec<_> = ensemble.members().iter().map(|member| member.weight).collect();
        assert_eq!(weights, [0.75, 0.25]);
    }

    #[test]
    fn what_cannot_be_is_named_with_its_path() {
        let z = |parameters: Value| json!([{ "detector": "z_score", "weight": 1, "parameters": parameters }]);
        for (asked, field, right) in [
            (json!([]), "detection.ensemble", "at least one"),
            (json!([{ "detector": "magic", "weight": 1 }]), "detection.ensemble[0].detector", "seasonal_esd"),
            (json!([{ "detector": "z_score", "weight": 0 }]), "detection.ensemble[0].weight", "above 0"),
            (json!([{ "detector": "z_score", "weight": -1 }]), "detection.ensemble[0].weight", "above 0"),
            (
                json!([{ "detector": "z_score", "weight": 1 }, { "detector": "z_score", "weight": 1 }]),
                "detection.ensemble[1].detector",
                "once",
            ),
            (z(json!({ "windw": 3 })), "detection.ensemble[0].parameters.windw", "window"),
            (z(json!({ "window": 1 })), "detection.ensemble[0].parameters.window", "whole number from"),
            (z(json!({ "window": 10.5 })), "detection.ensemble[0].parameters.window", "whole number"),
            (z(json!({ "window": "100" })), "detection.ensemble[0].parameters.window", "whole number"),
            (z(json!({ "sigma": 1e9 })), "detection.ensemble[0].parameters.sigma", "a number from"),
        ] {
            let error = Catalogue::standard().ensemble(&members(asked.clone())).unwrap_err().to_string();
            assert!(error.contains(field) && error.contains(right), "{asked}: {error}");
        }
    }
}
