//! Decides which statements of InfluxQL go to the server: one SELECT without INTO from a user, and the lists that the
//! editor needs.

use super::ReadOnly;
use super::fault::Fault;
use super::influxql_tokens::{Kind, Token, tokens};
use crate::SourceError;

/// Keywords of statements that change something. As names they need double quotes anyway.
const WRITING: [&str; 9] = ["INTO", "DROP", "DELETE", "CREATE", "ALTER", "GRANT", "REVOKE", "KILL", "INSERT"];

/// The lists of the editor, by the words that start the statement.
const LISTS: [&[&str]; 3] = [&["SHOW", "MEASUREMENTS"], &["SHOW", "TAG", "KEYS"], &["SHOW", "TAG", "VALUES"]];

/// Checks that a text is one SELECT that only reads.
///
/// # Errors
/// [`SourceError::Query`] with line, column and what would be right.
pub(in super::super) fn select(text: String) -> Result<ReadOnly, SourceError> {
    one_of(&[&["SELECT"]], text)
}

/// Checks that a text of our own is one of the lists.
///
/// # Errors
/// As [`select`].
pub(in super::super) fn listing(text: String) -> Result<ReadOnly, SourceError> {
    one_of(&LISTS, text)
}

fn one_of(allowed: &[&[&str]], text: String) -> Result<ReadOnly, SourceError> {
    match check(allowed, &text) {
        Ok(()) => Ok(ReadOnly(text)),
        Err(fault) => Err(fault.error(&text)),
    }
}

fn check(allowed: &[&[&str]], text: &str) -> Result<(), Fault> {
    let all = tokens(text)?;
    let mut statement: Vec<&Token<'_>> = all.iter().filter(|token| token.kind != Kind::Comment).collect();
    statement.pop_if(|last| last.is_sign(";"));
    let Some(first) = statement.first() else {
        let problem = "is empty: write a SELECT with $timeFilter and GROUP BY time($__interval)";
        return Err(Fault::new(0, problem));
    };
    if !allowed.iter().any(|words| starts_with(&statement, words)) {
        return Err(Fault::new(
            first.at,
            format!("the query starts with {}: only SELECT is allowed", first.text),
        ));
    }
    for token in &statement {
        if token.is_sign(";") {
            return Err(Fault::new(
                token.at,
                "a second statement follows: only one SELECT is allowed in a query",
            ));
        }
        if WRITING.into_iter().any(|word| token.is_word(word)) {
            let problem = format!(
                "{} is a word of statements that write: only reading is allowed; a name needs double quotes",
                token.text
            );
            return Err(Fault::new(token.at, problem));
        }
    }
    Ok(())
}

fn starts_with(statement: &[&Token<'_>], words: &[&str]) -> bool {
    statement.len() >= words.len() && statement.iter().zip(words).all(|(token, word)| token.is_word(word))
}
