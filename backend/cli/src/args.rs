//! The command line.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::clock;

/// Anomaly detection for Grafana.
#[derive(Debug, Parser)]
#[command(name = "seismo", version, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
#[non_exhaustive]
pub enum Command {
    /// Try Seismo without a Grafana: start the plugin, serve the workbench page
    Try(Try),
    /// Measure detectors on labelled data
    Evaluate(Evaluate),
}

/// The options of `seismo try`.
#[derive(Debug, Args)]
pub struct Try {
    /// Show the metrics of this Prometheus (or VictoriaMetrics, Mimir, Thanos) instead of the sample fleet
    #[arg(long, value_name = "URL", conflicts_with = "influxdb")]
    pub prometheus: Option<String>,
    /// Show the metrics of this InfluxDB instead of the sample fleet
    #[arg(long, value_name = "URL")]
    pub influxdb: Option<String>,
    /// The incidents of the sample fleet
    #[arg(long, value_enum, default_value_t = FleetName::OnCall, conflicts_with_all = ["prometheus", "influxdb"])]
    pub fleet: FleetName,
    /// Database, for InfluxQL
    #[arg(long, value_name = "NAME", requires = "influxdb", conflicts_with_all = ["org", "bucket"])]
    pub database: Option<String>,
    /// Organization, for Flux
    #[arg(long, value_name = "NAME", requires = "influxdb")]
    pub org: Option<String>,
    /// Default bucket, for Flux
    #[arg(long, value_name = "NAME", requires = "influxdb")]
    pub bucket: Option<String>,
    /// Token of the InfluxDB; better given by the environment, where a list of processes does not show it
    #[arg(long, value_name = "TOKEN", env = TOKEN_ENV, hide_env_values = true)]
    pub token: Option<Secret>,
    /// Port of the page; 0 chooses a free one
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Address of the page; any address but a loopback one lets other machines in, without a login
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub listen: IpAddr,
    /// Fix the clock: an RFC 3339 time or milliseconds since 1970
    #[arg(long, value_name = "TIME", value_parser = clock::parse_at, allow_hyphen_values = true)]
    pub at: Option<i64>,
    /// The plugin binary [default: gpx_seismo beside this program]
    #[arg(long, value_name = "PATH")]
    pub plugin: Option<PathBuf>,
    /// Ask one query through the plugin, print one line and exit
    #[arg(long)]
    pub check: bool,
    /// The query of --check for a Prometheus: one PromQL expression
    #[arg(long, value_name = "PROMQL", requires_all = ["check", "prometheus"])]
    pub expr: Option<String>,
    /// The query of --check for an InfluxDB: InfluxQL, or Flux if --org or --bucket is given
    #[arg(long, value_name = "QUERY", requires_all = ["check", "influxdb"])]
    pub query: Option<String>,
    /// The time range of --check, up to now
    #[arg(long, value_name = "DURATION", default_value = "6h", value_parser = seismo_series::parse_duration_ms)]
    pub range: i64,
}

/// The options of `seismo evaluate`.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// The folder of the data: it has a manifest.json
    #[arg(long, value_name = "DIR", required_unless_present_any = ["cold", "ordinary", "recurring"])]
    pub data: Option<PathBuf>,
    /// The preset, as in a query [default: that of a query without one]
    #[arg(long, value_name = "ID")]
    pub preset: Option<String>,
    /// One detector alone instead of the preset's members
    #[arg(long, value_name = "ID")]
    pub detector: Option<String>,
    /// The `detection` of a query as JSON; --preset, --detector and --threshold come on top of it
    #[arg(long, value_name = "JSON")]
    pub detection: Option<String>,
    /// The sets [default: all]
    #[arg(long, value_name = "SETS", value_delimiter = ',')]
    pub sets: Vec<String>,
    /// Series with several metrics, scored as one, instead of those with one
    #[arg(long, conflicts_with_all = ["card", "cold", "learn_weights", "detector"])]
    pub multivariate: bool,
    /// The half of the series: choose on one, report on the other
    #[arg(long, value_enum, default_value_t = HalfName::All)]
    pub half: HalfName,
    /// The score from which on a point raises an alarm
    #[arg(long, value_name = "SCORE", default_value_t = 0.6)]
    pub threshold: f64,
    /// Write the scores of each series below this folder
    #[arg(long, value_name = "DIR")]
    pub scores_out: Option<PathBuf>,
    /// Measure false alarms per series-week against these budgets, over whole files
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', group = "what")]
    pub budgets: Vec<f64>,
    /// Score each series under this many other names as well, and print how much the numbers of each set change
    #[arg(long, value_name = "NUMBER", group = "what", conflicts_with = "scores_out", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub names: Option<u32>,
    /// Measure synthetic new series instead; fails if less than 80 % of their spikes are found
    #[arg(long, group = "what", conflicts_with_all = ["data", "sets", "half", "scores_out"])]
    pub cold: bool,
    /// Measure false alarms on synthetic ordinary series of many kinds instead, against --budgets [default: .25,1,4]
    #[arg(long, conflicts_with_all = ["data", "cold", "card", "learn_weights", "recurring", "sets", "half", "scores_out"])]
    pub ordinary: bool,
    /// Measure synthetic series with recurring incidents instead: how many are found, and how much of each
    #[arg(long, group = "what", conflicts_with_all = ["data", "sets", "half", "scores_out"])]
    pub recurring: bool,
    /// Write the accuracy card: every preset, every detector and naive baselines, on all of the data
    #[arg(long, value_name = "FILE", group = "what", conflicts_with_all = ["preset", "detector", "detection", "sets", "half", "scores_out"])]
    pub card: Option<PathBuf>,
    /// A card of an earlier version, to compare with the new one
    #[arg(long, value_name = "FILE", requires = "card")]
    pub before: Option<PathBuf>,
    /// Learn the weights of an ensemble of --detectors, on the tuning half only
    #[arg(long, group = "what", requires = "detectors", conflicts_with_all = ["detector", "half", "scores_out"])]
    pub learn_weights: bool,
    /// The detectors whose weights are learnt
    #[arg(long, value_name = "IDS", value_delimiter = ',', requires = "learn_weights")]
    pub detectors: Vec<String>,
    /// The format of the printed numbers
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// The incidents of the sample fleet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FleetName {
    /// One every few days in a faulty series
    OnCall,
    /// A stress test: one every 16 hours in every second series
    Dense,
}

