//! The plugin as a whole: what it answers, and what it never does. One program, which links once.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

mod alerts;
mod architecture;
mod arriving;
mod common;
mod config;
mod evaluate;
mod events;
mod goldens;
mod grpc;
mod held;
mod knowledge;
mod laws;
mod limits;
mod live;
mod names;
mod notices;
mod shutdown;
mod together;
