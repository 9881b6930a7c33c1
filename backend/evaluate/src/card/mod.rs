//! The accuracy card: every preset, every detector and the naive baselines, side by side.

mod beside;
mod measured;
mod page;

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use seismo_detection::{Catalogue, DetectionSpec, MemberSpec, Preset, SeasonSpec};
use serde_json::Map;
use strum::IntoEnumIterator;

use crate::EvaluateError;
use crate::baselines::{BASELINES, Baseline};
use crate::cool_down::CoolDown;
use crate::dataset::{Dataset, Entry, Half, Selection};
use crate::evaluate::{Job, Outcome, evaluate, on_cores};
use crate::left_out::left_out;
use crate::metrics::Item;
use measured::Measured;

/// Largest estimated time of a subject, in seconds of one core. A slower one is measured on every second, third ...
/// series of each set, and the card says so.
const MOST_SECONDS: f64 = 100.0;

/// A subject of the card.
#[derive(Debug, Clone)]
enum Subject {
    Preset(Preset),
    Detector(&'static str),
    Baseline(Baseline),
}

/// A subject with the judged rows of its series.
#[derive(Debug)]
struct Run {
    name: String,
    /// The positions of the series among all entries.
    places: Vec<usize>,
    items: Vec<Item>,
    /// It was measured on every `stride`-th series of a set.
    stride: usize,
    microseconds: f64,
}

/// Measures everything and writes the page, in Markdown. `command` is the command line; `tell` is called after each
/// subject. `before`: an earlier card to compare with.
///
/// # Errors
/// [`EvaluateError`] of the data.
pub fn card(
    dataset: &Dataset,
    catalogue: &Catalogue,
    threshold: f64,
    threads: usize,
    command: &str,
    before: Option<&str>,
    tell: &mut dyn FnMut(&str),
) -> Result<String, EvaluateError> {
    let entries = dataset.select(&Selection::default())?;
    let subjects = Preset::iter().map(Subject::Preset);
    // A preset that consists of one detector appears only once.
    let is_preset = |id: &str| Preset::iter().any(|preset| is_alone(preset, id));
    let alone = catalogue.detectors().map(|info| info.id).filter(|id| !is_preset(id)).map(Subject::Detector);
    let subjects = subjects.chain(alone).chain(BASELINES.map(Subject::Baseline));
    let mut runs = Vec::new();
    for subject in subjects {
        let began = Instant::now();
        let run = subject.run(dataset, &entries, catalogue, threads)?;
        let mut line = String::new();
        let _ =
            write!(line, "{}: {} series, {:.0} s", run.name, run.items.len(), began.elapsed().as_secs_f64());
        tell(&line);
        runs.push(run);
    }
    let mut parts = Vec::new();
    for half in [Half::Tune, Half::Report, Half::All] {
        let takes = |entry: &Entry| {
            // NAB has rows for all of it beside its halves, because published numbers are for all.
            let whole = half == Half::All && entry.is_nab();
            whole || (half != Half::All && entry.half.as_deref() == Some(half.id()))
        };
        let measured = on_cores(&runs, threads, |run| Measured::new(run, &entries, &takes, threshold));
        parts.push((half, measured));
    }
    let began = Instant::now();
    let left_out = left_out(dataset, threads)?;
    if let Some(left_out) = &left_out {
        tell(&format!("{} weights, {:.0} s", left_out.tried, began.elapsed().as_secs_f64()));
    }
    let mut page = page::page(&parts, &runs, &entries, left_out.as_ref(), threshold, command);
    if let Some(before) = before {
        page += &beside::beside(before, &page, Preset::Auto.id());
    }
    Ok(page)
}

/// Whether a preset is this detector and no other.
fn is_alone(preset: Preset, id: &str) -> bool {
    matches!(preset.members().as_slice(), [member] if member.detector == id)
}

impl Subject {
    fn name(&self) -> String {
        match self {
            Self::Preset(preset) => format!("**{}**", preset.id()),
            Self::Detector(id) => (*id).to_owned(),
            Self::Baseline(baseline) => format!("*{}*", baseline.name),
        }
    }

