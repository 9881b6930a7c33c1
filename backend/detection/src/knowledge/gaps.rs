//! How a missing sample is read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a missing sample is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GapPolicy {
    /// Stays a gap.
    #[default]
    Skip,
    /// Reads as 0 after the first sample.
    Zero,
    /// Repeats the last sample, at most [`GapPolicy::MOST_HELD`] times in a row.
    Previous,
}

impl GapPolicy {
    /// Largest number of missing samples in a row that [`GapPolicy::Previous`] fills from the one before them.
    pub const MOST_HELD: usize = 5;

    /// Fills the gaps of `values[from..]`: `n` samples, ascending, NaN = gap. The samples before `from` are only read:
    /// either all that may be used, or the last [`GapPolicy::MOST_HELD`] for `previous`. `seen`: whether there was a
    /// sample before all of them. No sample is used before its time.
    pub(crate) fn read(self, values: &mut [f64], from: usize, seen: bool) {
        match self {
            Self::Skip => {}
            Self::Zero => {
                let mut seen = seen || values[..from].iter().any(|value| !value.is_nan());
                for value in &mut values[from..] {
                    seen |= !value.is_nan();
                    if seen && value.is_nan() {
                        *value = 0.0;
                    }
                }
            }
            Self::Previous => {
                let (mut last, mut held) = (f64::NAN, 0);
                for (at, value) in values.iter_mut().enumerate() {
                    if !value.is_nan() {
                        (last, held) = (*value, 0);
                    } else if held < Self::MOST_HELD {
                        held += 1;
                        if at >= from {
                            *value = last;
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    fn read(policy: GapPolicy, values: &[f64]) -> Vec<String> {
        let mut values = values.to_vec();
        policy.read(&mut values, 0, false);
        values.iter().map(f64::to_string).collect()
    }

    #[test]
    fn each_policy_reads_a_gap_in_its_own_way() {
        let values = [NAN, 3.0, NAN, NAN, 4.0, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 5.0];
        for (policy, want) in [
            (GapPolicy::Skip, "NaN 3 NaN NaN 4 NaN NaN NaN NaN NaN NaN NaN 5"),
            (GapPolicy::Zero, "NaN 3 0 0 4 0 0 0 0 0 0 0 5"),
            (GapPolicy::Previous, "NaN 3 3 3 4 4 4 4 4 4 NaN NaN 5"),
        ] {
            assert_eq!(read(policy, &values).join(" "), want, "{policy:?}");
        }
        for policy in [GapPolicy::Skip, GapPolicy::Zero, GapPolicy::Previous] {
            assert_eq!(read(policy, &[NAN; 3]), ["NaN"; 3], "{policy:?}");
            assert!(read(policy, &[]).is_empty());
        }
    }

    #[test]
    fn a_part_reads_as_it_does_in_the_whole() {
        let values: Vec<f64> =
            (0..60).map(|at| if at < 4 || at % 13 > 4 { NAN } else { f64::from(at) }).collect();
        for policy in [GapPolicy::Zero, GapPolicy::Previous] {
            let whole = read(policy, &values);
            for from in 0..values.len() {
                let start = from.saturating_sub(GapPolicy::MOST_HELD);
                let seen = values[..start].iter().any(|value| !value.is_nan());
                let mut part = values[start..].to_vec();
                policy.read(&mut part, from - start, seen);
                let part: Vec<_> = part[from - start..].iter().map(f64::to_string).collect();
                assert_eq!(part, whole[from..], "{policy:?} from {from}");
            }
        }
    }
}
