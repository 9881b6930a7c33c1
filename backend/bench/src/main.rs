//! `make bench`: the run time and memory of `auto`, beside other libraries on the same samples in the same run.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod auto;
mod catalogue;
mod contests;
mod data;
mod others;
mod python;
mod table;
mod turns;

use std::cell::RefCell;
use std::num::NonZero;
use std::thread::available_parallelism;

use auto::Auto;
use python::Python;
use seismo_detection::Catalogue;

/// Errors: a detector that does not score, or a peer that stopped.
type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let cores = available_parallelism().map_or(1, NonZero::get);
    println!("Noise on a daily season at 1 minute. Everybody takes turns; the median turn counts.");
    println!(
        "Samples and ratios are processor time, which other programs on the machine do not lengthen much."
    );
    let python = match Python::start() {
        Ok(python) => {
            println!("Python has {}.", python.versions());
            Some(RefCell::new(python))
        }
        Err(missing) => {
            println!("Left out: scikit-learn and statsmodels, for {missing}.");
            println!(
                "To have them: python3 -m pip install scikit-learn statsmodels (SEISMO_PYTHON names another)"
            );
            None
        }
    };
    // First, as in the plugin: loading a model slows the rest, and that is part of the measurement.
    let mut catalogue = Catalogue::standard();
    seismo_models::register(&mut catalogue);
    let auto = Auto::new()?;

    let measured = contests::one_series(&auto, python.as_ref())?;
    let aims = ["<= 500 ns a sample", "<= 5 ms"];
    print!("{}", table::contest("10,000 samples, 1 core", &measured, &["streaming", "cold"], &aims));

    let measured = contests::fleet(&auto, python.as_ref(), cores)?;
    let title = format!("1,000 series x 1,440 samples, {cores} cores");
    print!("{}", table::contest(&title, &measured, &["auto"], &["<= 500 ms on 2 cores"]));
    println!(
        "Processor time is of all cores: divided by them, it is the wall's on a machine without other work."
    );
    println!("\"from 10\": 10 of the series on one core, times 100; at the wall, divided by the cores.");

    let measured = catalogue::detectors(&catalogue)?;
    let infos: Vec<_> = catalogue.detectors().collect();
    print!("{}", table::claims("A fit to 7 days, 7 days scored, 1 core", &measured, &infos));
    Ok(())
}