    fn run(
        &self,
        dataset: &Dataset,
        entries: &[Entry],
        catalogue: &Catalogue,
        threads: usize,
    ) -> Result<Run, EvaluateError> {
        let spec = match self {
            Self::Preset(preset) => DetectionSpec { preset: Some(*preset), ..DetectionSpec::default() },
            Self::Detector(id) => {
                let member = MemberSpec { detector: (*id).to_owned(), weight: 1.0, parameters: Map::new() };
                let season = Some(SeasonSpec::Text("auto".to_owned()));
                DetectionSpec { ensemble: Some(vec![member]), season, ..DetectionSpec::default() }
            }
            Self::Baseline(baseline) => {
                let (items, microseconds) = naive(baseline, dataset, entries, threads)?;
                let places = (0..entries.len()).collect();
                return Ok(Run { name: self.name(), places, items, stride: 1, microseconds });
            }
        };
        let stride = stride(&spec, catalogue, entries);
        let places = every(entries, stride);
        let chosen: Vec<Entry> = places.iter().map(|place| entries[*place].clone()).collect();
        let no_folder: Option<&Path> = None;
        let job = Job { dataset, entries: &chosen, catalogue, spec: &spec, scores_out: no_folder, threads };
        let outcome: Outcome = evaluate(job)?;
        let microseconds = outcome.microseconds_a_point();
        Ok(Run { name: self.name(), places, items: outcome.items, stride, microseconds })
    }
}

/// The judged rows of every series under a baseline, and the microseconds per row.
fn naive(
    baseline: &Baseline,
    dataset: &Dataset,
    entries: &[Entry],
    threads: usize,
) -> Result<(Vec<Item>, f64), EvaluateError> {
    let one = |entry: &Entry| -> Result<(Item, Duration, usize), EvaluateError> {
        let record = dataset.load(entry)?;
        let fed = record.fed_from()..record.judged_to();
        let day = (86_400_000 / entry.interval.ms()).max(1) as usize;
        let began = Instant::now();
        let found = (baseline.score)(&record.columns[0][fed.clone()], day);
        let took = began.elapsed();
        let mut scores = vec![f64::NAN; record.len()];
        scores[fed.clone()].copy_from_slice(&found);
        let alert = CoolDown::DEFAULT.apply(&scores, entry.interval);
        Ok((Item::new(&record, &scores, &alert), took, fed.len()))
    };
    let (mut items, mut took, mut rows) = (Vec::new(), Duration::ZERO, 0);
    for done in on_cores(entries, threads, one) {
        let (item, time, count) = done?;
        items.push(item);
        took += time;
        rows += count;
    }
    Ok((items, took.as_secs_f64() * 1e6 / rows.max(1) as f64))
}

/// The stride with which a subject is measured.
fn stride(spec: &DetectionSpec, catalogue: &Catalogue, entries: &[Entry]) -> usize {
    let members = spec.members();
    let infos = members.iter().filter_map(|member| catalogue.get(&member.detector));
    let nanoseconds: f64 = infos.map(|info| f64::from(info.nanoseconds_per_sample)).sum();
    let rows: usize = entries.iter().map(Entry::rows_fed).sum();
    ((nanoseconds * 1e-9 * rows as f64 / MOST_SECONDS).ceil() as usize).max(1)
}

/// The positions of every `stride`-th series of each half of each set.
fn every(entries: &[Entry], stride: usize) -> Vec<usize> {
    let mut seen: Vec<((&str, Option<&str>), usize)> = Vec::new();
    let mut out = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let group = (entry.set.as_str(), entry.half.as_deref());
        let count = match seen.iter_mut().find(|(other, _)| *other == group) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                seen.push((group, 0));
                0
            }
        };
        if count % stride == 0 {
            out.push(place);
        }
    }
    out
}
