//! Files that let single findings off: baselines and lists of allowed expressions. Who can add to
//! them in the change that is judged is not judged at all.

use super::{detect_secrets, git_secrets};
use crate::baseline;
use crate::failure::Failure;
use sdf_core::ByteSlice;
use std::collections::BTreeMap;

/// A sort of such files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waivers {
    /// A baseline, ours or that of detect-secrets.
    Baseline,
    /// A `.gitallowed`.
    Expressions,
}

/// What a file lets off: identities, each with words of the file that tell where it stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waived(BTreeMap<Vec<u8>, Vec<u8>>);

impl Waivers {
    /// The sort of the file `name`; `configured` is the baseline that the configuration names.
    pub(crate) fn called(name: &str, configured: Option<&str>) -> Option<Self> {
        if name == git_secrets::ALLOWED {
            return Some(Waivers::Expressions);
        }
        let is_baseline = name == detect_secrets::FILE_NAME || configured == Some(name);
        is_baseline.then_some(Waivers::Baseline)
    }

    /// What the file `name` lets off.
    pub(crate) fn read(self, name: &str, text: &[u8]) -> Result<Waived, Failure> {
        let entries = match self {
            Waivers::Expressions => git_secrets::allowed_lines(text)
                .map(|(_, line)| (line.to_owned(), line.to_owned()))
                .collect(),
            Waivers::Baseline if detect_secrets::is_one(text) => {
                let found = detect_secrets::parse(name, text)?;
                let filters = found.filters.into_iter().map(|(filter, pattern)| {
                    // In the file the expression stands as JSON has it.
                    let shown = serde_json::to_string(&pattern).unwrap_or_default();
                    ([filter.as_bytes(), b"\0", pattern.as_bytes()].concat(), shown.into_bytes())
                });
                let entry = |(path, hash): (&sdf_core::BStr, &sdf_engine::SecretHash)| {
                    let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                    let digits = digits.into_bytes();
                    ([path.as_bytes(), b"\0", &digits].concat(), digits)
                };
                found.accepted.iter().map(entry).chain(filters).collect()
            }
            Waivers::Baseline => {
                let digits = |entry: baseline::Entry| entry.fingerprint.to_string().into_bytes();
                let entries = baseline::parse(name, text)?.into_iter().map(digits);
                entries.map(|digits| (digits.clone(), digits)).collect()
            }
        };
        Ok(Waived(entries))
    }

    /// `count` of what such a file lets off.
    pub(crate) fn count(self, count: usize) -> String {
        match (self, count) {
            (Waivers::Baseline, 1) => "what one more entry names".to_owned(),
            (Waivers::Baseline, _) => format!("what {count} more entries name"),
            (Waivers::Expressions, 1) => "what one more expression matches".to_owned(),
            (Waivers::Expressions, _) => format!("what {count} more expressions match"),
        }
    }
}

impl Waived {
    /// Where in the file that stands which `old` does not let off.
    pub(crate) fn beyond(&self, old: Option<&Waived>) -> Vec<Vec<u8>> {
        let is_new = |id: &Vec<u8>| old.is_none_or(|old| !old.0.contains_key(id));
        self.0.iter().filter(|(id, _)| is_new(id)).map(|(_, place)| place.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_added_counts() {
        let read = |text: &str| Waivers::Expressions.read(".gitallowed", text.as_bytes());
        let old = read("a\n# note\nb\n").expect("expressions");
        let new = read("c\nb\n\na\n").expect("expressions");
        assert_eq!(new.beyond(Some(&old)), [b"c".to_vec()]);
        assert_eq!(new.beyond(None).len(), 3);
        assert_eq!(old.beyond(Some(&new)), [b""; 0]);
        assert_eq!(Waivers::called("x.json", Some("x.json")), Some(Waivers::Baseline));
        assert_eq!(Waivers::called("x.json", None), None);
    }
}
