//! The constants of the model, once.
//!
//! Found on the tuning half of labelled data and on made-up series (`make bench-ordinary`, `make bench-recurring`; see
//! `docs/accuracy.md`), never on data that is reported. A rate of `r` remembers about `1/r` samples.

/// Samples before a series is scored.
pub(super) const LEARNING: u64 = 60;
/// Samples before anything is an incident, and before anything is counted.
pub(super) const WARM: f64 = 20.0;
pub(super) const COUNTED: f64 = 8.0;

/// Periods that the straight line looks back over, and the fewest and most samples.
pub(super) const LINE_PERIODS: f64 = 2.0;
pub(super) const LINE_SAMPLES: [f64; 2] = [120.0, 4_000.0];
/// What a new day counts in a profile.
pub(super) const PROFILE_RATE: f64 = 0.23;
/// One sample moves a line, a profile and a level by at most so many typical deviations; of a loss, it counts for so many.
pub(super) const CLIP: f64 = 3.0;
pub(super) const LOSS_CLIP: f64 = 6.0;
/// The rate of the mean of the newest samples, and what one moves it by at most, in typical deviations.
pub(super) const QUICK_RATE: f64 = 0.11;
pub(super) const QUICK_CLIP: f64 = 3.0;
/// Periods over which a loss is remembered.
pub(super) const LOSS_PERIODS: f64 = 3.0;
/// Whose loss is at most so many times the least is believed where another is not.
pub(super) const CREDIBLE: f64 = 1.6;
/// Where the expectation has been off lately: its rate, and what one sample counts at most, in typical deviations.
pub(super) const DRIFT_RATE: f64 = 0.07;
pub(super) const DRIFT_CLIP: f64 = 4.0;
/// Samples over which it is learnt how much of a deviation lasts, and what is believed before there are many.
pub(super) const LASTS_MEMORY: f64 = 2_000.0;
pub(super) const LASTS_PRIOR: f64 = 20.0;
/// The square of a deviation, in typical ones, from which on it counts little more for being larger.
pub(super) const LASTS_LARGE: f64 = 0.1;
/// The same for a deviation of so many samples ago.
pub(super) const ROAM_SAMPLES: u32 = 32;
pub(super) const ROAM_PRIOR: f64 = 16.0;
/// Periods for which a level is remembered after another was accepted; samples at it that bring it back.
pub(super) const FORMER_PERIODS: f64 = 7.0;
pub(super) const FORMER_ROWS: u32 = 5;

/// Samples over which a typical deviation is remembered, and what one counts at most in it.
pub(super) const SPREAD_MEMORY: f64 = 2_000.0;
pub(super) const SPREAD_CLIP: f64 = 20.0;
/// Of the mean deviation with all that is far out, the part that is no deviation.
pub(super) const BULK: f64 = 0.08;
pub(super) const BULK_MEMORY: f64 = 10_000.0;
/// The same while little is known, and for how many samples and periods at most that counts.
pub(super) const BULK_YOUNG: f64 = 1.0;
pub(super) const YOUNG_SAMPLES: f64 = 200.0;
pub(super) const YOUNG_PERIODS: f64 = 0.5;
/// What an hour of the day counts before much of it was seen, in samples; what one sample counts at most in it.
pub(super) const HOUR_PRIOR: f32 = 40.0;
pub(super) const HOUR_CLIP: f64 = 6.0;
/// The deviation as it is now: its rate, what one sample counts at most, how much of it counts.
pub(super) const VOLATILITY_RATE: f64 = 0.02;
pub(super) const VOLATILITY_CLIP: f64 = 3.0;
pub(super) const VOLATILITY_SHARE: f64 = 0.5;

/// Rates of the means of deviations over several samples, and what one counts at most in them, in sigmas.
pub(super) const SHIFT_RATE: f64 = 0.12;
pub(super) const SLIDE_RATE: f64 = 0.025;
pub(super) const SCATTER_RATE: f64 = 0.15;
pub(super) const MEAN_CLIP: f64 = 4.3;

/// All statistics together may raise so many times the budget: most raise an alarm at the same samples.
pub(super) const TOTAL: f64 = 2.4;

