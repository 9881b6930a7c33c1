//! Parses the samples of one series: pairs of seconds and text.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};

use crate::collect::Column;

/// Counts the elements of a list.
pub(super) struct CountSeed;

impl<'de> DeserializeSeed<'de> for CountSeed {
    type Value = u64;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for CountSeed {
    type Value = u64;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<u64, A::Error> {
        let mut count = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}

/// Counts native histograms: `[[seconds, {...}], ...]`.
pub(super) struct HistogramsSeed<'a>(pub(super) &'a mut Column);

impl<'de> DeserializeSeed<'de> for HistogramsSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for HistogramsSeed<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of [seconds, histogram]")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(ms) = list.next_element_seed(HistogramSeed)? {
            self.0.put_histogram(ms);
        }
        Ok(())
    }
}

/// Reads the instant of `[seconds, {...}]`.
pub(super) struct HistogramSeed;

impl<'de> DeserializeSeed<'de> for HistogramSeed {
    type Value = i64;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<i64, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for HistogramSeed {
    type Value = i64;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[seconds, histogram]")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<i64, A::Error> {
        let ms = pair.next_element_seed(InstantSeed)?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        while pair.next_element::<IgnoredAny>()?.is_some() {}
        Ok(ms)
    }
}

/// Reads `[[seconds, "value"], ...]`.
pub(super) struct PairsSeed<'a>(pub(super) &'a mut Column);

impl<'de> DeserializeSeed<'de> for PairsSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for PairsSeed<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of [seconds, \"value\"]")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(PairSeed(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

/// Reads `[seconds, "value"]`.
pub(super) struct PairSeed<'a>(pub(super) &'a mut Column);

impl<'de> DeserializeSeed<'de> for PairSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for PairSeed<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[seconds, \"value\"]")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<(), A::Error> {
        let ms = pair.next_element_seed(InstantSeed)?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let value = pair.next_element_seed(ValueSeed)?.ok_or_else(|| A::Error::invalid_length(1, &self))?;
        self.0.put(ms, value);
        Ok(())
    }
}

/// Reads seconds as milliseconds.
pub(super) struct InstantSeed;

impl<'de> DeserializeSeed<'de> for InstantSeed {
    type Value = i64;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<i64, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for InstantSeed {
    type Value = i64;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("seconds since 1970")
    }
    fn visit_u64<E: serde::de::Error>(self, seconds: u64) -> Result<i64, E> {
        i64::try_from(seconds)
            .ok()
            .and_then(|seconds| seconds.checked_mul(1000))
            .ok_or_else(|| E::custom("seconds out of range"))
    }
    fn visit_i64<E: serde::de::Error>(self, seconds: i64) -> Result<i64, E> {
        seconds.checked_mul(1000).ok_or_else(|| E::custom("seconds out of range"))
    }
    fn visit_f64<E: serde::de::Error>(self, seconds: f64) -> Result<i64, E> {
        // 2^53 milliseconds: beyond it, an f64 is not an exact instant.
        let ms = (seconds * 1000.0).round();
        if ms.abs() <= 9e15 { Ok(ms as i64) } else { Err(E::custom("seconds out of range")) }
    }
}

/// Reads a sample: text as Prometheus writes it (`"1.5"`, `"NaN"`, `"+Inf"`), or a plain number.
pub(super) struct ValueSeed;

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = f64;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<f64, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for ValueSeed {
    type Value = f64;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sample such as \"1.5\"")
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<f64, E> {
        text.parse()
            .map_err(|_| E::custom(format_args!("{text:?} is not a number; does the expression give text?")))
    }
    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }
    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }
    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }
}
