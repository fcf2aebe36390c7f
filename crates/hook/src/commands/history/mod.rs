//! `sdf-hook history`: every version of every file that can be reached, and the texts around them.
//!
//! The object database is gone through once, without paths ([`search`]); then the paths and commits
//! of what was found are looked up ([`confirm`]), and it is scanned there as any file is, so that
//! every setting counts as it does elsewhere.

mod confirm;
mod hide;
mod interrupt;
pub(super) mod join;
mod judge;
mod lots;
mod progress;
mod range;
mod search;
mod state;
mod submodules;
mod texts;
mod tips;

use super::session::Session;
use crate::args::History;
use crate::cache::Key;
use crate::config::{Effective, Source};
use crate::failure::Failure;
use crate::rule_table::RuleTable;
use interrupt::{INTERRUPTED, Interrupt};
use progress::Display;
use sdf_core::{BString, Family, Notice, Report, Shard, Traversal, Weight};
use sdf_engine::{Catalogue, Engine, Settings};
use sdf_git::{ObjectId, Repository, Tips};
use state::Known;
use std::process::ExitCode;

/// What is searched, and how.
struct Task<'t, 'r> {
    /// Only rules for secrets are on.
    secrets: &'t Engine<'r>,
    arguments: &'t History,
    display: &'t Display,
    interrupt: &'t Interrupt,
}

/// Searches and reports.
pub(crate) fn run(history: &History) -> Result<ExitCode, Failure> {
    let interrupt = Interrupt::listen()?;
    let Some(mut session) = Session::open(&history.common, false)? else {
        return Ok(ExitCode::SUCCESS);
    };
    let repository = session.repository.clone();
    let is_bare = repository.work_tree().is_none() && repository.has_head();
    let source = match is_bare {
        true => Source::Commit(&repository, "HEAD"),
        false => Source::Index(&repository),
    };
    let effective = Effective::load(source, &session.common)?;
    session.baseline.clone_from(&effective.merged.baseline);
    let rules = RuleTable::new(&effective)?;
    let catalogue = rules.catalogue(&effective)?;
    if !session.skips {
        effective.require_rules(&catalogue)?;
    }
    let (revisions, excluded) = tips::split(&history.revisions)?;
    let tips = repository.tips(&revisions)?;
    let run = effective.identity(source, &session.common)?;
    let known = match &history.since {
        Some(path) => state::read(path, &repository, &run)?,
        None if excluded.is_empty() => Known::Nothing,
        None => Known::Tips(repository.tips(&excluded)?.objects()),
    };
    let mut report = Report { history: Some(Traversal::default()), ..Report::default() };
    report.notices.extend(effective.notices.iter().chain(&rules.notices).cloned());

    let only = |family| Settings { only: Some(family), ..effective.settings.clone() };
    let secrets = Engine::new(catalogue.clone(), only(Family::Secrets));
    let display = Display::new(&history.common, interrupt.clone());
    let task =
        Task { secrets: &secrets, arguments: history, display: &display, interrupt: &interrupt };
    if searches_secrets(&catalogue, &effective.settings) {
        match &known {
            Known::Nothing => {
                search::everything(&task, &repository, &tips, &BString::default(), &mut report)?
            }
            Known::Tips(old) => range::new_commits(&task, &repository, &tips, old, &mut report)?,
        }
        if history.submodules {
            submodules::search(&task, &session, &mut report)?;
        }
    }
    tips::check_files(&catalogue, &effective, &repository, &tips, history, &mut report)?;
    if let (Some(traversal), Some(shard)) = (&mut report.history, history.shard) {
        let run = identity(&run, &tips, history);
        traversal.shard = Some(Shard { number: shard.number as usize, of: shard.of as usize, run });
    }
    let interrupted = interrupt.happened();
    if interrupted {
        let message = "interrupted: what was not reached yet is not in this report";
        report.notices.push(Notice::general(Weight::Trouble, message));
    }
    if let Some(path) = history.since.as_ref().filter(|_| !report.in_trouble()) {
        state::write(path, &tips.objects(), &run)?;
    }
    let code = session.finish(report)?;
    Ok(if interrupted { ExitCode::from(INTERRUPTED) } else { code })
}

/// Whether a rule for secrets is on.
fn searches_secrets(catalogue: &Catalogue<'_>, settings: &Settings) -> bool {
    let mut secrets = catalogue.rules().filter(|rule| rule.family == Family::Secrets);
    secrets.any(|rule| settings.selection.includes(rule))
}

/// What all parts of one search have in common, as a hash.
fn identity(rules: &str, tips: &Tips, history: &History) -> String {
    let objects: Vec<String> = tips.objects().iter().map(ObjectId::to_string).collect();
    let options = [history.unreachable, history.exhaustive, history.submodules].map(u8::from);
    let parts = [rules.as_bytes(), options.as_slice()];
    let parts = parts.into_iter().chain(objects.iter().map(String::as_bytes));
    Key::of("history", parts).to_string()
}

/// What could not be looked at.
fn trouble(error: &impl std::fmt::Display) -> Notice {
    Notice::general(Weight::Trouble, error.to_string())
}

/// How many threads the search takes.
fn threads(history: &History) -> usize {
    let machine = || std::thread::available_parallelism().map_or(1, |count| count.get());
    history.common.jobs.unwrap_or_else(machine).max(1)
}

/// That a clone has not all of the history.
fn incomplete(repository: &Repository) -> Option<Notice> {
    repository.is_shallow().then(|| {
        let message = "this is a shallow clone: what came before its oldest commits is not here and \
                       was not searched; `git fetch --unshallow` brings it";
        Notice::general(Weight::Remark, message)
    })
}
