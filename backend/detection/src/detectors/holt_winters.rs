//! Holt-Winters: a level, a trend and a season that follow the series, and a band around their forecast.
//!
//! Additive, in the form of error correction. The band, smoothed for each part of the season, is Brutlag's: Aberrant
//! Behavior Detection in Time Series for Network Monitoring, 2000,
//! <https://www.usenix.org/conference/lisa-2000/aberrant-behavior-detection-time-series-network-service-monitoring>.
//! Errors are learnt only up to 3 sigma from the forecast, so that an outlier does not move the level: Gelper, Fried,
//! Croux: Robust Forecasting with Exponential and Holt-Winters Smoothing, 2010, <https://doi.org/10.1002/for.1125>.
//! Unlike there, errors that have been large for about half an hour of samples are believed, so that a new level is
//! learnt however far off it is.
//!
//! The first season is that of the whole history. Without a season this is double exponential smoothing.
//!
//! # Not supported
//! A season whose size grows with the level (multiplicative), more than one season, and series that are mostly zero,
//! because no sample lies at their mean.

use serde_json::{Map, Value};

use super::robust::{
    MAD_TO_SIGMA, MEAN_TO_SIGMA, ScaleFloor, confidence_by_order, median_sorted, quantile_sorted,
    spread_sorted, usable,
};
use super::season::{Repeating, trim_leading_gaps};
use super::sliding::SlidingOrder;
use crate::{
    Context, Cost, Detector, DetectorInfo, Expectation, Fitted, ParameterInfo, ParameterKind, Parameters,
    Reference, Unfit, Vote,
};

/// Exponent of the confidence beyond the limit: .85 at 4/3 of the limit, .93 at 5/3, .99 at 10/3. An exponential as in
/// the z-score would reach 1 so fast that large deviations could not be told apart.
const POWER: f64 = 3.4;

/// Largest error that is learnt, in standard deviations. With the paper's 2 a season is learnt slowly.
const MOST_SIGMA: f64 = 3.0;

/// Rate of the newest error in the band: a memory of about 100 samples of each part of the season.
const BAND_RATE: f64 = 0.02;

/// Number of parts of the season in which the band is smoothed: an hour of a day each.
const PARTS: usize = 24;

/// Smallest band of a quiet part of the season, as a share of the band of the whole history.
const LEAST_BAND: f64 = 0.25;

/// Share of normal errors that exceed [`TAIL_SIGMA`]. If more errors of the history exceed it, the band is widened
/// until this share does, but at most [`MOST_WIDENING`] times, because the history may hold incidents.
const TAIL_PART: f64 = 0.01;

/// The two-sided normal quantile of [`TAIL_PART`].
const TAIL_SIGMA: f64 = 2.576;

/// Largest factor by which the band is widened; counts that are zero in six samples of seven need 5.
const MOST_WIDENING: f64 = 5.0;

/// Number of newest errors. Once their median is large, large errors are believed.
const RECENT: usize = 60;

/// Number of samples that the first level is taken from.
const FIRST_LEVEL: usize = 60;

/// Smallest number of observed samples to smooth.
const LEAST_SAMPLES: usize = 32;

