//! A problem in a query's text, and its position.

use crate::SourceError;
use crate::remarks::not_filled;

/// A reason not to send a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The byte at which it was found.
    at: usize,
    problem: String,
}

impl Fault {
    pub(super) fn new(at: usize, problem: impl Into<String>) -> Self {
        Self { at, problem: problem.into() }
    }

    /// An unfilled variable of the dashboard.
    pub(super) fn unfilled(at: usize, variable: &str) -> Self {
        Self::new(at, not_filled(variable))
    }

    /// The error, with the line and the text there. Variables are filled already, so columns are no longer those of the
    /// written text.
    pub(super) fn error(&self, text: &str) -> SourceError {
        let (before, rest) = text.split_at_checked(self.at).unwrap_or((text, ""));
        let line = before.matches('\n').count() + 1;
        let there: String = rest.lines().next().unwrap_or_default().chars().take(SHOWN).collect();
        let place = match there.trim() {
            "" => "at its end".to_owned(),
            there => format!("at {there}"),
        };
        SourceError::query("query", format!("line {line}, {place}: {}", self.problem))
    }
}

/// Number of characters that show the position of a fault.
const SHOWN: usize = 24;

/// Finds the first character that a server could read as the end of a line or a text, although it is not one here.
pub(super) fn hidden_sign(text: &str) -> Option<Fault> {
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let hidden = match sign {
            '\t' | '\n' => false,
            '\r' => !matches!(signs.peek(), Some((_, '\n'))),
            '\u{2028}' | '\u{2029}' | '\u{feff}' => true,
            _ => sign.is_control(),
        };
        if hidden {
            let code = u32::from(sign);
            return Some(Fault::new(at, format!("there is a hidden character U+{code:04X}: remove it")));
        }
    }
    None
}

/// The word at the start of the text: letters, digits and `_`.
pub(super) fn word_at(text: &str) -> &str {
    let end = text.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(text.len());
    &text[..end]
}
