#![doc = include_str!("../README.md")]

pub mod export;
pub mod network;
pub mod random;
mod real;
pub mod ship;
pub mod train;
pub mod windows;

pub use real::Real;
