//! Tables of results.

use seismo_detection::{Cost, DetectorInfo};

use crate::turns::Measured;

/// A row for each contestant: its median turn on both clocks, the processor time per sample, and the ratios to the
/// first `beside.len()` contestants, whose names in the head are `beside`. `aims` holds their targets, in words.
pub(crate) fn contest(title: &str, measured: &[Measured], beside: &[&str], aims: &[&str]) -> String {
    let heads: String = beside.iter().map(|name| format!("{name:>12}")).collect();
    let mut out = format!("\n{title:<42}{:>11}{:>11}{:>12}{heads}  aim\n", "wall", "processor", "a sample");
    for (at, who) in measured.iter().enumerate() {
        let ratio = |other: &Measured| format!("{:>12}", times(who.nanoseconds() / other.nanoseconds()));
        let ratios: String = measured[..beside.len()].iter().map(ratio).collect();
        let row = format!(
            "{:<42}{:>11}{:>11}{:>12}{ratios}  {}",
            who.name,
            seconds(who.median.wall),
            seconds(who.median.processor),
            seconds(who.nanoseconds() * 1e-9),
            aims.get(at).unwrap_or(&"")
        );
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

/// A row for each detector: its measured time per sample and the time that it claims.
pub(crate) fn claims(title: &str, measured: &[Measured], infos: &[&DetectorInfo]) -> String {
    let mut out = format!("\n{title:<42}{:>11}{:>11}{:>12}  class\n", "processor", "a sample", "it says");
    for (who, info) in measured.iter().zip(infos) {
        let claimed = f64::from(info.nanoseconds_per_sample);
        let ratio = who.nanoseconds() / claimed;
        let class = match info.cost {
            Cost::Low => "low",
            Cost::Medium => "medium",
            Cost::High => "high",
        };
        let off = if (0.5..=2.0).contains(&ratio) { "" } else { "  (off by more than 2)" };
        let (median, sample) = (seconds(who.median.processor), seconds(who.nanoseconds() * 1e-9));
        let claimed = seconds(claimed * 1e-9);
        out.push_str(&format!("{:<42}{median:>11}{sample:>11}{claimed:>12}  {class}{off}\n", who.name));
    }
    out
}

/// A time with three digits and its unit.
fn seconds(seconds: f64) -> String {
    let (factor, unit) = match seconds {
        seconds if seconds < 1e-6 => (1e9, "ns"),
        seconds if seconds < 1e-3 => (1e6, "us"),
        seconds if seconds < 1.0 => (1e3, "ms"),
        _ => (1.0, "s"),
    };
    format!("{} {unit}", digits(seconds * factor))
}

fn times(ratio: f64) -> String {
    if ratio < 0.1 { format!("x 1/{:.0}", 1.0 / ratio) } else { format!("x {}", digits(ratio)) }
}

/// About three digits.
fn digits(value: f64) -> String {
    match value {
        value if value < 0.01 => format!("{value:.4}"),
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::turns::Took;
    use seismo_detection::Catalogue;

    fn who(name: &str, points: usize, median: f64) -> Measured {
        Measured { name: name.to_owned(), points, median: Took { wall: 2.0 * median, processor: median } }
    }

    #[test]
    fn times_have_three_digits_and_a_unit() {
        for (given, told) in [
            (4.2e-9, "4.20 ns"),
            (4.123e-7, "412 ns"),
            (9.99e-5, "99.9 us"),
            (0.004_5, "4.50 ms"),
            (1.0, "1.00 s"),
            (1_234.0, "1234 s"),
            (3e-12, "0.0030 ns"),
        ] {
            assert_eq!(seconds(given), told);
        }
    }

    #[test]
    fn what_is_far_less_is_a_part() {
        for (ratio, told) in [(0.001, "x 1/1000"), (0.1, "x 0.10"), (1.0, "x 1.00"), (1_234.0, "x 1234")] {
            assert_eq!(times(ratio), told);
        }
    }

    #[test]
    fn everybody_stands_beside_the_first() {
        let table = contest("Work", &[who("a", 10, 1.0), who("b", 5, 10.0)], &["to a"], &["at most 2 s"]);
        let rows: Vec<Vec<_>> = table
            .lines()
            .skip(1)
            .map(|row| row.split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect())
            .collect();
        assert_eq!(rows[0], ["Work", "wall", "processor", "a sample", "to a", "aim"]);
        assert_eq!(rows[1], ["a", "2.00 s", "1.00 s", "100 ms", "x 1.00", "at most 2 s"]);
        assert_eq!(rows[2], ["b", "20.0 s", "10.0 s", "2.00 s", "x 20.0"]);
    }

    #[test]
    fn who_claims_what_is_far_off_is_told() {
        let catalogue = Catalogue::standard();
        let info = catalogue.get("z_score").unwrap();
        for (factor, off) in [(0.4, true), (0.6, false), (1.9, false), (2.1, true)] {
            let median = f64::from(info.nanoseconds_per_sample) * 1e-9 * factor;
            let table = claims("Work", &[who("z_score", 1, median)], &[info]);
            assert_eq!(table.contains("off by more than 2"), off, "{table}");
            assert!(table.contains("low"), "{table}");
        }
    }
}
