//! Tokenizes a text of Flux, including expressions within texts.

use super::fault::{Fault, hidden_sign, word_at};
use super::flux_text::{Ends, number, piece};
use super::regex::between_slashes;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name.
    Word,
    /// A quoted text, or a piece of one that holds expressions.
    Text,
    /// A number, a duration or an instant.
    Number,
    /// A regular expression between slashes.
    Regex,
    /// An operator or a bracket.
    Sign,
    /// A comment.
    Comment,
}

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// The byte at which it starts.
    pub(super) at: usize,
    /// Number of open brackets around it.
    pub(super) depth: usize,
    /// The innermost of them: `(`, `[`, `{`, or `$` within a text.
    pub(super) within: Option<char>,
}

impl Token<'_> {
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }
}

/// Operators, the longer ones first.
const SIGNS: [&str; 21] = [
    "|>", "<-", "=>", "==", "!=", "=~", "!~", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "^", ",",
    ":", ".",
];

/// Words after which a regular expression can follow.
const BEFORE_EXPRESSION: [&str; 3] = ["return", "then", "else"];

/// Other words of the language, after which it is not certain what a `/` is.
const OTHER_WORDS: [&str; 10] =
    ["and", "builtin", "exists", "if", "import", "not", "option", "or", "package", "testcase"];

/// Words that are keywords in some versions of the language. As members (`r.in`) they are names in all versions.
const SOMETIMES_WORDS: [&str; 5] = ["empty", "in", "test", "testing", "with"];

/// Whether a word is the name of a member, by the tokens before it, nearest first, without comments: the nearest is a
/// dot, and before it something that can have members. In a list, some versions skip a dot that belongs to nothing and
/// read what follows.
pub(super) fn is_member<'t>(mut before: impl Iterator<Item = &'t Token<'t>>) -> bool {
    if !before.next().is_some_and(|token| token.is_sign(".")) {
        return false;
    }
    match before.next() {
        Some(owner) => match owner.kind {
            Kind::Word => !is_keyword(owner.text) || is_member(before),
            Kind::Sign => matches!(owner.text, ")" | "]"),
            Kind::Text => owner.text.ends_with('"') && !is_imported(before),
            Kind::Number | Kind::Regex | Kind::Comment => false,
        },
        None => false,
    }
}

fn is_keyword(word: &str) -> bool {
    [&BEFORE_EXPRESSION[..], &OTHER_WORDS, &SOMETIMES_WORDS].iter().any(|words| words.contains(&word))
}

/// Whether a text is the path of an import, by the tokens before it: a statement begins after it.
fn is_imported<'t>(before: impl Iterator<Item = &'t Token<'t>>) -> bool {
    before.take(2).any(|token| token.is_word("import"))
}

/// The state of the tokenizer.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    open: Vec<char>,
    tokens: Vec<Token<'a>>,
}

/// All tokens of a text, including comments.
///
/// # Errors
/// [`Fault`] if the text cannot be tokenized with certainty.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
    if let Some(fault) = hidden_sign(text) {
        return Err(fault);
    }
    let mut reader = Reader { text, at: 0, open: Vec::new(), tokens: Vec::new() };
    while let Some(sign) = text[reader.at..].chars().next() {
        reader.step(sign)?;
    }
    match reader.open.last() {
        None => Ok(reader.tokens),
        Some(open) => Err(Fault::new(text.len(), format!("the query ends, but {open} is still open"))),
    }
}

