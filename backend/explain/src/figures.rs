//! Formats numbers with as many digits as matter.

/// Size from which on numbers are written with a prefix, unless that hides digits that matter.
const LARGE: f64 = 1e5;
/// Size below which numbers are written with an exponent.
const SMALL: f64 = 1e-4;
/// Largest number of decimals with a prefix; if a difference that matters needs more, the number is written out.
const MOST_DECIMALS: i32 = 2;

const PREFIXES: [(f64, &str); 5] = [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

const DAY: f64 = 1.0 / 7.0;
const MONTHS_A_WEEK: f64 = 12.0 * 7.0 / 365.25;
const YEARS_A_WEEK: f64 = 7.0 / 365.25;
/// Largest number of years that is written, because no history reaches farther.
const MOST_YEARS: f64 = 10.0;
/// Number of weeks above which months are written.
const MOST_WEEKS: f64 = 8.0;

/// The format of all numbers in one sentence, so that they can be compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    scale: (f64, &'static str),
    decimals: i32,
    exponent: bool,
}

impl Figures {
    /// For numbers up to `largest` in size, where a difference of `step` matters: `step` gets two digits. An unknown
    /// (NaN) or zero `step` gives three digits of `largest`. An infinite `largest` is ignored.
    pub(crate) fn new(largest: f64, step: f64) -> Self {
        let largest = if largest.is_finite() { largest.abs() } else { 0.0 };
        let step = if step > 0.0 && step.is_finite() { step } else { largest / 10.0 };
        // Beyond fifteen digits a float is noise.
        let smallest = (magnitude(step) - 1).max(magnitude(largest) - 14);
        let prefix = PREFIXES.into_iter().find(|(size, _)| largest >= LARGE && largest >= *size);
        let told = |scale: &(f64, &str)| magnitude(scale.0) - magnitude(step) <= MOST_DECIMALS;
        let (scale, decimals) = match prefix.filter(told) {
            Some(scale) => (scale, (magnitude(scale.0) - smallest).min(MOST_DECIMALS)),
            None => ((1.0, ""), -smallest),
        };
        Self { scale, decimals: decimals.max(0), exponent: largest > 0.0 && largest < SMALL }
    }

    /// The number, with the true minus sign and without zeros at the end.
    pub(crate) fn write(self, number: f64) -> String {
        let size = number.abs();
        let text = if self.exponent {
            let text = format!("{size:.2e}");
            match text.split_once('e') {
                Some((digits, power)) => format!("{}e{power}", trimmed(digits)),
                None => text,
            }
        } else {
            let decimals = usize::try_from(self.decimals).unwrap_or_default();
            format!("{}{}", trimmed(&format!("{:.decimals$}", size / self.scale.0)), self.scale.1)
        };
        // A number rounded to zero has no sign.
        let is_zero = !text.contains(|sign: char| sign.is_ascii_digit() && sign != '0');
        if number < 0.0 && !is_zero { format!("\u{2212}{text}") } else { text }
    }
}

/// A deviation with its sign: `+4.2 σ`.
pub(crate) fn sigmas(deviation: f64) -> String {
    let sign = if deviation < 0.0 { '\u{2212}' } else { '+' };
    format!("{sign}{}", size_of_sigmas(deviation))
}

/// The same without its sign: `4.2 σ`.
pub(crate) fn size_of_sigmas(deviation: f64) -> String {
    let decimals = if deviation.abs() < 99.95 { 1 } else { 0 };
    format!("{:.decimals$} σ", deviation.abs())
}

/// A ratio to the usual value: `3.1`, `0.25`.
pub(crate) fn many_times(ratio: f64) -> String {
    let decimals = if ratio < 1.0 { 2 } else { usize::from(ratio < 99.95) };
    format!("{ratio:.decimals$}")
}

/// The frequency of something that occurs `per_week` times a week: `about once in 5 weeks`.
pub(crate) fn rarity(per_week: f64) -> String {
    let weeks = 1.0 / per_week;
    let days = weeks / DAY;
    let (months, years) = (weeks * MONTHS_A_WEEK, weeks * YEARS_A_WEEK);
    let once = |count: f64, unit: &str| match count.round() {
        count if count <= 1.0 => format!("about once a {unit}"),
        count => format!("about once in {count} {unit}s"),
    };
    if days < 0.7 {
        "several times a day".to_owned()
    } else if days.round() < 7.0 {
        once(days, "day")
    } else if weeks.round() <= MOST_WEEKS {
        once(weeks, "week")
    } else if months.round() < 12.0 {
        once(months, "month")
    } else if years <= MOST_YEARS {
        once(years, "year")
    } else {
        format!("less than once in {MOST_YEARS} years")
    }
}

/// The power of ten of a number's first digit; 0 for 0.
fn magnitude(number: f64) -> i32 {
    if number > 0.0 { number.log10().floor() as i32 } else { 0 }
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_as_many_digits_as_tell_them_apart() {
        for (number, largest, step, want) in [
            (412.0, 412.0, 36.0, "412"),
            (96.04, 412.0, 36.0, "96"),
            (21.5874, 60.0, 1.24, "21.6"),
            (60.0, 60.0, 1.24, "60"),
            (0.0, 0.0, f64::NAN, "0"),
            (-0.001, 5.0, 1.0, "0"),
            (-40.0, 40.0, 1.2, "\u{2212}40"),
            (0.012_345, 0.012_345, f64::NAN, "0.0123"),
            (0.000_012_345, 0.000_012_345, 1e-6, "1.23e-5"),
            (1.0, 1.0, 0.0, "1"),
            (99_999.0, 99_999.0, 900.0, "99999"),
            (1_234_567.0, 1_234_567.0, 30_000.0, "1.23M"),
            (1_000_010.0, 1_000_010.0, 3.0, "1000010"),
            (4_560_000_000.0, 4_560_000_000.0, 1e8, "4.56G"),
            (250_000.0, 250_000.0, 5_000.0, "250k"),
            (1e18, 1e18, 1e17, "1000P"),
            (0.1 + 0.2, 0.3, 1e-30, "0.3"),
        ] {
            assert_eq!(Figures::new(largest, step).write(number), want, "{number} {largest} {step}");
        }
    }

    #[test]
    fn deviations_have_a_sign_and_a_unit() {
        for (deviation, want) in
            [(8.33, "+8.3 σ"), (-3.0, "\u{2212}3.0 σ"), (99.97, "+100 σ"), (1_234.5, "+1234 σ")]
        {
            assert_eq!(sigmas(deviation), want);
        }
    }

    #[test]
    fn rarity_is_said_in_words() {
        for (per_week, want) in [
            (20.0, "several times a day"),
            (7.0, "about once a day"),
            (3.5, "about once in 2 days"),
            (1.0, "about once a week"),
            (0.2, "about once in 5 weeks"),
            (7.0 / 60.0, "about once in 2 months"),
            (7.0 / 365.25, "about once a year"),
            (7.0 / 365.25 / 9.0, "about once in 9 years"),
            (1e-6, "less than once in 10 years"),
            (0.0, "less than once in 10 years"),
        ] {
            assert_eq!(rarity(per_week), want, "{per_week}");
        }
    }
}