impl FleetName {
    /// The word in the data source's settings.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::OnCall => "on-call",
            Self::Dense => "dense",
        }
    }
}

/// A half of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HalfName {
    /// Series to choose and to fit on
    Tune,
    /// Series to report on
    Report,
    /// Both
    All,
}

/// A format of printed numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object
    Json,
    /// Lines for people
    Text,
}

/// The environment variable of the InfluxDB token. It is never passed on to the plugin's environment.
pub const TOKEN_ENV: &str = "SEISMO_INFLUX_TOKEN";

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Try, clap::Error> {
        match Arguments::try_parse_from(line.split_whitespace().collect::<Vec<_>>())?.command {
            Command::Try(options) => Ok(options),
            Command::Evaluate(options) => panic!("{line}: {options:?}"),
        }
    }

    #[test]
    fn the_defaults_are_the_sample_fleet_on_a_free_loopback_port() {
        let options = parse("seismo try").expect("no option is needed");
        assert_eq!((options.port, options.listen.is_loopback(), options.range), (0, true, 21_600_000));
        assert!(options.prometheus.is_none() && options.influxdb.is_none() && options.at.is_none());
    }

    #[test]
    fn options_that_do_not_fit_are_refused_by_name() {
        for (line, named) in [
            ("seismo try --prometheus http://a --influxdb http://b", "--influxdb"),
            ("seismo try --database d", "--influxdb"),
            ("seismo try --influxdb http://b --database d --bucket b", "--bucket"),
            ("seismo try --prometheus http://a --fleet dense", "--fleet"),
            ("seismo try --fleet busy", "on-call"),
            ("seismo try --expr up", "--check"),
            ("seismo try --check --query x", "--influxdb"),
            ("seismo try --at yesterday", "yesterday"),
            ("seismo try --at now", "now"),
            ("seismo try --port 70000", "70000"),
            ("seismo try --listen example.org", "example.org"),
            ("seismo try --range 6", "6"),
            ("seismo try --range -6h", "-6"),
            ("seismo try sample", "sample"),
            ("seismo fly", "fly"),
            ("seismo evaluate", "--data"),
            ("seismo evaluate --data d --half mine", "report"),
            ("seismo evaluate --data d --format xml", "json"),
            ("seismo evaluate --data d --threshold high", "high"),
            ("seismo evaluate --data d --cold", "--cold"),
            ("seismo evaluate --data d --card c --budgets 1", "--card"),
            ("seismo evaluate --data d --card c --preset auto", "--preset"),
            ("seismo evaluate --data d --before b", "--card"),
            ("seismo evaluate --data d --learn-weights", "--detectors"),
            ("seismo evaluate --data d --learn-weights --detectors a --half report", "--half"),
            ("seismo evaluate --data d --budgets one", "one"),
        ] {
            let message = parse(line).expect_err(line).to_string();
            assert!(message.contains(named), "{line}: {message}");
        }
    }

    #[test]
    fn a_token_is_never_printed() {
        let options = parse("seismo try --influxdb http://b --token hush").expect("valid");
        assert_eq!(options.token.as_ref().map(Secret::expose), Some("hush"));
        assert!(!format!("{options:?}").contains("hush"));
    }
}
