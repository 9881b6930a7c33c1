//! Tests what the guard of Flux accepts and refuses, by kind of literal and by way to write or send.

use proptest::prelude::*;

use super::flux::flux;
use super::flux_tokens::{Kind, tokens};

const READING: &str =
    r#"from(bucket: "b") |> range(start: -1h) |> filter(fn: (r) => r._measurement == "cpu")"#;

fn refused(query: &str, part: &str) {
    match flux(query.to_owned()) {
        Ok(_) => panic!("{query} went through"),
        Err(error) => assert!(error.to_string().contains(part), "{query}: {error}"),
    }
}

fn allowed(query: &str) {
    let checked = flux(query.to_owned()).unwrap_or_else(|error| panic!("{query}: {error}"));
    assert_eq!(checked.text(), query);
}

#[test]
fn what_only_reads_goes_through() {
    for query in [
        READING,
        "import \"math\"\nimport s \"influxdata/influxdb/schema\"\ns.tagKeys(bucket: \"b\")",
        "import \"experimental\"\nexperimental.addDuration(d: 1h, to: 2026-01-01T00:00:00.5Z)",
        "import v \"influxdata/influxdb/v1\"\nx |> v.fieldsAsCols()",
        "import \"timezone\"\noption location = timezone.location(name: \"Europe/Berlin\")\nx = 1",
        "x |> map(fn: (r) => ({r with to: r.to, from: r[\"from\"], host: r.host, text: \"to() ${r.to} ${string(v: r.x)}\"}))",
        "x |> filter(fn: (r) => r.host =~ /^to\\(|\\/b$/ and r.a != 2 / 3) // |> to(bucket: \"b\")",
        "a = (x, every=1mo2d) => x |> aggregateWindow(every: every, fn: mean, createEmpty: false)\na(x: from(bucketID: \"1\"))",
        "buckets() |> keep(columns: [\"name\"])",
        "x |> map(fn: (r) => ({r with share: r.in / r.out, rest: r.test / r.empty, test: r.in.x / 2, last: f(a: [1])[0].to, name: (r).to, kind: if r.a == \"$5\" then /b/ else /c/}))",
        "total = [1.5, .5, -3] tomato = {a: [[1]], \"to\": 2} x = if exists r.to then \"\\\"to(\" else \"\\${to}\"",
    ] {
        allowed(query);
    }
}

#[test]
fn functions_that_write_are_refused_in_every_guise() {
    for query in [
        "x |> to(bucket: \"b\")",
        "x |> wideTo(bucket: \"b\")",
        "to(tables: x, bucket: \"b\")",
        "f = to\nx |> f(bucket: \"b\")",
        "r = {write: to}\nx |> r.write(bucket: \"b\")",
        "r = {to}",
        "l = [to]",
        "d = [to: 1]",
        "f = (g=to) => g(bucket: \"b\")",
        "f = (tables=<-) => to(tables: tables)",
        "import to \"math\"",
        "\"${to(tables: x)}\"",
        "\"a ${\"b ${to}\"} c\"",
        "x |> // comment\n to (bucket: \"b\")",
        "a = \"\" to(tables: x)",
        "a = \"\\\\\" to(tables: x)",
        "a = 1 / 2 to(tables: x) // / 3",
        "a = r =~ /b/ to(tables: x)",
        "a = [.to(tables: x)]",
        "a = [1, . // c\n to(tables: x)]",
        "a = [in.to(tables: x)]",
        "a = [() => { return 1 }.to(tables: x)]",
        "import \"math\" .to(tables: x)",
        "{a: 1}.to(tables: x)",
    ] {
        refused(query, "writes to a bucket: only reading is allowed");
    }
    refused("a = 1to(tables: x)", "not a number, duration or instant");
    refused("a = 1dto(tables: x)", "not a number, duration or instant");
}

#[test]
fn packages_that_write_or_send_are_refused() {
    for package in [
        "sql",
        "http",
        "http/requests",
        "experimental/http",
        "experimental/http/requests",
        "experimental/influxdb",
        "kafka",
        "experimental/mqtt",
        "experimental/bigtable",
        "pagerduty",
        "slack",
        "pushbullet",
        "socket",
        "csv",
        "experimental/csv",
        "influxdata/influxdb",
        "influxdata/influxdb/monitor",
        "influxdata/influxdb/secrets",
        "influxdata/influxdb/tasks",
        "influxdata/influxdb/sample",
        "contrib/sranka/telegram",
        "internal/influxql",
        "universe",
        "",
        "ma\\x74h",
    ] {
        for import in
            [format!("import \"{package}\"\n{READING}"), format!("import e \"{package}\"\n{READING}")]
        {
            refused(
                &import,
                "is not among those that only read: only reading is allowed, with array, bitwise",
            );
        }
    }
    refused("import math", "after import, a package must be in quotes");
}

#[test]
fn of_a_package_that_also_writes_only_what_reads_can_be_named() {
    for query in [
        "import \"experimental\"\nx |> experimental.to(bucket: \"b\")",
        "import e \"experimental\"\nx |> e.to(bucket: \"b\")",
        "import e \"experimental\"\nf = e.to",
        "import e \"experimental\"\nf = e[\"to\"]",
        "import e \"experimental\"\nf = e\nf.to(tables: x)",
        "import e \"experimental\"\nr = {e}",
        "import e \"experimental\"\na = [.e.to(tables: x)]",
        "import e \"experimental\"\nr = {p: e}",
        "import e \"experimental\"\nimport \"experimental\"\nexperimental.to(tables: x)",
        "import \"experimental\"\nexperimental // c\n . // c\n to(tables: x)",
        "import \"influxdata/influxdb/v1\"\nv1.databases(host: \"http://elsewhere\")",
        "import \"influxdata/influxdb/schema\"\nschema._from(bucket: \"b\", host: \"http://elsewhere\")",
    ] {
        refused(query, "only these can be used");
    }
}

