//! `--submodules`: the histories of repositories within.

use super::{Task, search};
use crate::commands::session::Session;
use crate::failure::Failure;
use sdf_core::{BString, ByteSlice, Notice, Report, Weight};
use sdf_git::Repository;
use std::path::Path;

/// Submodules in submodules deeper than this are not searched.
const MAX_DEPTH: usize = 16;

/// Searches the histories of the submodules that are checked out.
pub(super) fn search<'r>(
    task: &Task<'_, 'r>,
    session: &Session<'_>,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    below(task, &session.repository, &BString::default(), 0, report)
}

fn below<'r>(
    task: &Task<'_, 'r>,
    repository: &Repository,
    prefix: &BString,
    depth: usize,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    let Some(top) = repository.work_tree() else {
        let message = "--submodules: in a bare repository no submodule is checked out";
        report.notices.push(Notice::general(Weight::Remark, message));
        return Ok(());
    };
    for path in repository.submodules()? {
        let mut name = prefix.clone();
        name.extend_from_slice(&path);
        let folder = top.join(path.to_path_lossy());
        if depth == MAX_DEPTH || !is_checked_out(&folder) {
            let message = "this submodule is not checked out: its history was not searched; \
                           `git submodule update --init` brings it";
            report.notices.push(Notice::about(name, Weight::Remark, message));
            continue;
        }
        match Repository::open_at(&folder) {
            Ok(inner) => {
                let tips = inner.tips(&[])?;
                name.push(b'/');
                search::everything(task, &inner, &tips, &name, report)?;
                below(task, &inner, &name, depth + 1, report)?;
            }
            Err(error) => {
                let message = format!("its history was not searched: {error}");
                report.notices.push(Notice::about(name, Weight::Trouble, message));
            }
        }
    }
    Ok(())
}

fn is_checked_out(folder: &Path) -> bool {
    folder.join(".git").exists()
}
