//! check-illegal-windows-names: names that Windows cannot have.

use super::{Entry, PathReport, Said, Surroundings, prefixes, quoted};
use crate::Check;
use sdf_core::{BStr, Notice};
use std::collections::HashSet;

/// Judges each new path; a folder is reported once, at the first entry below it.
pub(super) fn check(
    entries: &[Entry<'_>],
    surroundings: &dyn Surroundings,
    report: &mut PathReport,
) {
    let mut said = HashSet::new();
    for entry in entries.iter().filter(|entry| entry.is_new_path) {
        match fault(entry, surroundings, &mut said) {
            Ok(None) => {}
            Ok(Some(said)) => {
                report.faults.push(said.at(Check::CheckIllegalWindowsNames, entry.path));
            }
            Err(notice) => report.notices.push(notice),
        }
    }
}

fn fault<'e>(
    entry: &Entry<'e>,
    surroundings: &dyn Surroundings,
    said: &mut HashSet<&'e BStr>,
) -> Result<Option<Said>, Notice> {
    for path in prefixes(entry.path) {
        let name = path.rsplit(|&byte| byte == b'/').next().unwrap_or(path);
        let Some(reason) = reason(name) else { continue };
        // Who adds to a folder that was there before did not name it.
        let is_new = path == entry.path || !surroundings.is_old(path)?;
        if is_new && said.insert(path) {
            let name = quoted(BStr::new(name));
            return Ok(Some(Said::plainly(format!("Windows cannot have {name}: {reason}"))));
        }
    }
    Ok(None)
}

/// Why a file or folder cannot be called `name`, with the meaning of the expression of
/// pre-commit-hooks 6.0.0, which asks of folders at the top no more than of others here.
fn reason(name: &[u8]) -> Option<String> {
    let name = String::from_utf8_lossy(name);
    if let Some(found) = name.chars().find(|&found| is_forbidden(found)) {
        return Some(format!("it holds '{}'", found.escape_debug()));
    }
    if name.ends_with(|last: char| last == '.' || last.is_whitespace()) {
        return Some("it ends with a dot or a space".to_owned());
    }
    let stem = name.split('.').next().unwrap_or(&name);
    is_device(stem).then(|| format!("'{}' is a device", stem.to_uppercase()))
}

fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\x1f' | '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*')
}

/// The devices of DOS, which Windows finds in every folder, with any extension.
fn is_device(stem: &str) -> bool {
    let is = |name: &str| stem.eq_ignore_ascii_case(name);
    let has_number = || {
        let mut characters = stem.chars();
        let number = characters.next_back();
        let port = characters.as_str();
        let is_port = port.eq_ignore_ascii_case("com") || port.eq_ignore_ascii_case("lpt");
        is_port && number.is_some_and(|it| it.is_ascii_digit() || matches!(it, '¹' | '²' | '³'))
    };
    ["con", "prn", "aux", "nul"].into_iter().any(is) || has_number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_devices_and_odd_characters_are_found() {
        let bad =
            ["CON", "aux.txt", "Com1", "lpt³.tar.gz", "nul.", "a?b", "a:b", "a ", "a.", "\u{1}"];
        for name in bad {
            assert!(reason(name.as_bytes()).is_some(), "{name:?}");
        }
        let good = ["console", "auxiliary.txt", "com", "com10", "a b", ".gitignore", "a..b", "ä"];
        for name in good {
            assert!(reason(name.as_bytes()).is_none(), "{name:?}");
        }
    }
}
