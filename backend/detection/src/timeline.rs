//! One series over time: its settled samples, the fits of its blocks, and the scores so far.
//!
//! This is what a cache keeps. The answer is always the one that an empty timeline would give for the same samples, bit
//! for bit: kept work is only continued, never changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use seismo_series::GridRange;

use crate::knowledge::{GapPolicy, Knowledge, Passing, ValueRange};
use crate::{Blocks, Context, Ensemble, MemberState, Scores, Season};

/// Settled samples of one series and the work done on them.
#[derive(Debug)]
pub struct Timeline {
    blocks: Blocks,
    ensemble: Arc<Ensemble>,
    season: Season,
    knowledge: Arc<Knowledge>,
    /// Windows that are not learnt, as sample ranges: ascending, not touching.
    unlearnt: Vec<GridRange>,
    first: i64,
    settled: Vec<f64>,
    kept: BTreeMap<i64, Kept>,
}

/// The scores `from..from + scores.len()` of a block, and the ensemble after them.
#[derive(Debug)]
struct Kept {
    from: i64,
    scores: Scores,
    stand: Stand,
    /// Whether a fitted member could not vote somewhere from `from` on. The members' states here then need not hold for
    /// an earlier sample.
    wavered: bool,
}

/// The state of a block's ensemble. Fitted members are large: once the block is over, only their states are kept.
#[derive(Debug)]
enum Stand {
    Moving(Passing),
    Over { end: End, steady: bool },
}

/// The state of an ensemble at the end of a range.
#[derive(Debug, Clone)]
struct End {
    members: Vec<MemberState>,
    season: Option<usize>,
}

impl End {
    fn of(state: &Passing) -> Self {
        Self { members: state.states(), season: state.current().season() }
    }
}

/// The scored samples of a range.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Grid index of the first sample.
    pub first: i64,
    /// `n` samples as they were read, ascending, NaN = gap.
    pub values: Vec<f64>,
    /// Their `n` scores.
    pub scores: Scores,
    /// For each member, whether it votes at the end of the range.
    pub members: Vec<MemberState>,
    /// The season in use at the end of the range, in samples.
    pub season: Option<usize>,
    /// Grid index at which the last block of the range starts.
    pub block_from: i64,
    /// Number of samples, without gaps, that the last score could use.
    pub observed: usize,
}

impl Timeline {
    /// A timeline without samples.
    pub fn new(blocks: Blocks, ensemble: Arc<Ensemble>, season: Season) -> Self {
        Self {
            blocks,
            ensemble,
            season,
            knowledge: Arc::default(),
            unlearnt: Vec::new(),
            first: 0,
            settled: Vec::new(),
            kept: BTreeMap::new(),
        }
    }

    /// The same timeline with the operator's knowledge. Call it only before the first sample.
    #[must_use]
    pub fn knowing(mut self, knowledge: Arc<Knowledge>) -> Self {
        self.unlearnt = knowledge.unlearnt.on(self.blocks.grid());
        self.knowledge = knowledge;
        self
    }

    /// The indices of the settled samples.
    pub fn settled(&self) -> GridRange {
        GridRange { from: self.first, to: self.first + self.settled.len() as i64 }
    }

    /// Whether a settled sample of `range` is no gap.
    pub fn has_sample(&self, range: GridRange) -> bool {
        let shared = range.intersect(self.settled());
        let at = |index: i64| (index - self.first) as usize;
        !shared.is_empty() && self.settled[at(shared.from)..at(shared.to)].iter().any(|value| !value.is_nan())
    }

    /// Adds settled samples: `n`, ascending, NaN = gap, the first at grid index `first`. They may continue the existing
    /// samples or end where those begin; samples that do neither replace everything.
    pub fn settle(&mut self, first: i64, values: &[f64]) {
        let held = self.settled();
        let end = first + values.len() as i64;
        if values.is_empty() {
            return;
        }
        if !held.is_empty() && first == held.to {
            if self.settled.capacity() - self.settled.len() < values.len() {
                self.settled.reserve_exact(values.len().max(self.settled.len() / 16));
            }
            self.settled.extend_from_slice(values);
        } else if !held.is_empty() && end == held.from {
            let history = self.blocks.history() as i64;
            // Blocks that were fitted to an incomplete history are fitted again.
            self.kept.retain(|block, _| self.blocks.range(*block).from - history >= held.from);
            self.settled.splice(0..0, values.iter().copied());
            self.first = first;
        } else {
            self.kept.clear();
            self.settled = values.to_vec();
            self.first = first;
        }
    }

    /// Moves towards a score at `index` as far as the settled samples reach, so that less work is left when the others
    /// have arrived. Changes no score.
    pub fn advance(&mut self, index: i64) {
        let block = self.blocks.block_of(index);
        let to = index.min(self.settled().to);
        if self.first > self.blocks.needed_from(index) || to < self.blocks.range(block).from {
            return;
        }
        let kept = match self.kept.remove(&block) {
            None => self.begin(block, to, &[]),
            Some(mut kept) => {
                self.follow(&mut kept, block, to, &[]);
                kept
            }
        };
        self.kept.insert(block, kept);
    }

