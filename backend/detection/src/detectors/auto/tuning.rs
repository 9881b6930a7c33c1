//! The constants of the model, once.
//!
//! Found by local search on the tuning half of labelled data (see `docs/accuracy.md`), never on the half that is reported:
//! about 600 configurations of the model were tried, so the tuning half flatters it.
//! Rates are `1 - 2^(-1/h)` for a half-life of `h` samples, or `1/n` for a memory of `n` samples.

/// Rates of the experts' levels: a quick one, and one of a few hours at one minute.
pub(super) const FAST: f64 = 0.15;
pub(super) const SLOW: f64 = 0.0093;
/// What a new day counts in the profile of a day.
pub(super) const PROFILE_RATE: f64 = 0.35;
/// One sample moves a profile, a loss, and an autoregression by at most so many typical deviations.
pub(super) const PROFILE_CLIP: f64 = 11.0;
pub(super) const LOSS_CLIP: f64 = 8.0;
pub(super) const ECHO_CLIP: f64 = 8.0;
/// Samples over which an expert's loss is remembered.
pub(super) const LOSS_MEMORY: f64 = 300.0;
/// How a trend goes on: its rate, and how much of it.
pub(super) const SLOPE_RATE: f64 = 0.4;
pub(super) const SLOPE: f64 = 0.9;
/// How the base's drift follows: its rate, and the largest step in typical deviations.
pub(super) const DRIFT_RATE: f64 = 0.065;
pub(super) const DRIFT_STEP: f64 = 2.0;
/// The long autoregression.
pub(super) const AR_ORDER: usize = 12;
pub(super) const AR_RATE: f64 = 0.0348;

/// Samples over which typical deviations are remembered, and how many of them one sample counts at most.
pub(super) const SPREAD_MEMORY: f64 = 880.0;
pub(super) const WINS: f64 = 8.0;
/// What is no deviation: a part of the swing around the slow level, and of the deviation that is typical.
pub(super) const FLOOR: f64 = 0.0038;
pub(super) const NORMAL_FLOOR: f64 = 0.078;
pub(super) const TYPICAL_MEMORY: f64 = 1_000.0;
/// Deviations are cut at so many typical ones: all of that is beyond everything.
pub(super) const CLIP: f64 = 1e6;

/// Rates of the statistics over several samples.
pub(super) const SHIFT: f64 = 0.541;
pub(super) const SLIDE: f64 = 0.0106;
pub(super) const VARIANCE: f64 = 0.18;
pub(super) const ABRUPT: f64 = 0.163;
/// What one sample counts at most in a level.
pub(super) const LEVEL_CLIP: f64 = 4.0;
/// The level around a sample, and the deviation from it.
pub(super) const LEVEL_RATE: f64 = 0.23;
pub(super) const LEVEL_STEP: f64 = 2.5;
pub(super) const LOCAL_RATE: f64 = 1.0 / 1_000.0;
pub(super) const LOCAL_WINS: f64 = 10.0;
/// The deviation as it is now.
pub(super) const AROUND_RATE: f64 = 1.0 / 60.0;
pub(super) const AROUND_WINS: f64 = 3.0;
pub(super) const AROUND_FLOOR: f64 = 0.49;
pub(super) const SHARP_RATE: f64 = 1.0 / 14.0;
pub(super) const SHARP_FLOOR: f64 = 0.1;

/// What each statistic counts, in the order of the model.
pub(super) const WEIGHTS: [f64; 10] = [0.45, 1.0, 1.0, 0.69, 0.8, 0.87, 0.625, 1.0, 0.91, 0.95];
/// What the second strongest adds.
pub(super) const SECOND: f64 = 0.095;
/// A deviation of this part of the usual swing counts half.
pub(super) const MATERIAL: f64 = 0.121;
/// How far beyond the range, as a part of it, a record begins, and what each factor of ten beyond that adds.
pub(super) const RECORD: f64 = 0.074;
pub(super) const RECORD_SLOPE: f64 = 0.7;
/// How much of the level is what it is among the levels of the series itself.
pub(super) const OWN: f64 = 0.303;

/// Samples before anything is counted.
pub(super) const WARM: u64 = 8;
/// Mean excess that a short history is shrunk to, in bins of an eighth of an octave.
pub(super) const PRIOR_EXCESS: f64 = 3.33;
/// While a series is young its noise is taken for normal: the mean excess of a normal law, until about so many samples.
pub(super) const YOUNG_EXCESS: f64 = 1.7;
pub(super) const YOUNG: f32 = 200.0;
/// From this level on a sample is far out; a run of them ends after so many ordinary ones.
pub(super) const HOT: f64 = 3.0;
pub(super) const HOT_GAP: u32 = 10;
/// What the first sample of such a run counts, and those that follow.
pub(super) const WEIGHT_FIRST: f32 = 0.25;
pub(super) const WEIGHT_AGAIN: f32 = 0.05;

/// What an incident that goes on loses of its level with each sample.
pub(super) const FADE: f64 = 0.1;

/// Samples before a series is scored.
pub(super) const LEARNING: u64 = 60;
/// What a factor of ten in the sample rate takes from the level, below and above one in five minutes, which takes nothing:
/// the more samples a week, the rarer each alarm must be.
pub(super) const PACE_SLOW: f64 = 1.2;
pub(super) const PACE_FAST: f64 = 0.85;
pub(super) const PACE_SAMPLES: f64 = 2_016.0;
/// The level that ordinary samples reach about once a week, and what a factor of ten fewer alarms takes below and above it:
/// read off the false alarms of whole series of the tuning half at one, four and a quarter a week.
pub(super) const ONCE_A_WEEK: f64 = 3.93;
pub(super) const DECADE_BELOW: f64 = 1.25;
pub(super) const DECADE_ABOVE: f64 = 1.9;