/// The entry of the detector in the catalogue.
pub fn info() -> DetectorInfo {
    let part = |name, default, summary| ParameterInfo {
        name,
        kind: ParameterKind::Number,
        default,
        minimum: 0.0,
        maximum: 1.0,
        unit: "",
        summary,
    };
    DetectorInfo {
        id: "holt_winters",
        name: "Holt-Winters",
        summary: "Forecasts each value from a level, a trend and a season that follow the series, and votes if the \
                  error leaves the band. Finds values that are unusual for the time of day.",
        reference: Reference {
            title: "Brutlag: Aberrant Behavior Detection in Time Series for Network Monitoring, 2000",
            url: "https://www.usenix.org/conference/lisa-2000/aberrant-behavior-detection-time-series-network-service-monitoring",
        },
        cost: Cost::Low,
        // Includes fits, for a history of 10,080 samples.
        nanoseconds_per_sample: 600,
        minimum_history: LEAST_SAMPLES,
        parameters: vec![
            // Brutlag: choose it by how many samples should make up 95 % of the level; .05 is about an hour of minutes.
            part("alpha", 0.05, "How fast the level follows: the weight of the newest error."),
            // Brutlag's example for a trend of a day at five minutes is .0035; relative to the level's own correction
            // that is below .01.
            part("beta", 0.01, "How fast the trend follows: the weight of the level's newest step."),
            // Brutlag's gamma of the example.
            part("gamma", 0.1, "How fast the season follows: the weight of the newest cycle."),
            ParameterInfo {
                name: "sigma",
                kind: ParameterKind::Number,
                // Brutlag: sensible values are between 2 and 3.
                default: 3.0,
                minimum: 0.5,
                maximum: 20.0,
                unit: "sigma",
                summary: "Half of the band's width: number of standard deviations of the error above which it votes.",
            },
        ],
    }
}

/// The detector.
#[derive(Debug)]
pub struct HoltWinters {
    given: Parameters,
    rates: Rates,
    sigma: f64,
}

/// The rates of the components.
#[derive(Debug, Clone, Copy)]
struct Rates {
    alpha: f64,
    beta: f64,
    gamma: f64,
}

impl HoltWinters {
    /// Makes the detector from checked parameters.
    pub fn new(given: &Parameters) -> Self {
        let rates =
            Rates { alpha: given.number("alpha"), beta: given.number("beta"), gamma: given.number("gamma") };
        Self { given: given.clone(), rates, sigma: given.number("sigma") }
    }
}

impl Detector for HoltWinters {
    fn id(&self) -> &'static str {
        "holt_winters"
    }

    fn minimum_history(&self) -> usize {
        LEAST_SAMPLES
    }

    fn parameters(&self) -> Map<String, Value> {
        self.given.to_json()
    }

    fn fit(&self, history: &[f64], context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        let history: Vec<f64> = history.iter().map(|value| usable(*value)).collect();
        let found = history.iter().filter(|value| !value.is_nan()).count();
        if found < LEAST_SAMPLES {
            return Err(Unfit::ShortHistory { needed: LEAST_SAMPLES, found });
        }
        let seen = trim_leading_gaps(&history);
        let season = Repeating::fit(seen, context)?;
        let optimism = season.optimism(seen.len());
        let mut fitted = Smoothing::start(seen, &season, self);
        // The season comes from these samples: smoothing it with them again would fit their noise.
        fitted.rates.gamma = 0.0;
        let mut errors: Vec<(f64, f64)> = Vec::with_capacity(seen.len());
        for value in seen {
            let expected = fitted.step(*value);
            errors.extend((!value.is_nan()).then_some((value - expected.value, expected.sigma)));
        }
        fitted.rates.gamma = self.rates.gamma;
        let mut sorted: Vec<f64> = errors.iter().map(|(error, _)| *error).collect();
        sorted.sort_by(f64::total_cmp);
        fitted.floor = ScaleFloor::of(&sorted);
        fitted.least = LEAST_BAND * spread_sorted(&sorted, median_sorted(&sorted));
        let ratio = |(error, sigma): &(f64, f64)| {
            fitted.floor.ratio(error.abs(), sigma.max(fitted.least), fitted.level)
        };
        let mut ratios: Vec<f64> = errors.iter().map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        // Errors around a season made from the same samples are smaller than those of later samples.
        let tails = quantile_sorted(&ratios, 1.0 - TAIL_PART) / TAIL_SIGMA;
        fitted.widening = optimism * tails.clamp(1.0, MOST_WIDENING);
        Ok(Box::new(fitted))
    }
}

