//! The lengths of Flux literals. <https://docs.influxdata.com/flux/v0/spec/lexical-elements/>

use super::fault::Fault;

/// The end of a piece of a quoted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// With the closing quote.
    Closed,
    /// With `${`; an expression follows.
    Expression,
}

/// The length of the piece of a quoted text that begins at `at`, and its end.
pub(super) fn piece(text: &str, at: usize) -> Result<(usize, Ends), Fault> {
    let mut rest = &text[at..];
    let length = |rest: &str| text.len() - at - rest.len();
    while let Some(sign) = rest.chars().next() {
        let step = match sign {
            '"' => return Ok((length(rest) + 1, Ends::Closed)),
            '\\' => escape(rest).ok_or_else(|| {
                Fault::new(
                    at + length(rest),
                    "after a \\ only n, r, t, \\, \", ${ or x and two digits may stand",
                )
            })?,
            '$' if rest.starts_with("${") => return Ok((length(rest) + 2, Ends::Expression)),
            '$' if rest[1..].starts_with(['\\', '"', '$']) => {
                let problem = "a $ before this sign can be read in two ways: write the regular expression between slashes, or put another sign after the $";
                return Err(Fault::new(at + length(rest), problem));
            }
            _ => sign.len_utf8(),
        };
        rest = &rest[step..];
    }
    Err(Fault::new(at.saturating_sub(1), "the quote is not closed"))
}

/// The length of an escape sequence, including the backslash.
fn escape(rest: &str) -> Option<usize> {
    let after = &rest[1..];
    let hex = |text: &str| text.len() >= 2 && text.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    match after.chars().next()? {
        'n' | 'r' | 't' | '\\' | '"' => Some(2),
        '$' if after.starts_with("${") => Some(3),
        'x' if hex(&after[1..]) => Some(4),
        _ => None,
    }
}

/// A number, a duration such as `1h30m`, or an instant.
pub(super) fn number(text: &str, at: usize) -> Result<usize, Fault> {
    const UNITS: [&str; 11] = ["mo", "ms", "us", "µs", "ns", "y", "w", "d", "h", "m", "s"];
    let rest = &text[at..];
    let mut length = instant(rest);
    if length == 0 {
        length = digits(rest);
        match rest[length..].strip_prefix('.').map_or(0, digits) {
            0 => {
                while let Some(unit) = UNITS.into_iter().find(|unit| rest[length..].starts_with(unit)) {
                    length += unit.len();
                    length += digits(&rest[length..]);
                }
            }
            fraction => length += 1 + fraction,
        }
    }
    let next = rest[length..].chars().next();
    if next.is_some_and(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '.' | '"')) {
        return Err(Fault::new(at, "this is not a number, duration or instant: put spaces around it"));
    }
    Ok(length)
}

fn digits(text: &str) -> usize {
    text.len() - text.trim_start_matches(|sign: char| sign.is_ascii_digit()).len()
}

/// The length of `2026-01-31`, `2026-01-31T12:00:00Z` and forms between them; 0 if there is none.
fn instant(text: &str) -> usize {
    let shaped = |text: &str, shape: &str| {
        let fits =
            |(sign, wanted): (u8, u8)| if wanted == b'0' { sign.is_ascii_digit() } else { sign == wanted };
        let bytes = text.as_bytes();
        if bytes.len() >= shape.len() && bytes.iter().copied().zip(shape.bytes()).all(fits) {
            shape.len()
        } else {
            0
        }
    };
    let mut length = shaped(text, "0000-00-00");
    let clock = shaped(&text[length..], "T00:00:00");
    if length == 0 || clock == 0 {
        return length;
    }
    length += clock;
    let fraction = text[length..].strip_prefix('.').map_or(0, digits);
    length += if fraction > 0 { 1 + fraction } else { 0 };
    let zone = ["Z", "+00:00", "-00:00"].map(|shape| shaped(&text[length..], shape));
    length + zone.into_iter().max().unwrap_or(0)
}
