//! `seismo-trainer [--out DIRECTORY]`: trains the shipped model and writes it there.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use seismo_trainer::ship::{Files, NAME, SHIPPED};

/// The folder of the model, from the root of the repository.
const HOME: &str = "backend/models/models";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let directory = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => HOME,
        ["--out", directory] => directory,
        _ => {
            eprintln!("usage: seismo-trainer [--out DIRECTORY]   (default: {HOME})");
            return ExitCode::FAILURE;
        }
    };
    match run(Path::new(directory)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("seismo-trainer: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(directory: &Path) -> Result<(), Box<dyn Error>> {
    let trained = SHIPPED.train(|step, loss| println!("{step:>6} batches  loss {loss:.4}"));
    let files = Files::new(&SHIPPED, &trained)?;
    std::fs::create_dir_all(directory)?;
    std::fs::write(directory.join(format!("{NAME}.onnx")), &files.onnx)?;
    std::fs::write(directory.join(format!("{NAME}.json")), files.json())?;
    println!("{}", String::from_utf8_lossy(&files.json()));
    Ok(())
}
