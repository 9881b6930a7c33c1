//! Decides which texts of Flux go to the server: those that can neither write nor send anything.
//!
//! A package that does either cannot be imported; of two packages only the functions that read are allowed. Without an
//! import, `to` and `wideTo` write, and `from`, `buckets` and `cardinality` can be directed to another server.

use super::ReadOnly;
use super::fault::Fault;
use super::flux_packages::{Members, known, members};
use super::flux_tokens::{Kind, Token, is_member, tokens};
use crate::SourceError;

/// Functions that write and need no import.
const WRITING: [&str; 2] = ["to", "wideTo"];

/// Functions that can ask another server, with the arguments that do not.
const REACHING: [(&str, &[&str]); 3] = [
    ("from", &["bucket", "bucketID"]),
    ("buckets", &[]),
    ("cardinality", &["bucket", "bucketID", "start", "stop", "predicate"]),
];

/// Statements that are not allowed in a query.
const STATEMENTS: [&str; 4] = ["builtin", "package", "test", "testcase"];

/// Checks that a text only reads.
///
/// # Errors
/// [`SourceError::Query`] with line, column and what would be right.
pub(in super::super) fn flux(text: String) -> Result<ReadOnly, SourceError> {
    match check(&text) {
        Ok(()) => Ok(ReadOnly(text)),
        Err(fault) => Err(fault.error(&text)),
    }
}

fn check(text: &str) -> Result<(), Fault> {
    let mut all = tokens(text)?;
    all.retain(|token| token.kind != Kind::Comment);
    let limited = imports(&all)?;
    for (at, token) in all.iter().enumerate() {
        if token.kind == Kind::Word && !is_member(all[..at].iter().rev()) {
            check_word(&all, at, &limited)?;
        }
    }
    Ok(())
}

/// The names of the imported packages that may be used only in part.
fn imports<'a>(tokens: &[Token<'a>]) -> Result<Vec<(&'a str, &'static [&'static str])>, Fault> {
    let mut limited = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_word("import")) {
        let (alias, path) = match &tokens[at + 1..] {
            [path, ..] if path.kind == Kind::Text => (None, path),
            [alias, path, ..] if alias.kind == Kind::Word && path.kind == Kind::Text => {
                (Some(alias.text), path)
            }
            _ => return Err(Fault::new(token.at, "after import, a package must be in quotes")),
        };
        let name = path.text.trim_matches('"');
        match members(name) {
            Some(Members::All) => {}
            Some(Members::Only(only)) => {
                limited.push((alias.unwrap_or_else(|| name.rsplit('/').next().unwrap_or(name)), only));
            }
            None => {
                let problem = format!(
                    "the package {name:?} is not among those that only read: only reading is allowed, with {}",
                    known()
                );
                return Err(Fault::new(path.at, problem));
            }
        }
    }
    Ok(limited)
}

/// Checks a word that is not a member: a keyword, the name of an argument or field, or a reference.
fn check_word(tokens: &[Token<'_>], at: usize, limited: &[(&str, &[&str])]) -> Result<(), Fault> {
    let token = &tokens[at];
    let next = |sign: &str| tokens.get(at + 1).is_some_and(|next| next.is_sign(sign));
    let fault = |problem: String| Err(Fault::new(token.at, problem));
    if token.text == "option" {
        let location = tokens.get(at + 1).is_some_and(|name| name.is_word("location"))
            && tokens.get(at + 2).is_some_and(|sign| sign.is_sign("="));
        return if location { Ok(()) } else { fault("only the option location may be set".to_owned()) };
    }
    // Within square brackets, the part before a colon is an expression.
    if next(":") && matches!(token.within, Some('(' | '{')) {
        return Ok(());
    }
    if STATEMENTS.contains(&token.text) {
        return fault(format!("{} is not allowed in a query: remove it", token.text));
    }
    if WRITING.contains(&token.text) {
        return fault(format!(
            "{} writes to a bucket: only reading is allowed; a column or variable of this name needs r[\"{0}\"] or another name",
            token.text
        ));
    }
    if let Some((name, arguments)) = REACHING.into_iter().find(|(name, _)| *name == token.text) {
        if !next("(") {
            return fault(format!(
                "{name} may only be called, as in {name}(...): give the variable another name"
            ));
        }
        return check_arguments(tokens, at + 1, name, arguments);
    }
    if let Some((name, only)) = limited.iter().find(|(name, _)| *name == token.text) {
        // The name of the package in its own import.
        let imported = at > 0 && tokens[at - 1].is_word("import");
        let allowed = next(".") && tokens.get(at + 2).is_some_and(|member| only.contains(&member.text));
        if !imported && !allowed {
            let list = only.join(", ");
            return fault(format!(
                "of the package {name} only these can be used, as {name}.{}: {list}",
                only[0]
            ));
        }
    }
    Ok(())
}

/// Checks the names of the arguments of a call whose bracket stands at `open`.
fn check_arguments(tokens: &[Token<'_>], open: usize, name: &str, allowed: &[&str]) -> Result<(), Fault> {
    let depth = tokens[open].depth;
    let mut starts = true;
    for token in tokens[open + 1..].iter().take_while(|token| token.depth > depth) {
        if starts && !(token.kind == Kind::Word && allowed.contains(&token.text)) {
            let problem = format!(
                "{name}() takes {} here and nothing else: only the data source's own server is asked",
                if allowed.is_empty() { "no argument".to_owned() } else { allowed.join(", ") }
            );
            return Err(Fault::new(token.at, problem));
        }
        starts = token.depth == depth + 1 && token.is_sign(",");
    }
    Ok(())
}
