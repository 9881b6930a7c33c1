//! Tokenizes a text of InfluxQL. <https://docs.influxdata.com/influxdb/v1/query_language/spec/>
//!
//! The server decides by position whether a `/` divides or starts a regular expression, and so does this code. A
//! position that leaves doubt is a fault.

use super::fault::{Fault, hidden_sign, word_at};
use super::influxql_literals::{comment, number, quoted, regex};

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, or a name without quotes.
    Word,
    /// A name in double quotes.
    Name,
    /// Text in single quotes.
    Text,
    /// A number or a duration.
    Number,
    /// A regular expression between slashes.
    Regex,
    /// An operator, a bracket, a comma, a semicolon.
    Sign,
    /// A comment of either form.
    Comment,
}

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// The byte at which it starts.
    pub(super) at: usize,
}

impl Token<'_> {
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    const fn end(&self) -> usize {
        self.at + self.text.len()
    }

    const fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Name)
    }
}

/// Operators and brackets, the longer ones first.
const SIGNS: [&str; 23] = [
    "=~", "!~", "!=", "<>", "<=", ">=", "::", "=", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "(",
    ")", ",", ".", ";",
];

/// Keywords that must be followed by something that cannot be a division.
const UNFINISHED: [&str; 12] =
    ["WHERE", "AND", "OR", "AS", "IN", "ON", "WITH", "GROUP", "ORDER", "LIMIT", "OFFSET", "DISTINCT"];

/// All tokens of a text, including comments.
///
/// # Errors
/// [`Fault`] if the text cannot be tokenized with certainty.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
    if let Some(fault) = hidden_sign(text) {
        return Err(fault);
    }
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        if matches!(sign, ' ' | '\t' | '\r' | '\n') {
            at += 1;
            continue;
        }
        let (kind, length) = next(text, at, sign, &tokens)?;
        let token = Token { kind, text: &text[at..at + length], at };
        if let Some(before) = tokens.last() {
            check_seam(before, &token)?;
        }
        tokens.push(token);
        at += length;
    }
    match tokens.last() {
        Some(dot) if dot.is_sign(".") => Err(stray_dot(dot.at)),
        _ => Ok(tokens),
    }
}

/// Kind and length of the token at `at`.
fn next(text: &str, at: usize, sign: char, before: &[Token<'_>]) -> Result<(Kind, usize), Fault> {
    let rest = &text[at..];
    Ok(match sign {
        '\'' => (Kind::Text, quoted(text, at)?),
        '"' => (Kind::Name, quoted(text, at)?),
        '-' if rest.starts_with("--") => (Kind::Comment, comment(text, at)?),
        '/' if starts_regex(text, at, before)? => (Kind::Regex, regex(text, at)?),
        '/' if rest.starts_with("/*") => (Kind::Comment, comment(text, at)?),
        '$' => {
            let inner = rest[1..].trim_start_matches('{');
            return Err(Fault::unfilled(at, &format!("${}", word_at(inner))));
        }
        '[' if rest.starts_with("[[") => {
            return Err(Fault::unfilled(at, &format!("[[{}]]", word_at(&rest[2..]))));
        }
        _ if sign.is_ascii_alphabetic() || sign == '_' => (Kind::Word, word_at(rest).len()),
        _ if sign.is_ascii_digit() => (Kind::Number, number(text, at)?),
        '.' if rest[1..].starts_with(|sign: char| sign.is_ascii_digit()) => {
            (Kind::Number, 1 + number(text, at + 1)?)
        }
        _ => match SIGNS.into_iter().find(|known| rest.starts_with(known)) {
            Some(known) => (Kind::Sign, known.len()),
            None => {
                let problem = format!("{sign:?} has no meaning in InfluxQL outside of quotes");
                return Err(Fault::new(at, problem));
            }
        },
    })
}

/// Whether the `/` at `at` starts a regular expression rather than a comment or a division.
fn starts_regex(text: &str, at: usize, before: &[Token<'_>]) -> Result<bool, Fault> {
    let doubt = || {
        let problem = "it is not certain whether this / divides or starts a regular expression: divide names, numbers and parentheses only, and leave out a comment before the expression";
        Err(Fault::new(at, problem))
    };
    let Some(operand) = before.iter().rfind(|token| token.kind != Kind::Comment) else { return Ok(false) };
    let expected = match operand.kind {
        Kind::Word => ["SELECT", "FROM", "BY"].into_iter().any(|word| operand.is_word(word)),
        Kind::Sign if operand.text == "." => operand.end() == at && ends_source(before),
        Kind::Sign => matches!(operand.text, "," | "(" | "=~" | "!~"),
        _ => false,
    };
    if expected {
        // The server skips white space here, but no comment.
        let commented = before.last().is_some_and(|last| last.kind == Kind::Comment);
        return if commented { doubt() } else { Ok(true) };
    }
    let divides = match operand.kind {
        Kind::Word => !UNFINISHED.into_iter().any(|word| operand.is_word(word)),
        Kind::Name | Kind::Text | Kind::Number => true,
        Kind::Sign => operand.text == ")",
        Kind::Regex | Kind::Comment => false,
    };
    if divides || text[at..].starts_with("/*") { Ok(false) } else { doubt() }
}

/// Whether the last tokens are `FROM db.policy.`, after which a measurement can be a regular expression. Anywhere else
/// the server divides after a dot.
fn ends_source(tokens: &[Token<'_>]) -> bool {
    let from = tokens.iter().rposition(|token| token.is_word("FROM"));
    let Some(chain) = from.map(|from| &tokens[from + 1..]) else { return false };
    match chain {
        [first, dot] => first.is_name() && dot.is_sign("."),
        [first, dot, second, last] => {
            first.is_name() && dot.is_sign(".") && second.is_name() && last.is_sign(".")
        }
        _ => false,
    }
}

/// Checks two tokens without a space between them.
fn check_seam(before: &Token<'_>, token: &Token<'_>) -> Result<(), Fault> {
    let touching = before.end() == token.at;
    let literal = |token: &Token<'_>| !matches!(token.kind, Kind::Sign | Kind::Comment);
    if touching && literal(before) && literal(token) {
        // The server drops a word that is followed by a quote.
        return Err(Fault::new(token.at, format!("put a space before {}", token.text)));
    }
    let after_name = touching && (before.is_name() || before.is_sign("."));
    if token.is_sign(".") && !after_name {
        return Err(stray_dot(token.at));
    }
    let part = token.is_name() || token.is_sign(".") || token.kind == Kind::Regex;
    if before.is_sign(".") && !(touching && part) {
        return Err(stray_dot(before.at));
    }
    Ok(())
}

fn stray_dot(at: usize) -> Fault {
    Fault::new(at, "a dot stands between two parts of a name, without a space")
}
