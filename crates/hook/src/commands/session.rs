//! A check of something in a repository, from its beginning to its report.

use crate::args::Common;
use crate::failure::{Context, Failure};
use crate::output::Output;
use crate::place::Place;
use crate::skip::{self, Skip};
use sdf_core::Report;
use sdf_git::Repository;
use std::process::ExitCode;
use std::time::Instant;

/// Everything that a check of something in a repository needs, made in this order.
pub(super) struct Session<'a> {
    started: Instant,
    output: Output<'a>,
    pub(super) repository: Repository,
    pub(super) place: Place,
    pub(super) common: Common,
    /// Whether `SKIP` names families, which may leave none.
    pub(super) skips: bool,
    /// The baseline that the configuration names.
    pub(super) baseline: Option<String>,
}

impl<'a> Session<'a> {
    /// None if `SKIP` says to do nothing.
    pub(super) fn open(common: &'a Common, is_hook: bool) -> Result<Option<Self>, Failure> {
        let started = Instant::now();
        let mut with_skipped = common.clone();
        let skips = match skip::from_environment() {
            Skip::All => {
                crate::output::note("skipped, as SKIP asks: nothing was checked");
                return Ok(None);
            }
            Skip::Families(families) => {
                let some = !families.is_empty();
                with_skipped.ignore.extend(families);
                some
            }
        };
        let output = Output::open(&common.presentation, is_hook)?;
        let current =
            std::env::current_dir().context(|| "find the working directory".to_owned())?;
        let repository = Repository::discover(&current)?;
        let root = repository.work_tree().unwrap_or(repository.git_dir());
        let place = Place::new(root, &current);
        Ok(Some(Session {
            started,
            output,
            repository,
            place,
            common: with_skipped,
            skips,
            baseline: None,
        }))
    }

    pub(super) fn finish(self, mut report: Report<'_>) -> Result<ExitCode, Failure> {
        report.elapsed = self.started.elapsed();
        self.output.finish(report, &self.place)
    }
}
