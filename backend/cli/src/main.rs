//! `seismo`: reads the arguments and calls `run`.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use seismo_cli::args::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    match seismo_cli::run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing more can be done if even the error cannot be written.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}
