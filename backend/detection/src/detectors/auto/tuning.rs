//! The constants of the model, defined once.
//!
//! They were found on the tuning half of labelled data and on synthetic series (`make bench-ordinary`,
//! `make bench-recurring`; see `docs/accuracy.md`), never on the data of the report. An EWMA with rate `r` remembers
//! about `1/r` samples. "Typical deviation" is the mean absolute deviation of ordinary samples at that time; "decades"
//! are factors of ten of rarity.

/// Warm-up of a series, in samples. Higher: new series get no score for longer.
pub(super) const LEARNING: u64 = 60;
/// Samples before an incident can begin and before single samples are clipped. Higher: more samples shape the start
/// unclipped.
pub(super) const WARM: f64 = 20.0;
/// Samples before values are counted in the tails. Higher: fewer unsettled first samples are counted.
pub(super) const COUNTED: f64 = 8.0;

/// Memory of the straight line, in periods. Higher: the line follows trends more slowly.
pub(super) const LINE_PERIODS: f64 = 2.0;
/// Lower and upper bound of that memory, in samples.
pub(super) const LINE_SAMPLES: [f64; 2] = [120.0, 4_000.0];
/// Weight of a new day in a daily or weekly profile, 0..1. Higher: profiles adapt faster and are noisier.
pub(super) const PROFILE_RATE: f64 = 0.23;
/// Largest error, in typical deviations, that one sample can teach line, profile and level. Higher: outliers move them
/// more.
pub(super) const CLIP: f64 = 3.0;
/// Largest loss of one forecast, in typical deviations. Higher: one anomaly changes the weights of the experts more.
pub(super) const LOSS_CLIP: f64 = 6.0;
/// Rate of the fast EWMA of the value. Higher: it follows the newest samples more closely.
pub(super) const FAST_RATE: f64 = 0.11;
/// Largest error, in typical deviations, that one sample can teach the fast EWMA. Higher: outliers move it more.
pub(super) const FAST_CLIP: f64 = 3.0;
/// Memory of the experts' losses, in periods. Higher: their weights change more slowly.
pub(super) const LOSS_PERIODS: f64 = 3.0;
/// An expert with at most this many times the smallest loss may explain a value that the others do not. Higher: more
/// deviations are explained, so fewer alarms.
pub(super) const CREDIBLE: f64 = 1.6;
/// Rate of the EWMA of the base forecast's error (the drift). Higher: it follows the error faster.
pub(super) const DRIFT_RATE: f64 = 0.07;
/// Largest error, in typical deviations, that one sample can teach the drift. Higher: outliers move it more.
pub(super) const DRIFT_CLIP: f64 = 4.0;
/// Memory of the AR(1) regressions, in samples. Higher: they adapt more slowly.
pub(super) const LASTS_MEMORY: f64 = 2_000.0;
/// Weight of the prior "nothing lasts", in samples of a typical deviation. Higher: young series seem to wander less.
pub(super) const LASTS_PRIOR: f64 = 20.0;
/// Square of a deviation, in squared typical deviations, above which its size adds hardly any weight. Higher: large
/// deviations count more.
pub(super) const LASTS_LARGE: f64 = 0.1;
/// Lag of the slow regression (how much the series roams), in samples. Higher: only slower returns count as roaming.
pub(super) const ROAM_SAMPLES: u32 = 32;
/// Weight of the prior "does not roam", in pairs of a typical deviation. Higher: young series seem to roam less.
pub(super) const ROAM_PRIOR: f64 = 16.0;
/// How long the level before an accepted one is remembered, in periods. Higher: a series can return to it later.
pub(super) const FORMER_PERIODS: f64 = 7.0;
/// Rows in a row at the former level that restore it. Higher: it is restored later.
pub(super) const FORMER_ROWS: u32 = 5;

/// Memory of the typical deviation, in samples. Higher: sigma adapts more slowly.
pub(super) const SPREAD_MEMORY: f64 = 2_000.0;
/// Largest deviation that one sample can teach, in typical deviations. Higher: outliers widen sigma more.
pub(super) const SPREAD_CLIP: f64 = 20.0;
/// Share of the mean deviation of all samples, outliers included, that is added to sigma. Higher: sigma is wider.
pub(super) const BULK: f64 = 0.08;
/// Memory of that mean deviation, in samples. Higher: outliers widen sigma for longer.
pub(super) const BULK_MEMORY: f64 = 10_000.0;
/// Additional share of it in a new series. Higher: sigma is wider while little is known.
pub(super) const BULK_YOUNG: f64 = 1.0;
/// Samples after which half of that additional share is left. Higher: sigma stays wider for longer.
pub(super) const YOUNG_SAMPLES: f64 = 200.0;
/// Upper bound of those samples, in periods.
pub(super) const YOUNG_PERIODS: f64 = 0.5;
/// Weight of the prior "this hour is like the others", in samples. Higher: sigma by hour adapts later.
pub(super) const HOUR_PRIOR: f32 = 40.0;
/// Largest deviation of one sample in an hour, in typical deviations. Higher: outliers widen that hour more.
pub(super) const HOUR_CLIP: f64 = 6.0;
/// Rate of the EWMA of current volatility. Higher: sigma follows changes of the noise faster.
pub(super) const VOLATILITY_RATE: f64 = 0.02;
/// Largest deviation of one sample there, in typical deviations. Higher: outliers raise volatility more.
pub(super) const VOLATILITY_CLIP: f64 = 3.0;
/// Share of the change of volatility that sigma takes over, 0..1.
pub(super) const VOLATILITY_SHARE: f64 = 0.5;

