//! The contract as it is generated, and the queries that both sides judge.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

mod cases;
mod fresh;
