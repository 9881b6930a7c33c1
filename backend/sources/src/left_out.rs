//! Samples that cannot be scored, by instant, so that an answer can count those of its own range, whatever was fetched.

use std::collections::BTreeMap;

use seismo_series::GridRange;

use crate::Dropped;

/// Why a sample was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is not finite.
    Infinite,
    /// It lies between two instants of the grid.
    OffGrid,
    /// Its series has another sample at the same instant.
    Duplicate,
    /// It is a native histogram.
    Histogram,
}

/// The number of left-out samples, by reason and instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut(BTreeMap<Reason, BTreeMap<i64, u64>>);

impl Reason {
    /// The reason as a word of the contract.
    const fn why(self) -> &'static str {
        match self {
            Self::Infinite => "infinite",
            Self::OffGrid => "not on the grid",
            Self::Duplicate => "another sample at the same instant",
            Self::Histogram => "native histograms",
        }
    }

    /// The notice about `count` such samples, and what to do about them.
    fn notice(self, count: u64) -> String {
        match self {
            Self::Infinite => format!(
                "{} infinite and left out, as gaps: a division by zero gives such a value, so let the divisor be above 0, as in a / (b > 0).",
                samples(count)
            ),
            Self::OffGrid => {
                format!("{} not on the grid of the detection interval and left out.", samples(count))
            }
            Self::Duplicate => format!(
                "{} at an instant at which its series has another one, and the last one counts: group by the labels or tags that tell the series apart.",
                samples(count)
            ),
            Self::Histogram => format!(
                "{} native histograms, which are not single numbers, and left out: write histogram_quantile(0.95, ...) \
                 or histogram_avg(...).",
                samples(count)
            ),
        }
    }
}

fn samples(count: u64) -> String {
    match count {
        1 => "1 sample of this time range is".to_owned(),
        _ => format!("{count} samples of this time range are"),
    }
}

impl LeftOut {
    /// Counts one sample at the instant `index`.
    pub fn count(&mut self, reason: Reason, index: i64) {
        *self.0.entry(reason).or_default().entry(index).or_default() += 1;
    }

    /// Adds the counts of another one.
    pub fn add(&mut self, other: &Self) {
        for (reason, counts) in &other.0 {
            let mine = self.0.entry(*reason).or_default();
            for (index, count) in counts {
                *mine.entry(*index).or_default() += count;
            }
        }
    }

    /// The counts within `range`.
    #[must_use]
    pub fn within(&self, range: GridRange) -> Self {
        if range.is_empty() {
            return Self::default();
        }
        let part = |counts: &BTreeMap<i64, u64>| -> BTreeMap<i64, u64> {
            counts.range(range.from..range.to).map(|(index, count)| (*index, *count)).collect()
        };
        let parts = self.0.iter().map(|(reason, counts)| (*reason, part(counts)));
        Self(parts.filter(|(_, counts)| !counts.is_empty()).collect())
    }

    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Approximate memory held, in bytes.
    pub fn bytes(&self) -> usize {
        self.0.values().map(|counts| counts.len() * 24).sum()
    }

    /// The counts by reason.
    pub fn dropped(&self) -> Vec<Dropped> {
        let dropped = |(reason, count): (Reason, u64)| Dropped {
            what: "samples".to_owned(),
            count,
            why: reason.why().to_owned(),
        };
        self.totals().map(dropped).collect()
    }

    /// A sentence for each reason.
    pub fn notices(&self) -> Vec<String> {
        self.totals().map(|(reason, count)| reason.notice(count)).collect()
    }

    fn totals(&self) -> impl Iterator<Item = (Reason, u64)> {
        self.0.iter().map(|(reason, counts)| (*reason, counts.values().sum()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_counted_within_its_range_and_says_what_to_do() {
        let mut all = LeftOut::default();
        for index in [1, 2, 2, 3] {
            all.count(Reason::Infinite, index);
        }
        all.count(Reason::Histogram, 3);
        let mut other = LeftOut::default();
        other.count(Reason::Duplicate, 2);
        all.add(&other);
        let part = all.within(GridRange { from: 2, to: 3 });
        let counts: Vec<_> = part.dropped().into_iter().map(|dropped| (dropped.count, dropped.why)).collect();
        assert_eq!(
            counts,
            [(2, "infinite".to_owned()), (1, "another sample at the same instant".to_owned())]
        );
        let notices = all.notices();
        for (notice, part) in notices.iter().zip([
            "4 samples of this time range are infinite and left out",
            "1 sample of this time range is at an instant",
            "histogram_quantile(0.95, ...)",
        ]) {
            assert!(notice.contains(part), "{notice}");
        }
        assert!(all.within(GridRange { from: 9, to: 4 }).is_empty());
        assert!(all.bytes() > 0 && LeftOut::default().notices().is_empty());
    }
}
