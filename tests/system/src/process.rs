//! A server as a child process with a folder of its own; both end with the value.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How long a server may take to become ready; a loaded machine needs seconds.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// A fresh folder below `target/tmp`, removed with the value.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../target/tmp")
            .join(format!("{name}-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap_or_else(|error| panic!("cannot create {}: {error}", path.display()));
        Self(fs::canonicalize(&path).unwrap_or(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and returns its path as text.
    pub(crate) fn write(&self, name: &str, content: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
        path.display().to_string()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.0.join("log")).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody, and a panic here would hide the test's own.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    folder: Folder,
    name: String,
}

impl Process {
    /// Starts a program whose output goes into the folder.
    ///
    /// # Panics
    /// When the program is not installed; the message names its Debian package.
    pub(crate) fn start(program: &str, package: &str, arguments: &[String], folder: Folder) -> Self {
        let log = File::create(folder.path().join("log"))
            .unwrap_or_else(|error| panic!("cannot write a log: {error}"));
        let errors = log.try_clone().unwrap_or_else(|error| panic!("cannot write a log: {error}"));
        let child = Command::new(place_of(program))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start ({error}): apt-get install {package}"));
        Self { child, folder, name: program.to_owned() }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Waits until `url` answers with success.
    ///
    /// # Panics
    /// When the server ends or takes too long; the message holds its log.
    pub(crate) async fn ready(&mut self, client: &reqwest::Client, url: &str) {
        let wait = async {
            loop {
                if let Ok(Some(status)) = self.child.try_wait() {
                    panic!("{} ended with {status}:\n{}", self.name, self.folder.log());
                }
                // Any answer will do where credentials are asked for; a server that starts answers 503.
                match client.get(url).send().await {
                    Ok(answer) if answer.status() != reqwest::StatusCode::SERVICE_UNAVAILABLE => break,
                    _ => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        };
        if tokio::time::timeout(READY_WITHIN, wait).await.is_err() {
            panic!("{} is not ready after {READY_WITHIN:?}:\n{}", self.name, self.folder.log());
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The child may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Debian's own place where the program is there, else the PATH's: what apt installed is found whatever stands before it on
/// the PATH (`tests/run/tools.sh` has the same rule).
fn place_of(program: &str) -> PathBuf {
    let debian = Path::new("/usr/bin").join(program);
    if debian.is_file() { debian } else { program.into() }
}

/// Runs a program to its end.
///
/// # Panics
/// When it is not installed, or fails; the message names its Debian package or holds its output.
pub(crate) fn run(program: &str, package: &str, arguments: &[&str]) {
    let output = Command::new(place_of(program))
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program} does not start ({error}): apt-get install {package}"));
    assert!(
        ExitStatus::success(&output.status),
        "{program} {arguments:?} failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A port that was free a moment ago.
///
/// # Panics
/// When the machine has none.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .unwrap_or_else(|error| panic!("no free port: {error}"))
        .port()
}

/// A client for the harness itself.
///
/// # Panics
/// When TLS cannot be set up.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .danger_accept_invalid_certs(true)
        .build()
        .unwrap_or_else(|error| panic!("no HTTP client: {error}"))
}
