//! check-added-large-files: content that a repository should not carry.

use super::{Entry, Said, Surroundings, Verdict};
use crate::Settings;
use sdf_core::{Kind, Node};

pub(super) fn check(
    at: usize,
    entry: &Entry<'_>,
    surroundings: &dyn Surroundings,
    settings: &Settings,
) -> Verdict {
    let is_file = matches!(entry.node, Node::File(kind) if kind != Kind::Symlink);
    if !is_file || !entry.is_added && !settings.all_large_files {
        return Ok(None);
    }
    let size = surroundings.size(at)?;
    // Who names a file for LFS and has it stored as it is nonetheless lacks the filter here.
    if size <= settings.max_file_size || surroundings.is_in_lfs(at)? {
        return Ok(None);
    }
    let kibibytes = |bytes: u64| bytes.div_ceil(1024);
    Ok(Some(Said::plainly(format!(
        "large file: {} KiB, more than {} KiB",
        kibibytes(size),
        kibibytes(settings.max_file_size)
    ))))
}
