//! The expected value of the next sample. Four experts forecast it: a straight line, the kind of day, the week, and a
//! fast EWMA of the newest samples. The recent error of their mean (the drift) corrects it.
//!
//! The experts are weighted by their past loss: Cesa-Bianchi and Lugosi: Prediction, Learning, and Games, 2006. The
//! loss is the mean absolute error, winsorised, so that one anomaly hardly changes the weights.

use super::line::Line;
use super::number::{fading, larger, smaller, within};
use super::seasons::{Seasons, Spot};
use super::tuning::{
    CLIP, CREDIBLE, DRIFT_CLIP, DRIFT_RATE, FAST_CLIP, FAST_RATE, FORMER_PERIODS, FORMER_ROWS, LASTS_LARGE,
    LASTS_MEMORY, LASTS_PRIOR, LINE_PERIODS, LINE_SAMPLES, LOSS_CLIP, LOSS_PERIODS, ROAM_PRIOR, ROAM_SAMPLES,
    WARM,
};

/// Experts: straight line, kind of day, week, fast EWMA of the newest samples.
const EXPERTS: usize = 4;
const LINE: usize = 0;
const DAY: usize = 1;
const WEEK: usize = 2;
const FAST: usize = 3;

/// Largest ratio of a loss to the smallest one. Experts beyond it all get the same negligible weight.
const MOST_WORSE: f64 = 1e12;

/// The forecast of one sample, in the unit of the series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forecast {
    each: [f64; EXPERTS],
    /// The weighted mean of the experts: level and season.
    base: f64,
    /// The base plus the part of the drift that lasts.
    pub(super) near: f64,
    /// The same plus the part of the newest sample's error that lasts (AR(1)).
    pub(super) next: f64,
    /// The difference from here to the forecast before the current incident.
    rest: f64,
    /// How much the series wanders: 0 for noise around a season, 1 if values stay wherever they go.
    pub(super) wander: f64,
    /// The usual difference from the level at this time.
    off: f64,
    /// False if this kind of day has not been seen yet at this time.
    pub(super) known: bool,
}

impl Forecast {
    /// After a gap the error of the newest sample is unknown.
    pub(super) fn forget_newest(&mut self) {
        self.next = self.near;
    }

    /// Raises the forecast by `by`.
    pub(super) fn move_by(&mut self, by: f64) {
        self.base += by;
        self.near += by;
        self.next += by;
    }
}

#[derive(Debug, Clone)]
pub(super) struct Expectation {
    pub(super) seasons: Seasons,
    line: Line,
    /// The fast EWMA of the value.
    fast: f64,
    /// Memory of the line, in samples.
    memory: f64,
    loss: [f64; EXPERTS],
    tries: [f64; EXPERTS],
    seen: f64,
    /// The drift: the EWMA of the base forecast's error.
    drift: f64,
    /// Drift and fast EWMA at the newest sample that was learnt.
    rested: f64,
    rested_fast: f64,
    wanders: Lasting,
    /// The drift some samples ago, how many samples ago, and the regression of the drift on it.
    drifted: f64,
    since: u32,
    roams: Lasting,
    /// The error of the newest sample, and the regression of an error on the one before.
    before: f64,
    echoes: Lasting,
    former: Option<Former>,
}

/// The level before a new one was accepted as usual.
#[derive(Debug, Clone)]
struct Former {
    /// The difference from the current level to it.
    by: f64,
    /// Samples for which it is still remembered.
    left: f64,
    /// Consecutive samples at it.
    rows: u32,
}

/// The AR(1) coefficient of a deviation: a weighted regression through 0 with fading memory.
#[derive(Debug, Clone, Default)]
struct Lasting {
    product: f64,
    square: f64,
}

impl Lasting {
    fn share(&self, least: f64) -> f64 {
        if self.square > 0.0 { within(self.product / self.square, least, 1.0) } else { 0.0 }
    }

    /// Learns that `after` followed `before`. `spread`: the typical size of both.
    fn learn(&mut self, before: f64, after: f64, spread: f64) {
        let square = spread * spread;
        // Large deviations get less weight. Otherwise one level shift would make noise look like a series that wanders.
        let weight = 1.0 / (before * before / LASTS_LARGE + square + f64::MIN_POSITIVE);
        let own = before * before + LASTS_PRIOR / LASTS_MEMORY * square;
        self.take(before * after * weight, own * weight, LASTS_MEMORY);
    }

    /// The same for pairs that are [`ROAM_SAMPLES`] apart.
    fn learn_slowly(&mut self, before: f64, after: f64, spread: f64) {
        let memory = LASTS_MEMORY / f64::from(ROAM_SAMPLES);
        self.take(before * after, before * before + ROAM_PRIOR / memory * spread * spread, memory);
    }

    #[inline]
    fn take(&mut self, product: f64, square: f64, memory: f64) {
        let kept = 1.0 - 1.0 / memory;
        self.product = self.product * kept + product;
        self.square = self.square * kept + square;
    }
}

