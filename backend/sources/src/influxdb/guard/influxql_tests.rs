//! Tests what the guard of InfluxQL accepts and refuses, by kind of literal.

use proptest::prelude::*;

use super::influxql::{listing, select};
use super::influxql_tokens::{Kind, tokens};

fn refused(query: &str, part: &str) {
    match select(query.to_owned()) {
        Ok(_) => panic!("{query} went through"),
        Err(error) => assert!(error.to_string().contains(part), "{query}: {error}"),
    }
}

fn allowed(query: &str) {
    let checked = select(query.to_owned()).unwrap_or_else(|error| panic!("{query}: {error}"));
    assert_eq!(checked.text(), query);
}

#[test]
fn one_select_goes_through() {
    for query in [
        "SELECT mean(\"value\") FROM cpu WHERE time >= 0ms GROUP BY time(10s), * fill(null)",
        "select a from b;",
        "SELECT a FROM b ; -- done",
        "SELECT intonation, dropped FROM a",
        "SELECT a FROM (SELECT mean(v) AS a FROM b GROUP BY time(1m), host) WHERE a > 0.5",
        "SELECT derivative(mean(v), 1s) / 2 FROM \"db\".\"policy\".cpu ORDER BY time DESC LIMIT 5 tz('Europe/Berlin')",
        "SELECT v::float FROM db..m WHERE host != 'a' AND x <> 1 OR y <= -.5",
    ] {
        allowed(query);
    }
}

#[test]
fn statements_that_write_are_refused() {
    for (query, part) in [
        ("DROP DATABASE a", "starts with DROP: only SELECT is allowed"),
        ("SHOW DATABASES", "starts with SHOW"),
        ("EXPLAIN ANALYZE SELECT a FROM b", "starts with EXPLAIN"),
        ("CREATE USER x", "CREATE"),
        ("(SELECT a FROM b)", "starts with ("),
        ("SELECT a INTO b FROM c", "INTO is a word of statements that write: only reading is allowed"),
        ("select a\ninto b from c", "line 2, at into b from c: into"),
        ("SELECT a FROM (SELECT b INTO c FROM d)", "INTO"),
        ("SELECT a FROM b; drop measurement scratch", "a second statement follows"),
        ("SELECT a FROM b; SELECT 2 FROM c", "a second statement follows"),
        ("SELECT a FROM b;;", "a second statement follows"),
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("-- only a comment", "is empty"),
        (";", "is empty"),
        ("; DROP MEASUREMENT scratch", "starts with ;"),
    ] {
        refused(query, part);
    }
}

