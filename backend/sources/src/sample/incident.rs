//! What goes wrong in the fleet, and when: a script on absolute time, the same in every year and on every machine.

use seismo_series::Labels;

use super::fleet::{self, Member};
use super::noise::{mix, uniform};

const MINUTE_MS: i64 = 60_000;

/// Each faulty series has one incident in each slot of 16 hours: one or two a day, at ever different hours.
const SLOT_MS: i64 = 16 * 60 * MINUTE_MS;

/// The kinds of incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IncidentKind {
    /// Values far above, 5 to 10 minutes.
    Spike,
    /// Values far below, 5 to 10 minutes.
    Dip,
    /// All values moved up or down, 2 to 4 hours.
    LevelShift,
    /// One and the same value, away from the expected one, 1 to 2 hours.
    FlatLine,
    /// Far stronger noise, 1 to 2 hours.
    VarianceChange,
    /// No values, 20 to 40 minutes.
    MissingData,
}

impl IncidentKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Spike, Self::LevelShift, Self::MissingData, Self::Dip, Self::FlatLine, Self::VarianceChange];

    /// Shortest and longest duration, in minutes.
    const fn minutes(self) -> (i64, i64) {
        match self {
            Self::Spike | Self::Dip => (5, 10),
            Self::LevelShift => (120, 240),
            Self::FlatLine | Self::VarianceChange => (60, 120),
            Self::MissingData => (20, 40),
        }
    }
}

/// Something that goes wrong in one series: the instants `from_ms <= t < to_ms`, milliseconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// The labels of the series.
    pub labels: Labels,
    /// What happens.
    pub kind: IncidentKind,
    /// The first instant.
    pub from_ms: i64,
    /// The end, itself no part of it.
    pub to_ms: i64,
    /// The size in standard deviations of the series' noise, 4 to 8, negative where values sink; for
    /// [`IncidentKind::VarianceChange`] the factor on the noise; 0 for [`IncidentKind::MissingData`].
    pub sigmas: f64,
}

/// The truth about the fleet: every incident that touches `from_ms..to_ms` (milliseconds since 1970), in the order of its
/// start.
pub fn incidents(from_ms: i64, to_ms: i64) -> Vec<Incident> {
    let mut found: Vec<Incident> = fleet::members()
        .filter(|member| !member.is_clean())
        .flat_map(|member| {
            (from_ms.div_euclid(SLOT_MS) - 1..=to_ms.div_euclid(SLOT_MS) + 1)
                .map(move |slot| (member, scene(member, slot)))
        })
        .filter(|(_, scene)| scene.from_ms < to_ms && scene.to_ms > from_ms)
        .map(|(member, Scene { kind, from_ms, to_ms, sigmas })| Incident {
            labels: member.labels(),
            kind,
            from_ms,
            to_ms,
            sigmas,
        })
        .collect();
    found.sort_by(|a, b| (a.from_ms, &a.labels).cmp(&(b.from_ms, &b.labels)));
    found
}

/// The value of a series at an instant (milliseconds since 1970): NaN while data is missing, `None` outside of the fleet.
pub fn value_at(labels: &Labels, ms: i64) -> Option<f64> {
    fleet::find(labels).map(|member| Script::new(member).value_at(ms))
}

/// An incident of a known series.
#[derive(Debug, Clone, Copy)]
struct Scene {
    kind: IncidentKind,
    from_ms: i64,
    to_ms: i64,
    sigmas: f64,
}

/// The incident of one slot. Slots of different series start at different times.
fn scene(member: Member, slot: i64) -> Scene {
    let key = mix(member.seed() ^ 0x5c41_9d75);
    let draw = |number: i64| uniform(key, slot.wrapping_mul(8).wrapping_add(number));
    // Six slots show every kind once, and at any time the series show different ones.
    let kind = IncidentKind::ALL[(slot + member.faulty_number()).rem_euclid(6) as usize];
    let (shortest, longest) = kind.minutes();
    let minutes = shortest + (draw(0) * (longest - shortest + 1) as f64) as i64;
    let latest = SLOT_MS / MINUTE_MS - minutes;
    let start = (draw(1) * latest as f64) as i64;
    let size = 4.0 + 4.0 * draw(2);
    let sigmas = match kind {
        IncidentKind::Spike | IncidentKind::VarianceChange => size,
        IncidentKind::Dip => -size,
        IncidentKind::LevelShift | IncidentKind::FlatLine => {
            if draw(3) < 0.5 {
                -size
            } else {
                size
            }
        }
        IncidentKind::MissingData => 0.0,
    };
    let from_ms = slot.saturating_mul(SLOT_MS).saturating_add(offset_ms(member) + start * MINUTE_MS);
    Scene { kind, from_ms, to_ms: from_ms.saturating_add(minutes * MINUTE_MS), sigmas }
}

/// How much later than others a series' slots start: whole minutes.
fn offset_ms(member: Member) -> i64 {
    (uniform(member.seed(), -1) * (SLOT_MS / MINUTE_MS) as f64) as i64 * MINUTE_MS
}

/// The values of one series; remembers the slot that it was last asked about.
#[derive(Debug)]
pub(super) struct Script {
    member: Member,
    current: Option<(i64, Scene)>,
}

impl Script {
    pub(super) const fn new(member: Member) -> Self {
        Self { member, current: None }
    }

    /// The value at an instant; NaN while data is missing.
    pub(super) fn value_at(&mut self, ms: i64) -> f64 {
        let (member, sigma) = (self.member, self.member.sigma());
        let noise = member.noise(ms);
        let expected = member.expected(ms);
        let Some(scene) = self.scene_at(ms) else { return expected + sigma * noise };
        let value = match scene.kind {
            IncidentKind::Spike | IncidentKind::Dip | IncidentKind::LevelShift => {
                expected + sigma * (noise + scene.sigmas)
            }
            IncidentKind::FlatLine => member.expected(scene.from_ms) + sigma * scene.sigmas,
            IncidentKind::VarianceChange => expected + sigma * noise * scene.sigmas,
            IncidentKind::MissingData => f64::NAN,
        };
        // Only the strongest noise gets to the ends; NaN stays NaN.
        value.clamp(0.0, member.ceiling())
    }

    fn scene_at(&mut self, ms: i64) -> Option<Scene> {
        if self.member.is_clean() {
            return None;
        }
        let slot = (ms.saturating_sub(offset_ms(self.member))).div_euclid(SLOT_MS);
        let scene = match self.current {
            Some((known, scene)) if known == slot => scene,
            _ => scene(self.member, slot),
        };
        self.current = Some((slot, scene));
        (scene.from_ms <= ms && ms < scene.to_ms).then_some(scene)
    }
}
