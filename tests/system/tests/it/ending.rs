//! The end of `seismo try`, by its process ids: no plugin stays behind, whatever ended the command.

#![cfg(target_os = "linux")]
use std::process::Stdio;
use std::time::Duration;

use seismo_system_tests::binary;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;
use tokio::time::{interval, timeout};

/// Time limit for expected events; a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// A line of `/proc/<id>/status`; `None` if there is no such process.
fn status_of(id: u32, name: &str) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
}

fn children_of(id: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers
        .filter(|child| status_of(*child, "PPid:").is_some_and(|parent| parent == id.to_string()))
        .collect()
}

/// Whether a process runs; a zombie does not.
fn lives(id: u32) -> bool {
    status_of(id, "State:").is_some_and(|state| !state.starts_with('Z'))
}

async fn gone(id: u32) -> bool {
    let looking = async {
        let mut tick = interval(Duration::from_millis(20));
        while lives(id) {
            tick.tick().await;
        }
    };
    timeout(PATIENCE, looking).await.is_ok()
}

#[tokio::test]
async fn the_plugin_ends_with_the_session_whatever_ends_that() {
    // An exit code if the command ends by itself; then the plugin is asked to end, and nothing is killed.
    for (signal, code) in [("TERM", Some(0)), ("INT", Some(0)), ("HUP", None), ("KILL", None)] {
        let mut session = Command::new(binary("seismo"))
            .args(["try", "--port", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let id = session.id().unwrap();
        let mut lines = BufReader::new(session.stdout.take().unwrap()).lines();
        let line = timeout(PATIENCE, lines.next_line()).await.unwrap().unwrap().unwrap();
        assert!(line.contains("http://127.0.0.1:"), "{line}");
        let plugin = match children_of(id)[..] {
            [plugin] => plugin,
            ref others => panic!("its children are {others:?}"),
        };
        let sent = Command::new("kill").args(["-s", signal, &id.to_string()]).status().await.unwrap();
        assert!(sent.success());
        let ended = timeout(PATIENCE, session.wait()).await.expect(signal).unwrap();
        assert_eq!(ended.code(), code, "{signal}");
        assert!(gone(plugin).await, "{signal}: the plugin lives on");
        if code.is_some() {
            let mut log = String::new();
            session.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
            assert!(log.contains("The host asks for the end.") && !log.contains("killed"), "{signal}: {log}");
        }
    }
}