    /// This timeline, followed by `later`, whose samples begin where this one's end. Keeps the work of one of them: that
    /// on `later` if there is any.
    #[must_use]
    pub fn followed_by(mut self, mut later: Self) -> Self {
        if later.kept.is_empty() {
            self.settle(later.first, &later.settled);
            return self;
        }
        later.settle(self.first, &self.settled);
        later
    }

    /// Scores the samples of `range`. `tail` are the samples that follow the settled ones and may still change: they
    /// are scored, but their results are not kept. Samples that are neither settled nor in the tail are gaps.
    pub fn score(&mut self, range: GridRange, tail: &[f64]) -> Scored {
        let mut out = Scored {
            first: range.from,
            values: Vec::with_capacity(range.len()),
            scores: Scores::new(self.ensemble.members().len()),
            members: Vec::new(),
            season: None,
            block_from: range.from,
            observed: 0,
        };
        if range.is_empty() {
            return out;
        }
        out.scores.reserve(range.len());
        for block in self.blocks.block_of(range.from)..=self.blocks.block_of(range.to - 1) {
            let part = self.blocks.range(block).intersect(range);
            out.values.append(&mut self.read(block, part, tail));
            let end = self.score_block(block, part, tail, &mut out.scores);
            out.block_from = self.blocks.range(block).from;
            out.members = end.members;
            out.season = end.season;
        }
        let seen = GridRange { from: self.blocks.needed_from(range.to - 1), to: range.to };
        let observed = |(_, part): (i64, &[f64])| part.iter().filter(|value| !value.is_nan()).count();
        out.observed = self.parts(seen, tail).map(observed).sum();
        out
    }

    /// Drops samples and blocks that no score at or after `index` needs.
    pub fn forget_before(&mut self, index: i64) {
        let keep = self.blocks.needed_from(index);
        self.kept.retain(|block, _| self.blocks.range(*block).to > index);
        if keep > self.first {
            let gone = usize::try_from(keep - self.first).unwrap_or(usize::MAX).min(self.settled.len());
            self.settled.drain(..gone);
            self.first += gone as i64;
        }
    }

    /// Approximate memory held, in bytes.
    pub fn bytes(&self) -> usize {
        let kept =
            self.kept.values().map(|kept| kept.scores.bytes() + kept.stand.bytes() + size_of::<Kept>());
        size_of::<Self>() + self.settled.capacity() * 8 + kept.sum::<usize>()
    }

    /// Appends the scores of `part`, which lies in `block`, and returns the state of the ensemble after them.
    fn score_block(&mut self, block: i64, part: GridRange, tail: &[f64], out: &mut Scores) -> End {
        let settled_to = self.settled().to;
        // Work that depends on samples that may still change is not kept.
        let lasting = part.from <= settled_to;
        let mut kept = self.kept.remove(&block);
        if let Some(kept) = kept.as_mut().filter(|_| lasting) {
            self.follow(kept, block, part.from, tail);
        }
        let mut kept = match kept.filter(|kept| lasting && kept.serves(part)) {
            Some(kept) => kept,
            None => self.begin(block, part.from, tail),
        };
        let settled_part = if lasting { part.to.min(settled_to) } else { part.from };
        let fresh = GridRange { from: kept.reached(), to: settled_part };
        if let Stand::Moving(state) = &mut kept.stand
            && !fresh.is_empty()
        {
            kept.scores.reserve(fresh.len());
            let (at, values) = (kept.scores.len(), self.learnable(block, fresh, tail));
            state.score(&values, &self.unlearnt, &mut kept.scores);
            kept.wavered |= wavers(&state.states(), &values, &kept.scores, at);
        }
        let upto = kept.reached().min(part.to);
        out.extend_from(&kept.scores, (part.from - kept.from) as usize, (upto - kept.from) as usize);
        let end = match &kept.stand {
            Stand::Moving(state) if upto < part.to => {
                let mut state = state.clone();
                let rest = GridRange { from: upto, to: part.to };
                state.score(&self.learnable(block, rest, tail), &self.unlearnt, out);
                End::of(&state)
            }
            Stand::Moving(state) => End::of(state),
            Stand::Over { end, .. } => end.clone(),
        };
        if lasting {
            kept.close(self.blocks.range(block).to);
            self.kept.insert(block, kept);
        }
        end
    }

    /// Fits a block and moves it to `from` without scoring.
    fn begin(&self, block: i64, from: i64, tail: &[f64]) -> Kept {
        let start = self.blocks.range(block).from;
        let history = GridRange { from: start - self.blocks.history() as i64, to: start };
        let context = Context {
            interval: self.blocks.grid().interval(),
            first: history.from,
            season: self.season,
            seed: self.blocks.seed(block),
            calendar: Arc::clone(&self.knowledge.calendar),
            repeats: self.knowledge.repeats,
        };
        let mut past = self.learnable(block, history, tail);
        for window in &self.unlearnt {
            let unlearnt = window.intersect(history);
            if !unlearnt.is_empty() {
                past[(unlearnt.from - history.from) as usize..(unlearnt.to - history.from) as usize]
                    .fill(f64::NAN);
            }
        }
        let mut state = Passing::new(self.ensemble.fit(&past, self.blocks.history(), &context), start);
        state.observe(&self.learnable(block, GridRange { from: start, to: from }, tail), &self.unlearnt);
        let scores = Scores::new(self.ensemble.members().len());
        Kept { from, scores, stand: Stand::Moving(state), wavered: false }
    }

