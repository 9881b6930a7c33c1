//! The lengths of InfluxQL literals that can hide a `;`.

use super::fault::Fault;
use super::regex::between_slashes;

/// A text or name in quotes. Only `\n`, `\\`, `\"` and `\'` are escapes, and a line end is an error.
pub(super) fn quoted(text: &str, at: usize) -> Result<usize, Fault> {
    let mut signs = text[at..].char_indices();
    let quote = signs.next().map_or('"', |(_, sign)| sign);
    while let Some((offset, sign)) = signs.next() {
        match sign {
            '\n' => break,
            '\\' => match signs.next() {
                Some((_, 'n' | '\\' | '"' | '\'')) => {}
                _ => {
                    let problem = "after a \\ within quotes only n, \\, \" or ' may stand: double the \\";
                    return Err(Fault::new(at + offset, problem));
                }
            },
            _ if sign == quote => return Ok(offset + 1),
            _ => {}
        }
    }
    Err(Fault::new(at, format!("the quote {quote} is not closed on its line")))
}

/// A regular expression between slashes.
pub(super) fn regex(text: &str, at: usize) -> Result<usize, Fault> {
    if text[at..].starts_with("/*") {
        let problem = "a comment cannot stand where a regular expression could: put it elsewhere";
        return Err(Fault::new(at, problem));
    }
    between_slashes(text, at)
}

/// A comment, to the end of its line or to `*/`.
pub(super) fn comment(text: &str, at: usize) -> Result<usize, Fault> {
    let rest = &text[at..];
    if rest.starts_with("--") {
        return Ok(rest.find('\n').unwrap_or(rest.len()));
    }
    let end = rest[2..].find("*/").ok_or_else(|| Fault::new(at, "the comment is not closed"))? + 2;
    if rest[2..end].contains("/*") || rest[2..].starts_with('/') {
        return Err(Fault::new(at, "a comment within a comment can be read in two ways: take one out"));
    }
    Ok(end + 2)
}

/// A number, or a duration such as `1h30m`.
pub(super) fn number(text: &str, at: usize) -> Result<usize, Fault> {
    const UNITS: [&str; 9] = ["ns", "ms", "u", "µ", "s", "m", "h", "d", "w"];
    let digits = |text: &str| text.len() - text.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
    let rest = &text[at..];
    let mut length = digits(rest);
    let fraction = rest[length..].strip_prefix('.').map_or(0, digits);
    if fraction > 0 {
        length += 1 + fraction;
    } else {
        while let Some(unit) = UNITS.into_iter().find(|unit| rest[length..].starts_with(unit)) {
            length += unit.len();
            length += digits(&rest[length..]);
        }
    }
    let next = rest[length..].chars().next();
    if next.is_some_and(|sign| sign.is_alphanumeric() || sign == '_' || sign == '.') {
        return Err(Fault::new(
            at,
            "this is neither a number nor a duration such as 10s: put spaces around it",
        ));
    }
    Ok(length)
}
