//! How many samples a series lacks until its first score.

use crate::ensemble::FIRST_FIT;
use crate::{MemberState, Unfit};

/// A series that cannot be scored yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learning {
    /// Number of samples seen.
    pub seen: usize,
    /// Number of samples needed before the next one is scored; more than `seen`.
    pub needed: usize,
}

impl Learning {
    /// What is missing until the newest sample has a score, for the member that will vote first. `seen`: the samples
    /// that the newest score could use, out of `full` in a history. `None` if no member will ever vote.
    pub fn of(members: &[MemberState], seen: usize, full: usize) -> Option<Self> {
        members
            .iter()
            .filter_map(|member| by_member(member, seen, full))
            .min_by_key(|one| one.needed - one.seen)
    }
}

fn by_member(member: &MemberState, seen: usize, full: usize) -> Option<Learning> {
    match *member {
        // It has just been fitted: the next sample is the first one that it scores.
        MemberState::Voting => Some(Learning { seen, needed: seen + 1 }),
        MemberState::Learning { needed, found } => {
            Some(Learning { seen: found, needed: needed.max(found + 1) })
        }
        MemberState::Dropped(Unfit::ShortHistory { needed, .. }) => {
            // All are fitted again when the number seen reaches a power of two, until half of the history is there.
            let next = needed.max(seen + 1).max(FIRST_FIT).next_power_of_two();
            let needed = if next / 2 < full / 2 { next } else { needed.max(seen + 1) };
            Some(Learning { seen, needed })
        }
        MemberState::Dropped(_) => None,
    }
}
