//! `seismo-contract`: writes the files generated from Rust. Paths start at the root of the repository.
#![allow(clippy::print_stderr, reason = "a program for the terminal")]

use std::path::Path;
use std::process::ExitCode;

use seismo_contract::{File, files};

fn main() -> ExitCode {
    for File { path, text } in files() {
        if let Err(error) = std::fs::write(Path::new(path), text) {
            eprintln!("seismo-contract: {path}: {error}: run it from the root of the repository");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