impl Expectation {
    pub(super) fn new(seasons: Seasons) -> Self {
        let [least, most] = LINE_SAMPLES;
        Self {
            memory: (LINE_PERIODS * seasons.period).clamp(least, most),
            seasons,
            line: Line::default(),
            fast: 0.0,
            loss: [0.0; EXPERTS],
            tries: [0.0; EXPERTS],
            seen: 0.0,
            drift: 0.0,
            rested: 0.0,
            rested_fast: 0.0,
            wanders: Lasting::default(),
            drifted: 0.0,
            since: 0,
            roams: Lasting::default(),
            before: 0.0,
            echoes: Lasting::default(),
            former: None,
        }
    }

    /// Starts at the first sample.
    pub(super) const fn start(&mut self, value: f64) {
        self.seasons.start(value);
        self.line.level = value;
        self.fast = value;
    }

    /// The slow level: that of the line.
    pub(super) const fn slowly(&self) -> f64 {
        self.line.level
    }

    /// How much the series roams, 0..1: 0 if it returns within about half an hour at one minute, 1 if values stay
    /// wherever they go.
    pub(super) fn roam(&self) -> f64 {
        self.roams.share(0.0)
    }

    /// Forecasts the next sample.
    #[inline]
    pub(super) fn forecast(&self, spot: &Spot) -> Forecast {
        let usual = self.seasons.usual(spot);
        let each = [self.line.next(), usual.day, usual.week, self.fast];
        // Usually all experts have a forecast, so the weights do not wait for it.
        let all = !(usual.day + usual.week).is_nan();
        let loss = if all { self.losses() } else { self.losses_of(&each) };
        let least = least(&loss);
        let (base, fast) = if least < f64::INFINITY {
            // A weight is the fourth power of the smallest loss divided by the expert's loss. All weights are
            // multiplied by the product of their inverses, which saves divisions.
            let unit = 1.0 / (least + f64::MIN_POSITIVE);
            let [line, day, week, fast] = loss.map(|loss| {
                let ratio = smaller((loss + f64::MIN_POSITIVE) * unit, MOST_WORSE);
                (ratio * ratio) * (ratio * ratio)
            });
            let (days, others) = (day * week, line * fast);
            let weights = [days * fast, others * week, others * day, days * line];
            let said = if all { each } else { each.map(|said| if said.is_nan() { 0.0 } else { said }) };
            let [line, day, week, fast] = std::array::from_fn(|at| weights[at] * said[at]);
            let per_sum = 1.0 / (weights[LINE] + weights[DAY] + weights[WEEK] + weights[FAST]);
            ((line + day + week + fast) * per_sum, weights[FAST] * per_sum)
        } else {
            (each[LINE], 0.0)
        };
        let wander = self.wanders.share(0.0);
        let near = base + wander * self.drift;
        Forecast {
            each,
            base,
            near,
            next: near + self.echoes.share(-0.5) * self.before,
            rest: wander * (self.rested - self.drift) + fast * (self.rested_fast - self.fast),
            wander,
            off: usual.off,
            known: usual.known,
        }
    }

    /// The shift from the forecast to the alternative nearest to the value. Alternatives are the experts with a small
    /// loss, the forecast before the incident, and the level before the last new one. If they differ, one of them may
    /// know better what kind of day it is.
    #[inline(never)]
    pub(super) fn nearest(&self, forecast: &Forecast, value: f64) -> f64 {
        let loss = self.losses_of(&forecast.each);
        let most = CREDIBLE * least(&loss);
        let credible = (0..EXPERTS).filter(|at| self.tries[*at] > 100.0 && loss[*at] <= most);
        let others = credible.map(|at| forecast.each[at] - forecast.base);
        let off = value - forecast.near;
        others
            .chain([forecast.rest])
            .chain(self.former.as_ref().map(|former| former.by))
            .fold(0.0_f64, |best, by| if (off - by).abs() < (off - best).abs() { by } else { best })
    }

    /// Returns to the former level once values are there.
    pub(super) fn look_back(&mut self, forecast: &Forecast, value: f64, sigma: f64) {
        if self.former.is_some() {
            self.look_at_former(value - forecast.base, sigma);
        }
    }

    #[inline(never)]
    fn look_at_former(&mut self, off: f64, sigma: f64) {
        let Some(former) = &mut self.former else { return };
        former.left -= 1.0;
        let there = (off - former.by).abs() < 3.0 * sigma && off.abs() > 0.5 * former.by.abs();
        former.rows = if there { former.rows + 1 } else { 0 };
        if former.rows >= FORMER_ROWS {
            let by = former.by;
            self.line.level += by;
            self.seasons.shift(by);
            self.fast += by;
            self.former = None;
        } else if former.left < 0.0 {
            self.former = None;
        }
    }

