//! Weighs the members' votes into one score.

use std::sync::Arc;

use crate::{Context, Detector, Evidence, Expectation, Fitted, Unfit, Vote};

/// A detector with its weight.
#[derive(Debug, Clone)]
pub struct Member {
    /// The detector.
    pub detector: Arc<dyn Detector>,
    /// Its weight; the weights of the members that vote are scaled to a sum of 1.
    pub weight: f64,
}

/// Detectors that vote together: the score is the weighted mean of the confidences of those that vote.
#[derive(Debug, Clone)]
pub struct Ensemble {
    members: Vec<Member>,
}

/// Whether a member votes.
#[derive(Debug, Clone, PartialEq)]
pub enum MemberState {
    /// It votes.
    Voting,
    /// It has not seen enough of the series yet.
    Learning {
        /// Number of observed samples needed.
        needed: usize,
        /// Number of observed samples seen.
        found: usize,
    },
    /// It cannot vote, for this reason.
    Dropped(Unfit),
}

impl MemberState {
    /// Why it does not vote; `None` if it votes.
    pub fn why(&self) -> Option<String> {
        match self {
            Self::Voting => None,
            Self::Learning { needed, found } => {
                Some(format!("it has seen {found} of the {needed} samples that it needs"))
            }
            Self::Dropped(unfit) => Some(unfit.to_string()),
        }
    }
}

/// The scores of `n` consecutive samples, one column per quantity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// Weighted confidence, 0..1; NaN if no member voted.
    pub score: Vec<f32>,
    /// Expected value in the unit of the series; NaN if no voting member has one.
    pub expected: Vec<f64>,
    /// One standard deviation of ordinary values, in the unit of the series; NaN likewise.
    pub sigma: Vec<f64>,
    /// The confidence of each member, 0..1; NaN if it abstained.
    pub votes: Vec<Vec<f32>>,
    /// The evidence of each sample, if a member distinguishes its statistics; otherwise empty.
    pub evidence: Vec<Evidence>,
}

impl Scores {
    /// An empty column set for this many members.
    pub fn new(members: usize) -> Self {
        Self { votes: vec![Vec::new(); members], ..Self::default() }
    }

    /// Number of scored samples.
    pub fn len(&self) -> usize {
        self.score.len()
    }

    /// Whether no sample is scored.
    pub fn is_empty(&self) -> bool {
        self.score.is_empty()
    }

    /// Reserves room for `more` samples, and little beyond: columns that double as they grow would hold twice what they
    /// need.
    pub fn reserve(&mut self, more: usize) {
        fn grow<T>(column: &mut Vec<T>, more: usize) {
            if column.capacity() - column.len() < more {
                column.reserve_exact(more.max(column.len() / 16));
            }
        }
        grow(&mut self.score, more);
        grow(&mut self.expected, more);
        grow(&mut self.sigma, more);
        self.votes.iter_mut().for_each(|votes| grow(votes, more));
        if !self.evidence.is_empty() {
            grow(&mut self.evidence, more);
        }
    }

    /// Appends the samples `from..to` of `other`, which has the same members.
    pub fn extend_from(&mut self, other: &Self, from: usize, to: usize) {
        self.score.extend_from_slice(&other.score[from..to]);
        self.expected.extend_from_slice(&other.expected[from..to]);
        self.sigma.extend_from_slice(&other.sigma[from..to]);
        for (mine, theirs) in self.votes.iter_mut().zip(&other.votes) {
            mine.extend_from_slice(&theirs[from..to]);
        }
        self.evidence.extend_from_slice(other.evidence.get(from..to).unwrap_or_default());
    }

    /// The evidence at sample `at`.
    pub fn evidence(&self, at: usize) -> Evidence {
        self.evidence.get(at).copied().unwrap_or_default()
    }

    /// The expected value at sample `at`.
    pub fn expectation(&self, at: usize) -> Option<Expectation> {
        let value = self.expected[at];
        (!value.is_nan()).then(|| Expectation { value, sigma: self.sigma[at] })
    }

