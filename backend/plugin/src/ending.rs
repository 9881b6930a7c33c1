//! Ends the process on a signal, or when the host has died without notice. The host's own call is elsewhere.

use std::future::Future;
use std::time::Duration;

/// Interval of the checks whether the host still runs.
#[cfg(unix)]
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Completes when the process has to end. Call it before the handshake, so that no death of the host is missed.
///
/// # Errors
/// If the system does not accept signal handlers.
#[cfg(unix)]
pub fn wanted() -> std::io::Result<impl Future<Output = ()>> {
    use std::os::unix::process::parent_id;
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    // Ctrl-C in a terminal goes to the host and to its plugins. The host decides when they end, as with go-plugin's
    // servers. tokio's handler stays installed, and nothing listens to it.
    let _ = signal(SignalKind::interrupt())?;
    let host = parent_id();
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => tracing::info!("Told to end by a signal."),
            () = orphaned(host, parent_id, LOOK_EVERY) => tracing::info!("The host is gone."),
        }
    })
}

/// Never completes: this system has no such signals.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn wanted() -> std::io::Result<impl Future<Output = ()>> {
    Ok(std::future::pending())
}

/// Completes when the process has another parent than `host`: the system gives the children of a dead process to
/// another one.
#[cfg(unix)]
async fn orphaned(host: u32, parent: impl Fn() -> u32, every: Duration) {
    let mut look = tokio::time::interval(every);
    while parent() == host {
        look.tick().await;
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn another_parent_means_that_the_host_is_gone() {
        let looks = AtomicU32::new(0);
        let parent = || if looks.fetch_add(1, Ordering::Relaxed) < 3 { 7 } else { 1 };
        orphaned(7, parent, Duration::from_millis(1)).await;
        assert_eq!(looks.load(Ordering::Relaxed), 4);
    }
}
