//! `sdf-hook run`: what git is about to store, or a range of commits, or the index.

use super::archives;
use super::changes;
use super::fix::{self, Mend};
use super::fix_staged;
use super::named::Named;
use super::paths::{self, Ends};
use super::paths_on_disk;
use super::scan::{Disk, collect, threads};
use super::session::{Fixing, Session};
use super::walk;
use crate::args::{Common, Run};
use crate::config::{Effective, Source};
use crate::failure::Failure;
use crate::pre_commit;
use crate::rule_table::RuleTable;
use sdf_core::{BString, Document, Family, Focus, Node, Notice, Report, Weight};
use sdf_engine::{Engine, Outcome, Settings, map_in_order};
use sdf_git::{Change, CommitChanges, IndexFile, RefUpdate, Repository, Snapshot, Staged};
use std::collections::HashMap;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// What is asked for.
enum Target<'a> {
    /// The staged change.
    Staged,
    /// Files that somebody named.
    Files(Vec<&'a Path>),
    /// Every file of the index.
    AllFiles,
    /// What the commits of a range bring, of these files only if there are any given.
    Range(String, String, Option<Vec<&'a Path>>),
    /// What a push sends to a remote, by its name or address.
    Push(Vec<RefUpdate>, Option<&'a str>),
}

/// Scans and reports.
pub(crate) fn run(run: &Run) -> Result<ExitCode, Failure> {
    let mut fixing =
        Fixing { mend: Mend::asked_for(run.fix, run.unsafe_fixes), restage: run.restage };
    let files = run.files.iter().flatten().chain(&run.more_files).map(PathBuf::as_path).collect();
    let files = (run.files.is_some() || !run.more_files.is_empty()).then_some(files);
    let target = match (&run.from_ref, &run.to_ref) {
        (Some(from), Some(to)) => Target::Range(from.clone(), to.clone(), files),
        _ if run.all_files => Target::AllFiles,
        _ => match (pre_commit::range(), files) {
            (Some((from, to)), files) => Target::Range(from, to, files),
            (None, Some(files)) => Target::Files(files),
            (None, None) => Target::Staged,
        },
    };
    if run.fix && run.from_ref.is_some() {
        return Err(Failure::new("--fix cannot change a range of commits: they are made already")
            .hint("without a range it fixes what is staged, with --all-files all of the index"));
    }
    if run.fix && matches!(target, Target::Range(..)) {
        // The framework gives the same arguments to a hook whatever it runs for.
        crate::output::note("nothing is fixed in a range of commits");
        fixing = Fixing::NOTHING;
    }
    check(target, &run.common, pre_commit::is_caller(), Some(fixing))
}

/// Checks the staged change, as git's hook does.
pub(crate) fn staged(common: &Common) -> Result<ExitCode, Failure> {
    check(Target::Staged, common, true, None)
}

/// Checks what git is about to send to `remote`, given what it writes to a pre-push hook.
pub(crate) fn push(
    updates: Vec<RefUpdate>,
    remote: Option<&str>,
    common: &Common,
) -> Result<ExitCode, Failure> {
    check(Target::Push(updates, remote), common, true, Some(Fixing::NOTHING))
}

/// Without `fixing` it is as the configuration says.
fn check(
    target: Target<'_>,
    common: &Common,
    is_hook: bool,
    fixing: Option<Fixing>,
) -> Result<ExitCode, Failure> {
    let Some(mut session) = Session::open(common, is_hook)? else { return Ok(ExitCode::SUCCESS) };
    let repository = &session.repository;
    let pushed = match &target {
        Target::Push(updates, _) => updates.iter().find_map(RefUpdate::local_id),
        _ => None,
    };
    let source = match (&target, &pushed) {
        (Target::Range(_, to, _), _) | (Target::Push(..), Some(to)) => {
            Source::Commit(repository, to)
        }
        _ => Source::Index(repository),
    };
    let effective = Effective::load(source, &session.common)?;
    session.baseline.clone_from(&effective.merged.baseline);
    session.fixing = fixing.unwrap_or_else(|| Fixing::configured(effective.merged.fix));
    let rules = RuleTable::new(&effective)?;
    let catalogue = rules.catalogue(&effective)?;
    if !session.skips {
        effective.require_rules(&catalogue)?;
    }
    // The program ends with it, and taking it apart is a twentieth of the work for a small commit.
    let engine = ManuallyDrop::new(Engine::new(catalogue.clone(), effective.settings.clone()));
    // Of what was brought and taken away again only a secret still does harm.
    let secrets = || {
        let only = Some(Family::Secrets);
        Engine::new(catalogue.clone(), Settings { only, ..effective.settings.clone() })
    };
    let mut report = Report::default();
    report.notices.extend(effective.notices.iter().chain(&rules.notices).cloned());
    // A framework that names files does so for a commit.
    if matches!(target, Target::Staged | Target::Files(_)) {
        paths::check_branch(&engine, repository, &mut report)?;
    }
    match target {
        Target::Staged => {
            check_staged(&engine, repository, &repository.staged()?, &session, &mut report)?
        }
        Target::Files(files) => check_files(&engine, &files, &session, &mut report)?,
        Target::AllFiles => {
            let files = repository.index_files()?;
            check_index(&engine, repository, &files, &session, &mut report);
            let submodules = paths::all_submodules(&engine, repository)?;
            paths::check_files(&engine, repository, &files, &submodules, &mut report);
            // Files that were named may all be excluded: pre-commit names them in lots. So may
            // those of a commit. That all there are should be is a mistake.
            if report.totals.documents == 0 && !files.is_empty() && !report.in_trouble() {
                let message = "the configuration excludes every file: nothing was checked";
                report.notices.push(Notice::general(Weight::Trouble, message));
            }
        }
        Target::Range(from, to, files) => {
            let mut range = repository.range(&from, &to)?;
            if let Some(files) = files {
                Named::new(&files, &session.place).narrow_range(&mut range);
            }
            report.notices.extend(range.cut.iter().map(|id| cut(id)));
            let engines = [&engine, &secrets()];
            if let Some(after) = range.after {
                let ends = Ends { before: &range.before, after };
                let (changes, submodules) = (&range.changes, &range.submodules);
                paths::check_changes(&engine, repository, changes, submodules, &ends, &mut report);
            }
            check_commits(engines, &range.changes, &range.commits, &session, &mut report)?;
        }
        Target::Push(updates, remote) => {
            let push = repository.push(&updates, remote)?;
            for tip in &push.tips {
                let ends = Ends { before: &tip.before, after: tip.after };
                let changes = push.changes.get(tip.changes.clone()).unwrap_or_default();
                let submodules = &tip.submodules;
                paths::check_changes(&engine, repository, changes, submodules, &ends, &mut report);
            }
            let engines = [&engine, &secrets()];
            check_commits(engines, &push.changes, &push.commits, &session, &mut report)?;
        }
    }
    report.notices.extend(fix::waiting(session.fixing.mend, &report.findings));
    session.finish(report)
}

fn check_staged<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    staged: &Staged,
    session: &Session<'_>,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    report.notices.extend(staged.notices());
    match session.fixing.mend {
        Mend::Nothing => {
            changes::scan(engine, repository, &staged.changes, &session.common, report);
        }
        _ => fix_staged::changes(engine, repository, &staged.changes, session, report),
    }
    let ends = Ends { before: &staged.before, after: Snapshot::Index };
    let submodules = &staged.submodules;
    paths::check_changes(engine, repository, &staged.changes, submodules, &ends, report);
    let (catalogue, baseline) = (engine.catalogue(), session.baseline.as_deref());
    let changes = &staged.changes;
    changes::judge_configuration(catalogue, repository, changes, &session.common, baseline, report)
}

/// Files by name: their staged lines if all that are named are staged, which is how pre-commit
/// calls for a commit; else all of them, which is how it calls for `--all-files`. In a merge it
/// also names files that are as one side has them.
fn check_files<'r>(
    engine: &Engine<'r>,
    files: &[&Path],
    session: &Session<'_>,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    let repository = &session.repository;
    let named = Named::new(files, &session.place);
    let mut staged = repository.staged()?;
    let is_staged = |path: &BString| {
        staged.changes.iter().any(|change| change.path == *path) || staged.submodules.contains(path)
    };
    if staged.is_merge || named.paths.iter().all(is_staged) {
        named.narrow(&mut staged);
        return check_staged(engine, repository, &staged, session, report);
    }
    let index = repository.index_files()?;
    let (mut listed, mut on_disk, mut submodules) = (Vec::new(), Vec::new(), Vec::new());
    let by_path: HashMap<&BString, &IndexFile> =
        index.iter().map(|file| (&file.path, file)).collect();
    for path in files {
        let known = session.place.path_from_root(path);
        if let Some(&file) = by_path.get(&known) {
            listed.push(file.clone());
            continue;
        }
        let node = repository.node(Snapshot::Index, known.as_ref())?;
        if node != Some(Node::Submodule) && !path.join(".git").exists() {
            on_disk.push(path.to_path_buf());
            continue;
        }
        let message = "a submodule; its content is not looked at";
        report.notices.push(Notice::about(known.clone(), Weight::Detail, message));
        submodules.extend(node.map(|_| known));
    }
    check_index(engine, repository, &listed, session, report);
    paths::check_files(engine, repository, &listed, &submodules, report);
    let (place, common, mend) = (&session.place, &session.common, session.fixing.mend);
    let disk = Disk { engine, place, common, mend };
    let mut content = Vec::new();
    let on_disk = walk::files(&on_disk, true, &session.place, &mut report.notices)?;
    for file in &on_disk {
        collect(report, disk.file(file, &mut content));
    }
    collect(report, paths_on_disk::check(engine, &on_disk, &session.place));
    Ok(())
}

