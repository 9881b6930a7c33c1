//! From a sample to a level: how far it is from the expected value by several statistics, and how rare each of them is.

use super::expectation::{Expectation, Forecast};
use super::incident::{End, Incident, Past, Row, Step, accepted_after, longest};
use super::number::{larger, log10, smaller, within};
use super::peaks::Looked;
use super::remembered::{Far, Remembered};
use super::seasons::{Phase, Seasons, Spot};
use super::spread::{Sigma, Spread};
use super::statistics::{Means, NEW, SAMPLES, SHIFTED, STATISTICS, Sides, Statistics, USUAL, Values, WILD};
use super::storm::Storm;
use super::stuck::Stuck;
use super::tuning::{
    COUNTED, FAR, FAR_MOST, LEARNING, REACH, REACH_RANGE, SHORT, SHORT_MOST, SHORT_SAMPLES, SHORT_SIGMAS,
    WANDER_FREE, WARM, WILD_PAST,
};
use super::weights::Weights;

/// Largest deviation, in sigmas. Larger ones are clamped to it; they are beyond any alarm anyway.
const MOST_SIGMAS: f64 = 1e6;
/// Largest level, in decades.
const MOST_LEVEL: f64 = 300.0;
/// Distance in sigmas above which earlier runs at the same time of day are looked up. Higher: fewer samples can be
/// explained by them.
const ASKED: f64 = 3.0;
/// Decades by which a sample must be rarer for its time of day than it is sudden before its cause is the season.
/// Higher: more spikes.
const SUDDEN: f64 = 0.5;
/// Rows without an explained sample that end an explained run. Higher: nearby runs are remembered as one.
const APART: i64 = 10;

/// The result of one sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    /// Decades rarer than one alarm a week.
    pub(super) level: f64,
    /// The level that each statistic alone would give.
    pub(super) levels: [f64; STATISTICS],
    /// The level of a flat line, and for how many samples it has been flat.
    pub(super) stuck: f64,
    pub(super) stuck_samples: f64,
    pub(super) values: Values,
    /// The expected value, and one standard deviation of ordinary values around it; in the unit of the series.
    pub(super) expected: f64,
    pub(super) sigma: f64,
}

/// The state of a series.
#[derive(Debug, Clone)]
pub(super) struct Model {
    expectation: Expectation,
    spread: Spread,
    means: Means,
    statistics: Statistics,
    stuck: Stuck,
    incident: Option<Incident>,
    storm: Storm,
    past: Past,
    remembered: Remembered,
    /// The current run of explained samples, and its newest row.
    explained: Option<(Far, i64)>,
    highest: f64,
    lowest: f64,
    /// Grid index of the newest sample.
    newest: i64,
    samples_a_week: f64,
    /// The decimal logarithm of `samples_a_week`.
    decades: f64,
    seen: u64,
    /// Samples seen at the end of the first period.
    period_over: u64,
    /// Samples counted in the tails, and what was derived from that number last.
    counted: f64,
    looked: Looked,
}

/// The deviations of one sample.
struct Look {
    sigma: Sigma,
    row: Row,
    /// Its deviation in sigmas, including what earlier runs explain.
    raw: f64,
    explained: bool,
    /// Whether its scatter alone is as rare as an alarm.
    is_wild: bool,
}

impl Model {
    /// For a series with `samples_a_week` samples. `accept`: recurring incidents become ordinary after a few times.
    pub(super) fn new(seasons: Seasons, samples_a_week: f64, accept: bool, weights: Weights) -> Self {
        let decades = log10(samples_a_week);
        Self {
            period_over: if seasons.has_days() { seasons.period.ceil() as u64 } else { 0 },
            looked: Looked::new(0.0, decades),
            past: Past::new(seasons.period, accept),
            spread: Spread::new(seasons.period, samples_a_week),
            stuck: Stuck::new(accepted_after(samples_a_week).max(24.0), 2.0 * seasons.period),
            expectation: Expectation::new(seasons),
            means: Means::default(),
            statistics: Statistics::new(weights),
            incident: None,
            storm: Storm::default(),
            remembered: Remembered::new(),
            explained: None,
            highest: f64::NEG_INFINITY,
            lowest: f64::INFINITY,
            newest: i64::MIN,
            samples_a_week,
            decades,
            seen: 0,
            counted: 0.0,
        }
    }