/// Rate of the EWMA for level shifts (about 16 samples). Higher: it covers fewer samples.
pub(super) const SHIFT_RATE: f64 = 0.12;
/// Rate of the EWMA for drifts (79 samples). Higher: it covers fewer samples.
pub(super) const SLIDE_RATE: f64 = 0.025;
/// Rate of the EWMA of the logarithm of deviations, for scatter (about 12 samples). Higher: it covers fewer samples.
pub(super) const SCATTER_RATE: f64 = 0.15;
/// Largest deviation of one sample in the means of several, in sigmas. Higher: one outlier looks more like a shift.
pub(super) const MEAN_CLIP: f64 = 4.3;

/// Sum of the alarm shares of all statistics, in budgets; above 1 because most raise an alarm at the same samples.
/// Higher: more alarms.
pub(super) const TOTAL: f64 = 2.4;

/// Prior of the tail's shape. Higher: heavier tails, fewer alarms while there are few peaks.
pub(super) const SHAPE: f64 = 0.2;
/// Weight of that prior, in peaks. Higher: the measured shape counts later.
pub(super) const SHAPE_WEIGHT: f64 = 23.0;
/// Smallest shape for statistics of a single sample.
pub(super) const SHAPE_LEAST: f64 = 0.0;
/// Smallest shape for statistics over several samples: real series shift more often than their noise suggests. Higher:
/// fewer alarms.
pub(super) const SHAPE_LEAST_MEAN: f64 = 0.2;
/// Largest shape.
pub(super) const SHAPE_MOST: f64 = 0.7;
/// Prior of the tail's scale as a share of the threshold at which the tail begins. Higher: fewer alarms while there are
/// few peaks.
pub(super) const SCALE: f64 = 0.2;
/// The same as a share of the typical value; the larger of the two counts.
pub(super) const SCALE_TYPICAL: f64 = 0.32;
/// Weight of that prior, in peaks. Higher: the measured scale counts later.
pub(super) const SCALE_WEIGHT: f64 = 4.0;
/// Smallest scale, as a share of the threshold at which the tail begins.
pub(super) const SCALE_LEAST: f64 = 0.05;
/// Standard deviations of a count of peaks that are subtracted as chance. Higher: counted peaks limit alarms less.
pub(super) const CHANCE: f64 = 1.0;
/// Smallest threshold at which a tail begins, in typical values. Higher: fewer values belong to the tail.
pub(super) const BEGIN: f64 = 2.0;
/// Peaks in the term `1 / (peaks + UNCERTAIN)` that is added to the shape. Higher: few peaks make the tail less heavy.
pub(super) const UNCERTAIN: f64 = 12.0;
/// Largest peak of a run, in decades beyond one alarm a week. Higher: one run makes the tail heavier.
pub(super) const RUN_DECADES: f64 = 0.3;

/// The reach of ordinary samples is the deviation that this many samples a week exceed. Higher: the reach is shorter.
pub(super) const REACH_A_WEEK: f64 = 10.0;
/// Largest share of samples beyond the reach, for long intervals.
pub(super) const REACH_SHARE: f64 = 0.02;
/// Smallest sigma, as a share of the reach. Higher: sigma is wider.
pub(super) const REACH_LEAST: f64 = 0.1;
/// Share of the reach that a sample must be off to lose no rarity. Higher: fewer alarms.
pub(super) const REACH: f64 = 0.65;
/// Share of a series' range that is added to that distance, in proportion to how much the series wanders.
pub(super) const REACH_RANGE: f64 = 0.07;
/// Decades of rarity lost per factor of ten below that distance. Higher: near samples raise fewer alarms.
pub(super) const FAR: f64 = 2.2;
/// Largest ratio to that distance that counts within a run; 1 means that a greater distance gains nothing.
pub(super) const FAR_MOST: f64 = 1.0;
/// Decades of rarity per factor of ten of the distance in sigmas, for a series without history. Higher: distance counts
/// more in young series.
pub(super) const SHORT: f64 = 2.0;
/// Samples after which half of that is left.
pub(super) const SHORT_SAMPLES: f64 = 1_000.0;
/// Distance, in sigmas, that neither gains nor loses. Higher: fewer alarms in young series.
pub(super) const SHORT_SIGMAS: f64 = 6.0;
/// Largest gain of a single sample and of a run, in factors of ten of the distance.
pub(super) const SHORT_MOST: [f64; 2] = [0.3, 1.5];
/// Share of wandering that counts as none, because noise appears to wander a little too. Higher: more alarms in series
/// that wander.
pub(super) const WANDER_FREE: f64 = 0.35;
/// Decades of rarity lost per factor of ten of recent incidents, in a series that wanders fully. Higher: fewer alarms
/// there.
pub(super) const WILD_PAST: f64 = 2.5;

