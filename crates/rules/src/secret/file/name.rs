//! Words of closed sets, as rule files have them.

use super::super::{Sort, Specificity, Validator};
use sdf_core::{Confidence, Reach, Severity};
use serde::{Deserialize, Deserializer, de};
use std::str::FromStr;

/// A word of a closed set.
#[derive(Clone, Copy)]
pub(super) struct Name<T>(pub(super) T);

pub(super) trait Named: Sized {
    fn named(name: &str) -> Result<Self, String>;
}

impl<'de, T: Named> Deserialize<'de> for Name<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        T::named(&name).map(Name).map_err(de::Error::custom)
    }
}

fn pick<T: Copy>(name: &str, names: &[&str], values: &[T]) -> Result<T, String> {
    let found = names.iter().zip(values).find(|(known, _)| **known == name);
    found
        .map(|(_, value)| *value)
        .ok_or_else(|| format!("'{}' is none of {}", name.escape_debug(), names.join(", ")))
}

impl Named for Severity {
    fn named(name: &str) -> Result<Self, String> {
        Severity::from_str(name).map_err(|error| error.to_string())
    }
}

impl Named for Confidence {
    fn named(name: &str) -> Result<Self, String> {
        Confidence::from_str(name).map_err(|error| error.to_string())
    }
}

impl Named for Reach {
    fn named(name: &str) -> Result<Self, String> {
        pick(name, &["line", "document"], &[Reach::Line, Reach::Document])
    }
}

impl Named for Validator {
    fn named(name: &str) -> Result<Self, String> {
        pick(name, Validator::NAMES, Validator::ALL)
    }
}

impl Named for Sort {
    fn named(name: &str) -> Result<Self, String> {
        pick(name, Sort::NAMES, &[Sort::Password, Sort::Token])
    }
}

impl Named for Specificity {
    fn named(name: &str) -> Result<Self, String> {
        use Specificity::{Format, Generic, Provider};
        pick(name, Specificity::NAMES, &[Generic, Format, Provider])
    }
}
