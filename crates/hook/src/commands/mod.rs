//! What each command does.

pub(crate) mod baseline;
pub(crate) mod config;
mod cross_file;
pub(crate) mod history;
pub(crate) mod hook;
pub(crate) mod init;
pub(crate) mod install;
pub(crate) mod merge;
pub(crate) mod rules;
pub(crate) mod rules_test;
pub(crate) mod run;
pub(crate) mod scan;

mod archives;
mod changes;
mod fix;
mod fix_staged;
mod named;
mod paths;
mod paths_on_disk;
mod session;
mod walk;
