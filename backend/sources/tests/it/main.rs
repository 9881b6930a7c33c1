//! The sources against servers that answer rightly, wrongly or not at all.

mod flux;
mod influxql;
mod prometheus;
mod sample;
mod support;
