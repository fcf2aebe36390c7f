//! Configurations of gitleaks and betterleaks, as their users have them.
//!
//! [`File`] is one file as it is written, [`Configuration`] what it means together with the files
//! that it extends. What the two tools do not agree on is read as the tool that has it does:
//! `filter` as betterleaks, `[allowlist]` as gitleaks.
//!
//! ```
//! use sdf_rules::gitleaks::{Configuration, File};
//!
//! let text = "[[rules]]\nid = 'acme'\nregex = '''acme_([0-9a-f]{8})'''\nkeywords = ['acme_']\n";
//! let file = File::parse(".gitleaks.toml", text)?;
//! let configuration = Configuration::new(file, &mut |_| Err("there is none".to_owned()))?;
//! assert_eq!(configuration.rules[0].rule.id, "acme");
//! assert!(!configuration.extends_default);
//! # Ok::<(), sdf_rules::RuleFileError>(())
//! ```

pub mod expression;
mod extend;
mod fields;
mod file;
mod go_syntax;
mod ignore;
mod pattern;
mod recognise;

use sdf_core::Rule;

pub use expression::Expression;
pub use extend::{Amendment, Configuration, Reader};
pub use file::File;
pub use go_syntax::{SyntaxError, Translated, translate};
pub use ignore::{Ignored, ignore_file};
pub use pattern::{Encoding, Pattern};
pub use recognise::is_gitleaks;

/// A rule of a user.
#[derive(Clone, Debug)]
pub struct GitleaksRule {
    /// What is shown of it.
    pub rule: Rule,
    /// What a secret and the text that belongs to it look like; none for a rule on paths alone.
    pub regex: Option<Pattern>,
    /// Which paths it is for, or which it finds.
    pub path: Option<Pattern>,
    /// Group of the expression that holds the secret; 0 for the first that is not empty.
    pub secret_group: usize,
    /// A secret of this Shannon entropy or less is none, in bits a character; 0 for any.
    pub entropy: f64,
    /// In lower case; without one of them in the document the rule is not looked at. Empty for
    /// any document.
    pub keywords: Vec<String>,
    /// What it lets off.
    pub allowlists: Vec<Allowlist>,
    /// What it lets off, in betterleaks' language: a finding for which one of them is true.
    pub filters: Vec<Expression>,
    /// What must be found as well.
    pub required: Vec<Required>,
    /// Found only for the rules that require it.
    pub skip_report: bool,
    /// Of two findings on a line of which one holds the other, the less specific yields.
    pub specificity: i64,
}

/// What must be found as well as a rule for the rule to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required {
    /// Id of the rule.
    pub rule: String,
    /// How many lines apart the two may begin.
    pub within_lines: Option<u64>,
    /// How many columns apart the two may begin.
    pub within_columns: Option<u64>,
}

/// What is let off.
#[derive(Clone, Debug)]
pub struct Allowlist {
    /// Whether every kind of check that is given must apply, or one of them.
    pub condition: Condition,
    /// Ids of commits, in lower case.
    pub commits: Vec<String>,
    /// Expressions for paths.
    pub paths: Option<Pattern>,
    /// Expressions for what was found.
    pub regexes: Option<Pattern>,
    /// What the expressions are held against.
    pub target: Target,
    /// In lower case; parts of a secret that show that it is none.
    pub stopwords: Vec<String>,
    /// The rules it is for; empty for all that it stands above of.
    pub target_rules: Vec<String>,
    /// As it is written, to tell one from another and to name it.
    pub source: String,
}

/// How the checks of an allowlist go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// One is enough.
    Any,
    /// All must apply.
    All,
}

/// What the expressions of an allowlist are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The secret.
    Secret,
    /// All that the rule's expression matched.
    Match,
    /// The lines of the match.
    Line,
}

/// The literals that the rules of `configurations` need, for the gate: each with the number of its
/// rule, counted through all configurations. A keyword that is not ASCII is not among them, for
/// the gate folds no other letters.
pub fn literals(configurations: &[Configuration]) -> impl Iterator<Item = (u32, &[u8])> {
    let rules = configurations.iter().flat_map(|configuration| &configuration.rules);
    (0..).zip(rules).flat_map(|(number, rule)| {
        let literals = rule.keywords.iter().filter(|keyword| is_literal(keyword));
        literals.map(move |keyword| (number, keyword.as_bytes()))
    })
}

/// Whether the gate can look for `keyword`.
pub fn is_literal(keyword: &str) -> bool {
    !keyword.is_empty() && keyword.is_ascii()
}
