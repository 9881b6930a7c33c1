//! `seismo try` from outside: its processes and its HTTP paths, with a plugin that the tests own.

#![cfg(unix)]

mod fake;
mod process;
mod session;
