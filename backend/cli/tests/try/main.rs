//! `seismo try` from outside: its processes and its HTTP paths, with a fake plugin.

#![cfg(unix)]

mod fake;
mod process;
mod session;
