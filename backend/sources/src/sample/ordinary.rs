//! The ordinary patterns of the series.

use super::MINUTE_MS;
use super::fleet::Fleet;
use super::member::Member;
use super::noise::{STEP_MS, gaussian, mix, uniform};

/// The daily amplitude (half of peak to trough) as a share of the level. Together with the other parts and an incident
/// it stays well below the level, so that no value gets near zero.
const DAILY: f64 = 0.14;

/// The weekly amplitude as a share of the daily one.
const WEEKLY: f64 = 0.35;
/// The amplitude of the trend as a share of the daily one.
const TREND: f64 = 0.4;
/// The noise as a share of the daily amplitude.
const NOISE: f64 = 0.25;

const HOUR_MS: f64 = 3_600_000.0;
const DAY_MS: f64 = 24.0 * HOUR_MS;
const WEEK_MS: f64 = 7.0 * DAY_MS;
/// Period of the trend, in ms: a slow swing, because a straight line would leave every scale some day.
const TREND_MS: f64 = 210.0 * DAY_MS;
/// Wednesday noon after 1970-01-01, a Thursday: the middle of the working week.
const MIDWEEK_MS: f64 = 6.5 * DAY_MS;
/// The first midnight from Saturday to Sunday: the middle of the weekend.
const WEEKEND_MS: f64 = 3.0 * DAY_MS;
/// Distance from the middle of the weekend up to which it is in full effect, in ms.
const WEEKEND_FULL_MS: f64 = 20.0 * HOUR_MS;
/// Distance from which on it has no effect, in ms: it begins on Friday night and ends on Sunday night.
const WEEKEND_NONE_MS: f64 = 28.0 * HOUR_MS;

/// Largest shift of the job's start before or after its minute, in ms. The job begins well after midnight.
const JOB_WANDER_MS: f64 = 4.0 * MINUTE_MS as f64;
/// Shortest and longest length of the job, in minutes. It is over before the busy hours.
const JOB_MINUTES: (f64, f64) = (20.0, 30.0);
/// Time until the job is in full swing, in ms.
const JOB_RAMP_MS: f64 = MINUTE_MS as f64;

impl Fleet {
    /// The value without noise and incidents.
    pub(super) fn expected(self, member: Member, ms: i64) -> f64 {
        use std::f64::consts::TAU;
        let at = ms as f64;
        // One more harmonic makes the night longer than the day.
        let day = TAU * (at / DAY_MS - member.busiest() / 24.0);
        let day = 0.85 * day.cos() + 0.15 * (2.0 * day).cos();
        let trend = TREND * (TAU * at / TREND_MS).sin();
        match self {
            Self::OnCall => {
                let daily = 1.0 + DAILY * (day + trend);
                let job = member.job().map_or(0.0, |(_, share)| share * job_at(member, ms));
                member.level() * daily * (1.0 - member.weekend() * weekend_at(at)) * (1.0 + job)
            }
            Self::Dense => {
                let daily = member.level() * DAILY;
                let week = TAU * (at - MIDWEEK_MS) / WEEK_MS;
                daily / DAILY + daily * (day + WEEKLY * week.cos() + trend)
            }
        }
    }

    /// The standard deviation of the noise around an expected value. As in reality, it grows with the value.
    pub(super) fn sigma(self, member: Member, expected: f64) -> f64 {
        let level = match self {
            Self::OnCall => expected,
            Self::Dense => member.level(),
        };
        NOISE * (level * DAILY)
    }
}

/// Noise with standard deviation 1.
pub(super) fn noise(member: Member, ms: i64) -> f64 {
    gaussian(member.seed(), ms.div_euclid(STEP_MS))
}

/// 1 at weekends, 0 on other days, and in between during the nights that separate them.
fn weekend_at(ms: f64) -> f64 {
    let from_middle = ((ms - WEEKEND_MS + WEEK_MS / 2.0).rem_euclid(WEEK_MS) - WEEK_MS / 2.0).abs();
    let out = ((from_middle - WEEKEND_FULL_MS) / (WEEKEND_NONE_MS - WEEKEND_FULL_MS)).clamp(0.0, 1.0);
    if out == 0.0 || out == 1.0 { 1.0 - out } else { 0.5 + 0.5 * (std::f64::consts::PI * out).cos() }
}

/// Start and end of the job of a day since 1970.
fn job_of(member: Member, day: i64) -> Option<(f64, f64)> {
    let (minute, _) = member.job()?;
    let key = mix(member.seed() ^ 0x6e69_6768);
    let (wander, length) =
        (uniform(key, day.wrapping_mul(2)), uniform(key, day.wrapping_mul(2).wrapping_add(1)));
    let from = day as f64 * DAY_MS + (minute * MINUTE_MS) as f64 + (2.0 * wander - 1.0) * JOB_WANDER_MS;
    let (shortest, longest) = JOB_MINUTES;
    Some((from, from + (shortest + length * (longest - shortest)) * MINUTE_MS as f64))
}

/// The share of the nightly job's load at an instant: 0 to 1.
fn job_at(member: Member, ms: i64) -> f64 {
    let at = ms as f64;
    job_of(member, day_of(ms))
        .map_or(0.0, |(from, to)| ((at - from).min(to - at) / JOB_RAMP_MS).clamp(0.0, 1.0))
}

/// Whether the nightly job runs at some time between two instants less than a day apart.
pub(super) fn meets_job(member: Member, from_ms: i64, to_ms: i64) -> bool {
    [day_of(from_ms), day_of(to_ms)]
        .into_iter()
        .filter_map(|day| job_of(member, day))
        .any(|(from, to)| from < to_ms as f64 && to > from_ms as f64)
}

fn day_of(ms: i64) -> i64 {
    ms.div_euclid(DAY_MS as i64)
}
