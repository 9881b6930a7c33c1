//! From a sample to a level: how far it is from what was expected, by several statistics, and how rare each of them is.

use super::expectation::{Expectation, Forecast};
use super::incident::{End, Incident, Past, Row, Step, accepted_after, longest};
use super::peaks::Looked;
use super::remembered::{Far, Remembered};
use super::seasons::{Phase, Seasons};
use super::spread::{Sigma, Spread};
use super::statistics::{Means, NEW, SAMPLES, SHIFTED, STATISTICS, Statistics, USUAL, Values, WILD};
use super::storm::Storm;
use super::stuck::{Run, Stuck};
use super::tuning::{
    COUNTED, COUNTS_ALL, FAR, FAR_MOST, LEARNING, REACH, REACH_RANGE, SHORT, SHORT_MOST, SHORT_SAMPLES,
    SHORT_SIGMAS, WARM, WILD_PAST,
};

/// Deviations are cut at so many sigmas: all of that is beyond everything.
const MOST_SIGMAS: f64 = 1e6;
/// No level is higher.
const MOST_LEVEL: f64 = 300.0;
/// From this distance in sigmas on it is asked what came before at the same time.
const ASKED: f64 = 3.0;
/// Decades by which a sample is rarer for its time than it is sudden, before that is what is told of it.
const SUDDEN: f64 = 0.5;
/// Rows between what was explained and the next such run.
const APART: i64 = 10;

/// What the model says of one sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    /// Decades rarer than one alarm a week.
    pub(super) level: f64,
    /// The level that each statistic alone would give.
    pub(super) levels: [f64; STATISTICS],
    /// The level of one value that stays, and for how many samples.
    pub(super) stuck: f64,
    pub(super) stuck_samples: f64,
    pub(super) values: Values,
    /// What was expected, and one standard deviation of ordinary values around it; in the unit of the series.
    pub(super) expected: f64,
    pub(super) sigma: f64,
}

/// Everything that is known of a series.
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
    /// The run that goes on of what was explained by earlier ones, and its newest row.
    explained: Option<(Far, i64)>,
    highest: f64,
    lowest: f64,
    /// Grid index of the newest sample.
    newest: i64,
    samples_a_week: f64,
    /// The decimal logarithm of that.
    decades: f64,
    seen: u64,
    /// Samples that statistics were counted of.
    counted: f64,
}

/// A sample as it is looked at.
struct Look {
    forecast: Forecast,
    sigma: Sigma,
    row: Row,
    /// How far off it is in sigmas, whether or not that was expected.
    raw: f64,
    explained: bool,
}

impl Model {
    /// Of a series with so many samples a week; `accept`: incidents that repeat are ordinary after a few times.
    pub(super) fn new(seasons: Seasons, samples_a_week: f64, accept: bool) -> Self {
        Self {
            past: Past::new(seasons.period, accept),
            spread: Spread::new(seasons.period),
            expectation: Expectation::new(seasons),
            means: Means::default(),
            statistics: Statistics::new(),
            stuck: Stuck::new(),
            incident: None,
            storm: Storm::default(),
            remembered: Remembered::new(),
            explained: None,
            highest: f64::NEG_INFINITY,
            lowest: f64::INFINITY,
            newest: i64::MIN,
            samples_a_week,
            decades: samples_a_week.log10(),
            seen: 0,
            counted: 0.0,
        }
    }

    /// Samples seen.
    pub(super) const fn seen(&self) -> u64 {
        self.seen
    }

