//! A server as a child process with its own folder; both end with the value.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Time limit for a server to become ready; a loaded machine needs seconds.
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
        // A folder that cannot be deleted does no harm, and a panic here would hide the test's own.
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
    /// If the program is not installed; the message names its Debian package.
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
    /// If the server ends or takes too long; the message contains its log.
    pub(crate) async fn ready(&mut self, client: &reqwest::Client, url: &str) {
        let wait = async {
            loop {
                if let Ok(Some(status)) = self.child.try_wait() {
                    panic!("{} ended with {status}:\n{}", self.name, self.folder.log());
                }
                // Any answer is enough if credentials are required; a starting server answers 503.
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
        // If the child has ended by itself, there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Debian's own location if the program is there, else the PATH's, so that an apt package is found whatever precedes it
/// on the PATH (`tests/run/tools.sh` has the same rule).
fn place_of(program: &str) -> PathBuf {
    let debian = Path::new("/usr/bin").join(program);
    if debian.is_file() { debian } else { program.into() }
}

/// Runs a program to its end.
///
/// # Panics
/// If it is not installed, or fails; the message names its Debian package or contains its output.
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
/// If the machine has none.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .unwrap_or_else(|error| panic!("no free port: {error}"))
        .port()
}

/// A client for the harness itself.
///
/// # Panics
/// If TLS cannot be set up.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .danger_accept_invalid_certs(true)
        .build()
        .unwrap_or_else(|error| panic!("no HTTP client: {error}"))
}
