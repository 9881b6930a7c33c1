//! A history that arrives in several parts: it gives the same scores, and is learnt while its rest still arrives.

use std::sync::Arc;
use std::time::Duration;

use crate::common::*;
use seismo_detection::{Blocks, Catalogue, Context, Detector, Fitted, Unfit, Vote};
use seismo_plugin::frame;
use seismo_series::{Grid, Interval};
use seismo_sources::{BoxFuture, FetchRequest, Fetched, ForwardedHeaders, Health, Source, SourceError};
use serde_json::{Map, Value, json};
use tokio::sync::watch;

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_a_history_give_the_same_answers_as_the_whole() {
    let lines = || (1..=3).map(|seed| Line::new(&format!("service-{seed}"), busy(seed))).collect::<Vec<_>>();
    let whole = Memory::new(lines());
    for at_once in [1, 47, 180] {
        let parted = Memory { at_once, ..Memory::new(lines()) };
        let warm = engine(64 << 20);
        for (range, cold) in walk(12, 600, 200) {
            let engine = if cold { engine(0) } else { warm.clone() };
            let got = answer(&engine, &parted, query(&json!({})), range).await.unwrap();
            let want = answer(&self::engine(0), &whole, query(&json!({})), range).await.unwrap();
            assert_same(&got, &want, &format!("{at_once} at once"));
        }
        let questions = parted.questions();
        assert!(questions.iter().any(|question| question.range.len() as i64 == at_once), "{at_once} at once");
    }
}

/// Reports its fits.
#[derive(Debug, Clone)]
struct Reporting(watch::Sender<bool>);

impl Detector for Reporting {
    fn id(&self) -> &'static str {
        "reporting"
    }
    fn minimum_history(&self) -> usize {
        0
    }
    fn parameters(&self) -> Map<String, Value> {
        Map::new()
    }
    fn fit(&self, _history: &[f64], _context: &Context) -> Result<Box<dyn Fitted>, Unfit> {
        self.0.send_replace(true);
        Ok(Box::new(self.clone()))
    }
}

impl Fitted for Reporting {
    fn observe(&mut self, _values: &[f64]) {}
    fn score(&mut self, values: &[f64], votes: &mut Vec<Vote>) {
        votes.extend(values.iter().map(|_| Vote::new(0.5, None)));
    }
    fn clone_box(&self) -> Box<dyn Fitted> {
        Box::new(self.clone())
    }
    fn bytes(&self) -> usize {
        0
    }
}

/// A source whose last part of a history arrives only after the first fit.
#[derive(Debug, Clone)]
struct Late {
    memory: Memory,
    fitted: watch::Receiver<bool>,
    /// One past the last instant of the history.
    end: i64,
}

impl Source for Late {
    fn fetch<'a>(&'a self, request: &'a FetchRequest) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(async move {
            if request.only.is_some() && request.range.to == self.end {
                let mut fitted = self.fitted.clone();
                let waited = tokio::time::timeout(Duration::from_secs(30), fitted.wait_for(|fitted| *fitted));
                waited.await.expect("nothing was learnt before the last part arrived").unwrap();
            }
            self.memory.fetch(request).await
        })
    }
    fn instants_at_once(&self) -> i64 {
        40
    }
    fn health(&self) -> BoxFuture<'_, Result<Health, SourceError>> {
        self.memory.health()
    }
    fn metric_names<'a>(&'a self, matching: &'a str) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        self.memory.metric_names(matching)
    }
    fn labels<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        self.memory.labels(metric)
    }
    fn label_values<'a>(
        &'a self,
        label: &'a str,
        metric: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Vec<String>, SourceError>> {
        self.memory.label_values(label, metric)
    }
    fn on_behalf_of(&self, _headers: ForwardedHeaders) -> Arc<dyn Source> {
        Arc::new(self.clone())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_are_learnt_while_later_parts_still_arrive() {
    let line = Line::new("late", busy(1));
    let blocks = Blocks::new(Grid::new(Interval::MINUTE), 180 * MINUTE, &line.labels);
    // Far enough into a block that its fit does not need the last part.
    let from = blocks.range(blocks.block_of(START / MINUTE)).from + 120;
    let (report, fitted) = watch::channel(false);
    let mut catalogue = Catalogue::standard();
    let info = planted("reporting", "Reporting", 1);
    catalogue.add(info, move |_| Arc::new(Reporting(report.clone())));
    let engine = engine_of(catalogue, 64 << 20, 2);
    let source = Arc::new(Late { memory: Memory::new(vec![line]), fitted, end: from });
    let detection =
        json!({ "interval": "1m", "history": "3h", "ensemble": [{ "detector": "reporting", "weight": 1 }] });
    let range = asked(from, from + 20, (from + 21) * MINUTE);
    let query = query(&json!({ "detection": detection }));
    let frames =
        frame::answer(&engine, query, range, &instance(&json!({})), source, ForwardedHeaders::default())
            .await
            .unwrap();
    assert!(frames[0].rows() >= 20);
}
