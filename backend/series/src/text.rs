//! Texts that people wrote, as messages quote them: never longer than a message can bear.

/// The most characters of a value that a message quotes.
pub const LONGEST_VALUE: usize = 80;

/// The most characters of a field's path that a message quotes.
pub const LONGEST_PATH: usize = 120;

/// The most characters of what a message says of a value.
pub const LONGEST_PROBLEM: usize = 600;

/// A text of at most `longest` characters, and a mark where there was more.
///
/// # Example
/// ```
/// assert_eq!(seismo_series::short("seismograph", 6), "seismo...");
/// assert_eq!(seismo_series::short("seismo", 6), "seismo");
/// ```
pub fn short(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// A text in quotes, on one line, of at most about [`LONGEST_VALUE`] characters.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        for (text, cut) in [("", ""), ("ab", "ab"), ("abc", "ab..."), ("äöü", "äö...")] {
            assert_eq!(short(text, 2), cut);
        }
        assert_eq!(quoted("a\nb"), r#""a\nb""#);
        assert_eq!(quoted(&"ä".repeat(50_000)), format!("\"{}\"...", "ä".repeat(LONGEST_VALUE)));
    }
}
