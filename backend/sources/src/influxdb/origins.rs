//! Guards against two series with the same labels, which would be mixed.

use std::collections::HashMap;

use seismo_series::Labels;

use crate::SourceError;

/// The part of the query that each series came from.
#[derive(Debug, Default)]
pub(super) struct Origins(HashMap<u64, String>);

impl Origins {
    /// Records that `labels` came from `origin`.
    ///
    /// # Errors
    /// [`SourceError::Query`] if the same labels came from another origin before.
    pub(super) fn note(&mut self, labels: &Labels, origin: &str) -> Result<(), SourceError> {
        let first = self.0.entry(labels.stable_hash()).or_insert_with(|| origin.to_owned());
        if first == origin {
            return Ok(());
        }
        Err(SourceError::query(
            "query",
            format!(
                "gives two series with the labels {labels}, one from {first} and one from {origin}: keep the tags that tell them apart, or ask for one at a time"
            ),
        ))
    }
}

/// The first of the given names that is free.
pub(super) fn free_label<const N: usize>(
    names: [&'static str; N],
    taken: impl Fn(&str) -> bool,
) -> &'static str {
    names.into_iter().find(|name| !taken(name)).unwrap_or(names[N - 1])
}
