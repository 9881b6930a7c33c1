//! Shortens user input for quotation in messages.

/// Largest number of characters of a value that a message quotes.
pub const LONGEST_VALUE: usize = 80;

/// Largest number of characters of a field's path that a message quotes.
pub const LONGEST_PATH: usize = 120;

/// Largest number of characters of a problem in a message.
pub const LONGEST_PROBLEM: usize = 600;

/// A text cut to at most `longest` characters, with a mark if there was more.
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

/// Advice with the allowed names.
///
/// # Example
/// ```
/// assert_eq!(seismo_series::one_of(&["row", "event"]), "write one of \"row\", \"event\"");
/// ```
pub fn one_of(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("{name:?}")).collect();
    let which = if names.len() > 1 { "one of " } else { "" };
    format!("write {which}{}", quoted.join(", "))
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
