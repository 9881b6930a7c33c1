//! The fleet: its series, their incidents, and their values.

use seismo_series::{Grid, GridRange, Labels, Series};
use strum::{EnumString, VariantNames};

use super::incident::Incident;
use super::member::{Member, find, members};
use super::script::Script;

/// The synthetic services with one of two scripts of incidents. Their series have the same labels in both.
///
/// # Example
/// ```
/// use seismo_sources::sample::Fleet;
///
/// let hour_ms = 3_600_000;
/// let now_ms = 500_000 * hour_ms;
/// // At any time something has gone wrong in the last six hours.
/// assert!(!Fleet::OnCall.incidents(now_ms - 6 * hour_ms, now_ms).is_empty());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, EnumString, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Fleet {
    /// Realistic, and the default of a data source. Two of three series have an incident every two to four days, at
    /// least 6 standard deviations of the noise in size; a third has none. Traffic is lower at weekends, and some
    /// processors and queues have a nightly job whose start varies by a few minutes: both are ordinary.
    #[default]
    OnCall,
    /// A stress test: every second series has an incident every 16 hours, of 4 to 8 standard deviations; the others are
    /// clean.
    Dense,
}

impl Fleet {
    /// The labels of every series, in their order: `__name__` and `service`.
    pub fn labels(self) -> Vec<Labels> {
        members().map(Member::labels).collect()
    }

    /// Whether a series never has an incident; also `false` for labels outside of the fleet.
    pub fn is_clean(self, labels: &Labels) -> bool {
        find(labels).is_some_and(|member| Script::new(self, member).is_clean())
    }

    /// The ground truth: every incident that touches `from_ms..to_ms` (milliseconds since 1970), ordered by start.
    pub fn incidents(self, from_ms: i64, to_ms: i64) -> Vec<Incident> {
        let mut found: Vec<Incident> = members()
            .flat_map(|member| {
                let scenes: Vec<_> = Script::new(self, member).scenes(from_ms, to_ms).collect();
                scenes.into_iter().map(move |scene| scene.of(member.labels()))
            })
            .collect();
        found.sort_by(|a, b| (a.from_ms, &a.labels).cmp(&(b.from_ms, &b.labels)));
        found
    }

    /// The incidents of one series that touch `from_ms..to_ms` (milliseconds since 1970), ordered by start. Those of a
    /// series never touch each other. Empty for a clean series and outside of the fleet.
    pub fn incidents_of(self, labels: &Labels, from_ms: i64, to_ms: i64) -> Vec<Incident> {
        let script = find(labels).map(|member| Script::new(self, member));
        script.map_or_else(Vec::new, |script| {
            script.scenes(from_ms, to_ms).map(|scene| scene.of(labels.clone())).collect()
        })
    }

    /// The value of a series at an instant (milliseconds since 1970): NaN while data is missing, `None` outside of the
    /// fleet.
    pub fn value_at(self, labels: &Labels, ms: i64) -> Option<f64> {
        find(labels).map(|member| Script::new(self, member).value_at(ms))
    }

    /// The values of a series over a range of a grid; `None` outside of the fleet.
    pub fn series(self, labels: &Labels, grid: Grid, range: GridRange) -> Option<Series> {
        find(labels).map(|member| self.draw(member, grid, range))
    }

    /// The value of a series at an instant (milliseconds since 1970) without noise and incidents, but with ordinary
    /// patterns such as the nightly job; `None` outside of the fleet.
    pub fn expected_at(self, labels: &Labels, ms: i64) -> Option<f64> {
        find(labels).map(|member| self.expected(member, ms))
    }

    /// The standard deviation of a series' noise at an instant (milliseconds since 1970), in the unit of its values;
    /// `None` outside of the fleet.
    pub fn sigma_at(self, labels: &Labels, ms: i64) -> Option<f64> {
        find(labels).map(|member| self.sigma(member, self.expected(member, ms)))
    }

    /// One series over a range.
    pub(super) fn draw(self, member: Member, grid: Grid, range: GridRange) -> Series {
        let mut script = Script::new(self, member);
        let values = (range.from..range.to).map(|index| script.value_at(grid.instant_ms(index))).collect();
        Series { labels: member.labels(), grid, first: range.from, values }
    }
}
