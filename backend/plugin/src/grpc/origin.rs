//! The origin of a request: what the log says of it, without any secret.

use std::collections::HashMap;

use grafana_plugin_sdk::pluginv2::{DataSourceInstanceSettings, PluginContext};
use percent_encoding::percent_decode_str;

use crate::contract::{FROM_ALERT, RULE_NAME, RULE_UID};

/// Largest number of characters of a name that a user chose.
const LONGEST: usize = 200;

/// Where a request comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Origin {
    /// Whether it comes from an alert rule.
    pub(super) from_alert: bool,
    /// The rule's uid and name, if Grafana sends them.
    pub(super) rule_uid: Option<String>,
    pub(super) rule: Option<String>,
    /// The data source's uid and name.
    pub(super) datasource_uid: String,
    pub(super) datasource: String,
}

impl Origin {
    /// Reads a request's context and headers. The log gets no other headers.
    pub(super) fn of(context: Option<&PluginContext>, headers: &HashMap<String, String>) -> Self {
        let settings = context.and_then(|context| context.data_source_instance_settings.as_ref());
        let of_settings = |text: fn(&DataSourceInstanceSettings) -> &String| {
            settings.map(|settings| short(text(settings))).unwrap_or_default()
        };
        Self {
            from_alert: header(headers, FROM_ALERT).is_some_and(|value| value.eq_ignore_ascii_case("true")),
            rule_uid: header(headers, RULE_UID).map(unescaped),
            rule: header(headers, RULE_NAME).map(unescaped),
            datasource_uid: of_settings(|settings| &settings.uid),
            datasource: of_settings(|settings| &settings.name),
        }
    }
}

/// A header, in any case and with or without the `http_` that Grafana puts before some.
fn header<'a>(headers: &'a HashMap<String, String>, wanted: &str) -> Option<&'a str> {
    let named = |name: &str| name.strip_prefix("http_").unwrap_or(name).eq_ignore_ascii_case(wanted);
    headers.iter().find(|(name, _)| named(name)).map(|(_, value)| value.as_str())
}

/// A rule's header as a person wrote it: Grafana escapes it as in a URL's query.
fn unescaped(value: &str) -> String {
    short(&percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy())
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headers: &[(&str, &str)]) -> Origin {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Origin::of(None, &headers)
    }

    #[test]
    fn an_alert_rule_is_known_by_its_headers_in_any_form() {
        for (headers, from_alert, uid, name) in [
            (vec![], false, None, None),
            (vec![("FromAlert", "true")], true, None, None),
            (vec![("http_fromalert", "TRUE")], true, None, None),
            (vec![("FromAlert", "false"), ("X-Rule-Uid", "u1")], false, Some("u1"), None),
            (
                vec![
                    ("FromAlert", "true"),
                    ("http_X-Rule-Uid", "u1"),
                    ("http_X-Rule-Name", "Traffic+of+%22a%2Fb%22+%C3%BC"),
                ],
                true,
                Some("u1"),
                Some("Traffic of \"a/b\" ü"),
            ),
            (vec![("x-rule-name", "%zz%ff")], false, None, Some("%zz\u{fffd}")),
        ] {
            let origin = of(&headers);
            let found = (origin.from_alert, origin.rule_uid.as_deref(), origin.rule.as_deref());
            assert_eq!(found, (from_alert, uid, name), "{headers:?}");
        }
        assert_eq!(of(&[("X-Rule-Name", &"x".repeat(10_000))]).rule.unwrap().len(), LONGEST);
    }
}
