//! A check of something in a repository, from its beginning to its report.

use super::fix::Mend;
use crate::args::Common;
use crate::config::FixStaged;
use crate::failure::{Context, Failure};
use crate::output::Output;
use crate::place::Place;
use crate::skip::{self, Skip};
use sdf_core::Report;
use sdf_git::{Awaited, Repository};
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::time::Instant;

/// What to do with findings that can be fixed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixing {
    pub(super) mend: Mend,
    /// Whether to go on when all is fixed.
    pub(super) restage: bool,
}

impl Fixing {
    pub(super) const NOTHING: Self = Fixing { mend: Mend::Nothing, restage: false };

    /// What the configuration says of the installed hooks.
    pub(super) fn configured(fix: FixStaged) -> Self {
        match fix {
            FixStaged::No => Self::NOTHING,
            FixStaged::Stop => Fixing { mend: Mend::Safely, restage: false },
            FixStaged::Restage => Fixing { mend: Mend::Safely, restage: true },
        }
    }

    /// Whether the commit stops after a fix, when git would make it of `awaited`.
    fn stops(self, awaited: Awaited) -> bool {
        !self.restage || matches!(awaited, Awaited::Merge | Awaited::Nothing)
    }

    /// What follows "fixed 2 findings in 1 file".
    pub(super) fn what_next(self, awaited: Awaited) -> &'static str {
        match awaited {
            _ if !self.stops(awaited) => "",
            Awaited::Merge => {
                "; git would commit the merge as it was before, so this stops it: 'git commit' \
                 completes it"
            }
            Awaited::Nothing => "; with that there is nothing left to commit",
            Awaited::PassingIndex => {
                "; this stops here so that you can look: 'git diff HEAD' shows what is on disk now, \
                 and the same command again commits it"
            }
            Awaited::Index => {
                "; this stops here so that you can look: 'git diff --cached' shows what is staged \
                 now, and the same command again commits it"
            }
        }
    }
}

/// Everything that a check of something in a repository needs, made in this order.
pub(super) struct Session<'a> {
    started: Instant,
    output: Output<'a>,
    /// Not taken apart, as the program ends with it.
    pub(super) repository: ManuallyDrop<Repository>,
    pub(super) place: Place,
    pub(super) common: Common,
    pub(super) fixing: Fixing,
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
        let repository = ManuallyDrop::new(Repository::discover(&current)?);
        let root = repository.work_tree().unwrap_or(repository.git_dir());
        let place = Place::new(root, &current);
        Ok(Some(Session {
            started,
            output,
            repository,
            place,
            common: with_skipped,
            fixing: Fixing::NOTHING,
            skips,
            baseline: None,
        }))
    }

    pub(super) fn finish(self, mut report: Report<'_>) -> Result<ExitCode, Failure> {
        report.elapsed = self.started.elapsed();
        let is_fixed = report.totals.fixed > 0 && !self.common.presentation.exit_zero;
        let stops = is_fixed
            && self.repository.awaited().map_or(true, |awaited| self.fixing.stops(awaited));
        let code = self.output.finish(report, &self.place)?;
        Ok(if stops && code == ExitCode::SUCCESS { ExitCode::FAILURE } else { code })
    }
}