impl<'a> Reader<'a> {
    fn step(&mut self, sign: char) -> Result<(), Fault> {
        let (text, at) = (self.text, self.at);
        let rest = &text[at..];
        match sign {
            ' ' | '\t' | '\r' | '\n' => self.at += 1,
            '"' => {
                self.at += 1;
                self.text_from(at)?;
            }
            '/' if rest.starts_with("//") => self.push(Kind::Comment, rest.find('\n').unwrap_or(rest.len())),
            '/' if self.starts_regex()? => self.push(Kind::Regex, between_slashes(text, at)?),
            '(' | '[' | '{' => {
                self.push(Kind::Sign, 1);
                self.open.push(sign);
            }
            ')' | ']' | '}' => self.close(sign)?,
            '$' => {
                let name = word_at(rest[1..].trim_start_matches('{'));
                return Err(Fault::unfilled(at, &format!("${name}")));
            }
            _ if sign.is_ascii_alphabetic() || sign == '_' => self.push(Kind::Word, word_at(rest).len()),
            _ if sign.is_ascii_digit() => self.push(Kind::Number, number(text, at)?),
            '.' if rest[1..].starts_with(|sign: char| sign.is_ascii_digit()) => {
                self.push(Kind::Number, 1 + number(text, at + 1)?);
            }
            _ => match SIGNS.into_iter().find(|known| rest.starts_with(known)) {
                Some(known) => self.push(Kind::Sign, known.len()),
                None => {
                    let problem = format!("{sign:?} has no meaning in Flux outside of quotes");
                    return Err(Fault::new(at, problem));
                }
            },
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let text = &self.text[self.at..self.at + length];
        let (depth, within) = (self.open.len(), self.open.last().copied());
        self.tokens.push(Token { kind, text, at: self.at, depth, within });
        self.at += length;
    }

    /// Reads a text whose token starts at `from`, to its closing quote or its next expression.
    fn text_from(&mut self, from: usize) -> Result<(), Fault> {
        let (length, ends) = piece(self.text, self.at)?;
        let whole = self.at + length - from;
        self.at = from;
        self.push(Kind::Text, whole);
        if ends == Ends::Expression {
            if self.open.last() == Some(&'[') {
                let problem = "a text with ${} cannot be within square brackets, because some versions of Flux read it \
                               differently: give it a name first";
                return Err(Fault::new(from, problem));
            }
            self.open.push('$');
        }
        Ok(())
    }

    fn close(&mut self, sign: char) -> Result<(), Fault> {
        let opened = self.open.pop();
        match (opened, sign) {
            (Some('('), ')') | (Some('['), ']') | (Some('{'), '}') => {
                self.push(Kind::Sign, 1);
                Ok(())
            }
            (Some('$'), '}') => {
                let from = self.at;
                self.at += 1;
                self.text_from(from)
            }
            _ => Err(Fault::new(self.at, format!("{sign} closes nothing that is open"))),
        }
    }

    /// Whether a `/` here starts a regular expression rather than a division. Comments do not matter.
    fn starts_regex(&self) -> Result<bool, Fault> {
        let mut before = self.tokens.iter().rev().filter(|token| token.kind != Kind::Comment);
        let (regex, divides) = match before.next() {
            None => (false, false),
            Some(token) => match token.kind {
                Kind::Word => {
                    let dotted = before.clone().next().is_some_and(|token| token.is_sign("."));
                    let regex = BEFORE_EXPRESSION.contains(&token.text) && !dotted;
                    let sometimes = SOMETIMES_WORDS.contains(&token.text);
                    let divides = if sometimes { is_member(before) } else { !is_keyword(token.text) };
                    (regex, divides)
                }
                Kind::Sign => (
                    matches!(token.text, "(" | "[" | "," | ":" | "=" | "==" | "!=" | "=~" | "!~" | "=>"),
                    matches!(token.text, ")" | "]"),
                ),
                Kind::Text => (false, token.text.ends_with('"') && !is_imported(before)),
                Kind::Number => (false, true),
                Kind::Regex | Kind::Comment => (false, false),
            },
        };
        let comment_elsewhere = self.text[self.at..].starts_with("/*");
        match (regex && !comment_elsewhere, divides && !comment_elsewhere) {
            (true, _) => Ok(true),
            (_, true) => Ok(false),
            _ => {
                let problem = "it is not certain whether this / divides or starts a regular expression; comments are written as //";
                Err(Fault::new(self.at, problem))
            }
        }
    }
}