#[test]
fn quotes_hide_only_what_they_hold() {
    allowed(r#"SELECT "a\" INTO; " FROM "into" WHERE c = 'it\'s; DROP \\' AND d = '"'"#);
    for (query, part) in [
        (r"SELECT a FROM b WHERE c = '\\'; DROP MEASUREMENT scratch --'", "a second statement"),
        (r#"SELECT "\\"; DROP MEASUREMENT scratch --""#, "a second statement"),
        ("SELECT a FROM b WHERE c = 'open", "line 1, at 'open: the quote ' is not closed"),
        ("SELECT \"open\n\" FROM b", "the quote \" is not closed on its line"),
        (r"SELECT a FROM b WHERE c = 'C:\temp'", "after a \\ within quotes"),
        ("SELECT a INTO\"b\" FROM c", "put a space before \"b\""),
        ("SELECT 'a''b' FROM c", "put a space before 'b'"),
        ("SELECT \"a\"b FROM c", "put a space before b"),
    ] {
        refused(query, part);
    }
}

#[test]
fn regular_expressions_hide_only_what_they_hold() {
    for query in [
        "SELECT a FROM /cpu.*/ WHERE b =~ /x;y into/ AND c !~/--|'|\"/",
        "SELECT /a;/, max(/b'/) FROM m, /c|;/ GROUP BY /d--/, /e/",
        r"SELECT a FROM b WHERE c =~ /\/var\/log; DROP MEASUREMENT scratch/",
        "SELECT a FROM db.policy./x;y/",
        "SELECT a FROM b WHERE c =~ // AND d =~ /[\\\\]x/",
    ] {
        allowed(query);
    }
    for (query, part) in [
        ("SELECT a FROM b WHERE c =~ /'/; DROP MEASUREMENT scratch --'/", "a second statement"),
        ("SELECT a FROM b WHERE c =~ /x/; DROP MEASUREMENT scratch", "a second statement"),
        (r"SELECT a FROM b WHERE c =~ /x\\/; DROP MEASUREMENT scratch --/", "an even number of \\"),
        (
            "SELECT a FROM b WHERE c =~ /x",
            "line 1, at /x: the regular expression that starts here is not closed",
        ),
        ("SELECT a FROM b WHERE c =~ /x\n/", "not closed on its line"),
        ("SELECT a FROM b WHERE c =~ /* x */ /y/", "a comment cannot stand"),
        ("SELECT a FROM b WHERE c =~ --x\n /y/", "not certain"),
        ("SELECT a./ b FROM m; DROP MEASUREMENT scratch -- / FROM m", "not certain"),
        ("SELECT a FROM b, db.policy./x/", "not certain"),
        ("SELECT a FROM b WHERE /x/", "not certain"),
        ("SELECT * / 2 FROM a", "not certain"),
        ("SELECT a FROM b WHERE c =~ /x/i", "put a space before i"),
    ] {
        refused(query, part);
    }
}

#[test]
fn a_division_hides_nothing() {
    allowed("SELECT a / b, (c) / 2, mean(d) / 3.5 / \"e\", 10m/2 FROM f WHERE g = 'x' / 1");
    for query in [
        "SELECT a / b FROM c; DROP MEASUREMENT scratch -- / 2",
        "SELECT mean(a) / 2 FROM c; DROP MEASUREMENT scratch; SELECT 1 / 2 FROM d",
        "SELECT (a) /b FROM c; DROP MEASUREMENT scratch -- /",
    ] {
        refused(query, "a second statement");
    }
}

#[test]
fn comments_hide_only_what_they_hold() {
    for query in [
        "-- a comment; DROP\nSELECT a FROM b /* INTO ; ' */",
        "/* ' */ SELECT a -- \" ;\r\n FROM b --",
        "SELECT a + /* c */ b FROM c /**/",
        "SELECT a /* c */ / b FROM c",
    ] {
        allowed(query);
    }
    for (query, part) in [
        ("/* SELECT */ DELETE FROM a", "starts with DELETE"),
        ("SELECT a FROM b /* open", "the comment is not closed"),
        ("SELECT a FROM b /*/ ; DROP MEASUREMENT scratch /*/", "two ways"),
        ("SELECT a FROM b /* /* */ ; DROP MEASUREMENT scratch */", "two ways"),
        ("SELECT a FROM b -- c\n; DROP MEASUREMENT scratch", "a second statement"),
        ("SELECT a FROM b -- c\r; DROP MEASUREMENT scratch", "hidden character U+000D"),
        ("SELECT a FROM b -- c\0; DROP MEASUREMENT scratch", "hidden character U+0000"),
        ("SELECT a FROM b -- c\u{2028}; DROP MEASUREMENT scratch", "hidden character U+2028"),
    ] {
        refused(query, part);
    }
}

#[test]
fn numbers_variables_and_other_signs_leave_no_doubt() {
    allowed("SELECT 1, 1.5, .5, 10s, 1h30m, 5µ, 100ms, 7d AS x FROM a");
    for (query, part) in [
        ("SELECT 1.5INTO FROM a", "neither a number nor a duration"),
        ("SELECT 1x FROM a", "neither a number"),
        ("SELECT 1. FROM a", "neither a number"),
        ("SELECT a FROM b WHERE c = $host", "$host has not been filled"),
        ("SELECT a FROM b WHERE c = ${host:regex}", "$host has not been filled"),
        ("SELECT a FROM b WHERE c = [[host]]", "[[host]] has not been filled"),
        ("SELECT a FROM b WHERE c = $", "has not been filled"),
        ("SELECT ä FROM b", "no meaning in InfluxQL"),
        ("SELECT a FROM b WHERE c = `x`", "no meaning"),
        ("SELECT a FROM b WHERE c ! d", "no meaning"),
        ("SELECT a:b FROM c", "no meaning"),
        ("SELECT a. FROM b", "a dot stands between"),
        ("SELECT a FROM b.", "a dot stands between"),
        ("SELECT a . b FROM c", "a dot stands between"),
    ] {
        refused(query, part);
    }
}

#[test]
fn only_lists_that_the_editor_needs_are_asked_for() {
    for query in [
        "SHOW MEASUREMENTS LIMIT 5",
        "SHOW TAG KEYS FROM \"a ; b\"",
        "SHOW TAG VALUES FROM \"a\" WITH KEY = \"b\" LIMIT 5",
    ] {
        assert!(listing(query.to_owned()).is_ok(), "{query}");
    }
    for query in ["SHOW DATABASES", "SELECT a FROM b", "SHOW TAG KEYS; DROP MEASUREMENT scratch", "SHOW TAG"]
    {
        assert!(listing(query.to_owned()).is_err(), "{query}");
    }
}

/// A literal of any content, written according to its kind.
fn literal() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        ";",
        "DROP MEASUREMENT scratch",
        "INTO",
        "--",
        "/*",
        "*/",
        "a",
        " ",
        "x.y",
        "(",
        "ä",
        "'",
        "\"",
        "/",
        "\\",
        "$b",
    ]);
    let held = prop::collection::vec(nasty, 0..6).prop_map(|parts| parts.concat());
    (held, 0..5_u8).prop_map(|(held, kind)| {
        let escaped = |quotes: &str| {
            let mut out = String::new();
            for sign in held.chars() {
                if sign == '\\' || quotes.contains(sign) {
                    out.push('\\');
                }
                out.push(sign);
            }
            out
        };
        match kind {
            0 => format!("'{}'", escaped("'")),
            1 => format!("\"{}\"", escaped("\"")),
            2 => format!("max(/x{}/)", held.replace('\\', "[b]").replace('/', "\\/")),
            3 => format!("1 /*{} */", held.replace("*/", "").replace("/*", "").replace('/', "")),
            _ => format!("2 --{}\n", held),
        }
    })
}

