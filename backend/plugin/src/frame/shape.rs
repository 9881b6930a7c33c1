//! The frames of an answer: one or more per series, shaped on the engine's pool, then all of them together.

use std::sync::Arc;

use seismo_engine::{Answer, DataSource, Engine, Numbers, Plan, QueryRequest, Shape, Subject};
use seismo_query::{Output, Query};
use seismo_series::Labels;
use seismo_sources::{ForwardedHeaders, Source};

use super::{Frame, Listing, events_frame, group_frame, number_frame, panel_frame};
use crate::PluginError;

/// Makes frames.
#[derive(Debug)]
struct Frames;

/// The part for one series or group.
#[derive(Debug)]
enum Part {
    Frame(Frame),
    /// If the output is a list of events, which is one frame for all series.
    Listing(Listing),
}

impl Shape for Frames {
    type Part = Part;

    fn rows(&self, plan: &Plan, subject: &Subject<'_>) -> Part {
        match (plan.output, subject.metrics) {
            (Output::Events, _) => Part::Listing(Listing::new(plan, subject)),
            (_, None) => Part::Frame(panel_frame(plan, subject)),
            (_, Some(metrics)) => Part::Frame(group_frame(plan, subject, metrics)),
        }
    }

    fn numbers(&self, plan: &Plan, name: &str, labels: &Labels, numbers: Numbers, executed: &str) -> Part {
        Part::Frame(number_frame(plan, name, labels, numbers, executed))
    }
}

/// Answers one query with its frames.
///
/// # Errors
/// [`PluginError`], which concerns only this query.
pub async fn answer(
    engine: &Engine,
    query: Query,
    request: QueryRequest,
    data_source: &DataSource,
    source: Arc<dyn Source>,
    headers: ForwardedHeaders,
) -> Result<Vec<Frame>, PluginError> {
    let answer = engine.answer(query, request, data_source, source, headers, Arc::new(Frames)).await?;
    Ok(finished(answer))
}

/// The frames with the notices: on the first frame, or without any on a frame without fields, which Grafana's alert
/// rules read as no data. A list of events is always one frame.
fn finished(answer: Answer<Part>) -> Vec<Frame> {
    let Answer { plan, range, parts, mut notices, executed } = answer;
    let (mut frames, mut listings) = (Vec::with_capacity(parts.len()), Vec::new());
    for part in parts {
        match part {
            Part::Frame(frame) => frames.push(frame),
            Part::Listing(listing) => listings.push(listing),
        }
    }
    if plan.output == Output::Events {
        let (frame, left_out) = events_frame(&plan, range, listings, &executed);
        notices.extend(left_out);
        frames.push(frame);
    } else if frames.is_empty() {
        frames.push(Frame { executed, ..Frame::default() });
    }
    if let Some(first) = frames.first_mut() {
        notices.sort();
        notices.dedup();
        first.notices = notices;
    }
    frames
}
