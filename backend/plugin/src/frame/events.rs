//! The events frame: the runs of anomalous rows of all series, as a list for tables and annotations.

use seismo_detection::{Cause, EVENT_JOIN, Event, JudgedRow, Severity, SeverityScheme};
use seismo_engine::{Plan, Subject};
use seismo_explain::{Facts, Notice, Reason, blamed};
use seismo_series::{GridRange, Labels};

use super::explain::MOST_EVENTS;
use super::meta::{Custom, SeismoEventsMeta};
use super::model::{Field, Frame, Values};
use super::panel::{confidence, severity};
use crate::contract::{CONTRACT_VERSION, EVENTS, field};

/// Largest number of events in an answer: more than anybody reads, and than a dashboard draws as annotations.
const MOST_LISTED: usize = 5_000;

/// The listed events of one series or group, the newest ones.
#[derive(Debug, Default)]
pub(super) struct Listing {
    listed: Vec<Listed>,
    found: usize,
}

/// One event.
#[derive(Debug)]
struct Listed {
    from_ms: i64,
    to_ms: Option<i64>,
    severity: Severity,
    score: f64,
    value: f64,
    expected: f64,
    deviation: f64,
    alarms_per_week: f64,
    series: String,
    text: String,
    tags: String,
}

impl Listing {
    /// Lists the events of a series or a group.
    pub(super) fn new(plan: &Plan, subject: &Subject<'_>) -> Self {
        let Subject { name, labels, judged, metrics, .. } = *subject;
        let last = judged.first + judged.rows.len() as i64 - 1;
        let listed = |event: &Event| {
            let at = usize::try_from(event.peak - judged.first).ok()?;
            let peak = judged.rows.get(at)?;
            let reason = Reason::of(&plan.detection, judged, event);
            let facts = Facts {
                cause: reason.cause,
                measure: reason.measure,
                value: peak.value,
                expected: peak.expected,
                sigma: peak.sigma,
                deviation: peak.deviation(),
                range: peak.range,
                alarms_per_week: reason.alarms_per_week,
                blamed: metrics.map(|metrics| blamed(metrics, at)),
            };
            Some(Listed {
                from_ms: plan.detection.grid.instant_ms(event.from),
                to_ms: (!is_open(event, last)).then(|| plan.detection.grid.instant_ms(event.to)),
                severity: event.severity,
                score: event.peak_score,
                value: peak.value,
                expected: peak.expected,
                deviation: JudgedRow::deviation(peak),
                alarms_per_week: reason.alarms_per_week.unwrap_or(f64::NAN),
                series: name.to_owned(),
                text: facts.sentence(),
                tags: tags(plan.detection.policy.scheme, event.severity, reason.cause, labels),
            })
        };
        let newest = judged.events.len().saturating_sub(MOST_EVENTS);
        Self {
            listed: judged.events[newest..].iter().filter_map(listed).collect(),
            found: judged.events.len(),
        }
    }
}

/// Whether the row after the `last` one could still join the event.
const fn is_open(event: &Event, last: i64) -> bool {
    last + 1 - event.to <= EVENT_JOIN
}

/// Severity, cause and labels; the separator is replaced within each of them.
fn tags(scheme: SeverityScheme, severity: Severity, cause: Option<Cause>, labels: &Labels) -> String {
    let mut tags = vec![scheme.name(severity).to_owned()];
    tags.extend(cause.filter(|cause| *cause != Cause::None).map(|cause| cause.id().to_owned()));
    tags.extend(labels.iter().map(|(name, value)| format!("{name}={value}").replace(',', ";")));
    tags.join(",")
}

/// The frame of all events of the rows in `range`, and the notice if some are left out.
pub(super) fn events_frame(
    plan: &Plan,
    range: GridRange,
    listings: Vec<Listing>,
    executed: &str,
) -> (Frame, Option<Notice>) {
    let found: usize = listings.iter().map(|listing| listing.found).sum();
    let mut all: Vec<Listed> = listings.into_iter().flat_map(|listing| listing.listed).collect();
    // The sort is stable: of events that begin together, those of the first series come first.
    all.sort_by_key(|event| event.from_ms);
    let all = all.split_off(all.len().saturating_sub(MOST_LISTED));
    let notice = (all.len() < found).then(|| {
        Notice::warning(format!(
            "{found} events were found; the newest {} are listed (at most {MOST_EVENTS} of a series and {MOST_LISTED} in \
             all): choose a shorter range, fewer series, a higher threshold or a smaller budget.",
            all.len(),
        ))
    });
    let frame = Frame {
        name: EVENTS.to_owned(),
        fields: fields(plan.detection.policy.scheme, &all),
        custom: Custom { events: Some(explained(plan, range)), ..Custom::default() },
        executed: executed.to_owned(),
        tabular: true,
        ..Frame::default()
    };
    (frame, notice)
}

