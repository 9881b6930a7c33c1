//! One series: its ordinary patterns, and its incidents on top of them.

use super::fleet::Fleet;
use super::incident::{IncidentKind, Scene};
use super::member::Member;
use super::ordinary::noise;
use super::{dense, on_call};

/// The script of one series, on absolute time: the same in every year and on every machine. It caches the turn of the
/// last request.
#[derive(Debug)]
pub(super) struct Script {
    fleet: Fleet,
    member: Member,
    is_clean: bool,
    offset_ms: i64,
    current: Option<(i64, Scene)>,
}

impl Script {
    pub(super) fn new(fleet: Fleet, member: Member) -> Self {
        let (is_clean, offset_ms) = match fleet {
            Fleet::OnCall => (on_call::is_clean(member), on_call::offset_ms(member)),
            Fleet::Dense => (dense::is_clean(member), dense::offset_ms(member)),
        };
        Self { fleet, member, is_clean, offset_ms, current: None }
    }

    /// Whether the series never has an incident.
    pub(super) const fn is_clean(&self) -> bool {
        self.is_clean
    }

    /// The incidents that touch `from_ms..to_ms`, ordered by start.
    pub(super) fn scenes(&self, from_ms: i64, to_ms: i64) -> impl Iterator<Item = Scene> {
        (self.turn(from_ms)..=self.turn(to_ms))
            .filter(|_| !self.is_clean)
            .map(|turn| self.scene(turn))
            .filter(move |scene| scene.from_ms < to_ms && scene.to_ms > from_ms)
    }

    /// The value at an instant; NaN while data is missing.
    pub(super) fn value_at(&mut self, ms: i64) -> f64 {
        let expected = self.fleet.expected(self.member, ms);
        let sigma = self.fleet.sigma(self.member, expected);
        let noise = noise(self.member, ms);
        let Some(scene) = self.scene_at(ms) else { return expected + sigma * noise };
        let value = match scene.kind {
            IncidentKind::Spike | IncidentKind::Dip | IncidentKind::LevelShift => {
                expected + sigma * (noise + scene.sigmas)
            }
            IncidentKind::FlatLine => {
                let expected = self.fleet.expected(self.member, scene.from_ms);
                expected + self.fleet.sigma(self.member, expected) * scene.sigmas
            }
            IncidentKind::VarianceChange => expected + sigma * noise * scene.sigmas,
            IncidentKind::MissingData => f64::NAN,
        };
        // Only the strongest noise reaches the ends; NaN stays NaN.
        value.clamp(0.0, self.member.ceiling())
    }

    /// The incident at an instant.
    fn scene_at(&mut self, ms: i64) -> Option<Scene> {
        if self.is_clean {
            return None;
        }
        let turn = self.turn(ms);
        let scene = match self.current {
            Some((known, scene)) if known == turn => scene,
            _ => self.scene(turn),
        };
        self.current = Some((turn, scene));
        (scene.from_ms <= ms && ms < scene.to_ms).then_some(scene)
    }

    /// The turn whose incident, if any, covers an instant.
    fn turn(&self, ms: i64) -> i64 {
        let length_ms = match self.fleet {
            Fleet::OnCall => on_call::TURN_MS,
            Fleet::Dense => dense::TURN_MS,
        };
        ms.saturating_sub(self.offset_ms).div_euclid(length_ms)
    }

    fn scene(&self, turn: i64) -> Scene {
        match self.fleet {
            Fleet::OnCall => on_call::scene(self.member, turn),
            Fleet::Dense => dense::scene(self.member, turn),
        }
    }
}
