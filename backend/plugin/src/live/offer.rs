//! Whether a query may be live.

use super::path::path;
use crate::PluginError;
use crate::frame::Frame;
use crate::frame::meta::SeismoLive;
use seismo_engine::DataSource;
use seismo_explain::Notice;
use seismo_query::{Output, Query};

/// The stream that an answer offers.
#[derive(Debug)]
pub enum Offer {
    /// None: the query did not ask for one.
    None,
    /// New rows arrive on this path.
    Path(String),
    /// None, for this reason.
    Refused(Notice),
}

impl Offer {
    /// The offer for a query as it was received. Alert evaluations never get one.
    ///
    /// # Errors
    /// As [`path`].
    pub fn of(
        query: &Query,
        json: &[u8],
        data_source: &DataSource,
        from_alert: bool,
    ) -> Result<Self, PluginError> {
        if !query.live || from_alert {
            return Ok(Self::None);
        }
        if let Some(why) = refusal(query, data_source) {
            return Ok(Self::Refused(why));
        }
        Ok(Self::Path(path(&data_source.identity, json)?))
    }

    /// Writes the offer on the first frame of the answer.
    pub fn write(self, frames: &mut [Frame]) {
        let Some(first) = frames.first_mut() else { return };
        match self {
            Self::None => {}
            Self::Refused(notice) => {
                first.notices.push(notice);
                first.notices.sort();
            }
            Self::Path(path) => first.custom.go_on(SeismoLive { path }),
        }
    }
}

/// Why this query cannot have a stream; `None` if it can.
pub fn refusal(query: &Query, data_source: &DataSource) -> Option<Notice> {
    if query.output != Output::Panel {
        return Some(Notice::info(format!(
            "The output \"{}\" is not live: rows are streamed with the output \"panel\" alone.",
            query.output.id()
        )));
    }
    data_source.settings.http.oauth_pass_thru.then(|| {
        Notice::warning(
            "This is not live: the data source forwards the identity of whoever asks (oauthPassThru), and a stream that all \
             viewers share would show them what one of them may see.",
        )
    })
}
