//! Recognises raw counters. Their level means little, and each restart looks like an anomaly.

use seismo_series::Labels;

/// Endings of counter names, including those of histograms and summaries. Functions drop the name, so a series that
/// still has it is raw.
const ENDINGS: [&str; 4] = ["_total", "_count", "_sum", "_bucket"];

/// Smallest number of samples per counter reset; a series that falls more often is a gauge.
const SAMPLES_A_RESET: usize = 50;

/// The name of a series that is a raw counter: by its name, and because it never falls except to restart. `samples` is
/// called only if the name is that of a counter.
pub fn raw_counter(labels: &Labels, samples: impl FnOnce() -> Vec<f64>) -> Option<&str> {
    let name = labels.get("__name__")?;
    if !ENDINGS.into_iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let (mut rises, mut resets, mut seen) = (0_usize, 0_usize, 0_usize);
    let mut last = f64::NAN;
    for value in samples().into_iter().filter(|value| !value.is_nan()) {
        seen += 1;
        if value < 0.0 || (value < last && value > last / 2.0) {
            return None;
        }
        rises += usize::from(value > last);
        resets += usize::from(value < last);
        last = value;
    }
    (rises > 0 && resets <= 1 + seen / SAMPLES_A_RESET && resets < rises).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_and_rises_like_a_counter_is_one() {
        const GAP: f64 = f64::NAN;
        for (name, values, counter) in [
            ("requests_total", vec![1.0, 2.0, GAP, 2.0, 5.0], true),
            ("requests_total", vec![100.0, 200.0, 3.0, 50.0], true),
            ("latency_bucket", vec![0.0, 0.5, 0.5], true),
            ("latency_sum", vec![1.0, 1.5], true),
            ("requests", vec![1.0, 2.0, 3.0], false),
            ("queue_count", vec![5.0, 6.0, 4.0, 7.0], false),
            ("jobs_count", vec![3.0, 0.0, 2.0, 0.0, 3.0, 1.0, 2.0], false),
            ("balance_total", vec![-5.0, -4.0, 1.0], false),
            ("idle_total", vec![7.0, 7.0, 7.0], false),
            ("one_total", vec![7.0], false),
            ("none_total", vec![GAP, GAP], false),
        ] {
            let labels: Labels = [("__name__", name)].into_iter().collect();
            assert_eq!(raw_counter(&labels, || values.clone()), counter.then_some(name), "{name} {values:?}");
        }
        assert_eq!(raw_counter(&Labels::new(), || vec![1.0, 2.0]), None);
    }
}