    /// Moves work that has no score yet on to the sample `to`, without scoring.
    fn follow(&self, kept: &mut Kept, block: i64, to: i64, tail: &[f64]) {
        if let Stand::Moving(state) = &mut kept.stand
            && kept.scores.is_empty()
            && kept.from < to
        {
            let between = GridRange { from: kept.from, to };
            state.observe(&self.learnable(block, between, tail), &self.unlearnt);
            kept.from = to;
        }
    }

    /// The samples of `range`, which lies in `block` or in its history, as detectors see them: an impossible value is a
    /// gap.
    fn learnable(&self, block: i64, range: GridRange, tail: &[f64]) -> Vec<f64> {
        let mut values = self.read(block, range, tail);
        if self.knowledge.range != ValueRange::ANY {
            let impossible = |value: &&mut f64| !self.knowledge.range.contains(**value);
            values.iter_mut().filter(impossible).for_each(|value| *value = f64::NAN);
        }
        values
    }

    /// The samples of `range`, which lies in `block` or in its history, with gaps read as the operator says.
    fn read(&self, block: i64, range: GridRange, tail: &[f64]) -> Vec<f64> {
        if self.knowledge.gaps == GapPolicy::Skip {
            return self.samples(range, tail);
        }
        // Nothing before the block's history is used, so that the answer does not depend on what else is held.
        let reach = self.blocks.range(block).from - self.blocks.history() as i64;
        let from = (range.from - GapPolicy::MOST_HELD as i64).max(reach);
        let before = GridRange { from: reach, to: from };
        let inside = |(at, value): (i64, &f64)| before.from <= at && at < before.to && !value.is_nan();
        let seen = self.has_sample(before) || (self.settled().to..).zip(tail).any(inside);
        let mut values = self.samples(GridRange { from, to: range.to }, tail);
        let lead = (range.from - from) as usize;
        self.knowledge.gaps.read(&mut values, lead, seen);
        values.drain(..lead);
        values
    }

    /// The samples of `range`: settled ones and `tail`, which follows them; a gap where neither reaches.
    pub fn samples(&self, range: GridRange, tail: &[f64]) -> Vec<f64> {
        let mut out = vec![f64::NAN; range.len()];
        for (from, part) in self.parts(range, tail) {
            let at = (from - range.from) as usize;
            out[at..at + part.len()].copy_from_slice(part);
        }
        out
    }

    /// The settled samples of `range` and those of `tail`, each with the index of the first one.
    fn parts<'a>(&'a self, range: GridRange, tail: &'a [f64]) -> impl Iterator<Item = (i64, &'a [f64])> {
        let held = [(self.first, self.settled.as_slice()), (self.settled().to, tail)];
        held.into_iter().filter_map(move |(first, held)| {
            let shared = range.intersect(GridRange { from: first, to: first + held.len() as i64 });
            let at = |index: i64| (index - first) as usize;
            (!shared.is_empty()).then(|| (shared.from, &held[at(shared.from)..at(shared.to)]))
        })
    }
}

impl Kept {
    /// One past the last scored sample.
    fn reached(&self) -> i64 {
        self.from + self.scores.len() as i64
    }

    /// Whether an answer for `part` can be continued from here: it starts no earlier, and the ensemble is in the state
    /// for its start, or would not have changed until there.
    fn serves(&self, part: GridRange) -> bool {
        self.from <= part.from
            && part.from <= self.reached()
            && (self.reached() <= part.to || (self.stand.is_steady() && !self.wavered))
    }

    /// Drops the fitted members when the block, which ends at `to`, is over.
    fn close(&mut self, to: i64) {
        if let Stand::Moving(state) = &self.stand
            && self.reached() == to
        {
            self.stand = Stand::Over { end: End::of(state), steady: state.is_steady() };
        }
    }
}

/// Whether a fitted member did not vote on one of `values`, whose scores begin at `at`, or could not vote after the
/// last. If no member did, all members had the same state after each of them as now.
fn wavers(members: &[MemberState], values: &[f64], scores: &Scores, at: usize) -> bool {
    members.iter().zip(&scores.votes).any(|(member, votes)| match member {
        MemberState::Voting => {
            values.iter().zip(&votes[at..]).any(|(value, vote)| !value.is_nan() && vote.is_nan())
        }
        MemberState::Learning { .. } => true,
        MemberState::Dropped(_) => false,
    })
}

impl Stand {
    const fn is_steady(&self) -> bool {
        match self {
            Self::Moving(state) => state.is_steady(),
            Self::Over { steady, .. } => *steady,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Moving(state) => state.bytes(),
            Self::Over { end, .. } => end.members.len() * size_of::<MemberState>(),
        }
    }
}
