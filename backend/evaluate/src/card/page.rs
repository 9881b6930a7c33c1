//! Writes the page from the numbers.

use std::fmt::Write as _;

use seismo_detection::Preset;
use seismo_detection::detectors::auto::Weights;
use strum::IntoEnumIterator;

use super::Run;
use super::measured::{Measured, OfNab, OfSet};
use crate::bootstrap::Interval95;
use crate::cool_down::CoolDown;
use crate::dataset::{Entry, Half};
use crate::left_out::LeftOut;
use crate::metrics::nab::{NabScore, ProfileScore};

/// A table: the names of the columns, and the cells of each row.
struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The whole page.
pub(super) fn page(
    parts: &[(Half, Vec<Measured>)],
    runs: &[Run],
    entries: &[Entry],
    left_out: Option<&LeftOut>,
    threshold: f64,
    command: &str,
) -> String {
    let mut out = String::new();
    let algorithms = Preset::iter().map(Preset::algorithm).collect::<Vec<_>>().join(", ");
    let CoolDown { samples, rise, fatigue, .. } = CoolDown::DEFAULT;
    let _ = writeln!(
        out,
        "# Accuracy card\n\n\
         Written by `{command}` ({algorithms}). Nothing here is written by hand.\n\n\
         Every subject scores {} labelled series with a query's default parameters and history, through the same function as the \
         plugin. The score of a row depends only on rows up to it. Presets are **bold**; detectors appear under their id, with \
         the season found from the data; naive baselines are *slanted*. Numbers in brackets are 95 % intervals over {} draws \
         of series with replacement. Two subjects whose intervals overlap may still differ, so the difference to the first row \
         uses paired draws.\n\n\
         - **rAUC**: share of labelled events found at .5, 1, 2, 4 and 8 false alarms per week and series, on average. The \
         threshold is chosen for each set on the scores themselves, which favours every subject equally.\n\
         - **R@1**: the same at one false alarm.\n\
         - **VUS-PR**: precision and recall of rows, over thresholds and tolerances.\n\
         - **NAB**: the three profiles of the Numenta Anomaly Benchmark, at the best threshold for all its files, and at \
         {threshold}. It counts starts of alarms: none within {samples} samples of the last one, unless a row is {rise} decades \
         rarer; each doubling of the recent alarms adds {fatigue} decades.\n\
         - **At {threshold}**: the default score from which on a point is anomalous, whatever that means for a subject: recall, \
         false alarms per week and series, precision, median delay of the events found, in samples.\n\n\
         An alarm is a run of rows at or above the threshold. Gaps of at most 10 rows are joined, and a lasting alarm is counted \
         again every 60 rows.\n",
        entries.len(),
        parts.first().and_then(|(_, measured)| measured.first()).map_or(0, |measured| measured.draws.len()),
    );
    for (half, measured) in parts {
        let title = match half {
            Half::Tune => "## Tuning half\n\nChoices were made on these series, so these numbers flatter.\n",
            Half::Report => "## Reporting half\n\nNo choice was made on these series.\n",
            Half::All => "## All of NAB\n\nBoth halves together, like published numbers.\n",
        };
        if measured.iter().all(|measured| measured.sets.is_empty()) {
            continue;
        }
        let _ = writeln!(out, "{title}");
        for (heading, table) in [
            ("### rAUC", recall_table(measured, runs)),
            ("### R@1 and VUS-PR", volume_table(measured, runs)),
            ("### NAB", nab_table(measured, runs, threshold)),
            (&*format!("### At {threshold}"), alert_table(measured, runs)),
        ] {
            if !table.rows.is_empty() {
                let _ = writeln!(out, "{heading}\n\n{}", table.text());
            }
        }
    }
    if let Some(left_out) = left_out {
        let _ = writeln!(
            out,
            "## Weights of auto's statistics, one set left out\n\n\
             A weight says how many of the alarms a statistic may raise, relative to the others. Starting from equal weights, one \
             weight after the other was changed while the mean rAUC of the tuning half rose, with each series under three names: \
             {} weights were tried. Each row was learnt on the other sets and is evaluated on its own: rAUC with the learnt \
             weights, with equal weights, and with those of the preset.\n\n{}",
            left_out.tried,
            left_out_table(left_out).text()
        );
    }
    let _ = writeln!(out, "## Cost\n\n{}", cost_table(runs).text());
    out
}

/// For each set left out, the weights learnt on the others, and their recall on that set.
fn left_out_table(left_out: &LeftOut) -> Table {
    let mut table = Table::new(&["left out"]);
    table.head.extend(Weights::NAMES.map(str::to_owned));
    table.head.extend(["learnt", "equal", "preset"].map(str::to_owned));
    for row in &left_out.rows {
        let most = row.weights.0.iter().copied().fold(0.0, f64::max);
        let mut cells = vec![row.set.clone().unwrap_or_else(|| "none".to_owned())];
        cells.extend(row.weights.0.map(|weight| format!("{:.2}", weight / most)));
        cells.extend([row.learnt, row.equal, row.shipped].map(|recall| format!("{recall:.3}")));
        table.rows.push(cells);
    }
    table
}

