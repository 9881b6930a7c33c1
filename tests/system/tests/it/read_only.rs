//! Whatever a query's text is, a real InfluxDB has the same content afterwards.

use seismo_series::Random;
use seismo_sources::{FetchRequest, InfluxLanguage, SourceError, SourceQuery};
use seismo_system_tests::{History, Influx, Settings, T0_MS, question};
use serde_json::json;

const MINUTE: i64 = 60_000;
const TEXTS: u64 = 10_000;

/// Pieces of the language: tokens that start, end and hide something, and statements that must never be executed.
const PIECES: [&str; 52] = [
    "SELECT",
    "mean(value)",
    "value",
    "*",
    "FROM",
    "cpu",
    "memory",
    "WHERE",
    "$timeFilter",
    "[[timeFilter]]",
    "GROUP BY",
    "time($__interval)",
    "host",
    "AND",
    "AS",
    ",",
    "(",
    ")",
    "'",
    "\"",
    "/",
    "//",
    "\\",
    "\\/",
    "\\\\/",
    "--",
    "\n",
    "\r",
    "/*",
    "*/",
    ";",
    ".",
    "./",
    "=~",
    "!~",
    "=",
    "::",
    "1",
    "2.5",
    "10s",
    " ",
    "  ",
    "\t",
    "$x",
    "{",
    "BY",
    "/a/",
    "'b'",
    "\"c\"",
    "INTO copy",
    "DROP MEASUREMENT scratch",
    "; DROP MEASUREMENT scratch",
];

/// Harmless statements, to be split and recombined wrongly.
const STATEMENTS: [&str; 8] = [
    "SELECT mean(value) FROM cpu WHERE $timeFilter GROUP BY time($__interval), host",
    "SELECT mean(value) / 2 FROM cpu WHERE $timeFilter AND host =~ /a|;b/ GROUP BY time($__interval)",
    "SELECT max(/value/) FROM /cpu|scratch/ WHERE ${timeFilter:raw} GROUP BY time(${__interval:text}), /host/",
    "SELECT mean(\"value\") FROM \"seismo\".\"autogen\"./cpu/ WHERE $timeFilter GROUP BY time($__interval) -- end",
    "SELECT mean(value) FROM cpu WHERE host = 'it\\'s; DROP' AND $timeFilter GROUP BY time($__interval) fill(null);",
    "SELECT mean(a) FROM (SELECT value / 2 AS a FROM cpu WHERE $timeFilter) WHERE $timeFilter GROUP BY time($__interval)",
    "/* c */ SELECT first(value) + 1.5 FROM cpu, memory WHERE [[timeFilter]] AND x !~ /b\\/c/ GROUP BY time([[__interval]]), host",
    "SELECT value FROM scratch WHERE $timeFilter /* ; */ LIMIT 5",
];

/// Generates statements: the same ones in every run.
struct Maker(Random);

impl Maker {
    fn below(&mut self, end: usize) -> usize {
        self.0.below(end)
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// A position between two characters.
    fn place(&mut self, text: &str) -> usize {
        let places: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        places[self.below(places.len())]
    }

    /// A statement with some pieces inserted, removed, or overwritten.
    fn mutated(&mut self) -> String {
        let mut text = self.of(&STATEMENTS).to_owned();
        for _ in 0..=self.below(3) {
            let at = self.place(&text);
            let piece = self.of(&PIECES);
            match self.below(4) {
                0 => drop(text.drain(at..text[at..].chars().next().map_or(at, |sign| at + sign.len_utf8()))),
                1 => text.insert_str(at, &format!(" {piece} ")),
                2 => text.push_str(&format!(" {piece} {}", self.of(&PIECES))),
                _ => text.insert_str(at, piece),
            }
        }
        text
    }

    /// A statement that hides a second one behind a literal.
    fn hiding(&mut self) -> String {
        let (opening, closing) = (
            self.of(&["/", "'", "\"", "/*", "--", "\\/", "./"]),
            self.of(&["/", "'", "\"", "*/", "\n", "\\\\/"]),
        );
        let (before, after) =
            (self.of(&["host =~ ", "host = ", "value / ", "value", "a.", "("]), self.of(&PIECES));
        let end = self.of(&["", " --", " --/", " /*", "'", "\"", " /"]);
        format!(
            "SELECT mean(value) FROM cpu WHERE $timeFilter AND {before}{opening}{after}{closing} ; DROP MEASUREMENT scratch{end}"
        )
    }

    fn soup(&mut self) -> String {
        let mut text = String::from("SELECT ");
        for _ in 0..self.below(20) {
            text.push_str(self.of(&PIECES));
            text.push_str(self.of(&["", " "]));
        }
        text
    }

    fn text(&mut self) -> String {
        match self.below(4) {
            0 => self.soup(),
            1 => self.hiding(),
            _ => self.mutated(),
        }
    }
}

/// The whole content of the server.
async fn holds(server: &Influx) -> Vec<String> {
    let mut all = Vec::new();
    for query in [
        "SHOW DATABASES",
        "SHOW USERS",
        "SHOW CONTINUOUS QUERIES",
        "SHOW SUBSCRIPTIONS",
        "SHOW RETENTION POLICIES",
        "SHOW SERIES",
        "SHOW FIELD KEYS",
        "SELECT * FROM /.*/",
    ] {
        all.push(server.query(Influx::DATABASE, query).await);
    }
    all
}

fn ask(text: String) -> FetchRequest {
    let query =
        SourceQuery::Influx { language: InfluxLanguage::InfluxQl, query: text, legend: String::new() };
    question(query, MINUTE, T0_MS, T0_MS + 5 * MINUTE)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_ten_thousand_random_texts_influxdb_holds_what_it_held() {
    let samples = || (0..5).map(|minute| (T0_MS + minute * MINUTE, minute as f64));
    let history = History::new()
        .with("cpu", &[("host", "a")], samples())
        .with("memory", &[("host", "b")], samples())
        .with("scratch", &[], samples());
    let server = Influx::start(&history).await;
    let before = holds(&server).await;
    let sources = ["POST", "GET"].map(|method| {
        let json = json!({ "dbName": Influx::DATABASE, "httpMethod": method });
        Settings::new("influxdb", server.url(), json).connect()
    });
    let mut random = Maker(Random::new(2026));
    let (mut sent, mut answered, mut refused) = (0, 0, 0);
    for round in 0..TEXTS {
        let (source, text) = (&sources[(round % 2) as usize], random.text());
        match source.fetch(&ask(text)).await {
            Err(SourceError::Query { .. }) => refused += 1,
            answer => {
                sent += 1;
                answered += u64::from(answer.is_ok());
            }
        }
    }
    let counts = format!("{sent} sent, {answered} answered with series or none, {refused} refused");
    assert!(sent > TEXTS / 20 && answered > TEXTS / 100 && refused > TEXTS / 4, "{counts}");
    assert!(holds(&server).await == before, "the server holds something else than before");

    // Shows that the check above can fail.
    server.query(Influx::DATABASE, "DROP MEASUREMENT scratch").await;
    assert!(holds(&server).await != before, "a measurement is gone and nobody sees it");
}
