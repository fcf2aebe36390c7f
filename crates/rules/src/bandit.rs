//! The checks of bandit, a scanner for Python.
//!
//! What a check says of itself, and the names that it looks for, are data, read by [`parse`]; what
//! data cannot say is the scanner's code, which knows a check by bandit's number for it. The ids
//! and names of bandit's checks are aliases of ours: `B301`, and `bandit.pickle` for the name that
//! `# nosec pickle` uses.

mod file;
pub mod options;
mod settings;

use crate::Emit;
use crate::emit::emit_struct;
use sdf_core::{Rule, Text};
use std::borrow::Cow;

pub use file::{is_checks, parse};
pub use options::Options;
pub use settings::Settings;

/// What precedes bandit's name of a check in the alias made of it.
pub const NAME_PREFIX: &str = "bandit.";

/// A check of bandit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What it says of itself.
    pub rule: Rule,
    /// The number in bandit's id: 301 of `B301`.
    pub test: u16,
    /// Literals, in lower case, without any of which in a document it finds nothing there, unless
    /// its options name others.
    pub anchors: Cow<'static, [Text]>,
    /// Qualified names of functions; each call of one is a finding.
    pub calls: Cow<'static, [Text]>,
    /// Beginnings of names of modules; each import of one is a finding.
    pub imports: Cow<'static, [Text]>,
}

/// Code that shows what a check does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// With a finding.
    pub bad: Vec<String>,
    /// Without one.
    pub good: Vec<String>,
}

impl Check {
    /// The name that bandit has for it.
    pub fn name(&self) -> Option<&str> {
        self.rule.aliases.iter().find_map(|alias| alias.strip_prefix(NAME_PREFIX))
    }
}

impl Emit for Check {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::bandit::Check", self, {
            rule, test, anchors, calls, imports
        });
    }
}
