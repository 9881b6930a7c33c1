//! `seismo evaluate`: from options to numbers on the terminal.

use std::num::NonZero;

use seismo_detection::{Catalogue, DetectionSpec, MemberSpec, Preset};
use seismo_evaluate::dataset::{Dataset, Half, Selection};
use seismo_evaluate::{EvaluateError, Job, Report};
use serde_json::Map;

use crate::Error;
use crate::args::{Evaluate, Format, HalfName};
use crate::run::say;

/// Evaluates on threads of its own, so that a signal ends it at once.
pub(crate) async fn run(options: Evaluate) -> Result<(), Error> {
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // Nobody waits any more when a signal has ended the command.
        let _ = tell.send(print(&options));
    });
    told.await.unwrap_or(Err(Error::Ended))
}

fn print(options: &Evaluate) -> Result<(), Error> {
    let spec = detection(options)?;
    let dataset = Dataset::open(&options.data)?;
    let half = match options.half {
        HalfName::Tune => Half::Tune,
        HalfName::Report => Half::Report,
        HalfName::All => Half::All,
    };
    let entries = dataset.select(&Selection { sets: options.sets.clone(), half, multivariate: false })?;
    let outcome = seismo_evaluate::evaluate(Job {
        dataset: &dataset,
        entries: &entries,
        catalogue: &catalogue(),
        spec: &spec,
        scores_out: options.scores_out.as_deref(),
        threads: threads(),
    })?;
    let (cost, points) = (outcome.microseconds_a_point(), outcome.points);
    let report = Report::new(outcome.items, options.threshold);
    match options.format {
        Format::Json => say(&json(&report)),
        Format::Text => {
            say(&format!("{report}{points} points at {cost:.2} us of one core each, fits included"))
        }
    }
}

/// The detectors that the plugin has.
fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::standard();
    seismo_models::register(&mut catalogue);
    catalogue
}

/// What a query would write.
fn detection(options: &Evaluate) -> Result<DetectionSpec, EvaluateError> {
    let option =
        |option, found: &str, right: String| EvaluateError::Option { option, found: found.to_owned(), right };
    let mut spec: DetectionSpec = match &options.detection {
        None => DetectionSpec::default(),
        Some(text) => serde_json::from_str(text)
            .map_err(|error| option("--detection", text, format!("the detection of a query: {error}")))?,
    };
    if let Some(id) = &options.preset {
        let preset = Preset::ALL.into_iter().find(|preset| preset.id() == id);
        let known = || Preset::ALL.map(Preset::id).join(" or ");
        spec.preset = Some(preset.ok_or_else(|| option("--preset", id, known()))?);
    }
    if let Some(id) = &options.detector {
        let member = MemberSpec { detector: id.clone(), weight: 1.0, parameters: Map::new() };
        spec.ensemble = Some(vec![member]);
    }
    spec.threshold = Some(options.threshold);
    // What cannot be is known before any data is read.
    spec.verdict(Interval::MINUTE)?;
    Ok(spec)
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

fn json(report: &Report) -> String {
    serde_json::to_string(report).unwrap_or_else(|error| unreachable!("numbers and names are JSON: {error}"))
}
