//! Lets only reading statements of InfluxQL through: whoever may edit a panel must not be able to drop a database.

use crate::SourceError;

/// Checks that every statement starts with SELECT and that none writes INTO a measurement.
///
/// # Errors
/// [`SourceError::Query`] names the statement's first word.
pub(super) fn check(query: &str) -> Result<(), SourceError> {
    let mut statements = 0;
    for words in statements_of(query) {
        let Some(first) = words.first() else { continue };
        statements += 1;
        if first != "SELECT" {
            return Err(SourceError::query(
                "query",
                format!("starts a statement with {first}: only SELECT is allowed"),
            ));
        }
        if words.iter().any(|word| word == "INTO") {
            return Err(SourceError::query("query", "writes with SELECT ... INTO: only reading is allowed"));
        }
    }
    if statements == 0 {
        return Err(SourceError::query(
            "query",
            "is empty: write a SELECT with $timeFilter and GROUP BY time($__interval)",
        ));
    }
    Ok(())
}

/// The bare words of each statement in capitals; quoted text and comments are passed over.
/// <https://docs.influxdata.com/influxdb/v1/query_language/spec/>
fn statements_of(query: &str) -> Vec<Vec<String>> {
    let mut statements = vec![Vec::new()];
    let mut word = String::new();
    let mut rest = query;
    while let Some(sign) = rest.chars().next() {
        let length = match sign {
            '\'' | '"' => quoted(rest, sign),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => sign.len_utf8(),
        };
        if sign.is_alphanumeric() || sign == '_' {
            word.extend(sign.to_uppercase());
        } else {
            close(&mut word, &mut statements);
            if sign == ';' {
                statements.push(Vec::new());
            }
        }
        rest = &rest[length..];
    }
    close(&mut word, &mut statements);
    statements
}

fn close(word: &mut String, statements: &mut [Vec<String>]) {
    if let (false, Some(statement)) = (word.is_empty(), statements.last_mut()) {
        statement.push(std::mem::take(word));
    }
}

/// The length of a quoted text with both of its quotes; a backslash protects what follows.
fn quoted(text: &str, quote: char) -> usize {
    let mut signs = text.char_indices().skip(1);
    while let Some((at, sign)) = signs.next() {
        if sign == '\\' {
            signs.next();
        } else if sign == quote {
            return at + sign.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_let_through() {
        for query in [
            "SELECT mean(\"value\") FROM cpu WHERE $timeFilter",
            "select 1 from a; SELECT 2 FROM b;",
            "SELECT a FROM \"into\" WHERE x = 'DROP DATABASE y; into'",
            "-- a comment; DROP\nSELECT a FROM b /* INTO */",
            "SELECT intonation FROM a",
            r#"SELECT "a\" INTO" FROM b WHERE c = 'it\'s; DROP'"#,
            "SELECT a FROM /cpu.*/ WHERE b =~ /x;y/",
        ] {
            // A `;` inside of a regular expression looks like a statement's end; the last case shows the price.
            let allowed = check(query).is_ok();
            assert_eq!(allowed, !query.contains("/x;y/"), "{query}");
        }
    }

    #[test]
    fn writing_is_refused() {
        for (query, part) in [
            ("DROP DATABASE a", "DROP"),
            ("SELECT a FROM b; drop measurement c", "DROP"),
            ("SELECT a INTO b FROM c", "INTO"),
            ("SELECT a INTO\"b\" FROM c", "INTO"),
            ("select a\ninto b from c", "INTO"),
            ("SELECT 'a\\' FROM b; DROP DATABASE x --'", "unclosed quotes swallow the rest"),
            ("/* SELECT */ DELETE FROM a", "DELETE"),
            ("CREATE USER x", "CREATE"),
            ("", "is empty"),
            (" ; ; ", "is empty"),
            ("-- only a comment", "is empty"),
        ] {
            match check(query) {
                Err(error) => assert!(error.to_string().contains(part), "{query}: {error}"),
                // The quote never closes: the server reads one broken SELECT as well.
                Ok(()) => assert!(part.starts_with("unclosed"), "{query}"),
            }
        }
    }
}
