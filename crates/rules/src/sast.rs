//! Rules for insecure code: Semgrep's YAML.
//!
//! ```yaml
//! rules:
//!   - id: python.pickle-load
//!     message: Loading a pickle runs code that it names
//!     severity: ERROR
//!     languages: [python]
//!     metadata:
//!       confidence: HIGH
//!       cwe: "CWE-502: Deserialization of untrusted data"
//!       owasp: A08:2021 Software and Data Integrity Failures
//!       why: Who writes the pickle runs commands here.
//!       help: Exchange data as JSON.
//!       aliases: [B301]
//!       names: global
//!     pattern: pickle.load(...)
//! ```
//!
//! Both syntaxes are read, that of `pattern`, `patterns`, `pattern-sources` and its like and that
//! of `match` and `taint`, into the same types. A key that is not supported is an error with file
//! and line; what is read and not used is told in [`RuleFile::left_out`]. `metadata` is for people,
//! but for `confidence`, `cwe`, `owasp`, `why`, `help`, `aliases`, `by-alias`, `default`, `replaces`, `references`, `anchors`,
//! `names`, and those only in the form above. A rule that gives no `owasp` has the categories that
//! OWASP lists its weaknesses under.

mod anchors;
mod filter;
mod formula;
mod language;
mod library;
mod options;
mod place;
mod reader;
mod requires;
mod taint;

pub use filter::{Analyzer, Filter, Strictness};
pub use formula::{Focus, Formula};
pub use library::{Library, link};
pub use options::{CommentStyle, FlowEnd, GenericEngine, Options};
pub use place::line_of;
pub use requires::Requires;
pub use taint::{Guard, Propagator, Sanitizer, SideEffect, Sink, SinkRequires, Source, Taint};

pub(crate) use reader::read;

use crate::emit::{emit_plain_variants, emit_struct, emit_tuple};
use crate::yaml::{self, Value};
use crate::{Emit, RuleFileError};
use sdf_core::{Rule, Text};
use std::borrow::Cow;

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct RuleFile {
    /// Its rules, in order. Those that use libraries are complete after [`link`].
    pub rules: Vec<SastRule>,
    /// Its libraries, in order.
    pub libraries: Vec<Library>,
    /// What was read and is not used: rules for languages that are not parsed here or for other
    /// versions of Semgrep, and parts that mean nothing here.
    pub left_out: Vec<RuleFileError>,
    /// Its name as the user gave it.
    name: String,
    /// The line of each library.
    library_lines: Vec<usize>,
    /// What is to be linked.
    users: Vec<library::User>,
}

/// A rule for insecure code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SastRule {
    /// What it says of itself.
    pub rule: Rule,
    /// Names of the languages it is for: `python`, `generic`, `regex`.
    pub languages: Cow<'static, [Text]>,
    /// What a finding says; `$X` stands for what the metavariable is bound to.
    pub message: Text,
    /// What is looked for, and how.
    pub mode: Mode,
    /// Groups of literals, in lower case: a document that the rule matches holds one of every
    /// group. Without groups it looks at every document of its languages.
    pub anchors: Cow<'static, [Cow<'static, [Text]>]>,
    /// Which names the names of a pattern stand for.
    pub names: NameMatching,
    /// Globs of paths to which it is confined, all if there are none.
    pub include: Cow<'static, [Text]>,
    /// Globs of paths where it is off.
    pub exclude: Cow<'static, [Text]>,
    /// What to put in place of a match; `$X` stands for what the metavariable is bound to.
    pub fix: Option<Text>,
    /// What to replace within a match.
    pub fix_regex: Option<FixRegex>,
    /// Ids of rules whose findings in what it finds it makes needless: it knows more.
    pub replaces: Cow<'static, [Text]>,
    /// How it is matched.
    pub options: Options,
}

impl SastRule {
    /// Whether the rule could match a document of which `has` tells what literals it holds, in any
    /// case of letters.
    pub fn could_match(&self, has: impl Fn(&str) -> bool) -> bool {
        self.anchors.iter().all(|group| group.iter().any(|literal| has(literal)))
    }
}

/// What a rule looks for, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Places where a formula matches.
    Search(Formula),
    /// Flows of tainted data. Exactly one; a slice to be a constant expression.
    Taint(Cow<'static, [Taint]>),
}

/// What to replace within a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixRegex {
    /// The regular expression that finds it.
    pub regex: Text,
    /// What to put there; `\1` stands for the first group.
    pub replacement: Text,
    /// How many to replace, all if nothing is said.
    pub count: Option<u32>,
}

/// Which names of a document the first name of a pattern's `a.b.c` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameMatching {
    /// Any of the same text, and what was imported under another name. Semgrep's meaning.
    Any,
    /// What is imported from there, or the language's own: not a name that the document gives
    /// another meaning. `metadata.names: global`.
    Global,
}

/// What a Semgrep rule file holds. `file` is its name as the user gave it.
///
/// The texts of patterns are not looked into: compile them to know whether they can be used.
///
/// # Errors
/// With line and key: no YAML, a key that is missing, of the wrong type or not supported, a
/// formula that could never match.
pub fn parse(file: &str, text: &str) -> Result<RuleFile, RuleFileError> {
    read(Value::root(file, &yaml::load(file, text)?))
}

impl Emit for SastRule {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::SastRule", self, {
            rule, languages, message, mode, anchors, names, include, exclude, fix, fix_regex, replaces,
            options
        });
    }
}

impl Emit for Mode {
    fn emit(&self, out: &mut String) {
        match self {
            Mode::Search(formula) => {
                emit_tuple(out, "::sdf_rules::sast::Mode::Search", &[formula]);
            }
            Mode::Taint(one) => emit_tuple(out, "::sdf_rules::sast::Mode::Taint", &[one]),
        }
    }
}

impl Emit for FixRegex {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::FixRegex", self, { regex, replacement, count });
    }
}

emit_plain_variants!(NameMatching: "::sdf_rules::sast::NameMatching");

#[cfg(test)]
mod tests;
