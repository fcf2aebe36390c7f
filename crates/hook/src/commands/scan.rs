//! `sdf-hook scan`: files and folders as they are on disk.

use super::archives;
use super::cross_file;
use super::fix::{self, Mend};
use super::paths_on_disk;
use super::walk::{self, DiskFile};
use crate::args::{Common, Scan};
use crate::config::{Effective, Source};
use crate::failure::Failure;
use crate::output::Output;
use crate::place::Place;
use crate::rule_table::RuleTable;
use sdf_core::{BStr, Document, Focus, Notice, Report, Weight};
use sdf_engine::{Engine, Outcome, map_in_order};
use sdf_git::Replacement;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Scans and reports.
pub(crate) fn run(scan: &Scan) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let output = Output::open(&scan.common.presentation, false)?;
    let place = Place::current()?;
    let effective = Effective::load(Source::Folder(&place.root), &scan.common)?;
    let rules = RuleTable::new(&effective)?;
    let catalogue = rules.catalogue(&effective)?;
    effective.require_rules(&catalogue)?;
    let engine = Engine::new(catalogue, effective.settings);
    let mend = Mend::asked_for(scan.fix, scan.unsafe_fixes);
    let here = [PathBuf::from(".")];
    let paths = if scan.paths.is_empty() { &here } else { scan.paths.as_slice() };
    let (engine, remarks) = match scan.cross_file {
        true => cross_file::engine(engine, paths, !scan.no_ignore, &place, &scan.common)?,
        false => (engine, Vec::new()),
    };
    let disk = Disk { engine: &engine, place: &place, common: &scan.common, mend };
    let mut report = disk.scan(paths, &scan.stdin_filename, !scan.no_ignore)?;
    report.notices.extend(remarks);
    if report.totals.documents == 0 && !report.in_trouble() {
        // Who names something means that there is something. An empty folder that nobody named
        // is one where work has yet to begin.
        let weight = if scan.paths.is_empty() { Weight::Remark } else { Weight::Trouble };
        let message = "no file to scan: every one is ignored or excluded, or the folder is empty";
        report.notices.push(Notice::general(weight, message));
    }
    report.notices.extend(fix::waiting(mend, &report.findings));
    report.notices.extend(effective.notices.into_iter().chain(rules.notices.iter().cloned()));
    report.elapsed = started.elapsed();
    output.finish(report, &place)
}

/// Files on disk, and how they are scanned.
pub(crate) struct Disk<'a, 'r> {
    pub(crate) engine: &'a Engine<'r>,
    pub(crate) place: &'a Place,
    pub(crate) common: &'a Common,
    pub(crate) mend: Mend,
}

impl<'r> Disk<'_, 'r> {
    /// What is found below `paths`; standard input, if it is among them, goes by `stdin_name`.
    pub(crate) fn scan(
        &self,
        paths: &[PathBuf],
        stdin_name: &Path,
        honour_ignores: bool,
    ) -> Result<Report<'r>, Failure> {
        let mut report = Report::default();
        let (inputs, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.iter().cloned().partition(|path| walk::is_standard_input(path));
        if !inputs.is_empty() {
            let content = walk::standard_input()?;
            let path = self.place.path_from_root(stdin_name);
            if content.is_empty() {
                let message = "standard input was empty: nothing was checked";
                report.notices.push(Notice::general(Weight::Remark, message));
            }
            let document = Document::file(path.as_ref(), &content);
            let open = self.common.archives;
            collect(&mut report, archives::scan(self.engine, &document, None, open));
        }
        let files = walk::files(&paths, honour_ignores, self.place, &mut report.notices)?;
        let buffers = vec![Vec::new(); threads(self.common, files.len())];
        for outcome in map_in_order(&files, buffers, |content, file| self.file(file, content)) {
            collect(&mut report, outcome);
        }
        collect(&mut report, paths_on_disk::check(self.engine, &files, self.place));
        Ok(report)
    }

    /// What is found in one file, which is read into `content`.
    pub(crate) fn file(&self, file: &DiskFile, content: &mut Vec<u8>) -> Outcome<'r> {
        let path: &BStr = file.path.as_ref();
        let only = |notice| Outcome { notices: vec![notice], ..Outcome::default() };
        if self.engine.settings().excludes(path) {
            return only(Notice::about(path, Weight::Detail, "excluded by the configuration"));
        }
        let kind = match file.read(content) {
            Ok(kind) => kind,
            Err(notice) => return only(notice),
        };
        let scan = |bytes: &[u8]| {
            let focus = Focus::Everything;
            let document = Document { path, bytes, focus, kind };
            archives::scan(self.engine, &document, None, self.common.archives)
        };
        let mut outcome = scan(content);
        // Through a link another file would change.
        let mend = if file.is_link { Mend::Nothing } else { self.mend };
        let Some(mended) = fix::mend(mend, path, content, &outcome, &scan) else {
            return outcome;
        };
        let replacement = Replacement::prepare(&file.on_disk, content.clone(), &mended.content);
        match replacement.and_then(Replacement::commit) {
            Ok(()) => {
                let message = format!("{} mended", fix::counted(mended.count, "finding"));
                outcome = mended.outcome;
                outcome.totals.fixed = mended.count;
                outcome.notices.push(Notice::about(path, Weight::Remark, message));
            }
            Err(error) => {
                let message = format!("not fixed: {error}");
                outcome.notices.push(Notice::about(path, Weight::Trouble, message));
            }
        }
        outcome
    }
}

/// Adds what a document gave.
pub(crate) fn collect<'r>(report: &mut Report<'r>, outcome: Outcome<'r>) {
    report.findings.extend(outcome.findings);
    report.notices.extend(outcome.notices);
    report.totals += outcome.totals;
}

/// How many threads `documents` are worth. Asking the machine costs more than scanning a few.
pub(crate) fn threads(common: &Common, documents: usize) -> usize {
    const WORTH_ONE: usize = 3;
    match common.jobs {
        Some(jobs) => jobs.max(1),
        None if documents <= WORTH_ONE => 1,
        None => {
            let machine = std::thread::available_parallelism().map_or(1, |count| count.get());
            machine.min(documents / WORTH_ONE + 1)
        }
    }
}