    /// Learns the sample. `spread`: its typical deviation, in the unit of the series.
    pub(super) fn learn(&mut self, value: f64, spot: &Spot, forecast: &Forecast, spread: f64) {
        let grown = self.seen > WARM;
        let off = value - forecast.base;
        let limit = DRIFT_CLIP * spread;
        let moved = self.drift + within(off - self.drift, -limit, limit);
        if forecast.known {
            self.judge(value, forecast, LOSS_CLIP * spread);
            self.wanders.learn(self.drift, moved, spread);
        }
        self.drift += fading(self.seen, 1.0 / DRIFT_RATE) * (if grown { moved } else { off } - self.drift);
        if !forecast.known {
            (self.drifted, self.since) = (self.drift, 0);
        } else if self.since >= ROAM_SAMPLES {
            let most = |drift: f64| within(drift, -limit, limit);
            self.roams.learn_slowly(most(self.drifted), most(self.drift), spread);
            (self.drifted, self.since) = (self.drift, 0);
        }
        self.since += 1;
        let near = within(value - forecast.near, -limit, limit);
        self.echoes.learn(self.before, near, spread);
        self.before = near;
        self.rested = self.drift;
        let wide = larger(spread, self.loss[DAY]);
        self.seasons.learn(value, spot, forecast.off, [wide, larger(wide, self.loss[WEEK])]);
        let missed = value - self.fast;
        let most = FAST_CLIP * larger(self.loss[FAST], spread);
        let missed = if grown { within(missed, -most, most) } else { missed };
        self.fast += fading(self.seen, 1.0 / FAST_RATE) * missed;
        self.rested_fast = self.fast;
        self.line.learn(value, CLIP * larger(self.loss[LINE], spread), self.memory);
        self.seen += 1.0;
    }

    /// Moves on by a sample that is not learnt. In a series that wanders, drift and fast EWMA follow it all the same.
    #[inline(never)]
    pub(super) fn pass(&mut self, value: f64, forecast: &Forecast, spread: f64) {
        self.line.pass();
        let limit = DRIFT_CLIP * spread;
        let wander = self.roam();
        let off = value - forecast.base - self.drift;
        self.drift += DRIFT_RATE * wander * within(off, -limit, limit);
        // An EWMA of samples that are not learnt is useless, unless values stay wherever they go.
        let stays = wander * wander;
        self.fast += FAST_RATE * stays * within(value - self.fast, -limit, limit);
        self.before = wander * within(value - forecast.near, -limit, limit);
    }

    /// Continues after an incident from the drift before it; in a series that roams, from the current one.
    #[inline(never)]
    pub(super) fn resume(&mut self) {
        if self.roam() < 0.5 {
            self.drift = self.rested;
        }
        self.before = 0.0;
    }

    /// Accepts the current level as the usual one.
    #[inline(never)]
    pub(super) fn accept(&mut self, spot: &Spot, value: f64, forecast: &Forecast) {
        let by = value - forecast.base;
        self.line.jump(value - forecast.each[LINE]);
        (self.fast, self.rested_fast) = (value, value);
        if self.seasons.jump(spot, by) {
            self.former = Some(Former { by: -by, left: FORMER_PERIODS * self.seasons.period, rows: 0 });
        }
        (self.drift, self.before) = (0.0, 0.0);
    }

    /// Forgets the regressions, which were learnt before a season was known.
    pub(super) fn forget_how_long(&mut self) {
        (self.wanders, self.roams, self.echoes) =
            (Lasting::default(), Lasting::default(), Lasting::default());
    }

    fn judge(&mut self, value: f64, forecast: &Forecast, most: f64) {
        let grown = self.seen > WARM;
        let memory = LOSS_PERIODS * self.seasons.period;
        for at in 0..EXPERTS {
            let (said, loss, tries) = (forecast.each[at], self.loss[at], self.tries[at]);
            let most = if grown { larger(most, 3.0 * loss) } else { f64::MAX };
            let missed = smaller((value - said).abs(), most);
            // An expert without a forecast is not judged.
            let told = if said.is_nan() { 0.0 } else { 1.0 };
            self.loss[at] = loss + told / smaller(tries + 1.0, memory) * (missed - loss);
            self.tries[at] = tries + told;
        }
    }

    /// The losses of the experts; infinite for those without a forecast so far.
    fn losses(&self) -> [f64; EXPERTS] {
        std::array::from_fn(|at| if self.tries[at] > 0.0 { self.loss[at] } else { f64::INFINITY })
    }

    /// The same, but also infinite for those without a forecast now.
    #[inline(never)]
    fn losses_of(&self, each: &[f64; EXPERTS]) -> [f64; EXPERTS] {
        let losses = self.losses();
        std::array::from_fn(|at| if each[at].is_nan() { f64::INFINITY } else { losses[at] })
    }
}

fn least(losses: &[f64; EXPERTS]) -> f64 {
    losses.iter().copied().fold(f64::INFINITY, smaller)
}
