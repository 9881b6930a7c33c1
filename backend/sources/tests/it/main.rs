//! The sources against servers with correct answers, wrong answers or none.

#[cfg(test)]
mod flux;
#[cfg(test)]
mod influxql;
#[cfg(test)]
mod prometheus;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sample_dense;
#[cfg(test)]
mod sample_on_call;
#[cfg(test)]
mod support;