/// The components that follow a series.
#[derive(Debug, Clone)]
struct Smoothing {
    period: Option<usize>,
    /// The factor by which the band is wider than normal errors require.
    widening: f64,
    rates: Rates,
    sigma: f64,
    level: f64,
    trend: f64,
    /// One value per phase; a single 0 if there is no season.
    season: Vec<f64>,
    /// Phase of the next sample in the season.
    phase: usize,
    /// The smoothed absolute error of each part of the season.
    band: Vec<f64>,
    /// The smallest standard deviation of the band.
    least: f64,
    floor: ScaleFloor,
    /// The newest absolute errors.
    recent: SlidingOrder,
}

impl Smoothing {
    /// The components before the first sample of `seen`; `season` is at the same position.
    fn start(seen: &[f64], season: &Repeating, detector: &HoltWinters) -> Self {
        let (mut walk, cycle) = (season.clone(), season.cycle());
        let flat: Vec<f64> = seen.iter().map(|value| value - walk.next()).collect();
        let mut first: Vec<f64> =
            flat.iter().copied().filter(|value| !value.is_nan()).take(FIRST_LEVEL).collect();
        first.sort_by(f64::total_cmp);
        let mut steps: Vec<f64> =
            flat.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| !step.is_nan()).collect();
        steps.sort_by(f64::total_cmp);
        // Used only until the first errors have been seen.
        let step = spread_sorted(&steps, median_sorted(&steps)) / MEAN_TO_SIGMA;
        Self {
            // Without a shape there is no period.
            period: season.length.filter(|samples| cycle.len() == *samples),
            widening: 1.0,
            rates: detector.rates,
            sigma: detector.sigma,
            level: quantile_sorted(&first, 0.5),
            trend: 0.0,
            band: vec![if step.is_nan() { 0.0 } else { step }; PARTS.min(cycle.len())],
            season: cycle,
            phase: 0,
            least: 0.0,
            floor: ScaleFloor::of(&[]),
            recent: SlidingOrder::new(RECENT),
        }
    }

    /// Returns the expected value of the next sample, then moves past it (NaN = gap). A gap only advances the season.
    fn step(&mut self, value: f64) -> Expectation {
        let forecast = self.level + self.trend + self.season[self.phase];
        let part = self.phase * self.band.len() / self.season.len();
        let sigma = (MEAN_TO_SIGMA * self.band[part]).max(self.least);
        if !value.is_nan() {
            let error = value - forecast;
            let lasting = MAD_TO_SIGMA * median_sorted(self.recent.sorted()).max(0.0);
            let most = MOST_SIGMA * sigma.max(lasting);
            let error = error.clamp(-most, most);
            self.recent.push((value - forecast).abs());
            let Rates { alpha, beta, gamma } = self.rates;
            self.level += self.trend + alpha * error;
            self.trend += alpha * beta * error;
            if self.period.is_some() {
                self.season[self.phase] += gamma * (1.0 - alpha) * error;
            }
            self.band[part] += BAND_RATE * (error.abs() - self.band[part]);
        }
        self.phase = (self.phase + 1) % self.season.len();
        Expectation { value: forecast, sigma: self.widening * sigma }
    }
}

impl Fitted for Smoothing {
    fn observe(&mut self, values: &[f64]) {
        for value in values {
            self.step(usable(*value));
        }
    }

    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        for value in values.iter().map(|value| usable(*value)) {
            let expected = self.step(value);
            let deviation = (value - expected.value).abs();
            let ratio = self.floor.ratio(deviation, expected.sigma, value) / self.sigma;
            let vote = Vote::new(confidence_by_order(ratio, POWER), Some(expected));
            votes.push(if value.is_nan() { Vote::ABSTAIN } else { vote });
        }
    }

    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + 8 * (self.season.len() + self.band.len()) + self.recent.bytes()
    }

    fn season(&self) -> Option<usize> {
        self.period
    }
}
