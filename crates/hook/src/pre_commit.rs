//! What the pre-commit framework passes.
//!
//! It appends file names to the entry and its arguments without a `--` between, so that a file
//! called `-x.py` would be taken for an option. And it tells a hook nothing about `--all-files`:
//! the names are all there is to go by.

use std::env;
use std::ffi::OsString;
use std::fs;

/// The arguments of the process, with a `--` before the file names that pre-commit appended.
pub(crate) fn arguments() -> Vec<OsString> {
    let mut arguments: Vec<OsString> = env::args_os().collect();
    let is_run = arguments.get(1).is_some_and(|command| command == "run");
    if is_run && is_caller() {
        // Every name that pre-commit passes exists; options come before all of them.
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

/// The range of commits that pre-commit was told to look at.
pub(crate) fn range() -> Option<(String, String)> {
    let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
    if !is_caller() {
        return None;
    }
    variable("PRE_COMMIT_FROM_REF").zip(variable("PRE_COMMIT_TO_REF"))
}

/// Where the file names at the end of `arguments` begin, if there are any.
fn file_names(arguments: &[OsString], exists: impl Fn(&OsString) -> bool) -> Option<usize> {
    if arguments.iter().any(|argument| argument == "--") {
        return None;
    }
    let names = arguments.iter().rev().take_while(|argument| exists(argument)).count();
    (names > 0).then_some(arguments.len() - names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_told_from_options_by_being_there() {
        let there = ["-x.py", "a.py", "style"];
        let at = |arguments: &[&str]| {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            file_names(&arguments, |name| there.iter().any(|there| name == there))
        };
        assert_eq!(at(&["--select", "secrets", "-x.py", "a.py"]), Some(2));
        assert_eq!(at(&["a.py"]), Some(0));
        assert_eq!(at(&["--quiet"]), None);
        assert_eq!(at(&["--", "-x.py"]), None);
        assert_eq!(at(&[]), None);
    }
}
