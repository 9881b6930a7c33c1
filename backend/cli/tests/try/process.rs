//! The plugin's process and the command itself: starting, failing, ending.

use std::process::{Output, Stdio};
use std::time::Duration;

use seismo_cli::host::{Host, PluginCommand};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;
use tokio::time::{interval, timeout};

use crate::fake::{Fake, Folder};

fn seismo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seismo"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn output(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = seismo(arguments).output().await.expect("seismo runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

/// Polls until the answer is yes; other processes give no other sign.
async fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let asking = async {
        let mut tick = interval(Duration::from_millis(10));
        while !is_so() {
            tick.tick().await;
        }
    };
    timeout(Duration::from_secs(30), asking).await.unwrap_or_else(|_| panic!("{what}"));
}

fn is_alive(pid: &str) -> bool {
    // A zombie is dead: its command line is empty.
    std::fs::read(format!("/proc/{}/cmdline", pid.trim())).is_ok_and(|line| !line.is_empty())
}

#[tokio::test]
async fn a_program_that_is_no_plugin_is_named_with_what_it_did() {
    let folder = Folder::new("handshakes");
    for (script, named) in [
        ("echo 'Hello'; sleep 600", "\"Hello\": it must have the form 1|2|tcp|ADDRESS|grpc"),
        ("echo '1|3|tcp|127.0.0.1:1|grpc'; sleep 600", "must be 2"),
        ("exit 3", "it ended with exit status: 3 before a handshake"),
        ("yes x | tr -d '\\n'", "it must have the form"),
        ("printf '\\377\\n'; sleep 600", "it must have the form"),
        ("echo '1|2|tcp|127.0.0.1:1|grpc'; sleep 600", "127.0.0.1:1 cannot be reached"),
    ] {
        let path = folder.script(script);
        let command = PluginCommand::new(Some(path.clone()), None).expect("the file is there");
        let message = Host::start(command).await.expect_err(script).to_string();
        assert!(message.contains(named), "{script}: {message}");
    }
}

#[tokio::test]
async fn a_missing_or_foreign_binary_is_named() {
    let folder = Folder::new("missing");
    let missing = folder.path("nowhere");
    let message = PluginCommand::new(Some(missing.clone()), None).expect_err("no file").to_string();
    assert!(message.contains("nowhere does not exist") && message.contains("--plugin"), "{message}");
    std::fs::write(&missing, "no program").expect("a file");
    let command = PluginCommand::new(Some(missing), None).expect("the file is there");
    let message = Host::start(command).await.expect_err("no program").to_string();
    assert!(message.contains("nowhere could not be started"), "{message}");
}

#[tokio::test]
async fn the_plugin_gets_grafanas_environment_and_ends_with_its_host() {
    let folder = Folder::new("environment");
    let plugin = folder.plugin_at(Fake::default().serve().await);
    let host =
        Host::start(PluginCommand::new(Some(plugin), Some(1_700_000_000_000)).expect("a plugin")).await;
    let host = host.expect("a host");
    let env = folder.read("env");
    for line in ["grafana_plugin_type=datasource", "PLUGIN_PROTOCOL_VERSIONS=2", "SEISMO_AT_MS=1700000000000"]
    {
        assert!(env.lines().any(|given| given == line), "{line} is missing");
    }
    let pid = folder.read("pid");
    // While a process starts another program, its command line is empty.
    eventually("the plugin has not started", || is_alive(&pid)).await;
    drop(host);
    eventually("the plugin outlived its host", || !is_alive(&pid)).await;
}

#[tokio::test]
async fn a_plugin_that_dies_is_reported_and_started_again() {
    let folder = Folder::new("restart");
    let address = Fake::default().serve().await;
    // The first process ends when the file "end" appears.
    let plugin = folder.script(&format!(
        "echo run >> runs; echo '1|2|tcp|{address}|grpc'; \
         if [ $(wc -l < runs) -gt 1 ]; then exec sleep 600; fi; while [ ! -e end ]; do sleep 0.01; done; exit 7"
    ));
    let host = Host::start(PluginCommand::new(Some(plugin), None).expect("a plugin")).await.expect("a host");
    assert!(host.client().is_ok());
    std::fs::write(folder.path("end"), "").expect("a file");
    let mut why = String::new();
    eventually("the end was not noticed", || match host.client() {
        Ok(_) => false,
        Err(error) => {
            why = error.to_string();
            true
        }
    })
    .await;
    assert_eq!(why, "the plugin is not running: it ended with exit status: 7; it is being started again");
    eventually("the plugin was not started again", || host.client().is_ok()).await;
    assert_eq!(folder.read("runs").lines().count(), 2);
}

#[tokio::test]
async fn a_check_prints_one_line() {
    let folder = Folder::new("check");
    let plugin = folder.plugin_at(Fake::default().serve().await);
    let plugin = plugin.to_str().expect("UTF-8");
    let (status, stdout, stderr) = output(&["try", "--check", "--plugin", plugin]).await;
    assert_eq!(status, Some(0), "{stderr}");
    let numbers =
        stdout.strip_suffix('\n').and_then(|line| line.strip_prefix("series=2 points=660 anomalies=3 ms="));
    assert!(numbers.is_some_and(|ms| ms.parse::<u64>().is_ok()), "{stdout:?}");
}

#[tokio::test]
async fn what_cannot_be_done_is_an_error_on_standard_error() {
    let folder = Folder::new("errors");
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let plugin = folder.plugin_at(Fake::default().serve().await);
    let plugin = plugin.to_str().expect("UTF-8");
    for (arguments, status, named) in [
        (vec!["try", "--plugin", "/nowhere", "--check"], 1, "error: the plugin /nowhere does not exist"),
        (vec!["try", "--plugin", plugin, "--port", &port], 1, "error: cannot listen on 127.0.0.1:"),
        (vec!["try", "--plugin", plugin, "--check", "--prometheus", "http://p"], 1, "--expr is missing"),
        (vec!["try", "--at", "soon"], 2, "--at is \"soon\""),
        (vec![], 2, "Usage"),
    ] {
        let (answered, stdout, stderr) = output(&arguments).await;
        assert_eq!((answered, stdout.as_str()), (Some(status), ""), "{arguments:?}: {stderr}");
        assert!(stderr.contains(named), "{arguments:?}: {stderr}");
    }
}

#[tokio::test]
async fn a_termination_signal_ends_the_command_and_its_plugin() {
    let folder = Folder::new("signal");
    let plugin = folder.plugin_at(Fake::default().serve().await);
    let mut child =
        seismo(&["try", "--plugin", plugin.to_str().expect("UTF-8")]).spawn().expect("seismo runs");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let line = lines.next_line().await.expect("a line").expect("a line");
    assert!(line.contains("http://127.0.0.1:"), "{line}");
    let pid = folder.read("pid");
    assert!(is_alive(&pid));
    let seismo_pid = child.id().expect("it runs").to_string();
    Command::new("kill").args(["-TERM", &seismo_pid]).status().await.expect("kill runs");
    let status = timeout(Duration::from_secs(30), child.wait()).await.expect("it ends").expect("a status");
    assert!(status.success(), "{status}");
    eventually("the plugin outlived the command", || !is_alive(&pid)).await;
}