/// The shape of a tail before there are many peaks, for how many peaks that counts, and its bounds: of single samples and of
/// statistics over several, which the world shifts more often than their noise says.
pub(super) const SHAPE: f64 = 0.2;
pub(super) const SHAPE_WEIGHT: f64 = 23.0;
pub(super) const SHAPE_LEAST: f64 = 0.0;
pub(super) const SHAPE_LEAST_MEAN: f64 = 0.2;
pub(super) const SHAPE_MOST: f64 = 0.7;
/// The scale before there are many peaks: in parts of where the tail begins, and of what is typical.
pub(super) const SCALE: f64 = 0.2;
pub(super) const SCALE_TYPICAL: f64 = 0.32;
pub(super) const SCALE_WEIGHT: f64 = 4.0;
pub(super) const SCALE_LEAST: f64 = 0.05;
/// Of as many peaks as were counted, so many of their standard deviations may be chance.
pub(super) const CHANCE: f64 = 1.0;
/// A tail begins at this many times what is typical, at least.
pub(super) const BEGIN: f64 = 2.0;
/// How many peaks the uncertainty counts for.
pub(super) const UNCERTAIN: f64 = 12.0;
/// A peak of a run counts at most so many decades beyond one alarm a week.
pub(super) const RUN_DECADES: f64 = 0.3;

/// How far ordinary samples reach: so many a week, and at most so many of all, are further off.
pub(super) const REACH_A_WEEK: f64 = 10.0;
pub(super) const REACH_SHARE: f64 = 0.02;
/// One standard deviation is at least this part of it.
pub(super) const REACH_LEAST: f64 = 0.1;
/// How much of that counts, and how much of the range of a series that wanders.
pub(super) const REACH: f64 = 0.65;
pub(super) const REACH_RANGE: f64 = 0.07;
/// What each factor of ten of the distance takes or gives, and the most that it gives.
pub(super) const FAR: f64 = 2.2;
pub(super) const FAR_MOST: f64 = 1.0;
/// In a short history the distance in sigmas counts: how much, until how many samples, from which distance on, the most that a
/// single sample and a run gain, in decades.
pub(super) const SHORT: f64 = 2.0;
pub(super) const SHORT_SAMPLES: f64 = 1_000.0;
pub(super) const SHORT_SIGMAS: f64 = 6.0;
pub(super) const SHORT_MOST: [f64; 2] = [0.3, 1.5];
/// Up to here a series does not wander: of noise, too, some of where it has been off seems to last.
pub(super) const WANDER_FREE: f64 = 0.35;
/// What frequent incidents take in a series that wanders.
pub(super) const WILD_PAST: f64 = 2.5;

/// Sigmas from which on a row can be part of an incident, and how many of them make one.
pub(super) const INCIDENT_SIGMAS: f64 = 4.0;
pub(super) const INCIDENT_ROWS: u32 = 3;
/// An incident is over where values are nearer than this part of its own distance.
pub(super) const BACK: f64 = 0.5;
/// What an incident that goes on loses of its level with each row, and the part that it never loses.
pub(super) const FADE: f64 = 0.05;
pub(super) const KEPT: f64 = 0.5;
/// How many rows of late were far off: the rate of that share, and from which on values jump about, and until which.
pub(super) const STORM_RATE: f64 = 0.12;
pub(super) const STORM_BEGIN: f64 = 0.3;
pub(super) const STORM_END: f64 = 0.1;
/// When a new level is accepted: after so many hours and at least so many samples; sooner, down to a part of that, where it is
/// nearer than so many sigmas.
pub(super) const ACCEPT_HOURS: f64 = 4.25;
pub(super) const ACCEPT_ROWS: f64 = 12.0;
pub(super) const ACCEPT_SIGMAS: f64 = 8.0;
pub(super) const ACCEPT_PART: f64 = 0.4;
/// A series that comes back this much of the time is as good as one that does not wander.
pub(super) const ROAM_FREE: f64 = 1.5;
/// Beyond so many incidents a day they are what the series does, where operators want alarms and where they accept repeats; over
/// how many days they are counted; and beyond which share of all samples.
pub(super) const FREQUENT: f64 = 3.5;
pub(super) const FREQUENT_ACCEPTED: f64 = 0.5;
pub(super) const FREQUENT_DAYS: f64 = 4.0;
/// Days that a series is taken to be older than it is, so that its first incident is not frequent.
pub(super) const FREQUENT_YOUNG: f64 = 0.5;
pub(super) const FREQUENT_SHARE: f64 = 0.2;

/// What is far out at about the same time of day: within so many minutes, on how many days, how much further off, and how likely
/// by chance.
pub(super) const SAME_MINUTES: f64 = 20.0;
pub(super) const SAME_DAYS: u32 = 2;
pub(super) const SAME_MORE: f64 = 1.4;
pub(super) const SAME_CHANCE: f64 = 0.05;

/// One and the same value: the shortest run that is suspect, the decades that each repeat adds at most, and the share of repeats
/// above which a series is flat by nature.
pub(super) const STUCK_RUN: f64 = 8.0;
pub(super) const STUCK_DECADES: f64 = 0.6;
pub(super) const STUCK_SHARE: f64 = 0.7;