    /// Number of samples seen.
    pub(super) const fn seen(&self) -> u64 {
        self.seen
    }

    /// Memory outside the struct itself, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.expectation.seasons.bytes() + Statistics::bytes() + Remembered::bytes()
    }

    /// The size of a statistic: in its own standard deviations, with its sign; for scatter, as a multiple of the usual.
    pub(super) fn size(&self, at: usize, point: &Point) -> f64 {
        self.statistics.size(at, &point.values)
    }

    /// Scores a finite sample at a grid index, and then learns it.
    #[inline]
    pub(super) fn step(&mut self, value: f64, phase: Phase, index: i64) -> Point {
        let n = self.seen as f64;
        if self.seen == 0 {
            self.expectation.start(value);
        }
        let spot = self.expectation.seasons.spot(phase);
        let mut forecast = self.expectation.forecast(&spot);
        let follows = index == self.newest.wrapping_add(1);
        self.newest = index;
        let expected = forecast.near;
        let mut look = self.look(value, phase, index, &mut forecast, follows);
        let means = self.means.after(look.row.usual_sigmas, look.row.new_sigmas);
        let values = Values::new(look.row.usual_sigmas, look.row.new_sigmas, &means);
        let sides = values.sides();
        let looked = self.looked();
        let levels = self.statistics.levels(&values, &sides, &looked);
        look.is_wild = levels[WILD] >= 0.0;
        let run = self.stuck.add(value, n);
        let rarest = levels.iter().copied().fold(f64::NEG_INFINITY, larger);
        look.row.level = smaller(rarest + self.weigh(&look, forecast.wander, &means), MOST_LEVEL);
        let stuck = if run.decades > 0.0 { run.decades - looked.decades + 3.0 } else { f64::NEG_INFINITY };
        let usual = self.past.is_usual();
        let step = self.follow(&look, phase, index, n);
        let point = Point {
            level: larger(step.map_or(look.row.level, |step| step.level), stuck),
            levels,
            stuck,
            stuck_samples: run.samples,
            values,
            expected,
            sigma: look.sigma.near,
        };
        self.count(&look, forecast.known, (&values, &sides), &looked, usual, n);
        let within = self.incident.is_some();
        self.means = means;
        let frozen = within && !usual && forecast.known;
        if let Some(end) = step.and_then(|step| step.end) {
            self.end(end, &spot, &forecast, &look, usual);
        }
        self.remember(&look, phase, index);
        self.learn(&look, &spot, &forecast, frozen);
        if !self.storm.is_on() && self.incident.as_ref().is_none_or(|incident| !incident.is_sure) {
            (self.highest, self.lowest) = (larger(self.highest, value), smaller(self.lowest, value));
        }
        self.seen += 1;
        if self.seen == self.period_over {
            self.restart();
        }
        point
    }

    /// The deviations of a sample from the forecast. If the value is far off, the forecast first moves to the
    /// alternative that fits best. `follows`: whether the sample before it exists.
    #[inline]
    fn look(&mut self, value: f64, phase: Phase, index: i64, forecast: &mut Forecast, follows: bool) -> Look {
        let mut sigma = self.spread.at(phase.period, forecast.known);
        if !follows {
            forecast.forget_newest();
            sigma.next = larger(sigma.near, sigma.next);
        }
        let is_off = (value - forecast.near).abs() > 2.5 * sigma.near
            || (value - forecast.next).abs() > 2.5 * sigma.next;
        let by = if is_off { self.expectation.nearest(forecast, value) } else { 0.0 };
        self.expectation.look_back(forecast, value, sigma.near);
        if is_off {
            forecast.move_by(by);
        }
        let (usual, new) = (value - forecast.near, value - forecast.next);
        let sigmas = |deviation: f64, sigma: f64| {
            if self.seen < 2 || deviation == 0.0 {
                return 0.0;
            }
            // Sigma is known before the deviation, so its division can start early.
            within(deviation * (1.0 / (sigma + f64::MIN_POSITIVE)), -MOST_SIGMAS, MOST_SIGMAS)
        };
        let (raw, raw_new) = (sigmas(usual, sigma.near), sigmas(new, sigma.next));
        let (mut usual_sigmas, mut new_sigmas) = (raw, raw_new);
        if larger(raw.abs(), raw_new.abs()) > ASKED {
            let period = self.expectation.seasons.period;
            let allowed = self.remembered.allows(index, phase.period, period, self.samples_a_week);
            (usual_sigmas, new_sigmas) = (allowed.beyond(raw), allowed.beyond(raw_new));
        }
        let explained = usual_sigmas != raw || new_sigmas != raw_new;
        let row = Row { value, usual, new, usual_sigmas, new_sigmas, level: 0.0 };
        Look { sigma, row, raw, explained, is_wild: false }
    }

    /// How much has been counted, to a few thousandths.
    #[inline]
    fn looked(&mut self) -> Looked {
        if self.counted >= self.looked.until {
            self.looked = Looked::new(self.counted, self.decades);
        }
        self.looked
    }

    /// Decades to add to the rarity of a sample. It loses if it is no farther off than ordinary samples reach. In a
    /// short history its distance in sigmas counts too. In a series that wanders, the next incident must be rarer the
    /// more incidents there were.
    #[inline]
    fn weigh(&self, look: &Look, wander: f64, means: &Means) -> f64 {
        let is_run = self.incident.as_ref().is_some_and(Incident::is_run);
        let wanders = larger(wander - WANDER_FREE, 0.0) * (1.0 / (1.0 - WANDER_FREE));
        let mut decades = -WILD_PAST * wanders * self.past.decades();
        let range = larger(self.highest - self.lowest, 0.0);
        let reach = REACH * self.spread.reach() + REACH_RANGE * wander * range;
        if reach > 0.0 {
            let newest = larger(look.row.usual.abs(), look.row.new.abs());
            let off = larger(newest, means.shift() * look.sigma.near);
            decades += FAR * log10(within(off / reach, 0.01, if is_run { FAR_MOST } else { 1.0 }));
        }
        let sigmas = larger(larger(look.row.new_sigmas.abs(), look.row.usual_sigmas.abs()), 1e-3);
        let short = SHORT * SHORT_SAMPLES / (SHORT_SAMPLES + self.counted);
        let most = SHORT_MOST[usize::from(is_run)];
        decades + short * within(log10(sigmas * (1.0 / SHORT_SIGMAS)), -1.0, most)
    }

    /// Continues the current incident, or begins one.
    #[inline]
    fn follow(&mut self, look: &Look, phase: Phase, index: i64, n: f64) -> Option<Step> {
        let rare = look.row.level >= 0.0 && self.seen > LEARNING;
        if self.incident.is_none() && (look.row.is_far() || rare) && n > WARM {
            self.incident = Some(Incident::new(index, phase.period, &look.row, self.means.clone()));
        }
        let (weekly, expectation) = (self.samples_a_week, &self.expectation);
        let step = self.incident.as_mut().map(|incident| {
            if look.raw.abs() > incident.most.abs() {
                incident.most = look.raw;
            }
            incident.step(&look.row, |off| longest(n, weekly, off, expectation.roam()))
        });
        if step.is_some_and(|step| step.is_sure_now) {
            self.past.add();
        }
        self.past.pass(self.incident.as_ref().is_some_and(|incident| incident.is_sure));
        step
    }

    /// Counts how often the statistics reach their values. Rows of an incident are counted only once it is over, rows
    /// of a storm never.
    #[inline]
    fn count(
        &mut self,
        look: &Look,
        known: bool,
        (values, sides): (&Values, &Sides),
        looked: &Looked,
        usual: bool,
        n: f64,
    ) {
        let (weekly, expectation) = (self.samples_a_week, &self.expectation);
        let accepted = || longest(n, weekly, f64::INFINITY, expectation.roam());
        let is_over = self.storm.step(look.row.is_far() || look.is_wild, accepted);
        if is_over && !usual {
            self.statistics.drop_runs();
        }
        self.spread.count(look.row.usual, n);
        if n <= COUNTED {
            return;
        }
        let within = (self.incident.is_some() || self.storm.is_on()) && !usual;
        if known {
            self.statistics.add(values, sides, looked, within);
        }
        let sure = self.storm.is_on() || self.incident.as_ref().is_some_and(|incident| incident.is_sure);
        if !(within && sure) {
            self.counted += 1.0;
            if known {
                self.spread.learn_reach(look.row.usual, look.sigma.near);
            }
        }
    }

    /// Ends the incident.
    #[inline(never)]
    fn end(&mut self, end: End, spot: &Spot, forecast: &Forecast, look: &Look, usual: bool) {
        let Some(incident) = self.incident.take() else { return };
        if incident.is_sure || incident.was_rare() {
            let Incident { from, rows, phase, most, .. } = incident;
            self.remembered.add(Far { from, rows, phase, most });
        }
        if usual {
            return;
        }
        if incident.is_sure {
            self.statistics.drop_runs();
        } else if forecast.known {
            let [usual, new] = incident.mean_deviations();
            for _ in 0..incident.rows.min(5.0) as usize {
                self.spread.learn_deviations(usual, new, look.sigma.floor);
            }
        }
        if end == End::Accepted && !incident.is_quiet() {
            if forecast.known {
                self.expectation.accept(spot, incident.value, forecast);
                self.spread.widen(incident.spread);
            }
            self.means = incident.before.centred();
        } else {
            self.expectation.resume();
            self.means = incident.before;
        }
    }

    /// Remembers a run that earlier runs explained, so that it can explain the next.
    #[inline]
    fn remember(&mut self, look: &Look, phase: Phase, index: i64) {
        if look.explained {
            let begin = Far { from: index, rows: 0.0, phase: phase.period, most: 0.0 };
            let (run, newest) = self.explained.get_or_insert((begin, index));
            run.rows = (index - run.from + 1) as f64;
            *newest = index;
            if look.raw.abs() > run.most.abs() {
                run.most = look.raw;
            }
        } else if let Some((run, newest)) = self.explained
            && index - newest > APART
        {
            self.remembered.add(run);
            self.explained = None;
        }
    }

    #[inline]
    fn learn(&mut self, look: &Look, spot: &Spot, forecast: &Forecast, frozen: bool) {
        let Row { value, usual, new, .. } = look.row;
        if frozen || look.explained {
            if look.explained {
                self.expectation.seasons.learn_again(value, spot);
            }
            self.expectation.pass(value, forecast, look.sigma.mean);
            return;
        }
        let wide = value - self.expectation.slowly();
        self.expectation.learn(value, spot, forecast, look.sigma.mean);
        self.spread.learn(&look.sigma, [usual, new, wide], forecast.known);
    }

    /// Discards what was learnt before a season was known, because it does not measure ordinary samples.
    #[inline(never)]
    fn restart(&mut self) {
        self.spread.restart();
        self.means = Means::default();
        self.statistics.restart();
        self.counted = 0.0;
        self.looked = Looked::new(0.0, self.decades);
        self.past.restart();
        self.expectation.forget_how_long();
    }
}

impl Point {
    /// The index of the strongest statistic, and how many samples it covers.
    pub(super) fn strongest(&self) -> (usize, u16) {
        let mut best = NEW;
        for at in 1..STATISTICS {
            // A sudden sample is a spike, even if it is a little rarer for the time of day.
            let margin = if best == NEW && at == USUAL { SUDDEN } else { 0.0 };
            if self.levels[at] > self.levels[best] + margin {
                best = at;
            }
        }
        // For a lasting level, the mean says more than its newest sample or its scatter.
        let stays = matches!(best, NEW | USUAL) && self.levels[SHIFTED] > 0.5 * self.levels[best].max(0.0);
        if stays || (best == WILD && self.values.are_on_one_side()) {
            best = SHIFTED;
        }
        (best, SAMPLES[best])
    }
}