/// Arbitrary text.
fn soup() -> impl Strategy<Value = String> {
    let parts = vec![
        "SELECT",
        "a",
        "FROM",
        "m",
        "WHERE",
        "BY",
        ";",
        "DROP MEASUREMENT scratch",
        "INTO",
        "'",
        "\"",
        "/",
        "\\",
        "--",
        "\n",
        "/*",
        "*/",
        " ",
        " ",
        "=~",
        "!~",
        "(",
        ")",
        ",",
        ".",
        "1",
        "5m",
        "*",
        "\\/",
        "$x",
        "\r",
        "x'y",
    ];
    prop::collection::vec(prop::sample::select(parts), 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    // Each case tries every position of its text.
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_second_statement_in_any_place_is_refused_or_within_a_literal(literals in prop::collection::vec(literal(), 1..4)) {
        let query = format!("SELECT {} FROM m WHERE a / 2 > 1 AND b =~ /c/", literals.join(" , "));
        prop_assert!(select(query.clone()).is_ok(), "{}", query);
        let all = tokens(&query).map_err(|_| TestCaseError::fail("no tokens"))?;
        for at in (0..=query.len()).filter(|at| query.is_char_boundary(*at)) {
            let longer = format!("{}; DROP MEASUREMENT scratch{}", &query[..at], &query[at..]);
            let inside = all.iter().any(|token| {
                let literal = !matches!(token.kind, Kind::Word | Kind::Number | Kind::Sign);
                // A comment to the end of its line continues after its last character.
                let end = token.at + token.text.len() + usize::from(token.text.starts_with("--"));
                literal && token.at < at && at < end
            });
            prop_assert!(inside || select(longer.clone()).is_err(), "{}", longer);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_with_more_than_one_statement_goes_through(literals in prop::collection::vec(literal(), 1..5), second in any::<bool>()) {
        let mut query = format!("SELECT {} FROM m", literals.join(", "));
        if second {
            query.push_str(" ; DROP MEASUREMENT scratch");
        }
        prop_assert_eq!(select(query.clone()).is_err(), second, "{}", query);
    }

    #[test]
    fn soup_that_goes_through_is_one_select_in_every_reading_of_its_slashes(text in soup()) {
        let query = format!("SELECT {text}");
        if select(query.clone()).is_ok() {
            prop_assert!(!may_hold_two(&query), "{}", query);
        }
    }
}

#[test]
fn a_comment_after_the_end_of_a_statement_is_no_second_one() {
    let query = "SELECT a FROM m ;/*SELECT/SELECT*/";
    assert!(select(query.to_owned()).is_ok() && !may_hold_two(query));
    assert!(may_hold_two("SELECT a FROM m ;/SELECT/") && may_hold_two("SELECT a FROM m ; SELECT b FROM m"));
}

/// An independent check: whether some way to read the slashes of a text leaves a second statement or an INTO outside of
/// all literals, in a text that ends well. It does not know where a `/` must be a division or a regular expression. So
/// it assumes divisions only after a name, a number or a bracket, as in the server's grammar. After the end of a
/// statement no literal begins, so a comment there is a comment.
fn may_hold_two(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let mut words = String::new();
    let mut at = 0;
    let mut ended = false;
    while at < signs.len() {
        let sign = signs[at];
        let pair: String = signs[at..signs.len().min(at + 2)].iter().collect();
        let operand =
            words.trim_end().ends_with(|sign: char| sign.is_ascii_alphanumeric() || ")\"'".contains(sign));
        let last = words.trim_end().rsplit(|sign: char| !sign.is_ascii_alphanumeric()).next();
        let keyword = last.is_some_and(|word| ["SELECT", "FROM", "BY"].contains(&word));
        let close = match (sign, pair.as_str()) {
            ('\'' | '"', _) => Some(sign),
            ('/', "/*") if ended || operand && !keyword => {
                let rest: String = signs[at + 2..].iter().collect();
                let Some(end) = rest.find("*/") else { return false };
                at += 2 + rest[..end].chars().count() + 2;
                continue;
            }
            ('/', _) if !ended && (!operand || keyword) => Some('/'),
            (_, "--") => {
                at += signs[at..].iter().position(|sign| *sign == '\n').unwrap_or(signs.len() - at);
                continue;
            }
            _ => None,
        };
        if let Some(close) = close {
            let mut end = at + 1;
            while signs.get(end).is_some_and(|sign| *sign != close) {
                end += if signs[end] == '\\' { 2 } else { 1 };
            }
            if end >= signs.len() {
                return false;
            }
            words.push(close);
            at = end + 1;
            continue;
        }
        if ended && !sign.is_whitespace() {
            return true;
        }
        ended |= sign == ';';
        words.push(sign);
        at += 1;
    }
    words.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| word == "INTO")
}
