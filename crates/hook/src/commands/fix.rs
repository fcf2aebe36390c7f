//! `--fix`: the edits of findings, made on disk.

use super::walk::DiskFile;
use crate::failure::{Context, Failure};
use sdf_core::{Edit, Located};
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::Path;

/// `content` with the edits of `findings` made, the safe ones or `all`, and how many findings that
/// mends. Of edits that overlap only the first is made: a second look mends the rest.
pub(crate) fn apply(content: &[u8], findings: &[Located<'_>], all: bool) -> (Vec<u8>, usize) {
    let mut fixes: Vec<&[Edit]> = findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .filter(|fix| (all || fix.safe) && !fix.edits.is_empty())
        .map(|fix| fix.edits.as_slice())
        .collect();
    fixes.sort_by_key(|edits| edits.first().map(|edit| (edit.span.start, edit.span.end)));
    let mut fixed = Vec::with_capacity(content.len());
    let (mut at, mut mended) = (0, 0);
    for edits in fixes {
        let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        let inside =
            edits.iter().all(|edit| at <= edit.span.start && edit.span.end <= content.len());
        if !apart || !inside {
            continue;
        }
        for edit in edits {
            fixed.extend_from_slice(&content[at..edit.span.start]);
            fixed.extend_from_slice(&edit.replacement);
            at = edit.span.end;
        }
        mended += 1;
    }
    fixed.extend_from_slice(&content[at..]);
    (fixed, mended)
}

/// Puts `fixed` in the place of `content` in `file`: a new file that takes the old one's name, so
/// that an interruption leaves the one or the other.
pub(crate) fn write(file: &DiskFile, content: &[u8], fixed: &[u8]) -> Result<(), Failure> {
    let path = &file.on_disk;
    let attempt = || format!("fix {}", path.display());
    if file.is_link || fs::read(path).context(attempt)? != content {
        return Err(Failure::new(format!(
            "{} changed while it was scanned: not fixed",
            path.display()
        )));
    }
    let permissions = fs::metadata(path).context(attempt)?.permissions();
    let beside = beside(path);
    let mut new =
        fs::OpenOptions::new().write(true).create_new(true).open(&beside).context(attempt)?;
    let written = new
        .write_all(fixed)
        .and_then(|()| new.set_permissions(permissions))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What could not take the place of the file only lies in the way.
        let _ = fs::remove_file(&beside);
    }
    written.context(attempt)
}

/// A name in the same folder.
fn beside(path: &Path) -> std::path::PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".sdf-hook-{}", std::process::id()));
    path.with_file_name(name)
}