fn check_index<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    files: &[IndexFile],
    session: &Session<'_>,
    report: &mut Report<'r>,
) {
    if session.fixing.mend != Mend::Nothing {
        return fix_staged::files(engine, repository, files, session, report);
    }
    let open = session.common.archives;
    let scan = |repository: &mut Repository, file: &IndexFile| match repository.read(file.id) {
        Ok(content) => {
            let (path, focus) = (file.path.as_ref(), Focus::Everything);
            let document = Document { path, bytes: &content, focus, kind: file.kind };
            archives::scan(engine, &document, None, open)
        }
        Err(error) => {
            let message = format!("not scanned: {error}");
            let notice = Notice::about(file.path.clone(), Weight::Trouble, message);
            Outcome { notices: vec![notice], ..Outcome::default() }
        }
    };
    let handles = vec![repository.clone(); threads(&session.common, files.len())];
    let outcomes = map_in_order(files, handles, scan);
    outcomes.into_iter().for_each(|outcome| collect(report, outcome));
}

/// What is to be said of commit `id`, whose parents are not here.
fn cut(id: &str) -> Notice {
    let message = "its parents are not in this shallow clone: checked as part of the net change";
    Notice::general(Weight::Remark, format!("commit {id}: {message}"))
}

/// The net change with every rule, and with the second engine, for secrets, what each commit
/// brings, for a later one may have taken it away again. What stands at the tip gets its commit;
/// the rest is reported as gone.
fn check_commits<'r>(
    [engine, secrets]: [&Engine<'r>; 2],
    net: &[Change],
    commits: &[CommitChanges],
    session: &Session<'_>,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    let repository = &session.repository;
    changes::scan(engine, repository, net, &session.common, report);
    let (catalogue, baseline) = (engine.catalogue(), session.baseline.as_deref());
    changes::judge_configuration(catalogue, repository, net, &session.common, baseline, report)?;
    for finding in &mut report.findings {
        finding.in_head = Some(true);
    }
    let mut known: HashMap<_, usize> =
        report.findings.iter().enumerate().map(|(at, finding)| (finding.fingerprint, at)).collect();
    for CommitChanges { commit, changes, .. } in commits {
        let commit = Arc::new(commit.clone());
        let mut brought = Report::default();
        changes::scan(secrets, repository, changes, &session.common, &mut brought);
        report.notices.append(&mut brought.notices);
        for mut finding in brought.findings {
            let at = *known.entry(finding.fingerprint).or_insert(report.findings.len());
            match report.findings.get_mut(at) {
                Some(known) => {
                    known.commit.get_or_insert_with(|| Arc::clone(&commit));
                }
                None => {
                    finding.commit = Some(Arc::clone(&commit));
                    finding.in_head = Some(false);
                    report.findings.push(finding);
                }
            }
        }
    }
    let allowed = |finding: &sdf_core::Located<'_>| {
        let commit = finding.commit.as_ref();
        commit.is_some_and(|commit| engine.allows_commit(finding, &commit.id))
    };
    let before = report.findings.len();
    report.findings.retain(|finding| !allowed(finding));
    report.totals.suppressed += before - report.findings.len();
    Ok(())
}
