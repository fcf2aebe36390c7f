//! `run --fix`: the staged files mended, in the index and on disk.

use super::archives;
use super::changes;
use super::fix::{Mend, Mended, counted, mend};
use super::scan::{collect, threads};
use super::session::Session;
use crate::put_away::PutAway;
use sdf_core::{BString, Document, Edit, Focus, Kind, Notice, Report, Weight};
use sdf_engine::{Engine, Outcome, map_in_order};
use sdf_git::{BlobId, Change, IndexFile, Repair, Repaired, Repository, WorkCopy, carry};

/// A file of the index, and what is found in it.
struct Scanned<'r> {
    path: BString,
    id: BlobId,
    content: Vec<u8>,
    outcome: Outcome<'r>,
    mended: Option<Mended<'r>>,
}

/// Scans `changes` for what is new in them, and mends that.
pub(super) fn changes<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    changes: &[Change],
    session: &Session<'_>,
    report: &mut Report<'r>,
) {
    let (common, asked_for) = (&session.common, session.fixing.mend);
    let scan = |repository: &mut Repository, change: &Change| {
        let content = changes::content(engine, repository, change);
        let judge = |bytes: &[u8]| changes::judge(engine, repository, change, common, bytes);
        scanned(&change.path, change.id, change.kind, content, asked_for, &judge)
    };
    let handles = vec![repository.clone(); threads(common, changes.len())];
    settle(map_in_order(changes, handles, scan), session, report);
}

/// Scans all of `files`, and mends what is found.
pub(super) fn files<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    files: &[IndexFile],
    session: &Session<'_>,
    report: &mut Report<'r>,
) {
    let (common, asked_for) = (&session.common, session.fixing.mend);
    let scan = |repository: &mut Repository, file: &IndexFile| {
        let content = repository.read(file.id).map_err(|error| {
            let message = format!("not scanned: {error}");
            vec![Notice::about(file.path.clone(), Weight::Trouble, message)]
        });
        let judge = |bytes: &[u8]| {
            let (path, focus) = (file.path.as_ref(), Focus::Everything);
            let document = Document { path, bytes, focus, kind: file.kind };
            archives::scan(engine, &document, None, common.archives)
        };
        scanned(&file.path, file.id, file.kind, content, asked_for, &judge)
    };
    let handles = vec![repository.clone(); threads(common, files.len())];
    settle(map_in_order(files, handles, scan), session, report);
}

fn scanned<'r>(
    path: &BString,
    id: BlobId,
    kind: Kind,
    content: Result<Vec<u8>, Vec<Notice>>,
    asked_for: Mend,
    judge: &dyn Fn(&[u8]) -> Outcome<'r>,
) -> Scanned<'r> {
    let scanned =
        |content, outcome, mended| Scanned { path: path.clone(), id, content, outcome, mended };
    let content = match content {
        Ok(content) => content,
        Err(notices) => {
            let outcome = Outcome { notices, ..Outcome::default() };
            return scanned(Vec::new(), outcome, None);
        }
    };
    let outcome = judge(&content);
    let is_file = matches!(kind, Kind::File | Kind::Executable);
    let mended = is_file.then(|| mend(asked_for, path.as_ref(), &content, &outcome, judge));
    match mended.flatten().filter(|mended| mended.content != content) {
        Some(mended) => scanned(content, outcome, Some(mended)),
        None => scanned(Vec::new(), outcome, None),
    }
}