#[test]
fn other_servers_and_other_statements_are_refused() {
    for (query, part) in [
        (
            "from(bucket: \"b\", host: \"http://elsewhere\", token: \"t\")",
            "from() takes bucket, bucketID here",
        ),
        ("from(host: \"http://elsewhere\", bucket: \"b\")", "from() takes bucket"),
        ("from(\"host\": \"http://elsewhere\")", "from() takes bucket"),
        ("from(bucket: \"b\", org: \"other\")", "from() takes bucket"),
        ("host = \"http://elsewhere\"\nfrom(bucket: \"b\", host)", "from() takes bucket"),
        ("f = from\nf(bucket: \"b\", host: \"x\")", "from may only be called"),
        ("a = [1, .from(bucket: \"b\", host: \"http://elsewhere\")]", "from() takes bucket"),
        ("r = {from}", "from may only be called"),
        ("buckets(host: \"http://elsewhere\")", "buckets() takes no argument"),
        ("cardinality(bucket: \"b\", start: -1h, host: \"x\")", "cardinality() takes bucket"),
        ("option task = {name: \"t\", every: 1h}", "only the option location"),
        ("option now = () => 2026-01-01", "only the option location"),
        ("option monitor.log = x", "only the option location"),
        ("builtin to : (<-tables: [A]) => [A]", "builtin is not allowed in a query"),
        ("package universe", "package is not allowed in a query"),
        ("testcase a { x }", "testcase is not allowed in a query"),
        ("@edition(\"2022.1\")", "no meaning in Flux"),
    ] {
        refused(query, part);
    }
}

#[test]
fn literals_that_can_be_read_in_two_ways_are_refused() {
    for (query, part) in [
        ("a = \"open", "line 1, at \"open: the quote is not closed"),
        ("a = \"x ${b\"", "the quote is not closed"),
        ("a = \"x ${b", "still open"),
        ("a = \"\\q\"", "after a \\ only"),
        ("a = \"$\\\" to(tables: x)\"", "two ways"),
        ("a = \"x$\"", "two ways"),
        ("a = \"$${\" to(tables: x) b = \"}\"", "two ways"),
        ("import \"math\" / 1 /", "not certain"),
        ("import m \"math\" // b\n / 1 /", "not certain"),
        ("in = 1\na = in / 2", "not certain"),
        ("a = not /b/", "not certain"),
        ("a = [.in / 1 / 2]", "not certain"),
        ("a = [\"${b}\"]", "cannot be within square brackets"),
        ("a = [\"k\": \"${b} c\"]", "cannot be within square brackets"),
        ("a = r.then /b/", "not certain"),
        ("a = r =~ /b", "not closed on its line"),
        ("a = r =~ /b\\\\/ to(tables: x)/", "an even number of \\"),
        ("f = () => { return 1 } / 2 /", "not certain"),
        ("/a/", "not certain"),
        ("a = /* b */ 1", "comments are written as //"),
        ("a = b)", "closes nothing"),
        ("a = (b]", "closes nothing"),
        ("a = (b", "still open"),
        ("a = 1 // b\r to(tables: x)", "hidden character U+000D"),
        ("a = ß", "no meaning in Flux"),
        ("a = $host", "$host has not been filled"),
        ("a = ${host}", "$host has not been filled"),
        ("a = b; c", "no meaning in Flux"),
    ] {
        refused(query, part);
    }
}

fn soup() -> impl Strategy<Value = String> {
    let parts = vec![
        "x",
        "|>",
        "to",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "${",
        "/",
        "//",
        "\n",
        " ",
        "\\",
        "=~",
        "=",
        ":",
        ",",
        ".",
        "1h",
        "r",
        "import \"experimental\"\n",
        "experimental",
        "f",
        "=>",
        "'",
        "$",
        "2026-01-01T00:00:00Z",
        "from",
    ];
    prop::collection::vec(prop::sample::select(parts), 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    // Each case tries every position of its text.
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_write_in_any_place_is_refused_or_within_a_literal(prefix in "[a-z]{1,3}", tag in "[a-z;/ ]{0,5}[$]?x") {
        let query = format!(
            "{prefix}_ = from(bucket: \"{tag}\") |> filter(fn: (r) => r[\"{tag}\"] =~ /a/ and r.b == 1 / 2) // {tag}\n|> map(fn: (r) => ({{r with c: \"${{r.b}} {tag}\"}}))"
        );
        prop_assert!(flux(query.clone()).is_ok(), "{}", query);
        let all = tokens(&query).map_err(|_| TestCaseError::fail("no tokens"))?;
        for at in 0..=query.len() {
            let longer = format!("{} |> to(bucket: x) {}", &query[..at], &query[at..]);
            let inside = all.iter().any(|token| {
                let literal = matches!(token.kind, Kind::Text | Kind::Regex | Kind::Comment);
                let end = token.at + token.text.len() + usize::from(token.kind == Kind::Comment);
                literal && token.at < at && at < end
            });
            prop_assert!(inside || flux(longer.clone()).is_err(), "{}", longer);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn soup_never_goes_through_with_a_write(text in soup()) {
        if flux(text.clone()).is_ok() {
            let mut all = tokens(&text).map_err(|_| TestCaseError::fail("no tokens"))?;
            all.retain(|token| token.kind != Kind::Comment);
            for (at, _) in all.iter().enumerate().filter(|(_, token)| token.is_word("to")) {
                let before = at.checked_sub(1).map(|at| all[at].text);
                let after = all.get(at + 1).map(|token| token.text);
                prop_assert!(before == Some(".") || after == Some(":"), "{}", text);
            }
        }
    }
}
