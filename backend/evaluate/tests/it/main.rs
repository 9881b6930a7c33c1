//! Evaluation from end to end.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

mod accuracy;
mod dataset;
mod feed;
mod made;
mod score_py;
mod subjects;

mod support;