    /// Approximate memory held, in bytes.
    pub fn bytes(&self) -> usize {
        self.score.capacity() * 4
            + (self.expected.capacity() + self.sigma.capacity()) * 8
            + self.votes.iter().map(|votes| votes.capacity() * 4).sum::<usize>()
            + self.evidence.capacity() * size_of::<Evidence>()
    }
}

impl Ensemble {
    /// An ensemble of these members.
    pub const fn new(members: Vec<Member>) -> Self {
        Self { members }
    }

    /// The members, in the order of [`Scores::votes`].
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Weighs votes, one per member in their order: the weighted mean of the confidences that count. NaN if none
    /// counts.
    pub fn weigh(&self, votes: impl IntoIterator<Item = f32>) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (member, confidence) in self.members.iter().zip(votes) {
            if !confidence.is_nan() {
                sum += member.weight * f64::from(confidence);
                weights += member.weight;
            }
        }
        sum / weights
    }

    /// Fits every member to `history` (`n` samples, ascending, NaN = gap). A member that cannot be fitted is left out.
    ///
    /// A short history, as of a new series, is fitted again as it grows: see [`FittedEnsemble`].
    pub fn fit(self: &Arc<Self>, history: &[f64], full: usize, context: &Context) -> FittedEnsemble {
        let mut fitted = FittedEnsemble {
            ensemble: Arc::clone(self),
            context: context.clone(),
            full,
            seats: Vec::new(),
            observed: history.iter().filter(|value| !value.is_nan()).count(),
            grew: false,
            growing: None,
        };
        fitted.seat(history);
        // A member that learns as it goes gains nothing from a new fit.
        let follow = self.members.iter().all(|member| member.detector.follows());
        if !follow && fitted.observed < full / 2 {
            fitted.grew = true;
            fitted.growing = Some(history.to_vec());
        }
        fitted
    }
}

/// An ensemble that follows a series.
///
/// If less than half of the history was observed, all members are fitted again to the samples seen when the number of
/// observed samples reaches 32, 64, 128 and so on, until half of the history is there. This depends on the samples
/// alone, so the laws hold.
#[derive(Debug, Clone)]
pub struct FittedEnsemble {
    ensemble: Arc<Ensemble>,
    context: Context,
    /// Number of samples in a whole history.
    full: usize,
    seats: Vec<Result<Box<dyn Fitted>, Unfit>>,
    observed: usize,
    /// Whether the history was too short at first.
    grew: bool,
    /// All samples seen, while another fit is due.
    growing: Option<Vec<f64>>,
}

/// Number of observed samples at which a growing history is first fitted again.
pub(crate) const FIRST_FIT: usize = 32;

impl FittedEnsemble {
    /// Moves past `n` samples without scoring them.
    pub fn observe(&mut self, values: &[f64]) {
        self.advance(values, |seats, part| {
            for seat in seats.iter_mut().flatten() {
                seat.observe(part);
            }
        });
    }

    /// Moves past `n` samples and appends their scores to `scores`.
    pub fn score(&mut self, values: &[f64], scores: &mut Scores) {
        let ensemble = Arc::clone(&self.ensemble);
        let mut ballots: Vec<Vec<Vote>> = vec![Vec::new(); self.seats.len()];
        self.advance(values, |seats, part| {
            for (seat, ballot) in seats.iter_mut().zip(&mut ballots) {
                match seat {
                    Ok(fitted) => fitted.score(part, ballot),
                    Err(_) => ballot.resize(ballot.len() + part.len(), Vote::ABSTAIN),
                }
            }
        });
        for at in 0..values.len() {
            let votes = || ballots.iter().map(|ballot| ballot[at]);
            let expectation = ensemble.expect(votes());
            scores.score.push(ensemble.weigh(votes().map(|vote| vote.confidence)) as f32);
            scores.expected.push(expectation.map_or(f64::NAN, |expected| expected.value));
            scores.sigma.push(expectation.map_or(f64::NAN, |expected| expected.sigma));
        }
        if let Some(at) = ensemble.members.iter().position(|member| member.detector.explains()) {
            scores.evidence.extend(ballots[at].iter().map(|vote| vote.evidence));
        }
        for (column, ballot) in scores.votes.iter_mut().zip(&ballots) {
            column.extend(ballot.iter().map(|vote| vote.confidence));
        }
    }

