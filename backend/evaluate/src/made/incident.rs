//! Incidents to plant in an ordinary series.

use seismo_series::Random;
use strum::EnumIter;

use super::Made;

/// The form of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Eight samples, six standard deviations of the noise down.
    Dip,
    /// Sixty samples, six standard deviations of the noise up.
    Rise,
    /// Sixty samples of one constant value.
    Flat,
}

impl Form {
    /// Its length in samples.
    pub const fn samples(self) -> usize {
        match self {
            Self::Dip => 8,
            Self::Rise | Self::Flat => 60,
        }
    }
}

/// Size of a dip or a rise, in standard deviations of the noise.
const SIGMAS: f64 = 6.0;
/// Smallest distance between two incidents, in samples, so that none looks like the end of another.
const APART: usize = 90;

/// A series with incidents.
#[derive(Debug, Clone)]
pub struct Planted {
    /// The series.
    pub made: Made,
    /// The first row of each, ascending.
    pub starts: Vec<usize>,
    /// Their form.
    pub form: Form,
}

impl Planted {
    /// Plants incidents at random, `a_week` of them on average, in every part of the series.
    pub fn new(mut made: Made, form: Form, a_week: f64) -> Self {
        let week = 604_800_000 / made.interval.ms() as usize;
        let rate = a_week / week as f64;
        let mut random =
            Random::new(super::seed_of(&format!("{:?}-{form:?}-{a_week}-{}", made.kind, made.seed)));
        let (mut starts, mut next) = (Vec::new(), 0);
        loop {
            // The distance between two is exponential beyond the minimum, so that the requested rate holds.
            let mean = (1.0 / rate - (APART + form.samples()) as f64).max(1.0);
            next += APART + (super::noise::exponential(&mut random) * mean) as usize;
            if next + form.samples() > made.values.len() {
                break;
            }
            let rows = next..next + form.samples();
            let held = made.values[next];
            for row in rows.clone() {
                match form {
                    Form::Dip => made.values[row] -= SIGMAS * made.sigma[row],
                    Form::Rise => made.values[row] += SIGMAS * made.sigma[row],
                    Form::Flat => made.values[row] = held,
                }
            }
            starts.push(next);
            next = rows.end;
        }
        Self { made, starts, form }
    }

    /// Which rows lie in an incident.
    pub fn label(&self) -> Vec<bool> {
        let mut label = vec![false; self.made.values.len()];
        for start in &self.starts {
            label[*start..start + self.form.samples()].fill(true);
        }
        label
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made::Kind;
    use seismo_series::Interval;
    use strum::IntoEnumIterator;

    #[test]
    fn incidents_are_as_frequent_as_asked_and_apart() {
        for form in Form::iter() {
            let made = Kind::Normal.make(1, Interval::MINUTE, 100 * 10_080);
            let planted = Planted::new(made, form, 7.0);
            let many = planted.starts.len();
            assert!((600..800).contains(&many), "{form:?}: {many}");
            let apart = planted.starts.windows(2).map(|pair| pair[1] - pair[0] - form.samples()).min();
            assert!(apart >= Some(APART), "{form:?}: {apart:?}");
            assert_eq!(planted.label().iter().filter(|label| **label).count(), many * form.samples());
        }
    }
}
