//! Detectors, ensembles and timelines through what other rooms see of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

mod auto;
mod bad_input;
mod behaviour;
mod clock;
mod common;
mod ensemble;
mod incidents;
mod knowledge;
mod laws;
mod learning;
mod multivariate;
mod outages;