    /// Memory beside the struct itself, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.expectation.seasons.bytes() + Statistics::bytes() + Remembered::bytes()
    }

    /// How large a statistic was: in its own standard deviations, with its sign; of scatter, how many times the usual.
    pub(super) fn size(&self, at: usize, point: &Point) -> f64 {
        self.statistics.size(at, &point.values)
    }

    /// Looks at a finite sample at a grid index, and then learns it.
    pub(super) fn step(&mut self, value: f64, phase: Phase, index: i64) -> Point {
        let n = self.seen as f64;
        if self.seen == 0 {
            self.expectation.start(value);
        }
        let mut forecast = self.expectation.forecast(phase);
        let follows = index == self.newest.wrapping_add(1);
        self.newest = index;
        if !follows {
            forecast.forget_newest();
        }
        let expected = forecast.near;
        let mut look = self.look(value, phase, index, forecast, follows);
        let means = self.means.after(look.row.usual_sigmas, look.row.new_sigmas);
        let values = Values::new(look.row.usual_sigmas, look.row.new_sigmas, &means);
        let looked = self.looked();
        let levels = self.statistics.levels(&values, looked);
        let run = self.run(value, n);
        let rarest = levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        look.row.level = (rarest + self.weigh(&look, &means)).min(MOST_LEVEL);
        let stuck = if run.decades > 0.0 { run.decades - looked.decades + 3.0 } else { f64::NEG_INFINITY };
        let usual = self.past.is_usual();
        let step = self.follow(&look, phase, index, n);
        let point = Point {
            level: step.map_or(look.row.level, |step| step.level).max(stuck),
            levels,
            stuck,
            stuck_samples: run.samples,
            values,
            expected,
            sigma: look.sigma.near,
        };
        self.count(&look, &values, looked, usual, n);
        let within = self.incident.is_some();
        self.means = means;
        let frozen = within && !usual && look.forecast.known;
        if let Some(end) = step.and_then(|step| step.end) {
            self.end(end, phase, &look, usual);
        }
        self.remember(&look, phase, index);
        self.learn(&look, phase, frozen);
        if self.incident.as_ref().is_none_or(|incident| !incident.is_sure) {
            (self.highest, self.lowest) = (self.highest.max(value), self.lowest.min(value));
        }
        self.seen += 1;
        if self.seen as f64 == self.expectation.seasons.period.ceil() && self.expectation.seasons.has_days() {
            self.restart();
        }
        point
    }

    /// How far a sample is off, by whoever of the experts knows best; `follows`: whether the sample before it is there.
    fn look(&mut self, value: f64, phase: Phase, index: i64, forecast: Forecast, follows: bool) -> Look {
        let mut sigma = self.spread.at(phase.period, forecast.known);
        if !follows {
            sigma.next = sigma.near.max(sigma.next);
        }
        let is_off = (value - forecast.near).abs() > 2.5 * sigma.near
            || (value - forecast.next).abs() > 2.5 * sigma.next;
        let nearest = if is_off { self.expectation.nearest(forecast, value) } else { forecast };
        self.expectation.look_back(&forecast, value, sigma.near);
        let (usual, new) = (value - nearest.near, value - nearest.next);
        let sigmas = |deviation: f64, sigma: f64| {
            if self.seen < 2 || deviation == 0.0 {
                return 0.0;
            }
            (deviation / (sigma + f64::MIN_POSITIVE)).clamp(-MOST_SIGMAS, MOST_SIGMAS)
        };
        let (raw, raw_new) = (sigmas(usual, sigma.near), sigmas(new, sigma.next));
        let (mut usual_sigmas, mut new_sigmas) = (raw, raw_new);
        if raw.abs().max(raw_new.abs()) > ASKED {
            let period = self.expectation.seasons.period;
            let allowed = self.remembered.allows(index, phase.period, period, self.samples_a_week);
            (usual_sigmas, new_sigmas) = (allowed.beyond(raw), allowed.beyond(raw_new));
        }
        let explained = usual_sigmas != raw || new_sigmas != raw_new;
        let row = Row { value, usual, new, usual_sigmas, new_sigmas, level: 0.0 };
        Look { forecast: nearest, sigma, row, raw, explained }
    }

    fn looked(&self) -> Looked {
        Looked::new(self.counted, self.samples_a_week, self.decades)
    }

    fn run(&mut self, value: f64, n: f64) -> Run {
        let accepted = accepted_after(self.samples_a_week).max(24.0);
        self.stuck.add(value, n, accepted, 2.0 * self.expectation.seasons.period)
    }

    /// What makes a sample matter beside how rare it is, in decades: whether it is further off than ordinary samples reach, and,
    /// where little is known of a series, how many sigmas it is off; the more incidents there were in a series that wanders, the
    /// rarer the next has to be.
    fn weigh(&self, look: &Look, means: &Means) -> f64 {
        let wander = self.expectation.wander();
        let is_run = self.incident.as_ref().is_some_and(Incident::is_run);
        let mut decades = -WILD_PAST * wander * log10(1.0 + self.past.incidents());
        let range = (self.highest - self.lowest).max(0.0);
        let reach = REACH * self.spread.reach() + REACH_RANGE * wander * range;
        if reach > 0.0 {
            let off = look.row.usual.abs().max(look.row.new.abs()).max(means.shift() * look.sigma.near);
            decades += FAR * log10((off / reach).clamp(0.01, if is_run { FAR_MOST } else { 1.0 }));
        }
        let sigmas = look.row.new_sigmas.abs().max(look.row.usual_sigmas.abs()).max(1e-3);
        let short = SHORT * SHORT_SAMPLES / (SHORT_SAMPLES + self.counted);
        let most = SHORT_MOST[usize::from(is_run)];
        decades + short * log10(sigmas / SHORT_SIGMAS).clamp(-1.0, most)
    }

    /// Follows the incident that goes on, or begins one.
    fn follow(&mut self, look: &Look, phase: Phase, index: i64, n: f64) -> Option<Step> {
        let rare = look.row.level >= 0.0 && self.seen > LEARNING;
        if self.incident.is_none() && (look.row.is_far() || rare) && n > WARM {
            self.incident = Some(Incident::new(index, phase.period, &look.row, self.means.clone()));
        }
        let (weekly, wander) = (self.samples_a_week, self.expectation.roam());
        let step = self.incident.as_mut().map(|incident| {
            if look.raw.abs() > incident.most.abs() {
                incident.most = look.raw;
            }
            incident.step(&look.row, |off| longest(n, weekly, off, wander))
        });
        if step.is_some_and(|step| step.is_sure_now) {
            self.past.add();
        }
        self.past.pass(self.incident.as_ref().is_some_and(|incident| incident.is_sure));
        step
    }

    /// Counts how often statistics reach their values. Of an incident nothing is counted before it is over, of a storm nothing.
    fn count(&mut self, look: &Look, values: &Values, looked: Looked, usual: bool, n: f64) {
        let (weekly, expectation) = (self.samples_a_week, &self.expectation);
        let accepted = || longest(n, weekly, f64::INFINITY, expectation.roam());
        let is_over = self.storm.step(look.row.is_far(), accepted);
        if is_over && !usual {
            self.statistics.drop_runs();
        }
        self.spread.count(look.row.usual, n);
        if n <= COUNTED {
            return;
        }
        let within = (self.incident.is_some() || self.storm.is_on()) && !usual;
        if look.forecast.known {
            let young = n < COUNTS_ALL * self.expectation.seasons.period;
            self.statistics.add(values, looked, within && !young);
        }
        let sure = self.storm.is_on() || self.incident.as_ref().is_some_and(|incident| incident.is_sure);
        if !(within && sure) {
            self.counted += 1.0;
            if look.forecast.known {
                self.spread.learn_reach(look.row.usual, look.sigma.near, self.samples_a_week);
            }
        }
    }

    /// Ends the incident.
    fn end(&mut self, end: End, phase: Phase, look: &Look, usual: bool) {
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
        } else if look.forecast.known {
            let [usual, new] = incident.mean_deviations();
            for _ in 0..incident.rows.min(5.0) as usize {
                self.spread.learn_deviations(usual, new);
            }
        }
        if end == End::Accepted && !incident.is_quiet() {
            if look.forecast.known {
                self.expectation.accept(phase, incident.value, &look.forecast);
                self.spread.widen(incident.spread);
            }
            self.means = incident.before.centred();
        } else {
            self.expectation.resume();
            self.means = incident.before;
        }
    }

    /// Remembers what was explained by earlier runs, so that the next is explained by it.
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

    fn learn(&mut self, look: &Look, phase: Phase, frozen: bool) {
        let Row { value, usual, new, .. } = look.row;
        if frozen || look.explained {
            if look.explained {
                self.expectation.seasons.learn_again(value, phase);
            }
            self.expectation.pass(value, &look.forecast, look.sigma.mean);
            return;
        }
        let wide = value - self.expectation.slowly();
        self.expectation.learn(value, phase, &look.forecast, look.sigma.mean);
        let period = self.expectation.seasons.period;
        self.spread.learn(&look.sigma, [usual, new, wide], period, look.forecast.known);
    }

    /// What was learnt before a season was known is no measure of what is ordinary.
    fn restart(&mut self) {
        self.spread.restart();
        self.means = Means::default();
        self.statistics.restart();
        self.counted = 0.0;
        self.past.restart();
        self.expectation.forget_how_long();
    }
}

/// In single precision, which is plenty here and takes half the time.
fn log10(value: f64) -> f64 {
    f64::from((value as f32).log10())
}

impl Point {
    /// The statistic that speaks, and how many samples it looks at.
    pub(super) fn strongest(&self) -> (usize, u16) {
        let mut best = NEW;
        for at in 1..STATISTICS {
            // What is sudden is told as that, even if it is a little rarer for the time of day.
            let margin = if best == NEW && at == USUAL { SUDDEN } else { 0.0 };
            if self.levels[at] > self.levels[best] + margin {
                best = at;
            }
        }
        // Of a level that stays, the mean says more than its newest sample, and than that all of them are far off.
        let stays = matches!(best, NEW | USUAL) && self.levels[SHIFTED] > 0.5 * self.levels[best].max(0.0);
        if stays || (best == WILD && self.values.are_on_one_side()) {
            best = SHIFTED;
        }
        (best, SAMPLES[best])
    }
}
