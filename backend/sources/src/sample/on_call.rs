//! The realistic script: a faulty series has an incident every two to four days, large enough to wake somebody.
//!
//! The series take turns, so that the fleet as a whole shows an incident at any hour: incidents that are visible in
//! samples start at most five and a half hours apart.

use super::MINUTE_MS;
use super::incident::{IncidentKind, Scene};
use super::member::Member;
use super::noise::{mix, uniform};
use super::ordinary::meets_job;

/// Number of series with incidents; each has one per turn.
const FAULTY: i64 = 16;

/// Distance between the incidents of a turn, in ms, except for the missing data, which lie beside another.
const SLOT_MS: i64 = 280 * MINUTE_MS;
/// Largest delay of an incident, in minutes. Together with the distance it stays below five and a half hours.
const LATE_MINUTES: i64 = 45;

/// Length of a turn: 70 hours. It is not a whole number of days, so that a series has its incidents at different times
/// of day.
pub(super) const TURN_MS: i64 = (FAULTY - 1) * SLOT_MS;

/// Number of neighbours in a turn that are shuffled, so that a series has two to four days between incidents and not
/// always 70 hours.
const BLOCK: i64 = 4;

/// Every metric and every service has clean series and faulty ones.
pub(super) const fn is_clean(member: Member) -> bool {
    let (metric, service) = member.place();
    is_clean_at(metric, service)
}

const fn is_clean_at(metric: usize, service: usize) -> bool {
    (metric + service) % 3 == 2
}

/// Shortest and longest duration, in minutes.
const fn minutes(kind: IncidentKind) -> (i64, i64) {
    match kind {
        IncidentKind::Spike | IncidentKind::Dip => (5, 30),
        IncidentKind::LevelShift => (20, 180),
        IncidentKind::FlatLine => (30, 60),
        IncidentKind::VarianceChange => (30, 120),
        IncidentKind::MissingData => (20, 40),
    }
}

/// Smallest and largest size. The expected value changes while a line is flat, by less than 3 sigmas in an hour.
const fn sizes(kind: IncidentKind) -> (f64, f64) {
    match kind {
        IncidentKind::FlatLine => (9.0, 12.0),
        IncidentKind::VarianceChange => (6.0, 8.0),
        _ => (6.5, 10.0),
    }
}

/// How much later than 1970 a series' turns start; all its possible places in a turn lie within.
pub(super) fn offset_ms(member: Member) -> i64 {
    (seat(member) / BLOCK * BLOCK - 1) * SLOT_MS
}

/// The incident of one turn, which starts and ends within it.
pub(super) fn scene(member: Member, turn: i64) -> Scene {
    let key = mix(member.seed() ^ 0x6f6e_6361);
    let draw = |number: i64| uniform(key, turn.wrapping_mul(8).wrapping_add(number));
    let between = |(least, most): (f64, f64), number| least + (most - least) * draw(number);
    let place = place(member, turn);
    // Another place has no data in each turn.
    let missing = turn.rem_euclid(FAULTY);
    let (kind, slots) = match place.cmp(&missing) {
        std::cmp::Ordering::Less => (seen(member, turn), place * SLOT_MS + SLOT_MS / 2),
        std::cmp::Ordering::Equal => (IncidentKind::MissingData, place * SLOT_MS),
        std::cmp::Ordering::Greater => (seen(member, turn), place * SLOT_MS - SLOT_MS / 2),
    };
    let late = (draw(0) * (LATE_MINUTES + 1) as f64) as i64;
    let from_ms = turn.saturating_mul(TURN_MS).saturating_add(slots + late * MINUTE_MS);
    let (shortest, longest) = minutes(kind);
    let minutes = shortest + (draw(1) * (longest - shortest + 1) as f64) as i64;
    let to_ms = from_ms.saturating_add(minutes * MINUTE_MS);
    // A drop by as much as the nightly job adds would look normal, and so would a flat line at its height.
    let meets_job = meets_job(member, from_ms, to_ms);
    let kind = match kind {
        IncidentKind::Dip if meets_job => IncidentKind::Spike,
        IncidentKind::FlatLine if meets_job => IncidentKind::LevelShift,
        kind => kind,
    };
    let up = meets_job || draw(3) >= 0.5;
    Scene { kind, from_ms, to_ms, sigmas: Scene::signed(kind, between(sizes(kind), 2), up) }
}

/// In five turns a series has every kind, except where it has no data or meets its job; at any time the series have
/// different kinds.
fn seen(member: Member, turn: i64) -> IncidentKind {
    let kinds = IncidentKind::SEEN;
    kinds[(turn.wrapping_add(seat(member))).rem_euclid(kinds.len() as i64) as usize]
}

/// The position of a series in every turn, before it is shuffled with its neighbours: `0..FAULTY`. Series that are
/// adjacent by labels are far apart.
fn seat(member: Member) -> i64 {
    let (metric, service) = member.place();
    // Every metric has the same number of faulty series.
    let number = metric as i64 * FAULTY / 4
        + (0..service).filter(|before| !is_clean_at(metric, *before)).count() as i64;
    (5 * number + 3) % FAULTY
}

/// The place of a series in one turn: `0..FAULTY`.
fn place(member: Member, turn: i64) -> i64 {
    let seat = seat(member);
    let block = seat / BLOCK;
    let key = mix(0x7475_726e ^ block as u64);
    let mut places: [i64; BLOCK as usize] = std::array::from_fn(|at| at as i64);
    for last in (1..places.len()).rev() {
        let draw = uniform(key, turn.wrapping_mul(BLOCK).wrapping_add(last as i64));
        places.swap(last, (draw * (last + 1) as f64) as usize);
    }
    block * BLOCK + places[(seat % BLOCK) as usize]
}
