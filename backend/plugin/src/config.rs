//! The settings of the process. Grafana passes its own configuration under `[plugin.seismo-anomaly-datasource]` as
//! `GF_PLUGIN_<NAME>`.

use std::fmt::Display;
use std::num::NonZeroUsize;
use std::str::FromStr;

use seismo_engine::Clock;

/// Default size of the cache, in MiB.
const DEFAULT_CACHE_MB: usize = 256;

/// The settings of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// Largest size of the cache in bytes (`GF_PLUGIN_CACHE_MB`, in MiB; 0 = keep nothing).
    pub cache_bytes: usize,
    /// Number of cores for scoring (`GF_PLUGIN_THREADS`; all by default).
    pub cores: usize,
    /// The clock (`SEISMO_AT_MS`: a fixed instant, for demonstrations).
    pub clock: Clock,
    /// The log level (`GF_PLUGIN_LOG_LEVEL`: error, warn, info or debug).
    pub log: LogLevel,
}

/// The log level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogLevel {
    /// Only failures.
    Error,
    /// Also warnings.
    Warn,
    /// Also occasional events.
    #[default]
    Info,
    /// Also every query. Never headers, tokens or other secrets.
    Debug,
}

/// An invalid setting.
#[derive(Debug, thiserror::Error)]
#[error("{name}={value:?} cannot be used: {problem}")]
pub struct ConfigError {
    name: &'static str,
    value: String,
    problem: String,
}

impl Default for Config {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { cache_bytes: DEFAULT_CACHE_MB << 20, cores, clock: Clock::System, log: LogLevel::Info }
    }
}

impl Config {
    /// Reads the settings; `variable` returns the value of an environment variable.
    ///
    /// # Errors
    /// [`ConfigError`] names the variable, its value, and what is wrong.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let default = Self::default();
        let megabytes: usize = number(&variable, "GF_PLUGIN_CACHE_MB")?.unwrap_or(DEFAULT_CACHE_MB);
        let at: Option<i64> = number(&variable, "SEISMO_AT_MS")?;
        let cores: Option<NonZeroUsize> = number(&variable, "GF_PLUGIN_THREADS")?;
        let log = number(&variable, "GF_PLUGIN_LOG_LEVEL")?;
        Ok(Self {
            cache_bytes: megabytes.saturating_mul(1 << 20),
            cores: cores.map_or(default.cores, NonZeroUsize::get),
            clock: at.map_or(Clock::System, Clock::At),
            log: log.unwrap_or_default(),
        })
    }
}

impl LogLevel {
    /// The directives for a subscriber: this level for our own rooms, and warnings of all libraries, because their
    /// lower levels may log what was sent to them.
    pub const fn directives(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "warn,gpx_seismo=info,seismo_plugin=info,seismo_sources=info,seismo_models=info",
            Self::Debug => {
                "warn,gpx_seismo=debug,seismo_plugin=debug,seismo_sources=debug,seismo_models=debug"
            }
        }
    }
}

impl FromStr for LogLevel {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "error" => Ok(Self::Error),
            "warn" => Ok(Self::Warn),
            "info" => Ok(Self::Info),
            "debug" => Ok(Self::Debug),
            _ => Err("write error, warn, info or debug"),
        }
    }
}

fn number<T: FromStr<Err: Display>>(
    variable: impl Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<Option<T>, ConfigError> {
    let Some(value) = variable(name).filter(|value| !value.trim().is_empty()) else { return Ok(None) };
    value.trim().parse().map(Some).map_err(|error: T::Err| ConfigError {
        name,
        value,
        problem: error.to_string(),
    })
}
