//! A real node exporter.

use crate::process::{Folder, Process, client};

/// A running node exporter; it ends with the value.
#[derive(Debug)]
pub struct NodeExporter {
    _process: Process,
}

impl NodeExporter {
    /// Starts one on a port of the loopback address.
    ///
    /// # Panics
    /// If it is not installed or does not start.
    pub async fn start(port: u16) -> Self {
        let address = format!("127.0.0.1:{port}");
        let arguments = [format!("--web.listen-address={address}")];
        let package = "prometheus-node-exporter";
        let mut process = Process::start(package, package, &arguments, Folder::new("node-exporter"));
        process.ready(&client(), &format!("http://{address}/metrics")).await;
        Self { _process: process }
    }
}
