//! check-case-conflict: paths that differ by letter case alone, of which a case-insensitive file
//! system can hold only one.

use super::folders::Folders;
use super::{Entry, PathReport, Said, Surroundings, prefixes, quoted};
use crate::Check;
use sdf_core::{BStr, BString, Node, Notice};
use std::collections::HashMap;

/// Judges each new path, its folders first. Of two new ones that conflict the later is reported,
/// and a folder once, at the first entry below it.
pub(super) fn check(
    entries: &[Entry<'_>],
    surroundings: &dyn Surroundings,
    folders: &mut Folders<'_>,
    report: &mut PathReport,
) {
    let mut judged = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.is_new_path) {
        match conflict(entry, surroundings, folders, &mut judged) {
            Ok(None) => {}
            Ok(Some(said)) => {
                report.faults.push(said.at(Check::CheckCaseConflict, entry.path));
            }
            Err(notice) => report.notices.push(notice),
        }
    }
}

/// What is to be said of the first part of the path that conflicts; what was said of a folder is
/// in `judged`, which tells whether it is in conflict.
fn conflict<'e>(
    entry: &Entry<'e>,
    surroundings: &dyn Surroundings,
    folders: &mut Folders<'_>,
    judged: &mut HashMap<&'e BStr, bool>,
) -> Result<Option<Said>, Notice> {
    // All folders whose path differs from that of the entry by letter case at most.
    let mut alike = vec![BString::default()];
    for path in prefixes(entry.path) {
        let name = path.rsplit(|&byte| byte == b'/').next().unwrap_or(path);
        let (mut others, mut next): (Vec<BString>, Vec<BString>) = (Vec::new(), Vec::new());
        for folder in &alike {
            for (child, node) in folders.alike(folder.as_ref(), BStr::new(name))? {
                let there = join(folder, &child);
                if there != *path {
                    others.push(there.clone());
                }
                if node == Node::Folder {
                    next.push(there);
                }
            }
        }
        if !others.is_empty() {
            match judged.get(path) {
                Some(true) => return Ok(None),
                Some(false) => {}
                None => {
                    let other = rival(path, &others, path == entry.path, surroundings)?;
                    judged.insert(path, other.is_some());
                    if let Some(other) = other {
                        let (one, other) = (quoted(path), quoted(other.as_ref()));
                        let message = format!("{one} and {other} differ by letter case alone");
                        return Ok(Some(Said::plainly(message)));
                    }
                }
            }
        }
        alike = next;
    }
    Ok(None)
}

/// Which of `others` the path conflicts with, if that is news and this is the place to say so.
fn rival<'o>(
    path: &BStr,
    others: &'o [BString],
    is_new: bool,
    surroundings: &dyn Surroundings,
) -> Result<Option<&'o BString>, Notice> {
    if !is_new && surroundings.is_old(path)? {
        return Ok(None);
    }
    for other in others {
        if *other < *path || surroundings.is_old(other.as_ref())? {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

fn join(folder: &BString, name: &BString) -> BString {
    if folder.is_empty() {
        return name.clone();
    }
    [folder.as_slice(), b"/", name].concat().into()
}