    /// For each member, whether it votes now.
    pub fn states(&self) -> Vec<MemberState> {
        let state = |seat: &Result<Box<dyn Fitted>, Unfit>| match seat {
            Ok(fitted) => fitted
                .learning()
                .map_or(MemberState::Voting, |(found, needed)| MemberState::Learning { needed, found }),
            Err(unfit) => MemberState::Dropped(unfit.clone()),
        };
        self.seats.iter().map(state).collect()
    }

    /// The season that a member found or was given, in samples.
    pub fn season(&self) -> Option<usize> {
        self.seats.iter().flatten().find_map(|fitted| fitted.season())
    }

    /// Whether the members are those of the first fit and will stay so.
    pub(crate) const fn is_steady(&self) -> bool {
        !self.grew
    }

    /// Approximate memory held, in bytes.
    pub fn bytes(&self) -> usize {
        let growing = self.growing.as_ref().map_or(0, |seen| seen.capacity() * 8);
        growing + self.seats.iter().flatten().map(|fitted| fitted.bytes()).sum::<usize>()
    }

    /// Takes `values` in parts that end where a fit is due, so that the caller's own division does not matter.
    fn advance(
        &mut self,
        mut values: &[f64],
        mut take: impl FnMut(&mut [Result<Box<dyn Fitted>, Unfit>], &[f64]),
    ) {
        while !values.is_empty() {
            let next = self.growing.as_ref().and_then(|_| self.next_fit());
            let missing = next.map(|at| at - self.observed);
            let due = missing.and_then(|missing| nth_observed(values, missing));
            let (part, rest) = values.split_at(due.map_or(values.len(), |at| at + 1));
            take(&mut self.seats, part);
            self.observed += part.iter().filter(|value| !value.is_nan()).count();
            values = rest;
            if let Some(mut seen) = self.growing.take() {
                seen.extend_from_slice(part);
                if due.is_some() {
                    self.seat(&seen);
                }
                self.growing = self.next_fit().map(|_| seen);
            }
        }
    }

    fn seat(&mut self, history: &[f64]) {
        let fit = |member: &Member| member.detector.fit(history, &self.context);
        self.seats = self.ensemble.members.iter().map(fit).collect();
    }

    /// The number of observed samples at which all members of a growing ensemble are fitted again; `None` once half of
    /// the history was there at the last fit. It is the same for every count between two fits, so that the end of a
    /// part does not matter.
    fn next_fit(&self) -> Option<usize> {
        let next = (self.observed + 1).next_power_of_two().max(FIRST_FIT);
        (next / 2 < self.full / 2).then_some(next)
    }
}

impl Ensemble {
    /// The weighted mean of the voting members' expected values.
    fn expect(&self, votes: impl IntoIterator<Item = Vote>) -> Option<Expectation> {
        let (mut value, mut sigma, mut weights) = (0.0, 0.0, 0.0);
        for (member, vote) in self.members.iter().zip(votes) {
            if let Some(expectation) = vote.expectation.filter(|_| vote.counts()) {
                value += member.weight * expectation.value;
                sigma += member.weight * expectation.sigma;
                weights += member.weight;
            }
        }
        (weights > 0.0).then(|| Expectation { value: value / weights, sigma: sigma / weights })
    }
}

/// The position of the `nth` (from 1) sample that is no gap.
fn nth_observed(values: &[f64], nth: usize) -> Option<usize> {
    values.iter().enumerate().filter(|(_, value)| !value.is_nan()).nth(nth - 1).map(|(at, _)| at)
}
