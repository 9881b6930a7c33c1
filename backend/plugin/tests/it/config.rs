//! The settings of the process, from environment variables.

use seismo_engine::Clock;
use seismo_plugin::config::{Config, LogLevel};

#[test]
fn every_setting_has_a_default_and_a_variable() {
    assert_eq!(Config::read(|_| None).unwrap(), Config::default());
    let config = Config::read(|name| {
        Some(
            match name {
                "GF_PLUGIN_CACHE_MB" => "1",
                "GF_PLUGIN_THREADS" => " 3 ",
                "SEISMO_AT_MS" => "1700000000000",
                "GF_PLUGIN_LOG_LEVEL" => "Debug",
                other => panic!("{other} is not documented"),
            }
            .to_owned(),
        )
    });
    let want =
        Config { cache_bytes: 1 << 20, cores: 3, clock: Clock::At(1_700_000_000_000), log: LogLevel::Debug };
    assert_eq!(config.unwrap(), want);
}

#[test]
fn what_cannot_be_used_is_named() {
    for (name, value) in [
        ("GF_PLUGIN_CACHE_MB", "-1"),
        ("GF_PLUGIN_CACHE_MB", "lots"),
        ("GF_PLUGIN_THREADS", "0"),
        ("SEISMO_AT_MS", "yesterday"),
        ("GF_PLUGIN_LOG_LEVEL", "loud"),
    ] {
        let error = Config::read(|asked| (asked == name).then(|| value.to_owned())).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains(value), "{error}");
    }
}
