//! What is looked for.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Text of a rule: static for built-in rules, owned for those of a user's file.
pub type Text = Cow<'static, str>;

/// What every rule says of itself, whatever its family. Built-in ones are statics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Unique name: `github-pat`, `python.pickle-load`, `E501`.
    pub id: Text,
    /// The family it is selected by.
    pub family: Family,
    /// Ids of peers for the same check, such as `B301`.
    pub aliases: Cow<'static, [Text]>,
    /// How bad a true finding is.
    pub severity: Severity,
    /// How likely a finding is true.
    pub confidence: Confidence,
    /// What is wrong, in a line without a full stop; the message of a finding that has no own.
    pub title: Text,
    /// Why it matters, in a sentence.
    pub why: Text,
    /// How to mend it.
    pub help: Text,
    /// Numbers in the Common Weakness Enumeration.
    pub cwe: Cow<'static, [u16]>,
    /// Categories of the OWASP Top 10, such as `A03:2021 Injection`.
    pub owasp: Cow<'static, [Text]>,
    /// Addresses to read more.
    pub references: Cow<'static, [Text]>,
    /// How much of a document decides whether it matches.
    pub reach: Reach,
    /// Whether it is on where nothing selects it by name.
    pub default: bool,
    /// Whether an alias selects it. If not, its aliases only silence it: another rule does what
    /// the peer does to the letter, and this one more or better.
    pub by_alias: bool,
}

/// How much of a document decides whether a rule matches at a place.
///
/// A finding of reach [`Reach::Line`] on an unchanged line was there before; one of reach
/// [`Reach::Document`] can be new on a line that nobody edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The lines of the finding alone.
    Line,
    /// Any part of the document.
    Document,
}

/// The families of rules; a user selects them by these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Credentials in content.
    Secrets,
    /// Insecure code.
    Sast,
    /// Faults of style in code.
    Style,
    /// Faults of files, whatever is in them.
    Hygiene,
    /// Security policy: settings, commits, pipelines.
    Policy,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth mending.
    Low,
    /// A weakness.
    Medium,
    /// Exploitable or costly.
    High,
    /// An open door.
    Critical,
}

/// How likely a finding is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A hint to look at.
    Low,
    /// More likely true than not.
    Medium,
    /// Nearly always true.
    High,
}

/// A word that names no severity, confidence or family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// The word.
    pub name: String,
    /// The words that would do.
    pub known: &'static [&'static str],
}

impl fmt::Display for UnknownName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "'{}' is none of {}", self.name.escape_debug(), self.known.join(", "))
    }
}

impl std::error::Error for UnknownName {}

macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),+ }) => {
        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];
            /// Their names, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The name, as users write it.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.name())
            }
        }

        impl FromStr for $type {
            type Err = UnknownName;

            fn from_str(name: &str) -> Result<Self, UnknownName> {
                match name {
                    $($name => Ok($type::$variant),)+
                    _ => Err(UnknownName { name: name.to_owned(), known: Self::NAMES }),
                }
            }
        }
    };
}

names!(Family { Secrets = "secrets", Sast = "sast", Style = "style", Hygiene = "hygiene", Policy = "policy" });
names!(Severity { Low = "low", Medium = "medium", High = "high", Critical = "critical" });
names!(Confidence { Low = "low", Medium = "medium", High = "high" });

/// Which rules of a family are on, by their index in its table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleMask {
    words: Vec<u64>,
}

impl RuleMask {
    /// A mask over `count` rules in which those are on for which `is_on` says so.
    pub fn new(count: usize, is_on: impl Fn(usize) -> bool) -> Self {
        let mut words = vec![0; count.div_ceil(64)];
        for index in (0..count).filter(|&index| is_on(index)) {
            words[index / 64] |= 1 << (index % 64);
        }
        RuleMask { words }
    }

    /// Whether the rule at `index` is on.
    pub fn contains(&self, index: usize) -> bool {
        self.words.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// Whether no rule is on.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for &family in Family::ALL {
            assert_eq!(family.name().parse(), Ok(family));
        }
        let error = "huge".parse::<Severity>().expect_err("no such severity");
        assert_eq!(error.to_string(), "'huge' is none of low, medium, high, critical");
    }

    #[test]
    fn a_mask_holds_what_it_was_given() {
        let mask = RuleMask::new(130, |index| index % 64 == 1);
        assert!(mask.contains(129) && mask.contains(65) && !mask.contains(0));
        assert!(!mask.contains(4000));
        assert!(RuleMask::new(70, |_| false).is_empty());
    }
}