/// The metadata that readers of the list as annotations need.
fn explained(plan: &Plan, range: GridRange) -> SeismoEventsMeta {
    SeismoEventsMeta {
        contract_version: CONTRACT_VERSION,
        severity_scheme: plan.detection.policy.scheme,
        timezone: plan.timezone.clone(),
        interval_ms: plan.detection.history.interval.ms(),
        join_rows: EVENT_JOIN,
        newest_ms: (!range.is_empty()).then(|| plan.detection.grid.instant_ms(range.to - 1)),
    }
}

fn fields(scheme: SeverityScheme, all: &[Listed]) -> Vec<Field> {
    let labels = Labels::new();
    let number = |name: &'static str, cell: fn(&Listed) -> f64| {
        Field::number(name, &labels, all.iter().map(cell).collect())
    };
    let words = |name: &'static str, cell: fn(&Listed) -> &String| {
        Field::plain(name, Values::Text(all.iter().map(|event| cell(event).clone()).collect()))
    };
    let join = format!("Anomalous rows that are at most {EVENT_JOIN} rows apart are one event.");
    vec![
        told(
            Field::time(field::TIME, all.iter().map(|event| event.from_ms).collect()),
            &format!("The first anomalous row. {join}"),
        ),
        told(
            Field::plain(field::TIME_END, Values::TimeOrNull(all.iter().map(|event| event.to_ms).collect())),
            &format!("The last anomalous row; empty while the next row could still join the event. {join}"),
        ),
        told(
            severity(number(field::SEVERITY, |event| f64::from(event.severity.number())), scheme),
            "The worst severity of the event.",
        ),
        told(confidence(number(field::SCORE, |event| event.score)), "The highest score of the event."),
        told(number(field::VALUE, |event| event.value), "The value of the row with the highest score."),
        told(number(field::EXPECTED, |event| event.expected), "The expected value of that row."),
        told(
            number(field::DEVIATION, |event| event.deviation).with("unit", "suffix: σ").with("decimals", 1),
            "The distance of the value from the expected one, in standard deviations.",
        ),
        told(
            number(field::ALARMS_PER_WEEK, |event| event.alarms_per_week),
            "How many times a week ordinary samples would raise an alarm at this score.",
        ),
        told(words(field::SERIES, |event| &event.series), "The series or group."),
        told(words(field::TEXT, |event| &event.text), "The reason at the row with the highest score."),
        told(words(field::TAGS, |event| &event.tags), "Severity, cause and labels, separated by commas."),
    ]
}

fn told(field: Field, description: &str) -> Field {
    field.with("description", description)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_open_while_the_next_row_could_join_it() {
        let event = Event { from: 3, to: 5, points: 2, peak: 4, peak_score: 0.9, severity: Severity::High };
        for (last, want) in [(5, true), (6, true), (7, false), (8, false)] {
            assert_eq!(is_open(&event, last), want, "{last}");
        }
    }

    #[test]
    fn tags_are_severity_cause_and_labels_with_no_comma_within() {
        let labels: Labels = [("job", "api"), ("path", "/a,b")].into_iter().collect();
        for (scheme, severity, cause, want) in [
            (
                SeverityScheme::FourLevel,
                Severity::High,
                Some(Cause::LevelShift),
                "high,level_shift,job=api,path=/a;b",
            ),
            (SeverityScheme::ThreeLevel, Severity::High, Some(Cause::None), "warning,job=api,path=/a;b"),
            (SeverityScheme::FourLevel, Severity::Low, None, "low,job=api,path=/a;b"),
        ] {
            assert_eq!(tags(scheme, severity, cause, &labels), want);
        }
        assert_eq!(tags(SeverityScheme::FourLevel, Severity::Critical, None, &Labels::new()), "critical");
    }
}
