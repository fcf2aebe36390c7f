//! Stories told to the real program on real repositories: a developer does something with git,
//! and what git is about to store or send decides.

mod archives;
mod bandit;
mod catalogue;
mod code_rules;
mod commands;
mod commits;
mod cross_file;
mod encoded;
mod fixing;
mod formats;
mod frameworks;
mod gitleaks;
mod history;
mod hygiene_names;
mod installing;
mod new_flows;
mod notebooks;
mod paths;
mod peers_files;
mod pushing;
mod rule_cache;
mod secrets;
mod settings;
mod stage;
mod staged;
mod style;
mod trouble;
mod untouched;
