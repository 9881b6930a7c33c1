//! scikit-learn and statsmodels, in a Python process that runs for the whole benchmark: its start is not measured.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::Failure;
use crate::turns::Took;

/// A Python process that scores the series it receives.
#[derive(Debug)]
pub(crate) struct Python {
    child: Child,
    /// Closed before waiting for the process.
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    versions: String,
}

/// The jobs for Python.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Job {
    /// An isolation forest over windows of this many samples.
    Forest(usize),
    /// STL with a period of this many samples, and the distance of the residual from its median.
    Stl(usize),
}

impl Python {
    /// Starts the Python that `SEISMO_PYTHON` names, or the first on the path.
    ///
    /// # Errors
    /// The missing program or package.
    pub(crate) fn start() -> Result<Self, Failure> {
        let named = std::env::var("SEISMO_PYTHON").ok().filter(|name| !name.is_empty());
        Self::start_program(named.as_deref().unwrap_or("python3"), include_str!("peers.py"))
    }

    fn start_program(program: &str, script: &str) -> Result<Self, Failure> {
        let mut child = Command::new(program)
            .args(["-c", script])
            // One core, like all others.
            .envs([("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program} cannot be started ({error})"))?;
        let requests = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().ok_or("it has no output")?);
        let mut python = Self { child, requests, answers, versions: String::new() };
        let said = python.answer()?;
        match said.split_once(' ') {
            Some(("ready", versions)) => versions.clone_into(&mut python.versions),
            Some(("missing", package)) => return Err(format!("{program} has no {package}").into()),
            _ => return Err(format!("{program} said {said:?}").into()),
        }
        Ok(python)
    }

    /// The versions of its packages.
    pub(crate) fn versions(&self) -> &str {
        &self.versions
    }

    /// The time for a job on series of one length, as Python measures it.
    pub(crate) fn took(&mut self, job: Job, series: &[Vec<f64>]) -> Result<Took, Failure> {
        let points = series.first().map_or(0, Vec::len);
        let (name, argument) = match job {
            Job::Forest(window) => ("forest", window),
            Job::Stl(period) => ("stl", period),
        };
        let mut request = format!("{name} {argument} {} {points}\n", series.len()).into_bytes();
        request.extend(series.iter().flatten().flat_map(|value| value.to_le_bytes()));
        let requests = self.requests.as_mut().ok_or("it has no input")?;
        requests.write_all(&request)?;
        requests.flush()?;
        let answer = self.answer()?;
        let seconds: Vec<f64> = answer.split(' ').filter_map(|number| number.parse().ok()).collect();
        match seconds[..] {
            [wall, processor] => Ok(Took { wall, processor }),
            _ => Err(format!("python answered {answer:?} to {name}").into()),
        }
    }

    fn answer(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err("python ended without an answer".into());
        }
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It ends when its input is closed.
        drop(self.requests.take());
        let _status = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        for (program, script, told) in [
            ("python-that-is-not-there", "", "python-that-is-not-there cannot be started"),
            ("sh", "echo missing sklearn", "sh has no sklearn"),
            ("sh", "echo", "sh said \"\""),
            ("sh", "exit", "python ended without an answer"),
        ] {
            let error = Python::start_program(program, script).unwrap_err().to_string();
            assert!(error.contains(told), "{script}: {error}");
        }
    }

    #[test]
    fn an_answer_is_seconds_on_two_clocks() {
        let series = [vec![1.0, 2.0], vec![3.0, 4.0]];
        for (script, told) in [
            (
                "echo ready a 1; read line; test \"$line\" = 'stl 60 2 2' && echo 0.5 0.25",
                Ok(Took { wall: 0.5, processor: 0.25 }),
            ),
            ("echo ready a 1; read line; echo what", Err("python answered \"what\" to stl")),
        ] {
            let mut python = Python::start_program("sh", script).unwrap();
            assert_eq!(python.versions(), "a 1");
            let took = python.took(Job::Stl(60), &series).map_err(|error| error.to_string());
            assert_eq!(took, told.map_err(str::to_owned), "{script}");
        }
    }
}
