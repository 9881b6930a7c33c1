//! Regular expressions between slashes, which both languages have.

use super::fault::Fault;

/// The length of the regular expression at `at`, including its slashes. The servers treat any `\` before a `/` as an
/// escape, even one that is escaped itself.
pub(super) fn between_slashes(text: &str, at: usize) -> Result<usize, Fault> {
    let mut backslashes = 0;
    for (offset, sign) in text[at..].char_indices().skip(1) {
        match sign {
            '\n' => break,
            '\\' => {
                backslashes += 1;
                continue;
            }
            '/' if backslashes == 0 => return Ok(offset + 1),
            '/' if backslashes % 2 == 0 => {
                let problem = "an even number of \\ before a / can be read in two ways: write [\\\\] for a backslash, or \\/ for a slash";
                return Err(Fault::new(at + offset, problem));
            }
            _ => {}
        }
        backslashes = 0;
    }
    Err(Fault::new(at, "the regular expression that starts here is not closed on its line"))
}