/// Mean recall by set, and the paired difference to the first subject.
fn recall_table(measured: &[Measured], runs: &[Run]) -> Table {
    let Some(first) = measured.first() else { return Table::new(&[]) };
    let mut table = Table::new(&["subject"]);
    table.head.extend(first.sets.iter().map(|set| format!("{} ({} series)", set.set, set.series)));
    table.head.extend(["mean".to_owned(), "difference to the first row".to_owned()]);
    for (run, measured) in runs.iter().zip(measured) {
        let cell = |set: &OfSet| with(set.mean_recall, set.mean_recall_within);
        let mean = measured.mean_recall();
        let difference = mean.zip(first.mean_recall()).map(|(mine, firsts)| mine - firsts);
        let within = Interval95::of_difference(&measured.draws, &first.draws);
        let difference = match difference {
            // Subjects on other series cannot be paired.
            Some(difference) if run.stride == 1 && !std::ptr::eq(measured, first) => with(difference, within),
            _ => String::new(),
        };
        let sets = by_set(first, measured, cell);
        let mean = mean.map_or(String::new(), |mean| with(mean, Interval95::of(&measured.draws)));
        table.rows.push([vec![run.label()], sets, vec![mean, difference]].concat());
    }
    table
}

fn volume_table(measured: &[Measured], runs: &[Run]) -> Table {
    let Some(first) = measured.first() else { return Table::new(&[]) };
    let mut table = Table::new(&["subject"]);
    table.head.extend(first.sets.iter().map(|set| set.set.clone()));
    for (run, measured) in runs.iter().zip(measured) {
        let cell = |set: &OfSet| {
            let volume = set.volume.map(|(volume, within)| format!(" · {}", with(volume, within)));
            format!("{:.2}{}", set.recall_at_one, volume.unwrap_or_default())
        };
        table.rows.push([vec![run.label()], by_set(first, measured, cell)].concat());
    }
    table
}

fn nab_table(measured: &[Measured], runs: &[Run], threshold: f64) -> Table {
    let fixed = format!("standard / low-FP / low-FN at {threshold}");
    let mut table = Table::new(&["subject", "standard, best threshold", "low-FP", "low-FN", &fixed]);
    for (run, measured) in runs.iter().zip(measured) {
        let nab = measured.sets.iter().find_map(|set| set.nab.as_ref());
        let Some(OfNab { best, fixed, within }) = nab else { continue };
        let NabScore { standard, reward_low_fp, reward_low_fn } = fixed;
        table.rows.push(vec![
            run.label(),
            format!(
                "{}{}",
                points(best.standard),
                within.map_or(String::new(), |within| format!(" {within:.1}"))
            ),
            points(best.reward_low_fp),
            points(best.reward_low_fn),
            [*standard, *reward_low_fp, *reward_low_fn].map(points).join(" / "),
        ]);
    }
    table
}

/// A score of NAB; files without a window have none.
fn points(of: ProfileScore) -> String {
    if of.score.is_finite() { format!("{:.1}", of.score) } else { "-".to_owned() }
}

fn alert_table(measured: &[Measured], runs: &[Run]) -> Table {
    let Some(first) = measured.first() else { return Table::new(&[]) };
    let mut table = Table::new(&["subject"]);
    let head = |set: &OfSet| format!("{}: recall · false a week · precision · delay", set.set);
    table.head.extend(first.sets.iter().map(head));
    for (run, measured) in runs.iter().zip(measured) {
        let cell = |set: &OfSet| {
            let alerts = &set.alerts;
            let delay = alerts.delay_samples.map_or("-".to_owned(), |delay| delay.to_string());
            format!("{:.2} · {:.2} · {:.2} · {delay}", alerts.recall, alerts.false_per_week, alerts.precision)
        };
        table.rows.push([vec![run.label()], by_set(first, measured, cell)].concat());
    }
    table
}

fn cost_table(runs: &[Run]) -> Table {
    let mut table = Table::new(&["subject", "microseconds a point, fits included"]);
    table.rows.extend(runs.iter().map(|run| vec![run.label(), format!("{:.2}", run.microseconds)]));
    table
}

/// A cell for each set of `first`; empty if the other has no series of it.
fn by_set(first: &Measured, measured: &Measured, cell: impl Fn(&OfSet) -> String) -> Vec<String> {
    let of = |set: &OfSet| measured.sets.iter().find(|other| other.set == set.set);
    first.sets.iter().map(|set| of(set).map_or(String::new(), &cell)).collect()
}

/// A number with its interval.
fn with(number: f64, within: Option<Interval95>) -> String {
    let within = within.map_or(String::new(), |within| format!(" {within}"));
    format!("{number:.2}{within}")
}

impl Run {
    fn label(&self) -> String {
        match self.stride {
            1 => self.name.clone(),
            stride => format!("{} (1 of {stride} series)", self.name),
        }
    }
}

impl Table {
    fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|name| (*name).to_owned()).collect(), rows: Vec::new() }
    }

    fn text(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let rule: Vec<String> = self.head.iter().map(|_| "---".to_owned()).collect();
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("{}{}{rows}", line(&self.head), line(&rule))
    }
}
