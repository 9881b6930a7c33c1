//! Counts how the detectors of an ensemble voted on one series, for the metrics.

use seismo_detection::{Judged, MemberState};

/// The vote of a member at its own threshold: from here on it calls a row anomalous.
const CALLS: f32 = 0.6;

/// The votes on the rows of one series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Votes {
    /// For each member, in the order of the ensemble, its state and the number of rows it called anomalous.
    pub(crate) members: Vec<(&'static str, usize)>,
    /// The number of anomalous rows that 0, 1, 2 ... members called anomalous.
    pub(crate) agreed: Vec<usize>,
    /// Number of rows with a value.
    pub(crate) points: usize,
}

impl Votes {
    /// Counts the votes.
    pub(crate) fn of(judged: &Judged, states: &[MemberState]) -> Self {
        let called = |votes: &[f32]| votes.iter().filter(|vote| **vote >= CALLS).count();
        let members =
            states.iter().zip(&judged.votes).map(|(state, votes)| (name(state), called(votes))).collect();
        let mut agreed = vec![0; judged.votes.len() + 1];
        for (at, _) in judged.rows.iter().enumerate().filter(|(_, row)| row.is_anomalous()) {
            let count = judged.votes.iter().filter(|votes| votes.get(at).is_some_and(|vote| *vote >= CALLS));
            agreed[count.count()] += 1;
        }
        Self { members, agreed, points: judged.observed }
    }
}

const fn name(state: &MemberState) -> &'static str {
    match state {
        MemberState::Voting => "voting",
        MemberState::Learning { .. } => "learning",
        MemberState::Dropped(_) => "dropped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seismo_detection::JudgedRow;
    use seismo_detection::{Severity, ValueRange};

    fn row(severity: Severity) -> JudgedRow {
        JudgedRow {
            value: 1.0,
            expected: 1.0,
            sigma: 1.0,
            score: 0.7,
            severity: Some(severity),
            range: ValueRange::ANY,
            unreported: false,
        }
    }

    #[test]
    fn votes_are_counted_by_member_and_agreement_by_anomalous_row() {
        let judged = Judged {
            first: 0,
            rows: vec![row(Severity::None), row(Severity::Low), row(Severity::High)],
            votes: vec![vec![0.7, 0.6, 0.9], vec![0.0, f32::NAN, 0.8]],
            evidence: Vec::new(),
            events: Vec::new(),
            observed: 3,
            scored: 3,
            unreported: 0,
            by_severity: [1, 0, 1, 0],
        };
        let learning = MemberState::Learning { needed: 60, found: 3 };
        let votes = Votes::of(&judged, &[MemberState::Voting, learning]);
        assert_eq!(votes.members, [("voting", 3), ("learning", 1)]);
        assert_eq!(votes.agreed, [0, 1, 1], "the ordinary row is not counted");
        assert_eq!(votes.points, 3);
    }
}
