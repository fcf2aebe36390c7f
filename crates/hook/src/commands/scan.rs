//! `sdf-hook scan`: files and folders as they are on disk.

use super::walk::{self, DiskFile};
use crate::args::{Common, Scan};
use crate::config::{Effective, Source};
use crate::failure::Failure;
use crate::output::Output;
use crate::place::Place;
use crate::rule_table::RuleTable;
use sdf_core::{BStr, Document, Focus, Notice, Report, Weight};
use sdf_engine::{Engine, Outcome, map_in_order};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Scans and reports.
pub(crate) fn run(scan: &Scan) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let output = Output::open(&scan.common, false)?;
    let place = Place::current()?;
    let effective = Effective::load(Source::Folder(&place.root), &scan.common)?;
    let rules = RuleTable::new(&effective)?;
    let engine = Engine::new(rules.catalogue(&effective)?, effective.settings);
    let mut report =
        disk(&engine, &scan.paths, &scan.stdin_filename, !scan.no_ignore, &scan.common, &place)?;
    report.elapsed = started.elapsed();
    output.finish(report, &place)
}

/// What is found below `paths`.
pub(crate) fn disk<'r>(
    engine: &Engine<'r>,
    paths: &[PathBuf],
    stdin_name: &std::path::Path,
    honour_ignores: bool,
    common: &Common,
    place: &Place,
) -> Result<Report<'r>, Failure> {
    let mut report = Report::default();
    let (inputs, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| walk::is_standard_input(path));
    if !inputs.is_empty() {
        let content = walk::standard_input()?;
        let path = place.from_root(stdin_name);
        let document = Document::file(path.as_ref(), &content);
        collect(&mut report, engine.scan(&document, None));
    }
    let files = walk::files(&paths, honour_ignores, place, &mut report.notices)?;
    if files.is_empty() && inputs.is_empty() {
        let message = "no file to scan: every one is ignored, or the folder is empty";
        report.notices.push(Notice::general(Weight::Remark, message));
    }
    let states = vec![(); threads(common, files.len())];
    let outcomes = map_in_order(&files, states, |(), file| one(engine, file));
    for outcome in outcomes {
        collect(&mut report, outcome);
    }
    Ok(report)
}

fn one<'r>(engine: &Engine<'r>, file: &DiskFile) -> Outcome<'r> {
    let path: &BStr = file.path.as_ref();
    if engine.settings().excludes(path) {
        let notice = Notice::about(path, Weight::Detail, "excluded by the configuration");
        return Outcome { notices: vec![notice], ..Outcome::default() };
    }
    match file.read() {
        Ok(content) => {
            let focus = Focus::Everything;
            engine.scan(&Document { path, bytes: &content, focus, kind: file.kind }, None)
        }
        Err(notice) => Outcome { notices: vec![notice], ..Outcome::default() },
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
