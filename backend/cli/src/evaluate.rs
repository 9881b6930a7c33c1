//! `seismo evaluate`: from options to numbers on the terminal.

use std::io::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use seismo_detection::{Catalogue, DetectionSpec, MemberSpec, Preset};
use seismo_evaluate::cold::{self, Counted};
use seismo_evaluate::dataset::{Dataset, Entry, Half, Selection};
use seismo_evaluate::names::names;
use seismo_evaluate::ordinary::ordinary;
use seismo_evaluate::recurring::recurring;
use seismo_evaluate::{EvaluateError, Job, Learnt, Report};
use serde::Serialize;
use serde_json::Map;
use strum::IntoEnumIterator;

use crate::Error;
use crate::args::{Evaluate, Format, HalfName};
use crate::run::say;

/// Evaluates on threads of its own, so that a signal ends it at once.
pub(crate) async fn run(options: Evaluate) -> Result<(), Error> {
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // Nothing receives this any more if a signal has ended the command.
        let _ = tell.send(Evaluation::new(&options).and_then(|evaluation| evaluation.print()));
    });
    told.await.unwrap_or(Err(Error::Ended))
}

struct Evaluation<'a> {
    options: &'a Evaluate,
    spec: DetectionSpec,
    catalogue: Catalogue,
    threads: usize,
}

impl<'a> Evaluation<'a> {
    fn new(options: &'a Evaluate) -> Result<Self, Error> {
        let mut catalogue = Catalogue::standard();
        seismo_models::register(&mut catalogue);
        let spec = detection(options)?;
        // Invalid options are reported before any data is read.
        catalogue.ensemble(&spec.members()).map_err(EvaluateError::from)?;
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        Ok(Self { options, spec, catalogue, threads })
    }

    fn print(&self) -> Result<(), Error> {
        let Some(data) = self.options.data.as_deref() else { return self.made() };
        let dataset = Dataset::open(data)?;
        match &self.options.card {
            Some(file) => self.card(&dataset, data, file),
            None if self.options.learn_weights => self.learn(&dataset),
            None if !self.options.budgets.is_empty() => self.budgets(&dataset),
            None => self.report(&dataset),
        }
    }

    fn entries(&self, dataset: &Dataset) -> Result<Vec<Entry>, EvaluateError> {
        let half = match self.options.half {
            HalfName::Tune => Half::Tune,
            HalfName::Report => Half::Report,
            HalfName::All => Half::All,
        };
        let (sets, multivariate) = (self.options.sets.clone(), self.options.multivariate);
        dataset.select(&Selection { sets, half, multivariate })
    }

    fn report(&self, dataset: &Dataset) -> Result<(), Error> {
        let entries = self.entries(dataset)?;
        let job = Job {
            dataset,
            entries: &entries,
            catalogue: &self.catalogue,
            spec: &self.spec,
            scores_out: self.options.scores_out.as_deref(),
            threads: self.threads,
        };
        if let Some(others) = self.options.names {
            let moved = names(job, others, self.options.threshold)?;
            return self.say(&moved, || lines(&moved));
        }
        let outcome = seismo_evaluate::evaluate(job)?;
        let (cost, points) = (outcome.microseconds_a_point(), outcome.points);
        let report = Report::new(outcome.items, self.options.threshold);
        self.say(&report, || {
            format!("{report}{points} points at {cost:.2} us of one core each, fits included")
        })
    }

    fn budgets(&self, dataset: &Dataset) -> Result<(), Error> {
        let entries = self.entries(dataset)?;
        let mut measured = Vec::new();
        for budget in &self.options.budgets {
            let spec = DetectionSpec { budget: Some(*budget), ..self.spec.clone() };
            let (catalogue, threads) = (&self.catalogue, self.threads);
            measured.extend(seismo_evaluate::measure(dataset, &entries, catalogue, &spec, *budget, threads)?);
        }
        self.say(&measured, || lines(&measured))
    }

    /// Evaluates synthetic series.
    fn made(&self) -> Result<(), Error> {
        let Self { options, spec, catalogue, threads } = self;
        if options.ordinary {
            let budgets =
                if options.budgets.is_empty() { &[0.25, 1.0, 4.0] } else { options.budgets.as_slice() };
            let counted = ordinary(catalogue, spec, budgets, SERIES_OF_A_KIND, *threads)?;
            return self.say(&counted, || lines(&counted));
        }
        if options.recurring {
            let counted = recurring(catalogue, spec, SERIES_OF_A_KIND, *threads)?;
            return self.say(&counted, || lines(&counted));
        }
        self.cold()
    }

