//! Rules are data.
//!
//! A rule file is read by the schema of its family ([`secret`], [`sast`], [`style`]), at build time for the
//! built-in rules and at run time for a user's, into the same compact types. [`Emit`] writes those
//! types as Rust expressions, so that the build script turns `rules/` into statics and nothing is
//! parsed at start-up; [`packed`] writes those of a user's as bytes, to be kept. [`check`] holds
//! the rules about rules, [`examples`] the generators for example secrets.

mod emit;
mod literals;
mod meta;
mod needed;
mod owasp;
mod toml_file;
mod yaml;
mod yaml_rules;

pub mod bandit;
pub mod check;
pub mod checksum;
pub mod examples;
pub mod expression;
pub mod extended;
pub mod git_secrets;
pub mod gitleaks;
pub mod kingfisher;
pub mod packed;
pub mod samples;
pub mod sast;
pub mod secret;
pub mod style;
pub mod table;

pub use emit::Emit;
pub use literals::{anchor_groups, literals};
pub use meta::{Header, RuleFileError};
pub use needed::{Needed, needed};
pub use yaml_rules::{YamlRules, parse_yaml};
