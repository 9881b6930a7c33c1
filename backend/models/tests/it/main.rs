//! The model that the plugin holds, and model files that are wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot start should say so")]

mod detect;
mod laws;
mod load;