    fn cold(&self) -> Result<(), Error> {
        let counted = cold::cold(&self.catalogue, &self.spec, self.threads)?;
        self.say(&counted, || lines(&counted))?;
        let budget = self.spec.budget.unwrap_or(COLD_BUDGET);
        match counted.first().filter(|all| !all.passes(budget)) {
            Some(all) => Err(Error::Cold { what: shortfall(all, budget) }),
            None => Ok(()),
        }
    }

    fn card(&self, dataset: &Dataset, data: &Path, file: &Path) -> Result<(), Error> {
        let command = format!("seismo evaluate --data {} --card {}", data.display(), file.display());
        let io = |path: &Path, source| EvaluateError::Io { path: path.to_owned(), source };
        // Unreadable files are reported before anything is measured.
        let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|source| io(path, source));
        let before = self.options.before.as_ref().map(read).transpose()?;
        let mut tell = |line: &str| {
            // Progress output may fail; nobody has to watch it.
            let _ = writeln!(std::io::stderr(), "{line}");
        };
        let (catalogue, threads, threshold) = (&self.catalogue, self.threads, self.options.threshold);
        let before = before.as_deref();
        let page =
            seismo_evaluate::card(dataset, catalogue, threshold, threads, &command, before, &mut tell)?;
        std::fs::write(file, page).map_err(|source| io(file, source))?;
        Ok(())
    }

    fn learn(&self, dataset: &Dataset) -> Result<(), Error> {
        // Weights learnt on the reporting half could not be reported on it.
        let sets = self.options.sets.clone();
        let entries = dataset.select(&Selection { sets, half: Half::Tune, multivariate: false })?;
        let (catalogue, detectors) = (&self.catalogue, &self.options.detectors);
        let Learnt { ensemble, mean_recall, alone, tried } =
            seismo_evaluate::learn(dataset, &entries, catalogue, &self.spec, detectors, self.threads)?;
        self.say(&ensemble, || {
            let alone = alone.iter().map(|(id, recall)| format!("{id} {recall:.3}"));
            format!(
                "mean rAUC over the sets {mean_recall:.3}, of {tried} combinations; alone: {}\n\"ensemble\": {}",
                alone.collect::<Vec<_>>().join(", "),
                json(&ensemble),
            )
        })
    }

    fn say(&self, numbers: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), Error> {
        match self.options.format {
            Format::Json => say(&json(numbers)),
            Format::Text => say(text().trim_end()),
        }
    }
}

/// Number of synthetic series of each kind: 40 series-weeks are judged.
const SERIES_OF_A_KIND: u64 = 10;
/// Default budget for new series, in false alarms per series-week.
const COLD_BUDGET: f64 = 1.0;

fn shortfall(all: &Counted, budget: f64) -> String {
    format!(
        "{:.1} % of the spikes are found ({:.0} % wanted), {} alarms before there is enough to learn from (0 wanted), {:.2} \
         false alarms a series-week (at most {budget} wanted)",
        100.0 * all.share(),
        100.0 * cold::WANTED,
        all.early,
        all.false_per_week(),
    )
}

/// The `detection` of a query with these options.
fn detection(options: &Evaluate) -> Result<DetectionSpec, EvaluateError> {
    let option =
        |option, found: &str, right: String| EvaluateError::Option { option, found: found.to_owned(), right };
    let mut spec: DetectionSpec = match &options.detection {
        None => DetectionSpec::default(),
        Some(text) => serde_json::from_str(text)
            .map_err(|error| option("--detection", text, format!("the detection of a query: {error}")))?,
    };
    if let Some(id) = &options.preset {
        let preset = Preset::iter().find(|preset| preset.id() == id);
        let known = || Preset::iter().map(Preset::id).collect::<Vec<_>>().join(" or ");
        spec.preset = Some(preset.ok_or_else(|| option("--preset", id, known()))?);
    }
    if let Some(id) = &options.detector {
        let member = MemberSpec { detector: id.clone(), weight: 1.0, parameters: Map::new() };
        spec.ensemble = Some(vec![member]);
    }
    spec.threshold = Some(options.threshold);
    Ok(spec)
}

fn lines(all: &[impl std::fmt::Display]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn json(numbers: &impl Serialize) -> String {
    serde_json::to_string(numbers).unwrap_or_else(|error| unreachable!("numbers and names are JSON: {error}"))
}
