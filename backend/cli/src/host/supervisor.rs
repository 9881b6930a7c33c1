//! Keeps the plugin alive, as Grafana does: restarts it when it ends.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::client::Client;
use super::log;
use super::process::{PluginCommand, Process};
use crate::Error;

/// Time a plugin has to end after a request, as in go-plugin's client. Then it is killed.
const ENDS_WITHIN: Duration = Duration::from_secs(2);

/// A plugin that is kept alive until the host stops it, or is dropped, which kills it.
#[derive(Debug)]
pub struct Host {
    state: watch::Receiver<State>,
    stopping: watch::Sender<bool>,
    supervisor: JoinHandle<()>,
}

#[derive(Debug, Clone)]
enum State {
    Up(Client),
    Down(String),
}

impl Host {
    /// Starts the plugin and watches it from then on.
    ///
    /// # Errors
    /// Those of [`PluginCommand::start`] and [`Client::connect`] for the first start.
    pub async fn start(command: PluginCommand) -> Result<Self, Error> {
        let process = command.start().await?;
        let client = Client::connect(process.address()).await?;
        let (sender, state) = watch::channel(State::Up(client));
        let (stopping, wanted) = watch::channel(false);
        Ok(Self { state, stopping, supervisor: tokio::spawn(supervise(command, process, sender, wanted)) })
    }

    /// The running plugin.
    ///
    /// # Errors
    /// [`Error::PluginDown`] between its end and the next start.
    pub fn client(&self) -> Result<Client, Error> {
        match &*self.state.borrow() {
            State::Up(client) => Ok(client.clone()),
            State::Down(why) => Err(Error::PluginDown { why: why.clone() }),
        }
    }

    /// Asks the plugin to end, and waits until it has. A plugin that does not end is killed when the host is dropped.
    pub async fn stop(&self) {
        self.stopping.send_replace(true);
        let Ok(client) = self.client() else { return };
        let mut state = self.state.clone();
        let ended = async {
            if client.shut_down().await.is_ok() {
                // If the supervisor is gone, the process is gone too.
                let _ = state.wait_for(|state| matches!(state, State::Down(_))).await;
            }
        };
        if timeout(ENDS_WITHIN, ended).await.is_err() {
            log::write("The plugin does not end by itself and is killed.");
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // The task owns the process, which is killed when dropped.
        self.supervisor.abort();
    }
}

async fn supervise(
    command: PluginCommand,
    first: Process,
    state: watch::Sender<State>,
    stopping: watch::Receiver<bool>,
) {
    let mut restarts = Restarts::default();
    let mut process = Some(first);
    loop {
        let (lived, how) = match process.take() {
            Some(mut running) => {
                let started = Instant::now();
                let how = format!("it ended with {}", running.ended().await);
                if *stopping.borrow() {
                    state.send_replace(State::Down("it was told to end".to_owned()));
                    return;
                }
                (started.elapsed(), how)
            }
            None => match restart(&command).await {
                Ok((running, client)) => {
                    log::write("The plugin runs again.");
                    state.send_replace(State::Up(client));
                    process = Some(running);
                    continue;
                }
                Err(error) => (Duration::ZERO, error.to_string()),
            },
        };
        let pause = restarts.after(lived);
        let next = match pause {
            Some(_) => "it is being started again",
            None => "it failed too often in a row and is not started again",
        };
        log::write(&format!("The plugin is down: {how}; {next}."));
        state.send_replace(State::Down(format!("{how}; {next}")));
        match pause {
            Some(pause) => sleep(pause).await,
            None => return,
        }
    }
}

async fn restart(command: &PluginCommand) -> Result<(Process, Client), Error> {
    let process = command.start().await?;
    let client = Client::connect(process.address()).await?;
    Ok((process, client))
}

/// Decides when to restart the plugin.
#[derive(Debug, Default)]
struct Restarts {
    in_a_row: u32,
}

impl Restarts {
    /// Number of consecutive failures, each before [`Self::STABLE`], after which the plugin is not restarted.
    const LIMIT: u32 = 5;
    /// Lifetime from which on a plugin counts as stable: its end starts a new count.
    const STABLE: Duration = Duration::from_secs(60);
    /// Pause before the first restart; doubled with each further one.
    const FIRST_PAUSE: Duration = Duration::from_millis(250);

    /// The pause before the restart of a plugin that ended after having `lived`; `None` if it will not be restarted.
    fn after(&mut self, lived: Duration) -> Option<Duration> {
        self.in_a_row = if lived >= Self::STABLE { 1 } else { self.in_a_row + 1 };
        (self.in_a_row <= Self::LIMIT).then(|| Self::FIRST_PAUSE * 2_u32.pow(self.in_a_row - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(1);

    #[test]
    fn pauses_double_until_the_plugin_is_given_up() {
        let mut restarts = Restarts::default();
        let pauses: Vec<_> = (0..7).map(|_| restarts.after(SOON).map(|pause| pause.as_millis())).collect();
        assert_eq!(pauses, [Some(250), Some(500), Some(1000), Some(2000), Some(4000), None, None]);
    }

    #[test]
    fn a_plugin_that_lived_long_enough_starts_a_new_count() {
        let mut restarts = Restarts::default();
        restarts.after(SOON);
        restarts.after(SOON);
        assert_eq!(restarts.after(Restarts::STABLE), Some(Restarts::FIRST_PAUSE));
    }
}