/// Puts what was mended in its places, and reports what is found in each file as it is then.
fn settle<'r>(files: Vec<Scanned<'r>>, session: &Session<'_>, report: &mut Report<'r>) {
    let put_away = files.iter().any(|file| file.mended.is_some()).then(PutAway::now);
    let (mut repairs, mut repaired) = (Vec::new(), Vec::new());
    for file in files {
        let (Some(mended), Some(put_away)) = (&file.mended, &put_away) else {
            collect(report, file.outcome);
            continue;
        };
        match plan(&session.repository, &file, mended, put_away) {
            Ok((repair, manner)) => {
                repairs.push(repair);
                repaired.push((file, manner));
            }
            Err(reason) => refused(report, file, &reason),
        }
    }
    let results = match session.repository.restage(repairs) {
        Ok(results) => results,
        Err(error) => {
            let message = format!("nothing was fixed: {error}");
            report.notices.push(Notice::general(Weight::Trouble, message));
            repaired.drain(..).for_each(|(file, _)| collect(report, file.outcome));
            return;
        }
    };
    let (mut findings, mut made) = (0, 0);
    for ((mut file, manner), result) in repaired.into_iter().zip(results) {
        let manner = match result {
            Repaired::Made => manner.to_owned(),
            Repaired::OnlyStaged(reason) => {
                format!("staged; the file on disk is as it was: {reason}")
            }
            Repaired::Refused(reason) => {
                refused(report, file, &reason);
                continue;
            }
        };
        let Some(mut mended) = file.mended.take() else { continue };
        (findings, made) = (findings + mended.count, made + 1);
        let message = format!("fixed {}, {manner}", counted(mended.count, "finding"));
        report.notices.push(Notice::about(file.path, Weight::Remark, message));
        mended.outcome.totals.fixed = mended.count;
        collect(report, mended.outcome);
    }
    if made > 0 {
        let fixed = format!("fixed {} in {}", counted(findings, "finding"), counted(made, "file"));
        let notice = match session.repository.awaited() {
            Ok(awaited) => {
                let next = session.fixing.what_next(awaited);
                Notice::general(Weight::Remark, format!("{fixed}{next}"))
            }
            Err(error) => Notice::general(Weight::Trouble, format!("{fixed}, but: {error}")),
        };
        report.notices.push(notice);
    }
}

fn refused<'r>(report: &mut Report<'r>, file: Scanned<'r>, reason: &str) {
    let message = format!("not fixed, neither staged nor on disk: {reason}");
    report.notices.push(Notice::about(file.path, Weight::Remark, message));
    collect(report, file.outcome);
}

/// What to do to mend `file`, and in what words it is told once done; or why it is to be left alone.
fn plan(
    repository: &Repository,
    file: &Scanned<'_>,
    mended: &Mended<'_>,
    put_away: &PutAway,
) -> Result<(Repair, &'static str), String> {
    if put_away.may_hold(file.path.as_ref()) {
        return Err("it may have unstaged changes, which pre-commit has put away; \
                    stage or stash them, or call `sdf-hook run --fix` yourself"
            .to_owned());
    }
    let repair = |on_disk| Repair {
        path: file.path.clone(),
        id: file.id,
        content: mended.content.clone(),
        on_disk,
    };
    let work = match repository.work_copy(file.path.as_ref()).map_err(|error| error.to_string())? {
        WorkCopy::File(work) => work,
        WorkCopy::Absent => return Ok((repair(None), "staged; the file is not on disk")),
        WorkCopy::Skipped => {
            return Ok((repair(None), "staged; the file is not checked out (skip-worktree)"));
        }
        WorkCopy::Other(what) => return Err(format!("it is {what}")),
    };
    if work == mended.content {
        return Ok((repair(None), "staged; the file on disk reads so already"));
    }
    let is_staged_so = work == file.content;
    let Some(carried) = carried(&file.content, &mended.rounds, &work) else {
        return Err("unstaged changes, or a filter, made the file on disk differ where it would \
                    be fixed; stage them (git add), or fix it by hand"
            .to_owned());
    };
    let manner = match is_staged_so {
        true => "staged and on disk",
        false => "staged and on disk, beside the changes that are not staged",
    };
    Ok((repair(Some((work, carried))), manner))
}

/// `work` with the edits of all rounds, which begin with `content`.
fn carried(content: &[u8], rounds: &[Vec<Edit>], work: &[u8]) -> Option<Vec<u8>> {
    let (mut content, mut work) = (content.to_vec(), work.to_vec());
    for edits in rounds {
        work = carry(&content, edits, &work)?;
        content = Edit::make(edits, &content);
    }
    Some(work)
}
