//! Configuration: what a file says, where it is found, and the settings that come of it.

mod bandit;
mod baselines;
pub(crate) mod detect_secrets;
mod effective;
mod file;
mod formats;
pub(crate) mod git_secrets;
mod gitleaks;
mod ini;
mod peers;
mod pycodestyle;
pub(crate) mod rule_files;
mod source;
mod waivers;
mod weaken;
mod weaken_bandit;
mod weaken_gitleaks;

pub(crate) use bandit::{FILES as BANDIT_FILES, read as read_bandit};
pub(crate) use effective::{Effective, Origin};
pub(crate) use file::{ConfigFile, FixStaged};
pub(crate) use gitleaks::{CONFIGURATIONS, Gitleaks};
pub(crate) use source::{Found, NAMES, Source, find};
pub(crate) use waivers::Waivers;
pub(crate) use weaken::weakened;
pub(crate) use weaken_bandit::weakened as weakened_bandit;
pub(crate) use weaken_gitleaks::weakened as weakened_gitleaks;

/// The name of our own file, at the root of the repository.
pub(crate) const FILE_NAME: &str = "sdf-hook.toml";
