//! What the pre-commit framework passes.
//!
//! It appends file names to the entry and its arguments without a `--` between, so that a file
//! called `-x.py` would be taken for an option. And it tells a hook nothing about `--all-files`:
//! the names are all there is to go by.

use crate::args::Arguments;
use clap::CommandFactory;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;

/// The arguments of the process, with a `--` before the file names that pre-commit appended.
pub(crate) fn arguments() -> Vec<OsString> {
    let mut arguments: Vec<OsString> = env::args_os().collect();
    let is_run = arguments.get(1).is_some_and(|command| command == "run");
    if is_run && is_caller() {
        let exists = |name: &OsString| fs::symlink_metadata(name).is_ok();
        if let Some(at) = file_names(&arguments[2..], exists) {
            arguments.insert(2 + at, OsString::from("--"));
        }
    }
    arguments
}

/// Whether pre-commit, or prek in its place, runs this process.
pub(crate) fn is_caller() -> bool {
    env::var_os("PRE_COMMIT").is_some_and(|value| value == "1")
}

/// The range of commits that pre-commit was told to look at, or that are pushed.
pub(crate) fn range() -> Option<(String, String)> {
    let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
    if !is_caller() {
        return None;
    }
    variable("PRE_COMMIT_FROM_REF").zip(variable("PRE_COMMIT_TO_REF")).or_else(|| {
        // A branch of which the remote has not one commit: all files, says pre-commit.
        variable("PRE_COMMIT_REMOTE_NAME")?;
        Some(("0".repeat(40), variable("PRE_COMMIT_LOCAL_BRANCH")?))
    })
}

/// Where the file names at the end of `arguments` begin, if there are any without `--` before.
/// Every name that pre-commit passes exists; options come before all of them.
fn file_names(arguments: &[OsString], exists: impl Fn(&OsString) -> bool) -> Option<usize> {
    let names = arguments.iter().rev().take_while(|argument| exists(argument)).count();
    let (options, names) = arguments.split_at(arguments.len() - names);
    // The value of an option may be the name of a file, too: `--select secrets`.
    let values = usize::from(options.last().is_some_and(|option| awaits_value(option)));
    let is_separated = options.iter().any(|option| option == "--");
    (!is_separated && names.len() > values).then_some(options.len() + values)
}

/// Whether `option` of `run` is not complete without another argument.
fn awaits_value(option: &OsStr) -> bool {
    let mut command = Arguments::command();
    command.build();
    let run = command.get_subcommands().find(|command| command.get_name() == "run");
    let Some(option) = option.to_str() else { return false };
    run.into_iter().flat_map(clap::Command::get_arguments).any(|argument| {
        let is_named =
            argument.get_long().is_some_and(|long| option.strip_prefix("--") == Some(long))
                || argument.get_short().is_some_and(|short| {
                    option.strip_prefix('-') == Some(short.encode_utf8(&mut [0; 4]))
                });
        is_named && argument.get_num_args().is_some_and(|values| values.min_values() > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where names begin among `arguments` while the files `there` exist.
    fn at(arguments: &[&str], there: &[&str]) -> Option<usize> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        file_names(&arguments, |name| there.iter().any(|there| name == there))
    }

    #[test]
    fn file_names_are_told_from_options_by_being_there() {
        let there = ["-x.py", "a.py", "--exit-zero"];
        assert_eq!(at(&["--select", "secrets", "-x.py", "a.py"], &there), Some(2));
        assert_eq!(at(&["--files", "-x.py"], &there), Some(1));
        assert_eq!(at(&["a.py", "--exit-zero"], &there), Some(0));
        assert_eq!(at(&["--quiet"], &there), None);
        assert_eq!(at(&[], &there), None);
    }

    #[test]
    fn the_value_of_an_option_is_no_file_name() {
        let there = ["secrets", "4", "a.py"];
        assert_eq!(at(&["--select", "secrets", "a.py"], &there), Some(2));
        assert_eq!(at(&["--select", "secrets"], &there), None);
        assert_eq!(at(&["-j", "4", "a.py"], &there), Some(2));
        assert_eq!(at(&["--quiet", "secrets", "a.py"], &there), Some(1));
    }

    #[test]
    fn a_separator_counts_unless_it_is_a_file() {
        assert_eq!(at(&["--", "-x.py"], &["-x.py"]), None);
        assert_eq!(
            at(&["--quiet", "--exit-zero", "--", "a.py"], &["--exit-zero", "--", "a.py"]),
            Some(1)
        );
    }
}