/// Distance from which on a row is far off, in sigmas. Higher: fewer rows belong to incidents.
pub(super) const INCIDENT_SIGMAS: f64 = 4.0;
/// Far rows on one side that make an incident certain. Higher: more rows are learnt before learning stops.
pub(super) const INCIDENT_ROWS: u32 = 3;
/// An incident is over once values are nearer than this share of its own distance. Higher: incidents end sooner.
pub(super) const BACK: f64 = 0.5;
/// Decades that the held level of an incident loses with each row. Higher: alarms fade sooner.
pub(super) const FADE: f64 = 0.05;
/// Share of the highest level that an incident never loses. Higher: alarms last longer.
pub(super) const KEPT: f64 = 0.5;
/// Rate of the EWMA of the share of far rows. Higher: it covers fewer rows.
pub(super) const STORM_RATE: f64 = 0.12;
/// Share of far rows at which a storm begins. Higher: fewer storms.
pub(super) const STORM_BEGIN: f64 = 0.3;
/// Share of far rows below which a storm ends. Higher: storms end sooner.
pub(super) const STORM_END: f64 = 0.1;
/// Hours after which a new level is accepted. Higher: alarms on a lasting change last longer.
pub(super) const ACCEPT_HOURS: f64 = 4.25;
/// Smallest number of rows before a level is accepted.
pub(super) const ACCEPT_ROWS: f64 = 12.0;
/// Distance, in sigmas, below which a level is accepted sooner, in proportion. Higher: more levels are accepted sooner.
pub(super) const ACCEPT_SIGMAS: f64 = 8.0;
/// Smallest share of the full time for a near level. Higher: near levels are accepted later.
pub(super) const ACCEPT_PART: f64 = 0.4;
/// A level is accepted sooner if this times `1 - roam` is below 1. Higher: only series that roam more are affected.
pub(super) const ROAM_FREE: f64 = 1.5;
/// Incidents a day above which they count as the series' normal behaviour and are learnt. Higher: more incidents raise
/// alarms.
pub(super) const FREQUENT: f64 = 3.5;
/// The same limit where the query accepts repeats.
pub(super) const FREQUENT_ACCEPTED: f64 = 0.5;
/// Memory of the incident count, in days. Higher: frequent incidents become ordinary later, and stay so for longer.
pub(super) const FREQUENT_DAYS: f64 = 4.0;
/// Days added to a series' age, so that its first incident is not already frequent.
pub(super) const FREQUENT_YOUNG: f64 = 0.5;
/// Share of all samples in incidents above which they count as normal behaviour. Higher: more incidents raise alarms.
pub(super) const FREQUENT_SHARE: f64 = 0.2;

/// Tolerance of "the same time of day", in minutes. Higher: more recurrences are ordinary.
pub(super) const SAME_MINUTES: f64 = 20.0;
/// Earlier days, of the last seven, that make a recurrence ordinary. Higher: it becomes ordinary later.
pub(super) const SAME_DAYS: u32 = 2;
/// How much farther than the earlier runs an ordinary recurrence may be off, as a factor. Higher: more is ordinary.
pub(super) const SAME_MORE: f64 = 1.4;
/// Largest probability that the match is chance. Higher: more recurrences are ordinary.
pub(super) const SAME_CHANCE: f64 = 0.05;

/// Shortest suspect run of one value, in samples. Higher: flat lines are reported later.
pub(super) const STUCK_RUN: f64 = 8.0;
/// Largest rarity that each repeat adds, in decades. Higher: flat lines are reported sooner.
pub(super) const STUCK_DECADES: f64 = 0.6;
/// Share of repeats above which a series is flat by nature and never suspect. Higher: more series are checked.
pub(super) const STUCK_SHARE: f64 = 0.7;
