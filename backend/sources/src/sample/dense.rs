//! The script of the stress test: every second series has one or two incidents a day.

use strum::{EnumCount, VariantArray};

use super::MINUTE_MS;
use super::incident::{IncidentKind, Scene};
use super::member::Member;
use super::noise::{mix, uniform};

/// Length of a turn, in ms. Each faulty series has one incident per turn, at a different hour each time.
pub(super) const TURN_MS: i64 = 16 * 60 * MINUTE_MS;

/// A chessboard pattern: every metric and every service has both kinds.
pub(super) const fn is_clean(member: Member) -> bool {
    let (metric, service) = member.place();
    (metric + service).is_multiple_of(2)
}

/// Shortest and longest duration, in minutes.
const fn minutes(kind: IncidentKind) -> (i64, i64) {
    match kind {
        IncidentKind::Spike | IncidentKind::Dip => (5, 10),
        IncidentKind::LevelShift => (120, 240),
        IncidentKind::FlatLine | IncidentKind::VarianceChange => (60, 120),
        IncidentKind::MissingData => (20, 40),
    }
}

/// How much later than others a series' turns start, in whole minutes.
pub(super) fn offset_ms(member: Member) -> i64 {
    (uniform(member.seed(), -1) * (TURN_MS / MINUTE_MS) as f64) as i64 * MINUTE_MS
}

/// The incident of one turn, which starts and ends within it.
pub(super) fn scene(member: Member, turn: i64) -> Scene {
    let key = mix(member.seed() ^ 0x5c41_9d75);
    let draw = |number: i64| uniform(key, turn.wrapping_mul(8).wrapping_add(number));
    // Six turns show every kind once, and at any time the series show different ones.
    let (metric, service) = member.place();
    let number = (metric * 3 + service / 2) as i64;
    let kind = IncidentKind::VARIANTS[(turn + number).rem_euclid(IncidentKind::COUNT as i64) as usize];
    let (shortest, longest) = minutes(kind);
    let minutes = shortest + (draw(0) * (longest - shortest + 1) as f64) as i64;
    let latest = TURN_MS / MINUTE_MS - minutes;
    let start = (draw(1) * latest as f64) as i64;
    let size = 4.0 + 4.0 * draw(2);
    let sigmas = Scene::signed(kind, size, draw(3) >= 0.5);
    let from_ms = turn.saturating_mul(TURN_MS).saturating_add(offset_ms(member) + start * MINUTE_MS);
    Scene { kind, from_ms, to_ms: from_ms.saturating_add(minutes * MINUTE_MS), sigmas }
}
