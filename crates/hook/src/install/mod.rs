//! Git hooks: put in place, and taken away without a trace.
//!
//! A hook is a small shell script (`hooks/hook.sh`) that runs the hook found there before, then
//! `sdf-hook hook <type> -- <git's arguments>` with git's standard input. Where git looks for
//! hooks decides the rest: a repository's own folder just gets the script; a folder that
//! `core.hooksPath` names for the whole user or machine gets one that acts only in the
//! repositories that installed it (see [`shared`]).

mod error;
mod hook_type;
mod place;
mod script;
mod shared;

use std::fmt::Write;
use std::path::{Path, PathBuf};

pub(crate) use error::InstallError;
pub(crate) use hook_type::HookType;
use place::Place;

/// Who else the folder of hooks serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// This repository: the default folder, or a `core.hooksPath` of the repository or work tree.
    Repository,
    /// Every repository of the user or machine: a global or system `core.hooksPath`.
    Shared,
}

/// Where the hooks of a repository go. All paths absolute.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The folder that git runs hooks from, whether it exists or not.
    pub(crate) hooks: PathBuf,
    /// Who else that folder serves.
    pub(crate) scope: Scope,
    /// The git directory that all work trees of the repository share.
    pub(crate) common_dir: PathBuf,
}

/// What was done about one hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Which hook.
    pub(crate) hook: HookType,
    /// Its file.
    pub(crate) path: PathBuf,
    /// What became of it.
    pub(crate) change: Change,
}

/// What became of a hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Written where no hook was.
    Installed,
    /// Written; the hook that was there runs before it.
    InstalledBefore,
    /// Ours, of another version or for another place of the program: written again.
    Updated,
    /// The shared hook was there; this repository now asks for it.
    Enabled,
    /// Already as it should be.
    Unchanged,
    /// Ours is gone, and no hook was there before.
    Removed,
    /// Ours is gone, and the hook from before is back.
    Restored,
    /// This repository no longer asks for the shared hook, others still do.
    Disabled,
    /// Another program's hook: left alone.
    NotOurs {
        /// It replaced ours, and the hook from before ours is still kept beside it.
        kept: bool,
    },
    /// There is none.
    Absent,
}

impl Target {
    fn is_shared(&self) -> bool {
        self.scope == Scope::Shared
    }

    /// The folders where our hooks may be: git's, and the default one, which a `core.hooksPath`
    /// set since the installation puts out of use.
    fn folders(&self) -> Vec<(PathBuf, bool)> {
        let default = self.common_dir.join("hooks");
        let mut folders = vec![(self.hooks.clone(), self.is_shared())];
        // One folder may go by two names; one that does not exist holds nothing.
        let known = self.hooks.canonicalize().ok();
        if default.canonicalize().is_ok_and(|default| known.as_ref() != Some(&default)) {
            folders.push((default, false));
        }
        folders
    }
}

/// Writes the hooks; each runs `binary`, an absolute path. Running it again changes nothing.
///
/// # Errors
/// [`InstallError`], which says what to do; hooks before the one in trouble are installed.
pub(crate) fn install(
    target: &Target,
    hooks: &[HookType],
    binary: &Path,
) -> Result<Vec<Outcome>, InstallError> {
    let shared = target.is_shared();
    let mut outcomes = Vec::with_capacity(hooks.len());
    for &hook in hooks {
        let place = Place::new(&target.hooks, hook, shared);
        let mut change = place.install(binary)?;
        if shared {
            shared::enlist(&target.hooks, &target.common_dir)?;
            let new = shared::mark(&target.common_dir, hook)?;
            if new && change == Change::Unchanged {
                change = Change::Enabled;
            }
        }
        outcomes.push(Outcome { hook, path: place.path(), change });
    }
    Ok(outcomes)
}

/// Takes the hooks away and puts back what was there before them. A shared hook stays while
/// another repository asks for it. Hooks of which nothing is found are left out of the answer.
///
/// # Errors
/// [`InstallError`]; hooks before the one in trouble are gone.
pub(crate) fn uninstall(target: &Target, hooks: &[HookType]) -> Result<Vec<Outcome>, InstallError> {
    let mut outcomes = Vec::new();
    for (folder, shared) in target.folders() {
        for &hook in hooks {
            let place = Place::new(&folder, hook, shared);
            let disabled = shared::unmark(&target.common_dir, hook)?;
            let change = if shared && place.is_ours() && shared::wanted(&folder, hook)? {
                if disabled { Change::Disabled } else { Change::Absent }
            } else {
                place.uninstall()?
            };
            // In a folder that git does not use, other programs' hooks are none of our business.
            let idle = folder != target.hooks && change == (Change::NotOurs { kept: false });
            if change != Change::Absent && !idle {
                outcomes.push(Outcome { hook, path: place.path(), change });
            }
        }
        if shared {
            shared::tidy(&folder)?;
        }
    }
    Ok(outcomes)
}

/// Says what was done, a line a hook, and why a shared folder was used.
pub(crate) fn describe(target: &Target, outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    for Outcome { hook, path, change } in outcomes {
        let shown = path.display();
        // Writing to a string cannot fail.
        let _ = match change {
            Change::Installed => writeln!(text, "{hook}: installed in {shown}"),
            Change::InstalledBefore => writeln!(
                text,
                "{hook}: installed in {shown}; the hook that was there is kept and runs first"
            ),
            Change::Updated => writeln!(text, "{hook}: brought up to date in {shown}"),
            Change::Enabled => writeln!(text, "{hook}: switched on here, in {shown}"),
            Change::Unchanged => writeln!(text, "{hook}: already installed in {shown}"),
            Change::Removed => writeln!(text, "{hook}: removed from {shown}"),
            Change::Restored => writeln!(text, "{hook}: removed; {shown} is as it was before"),
            Change::Disabled => writeln!(
                text,
                "{hook}: switched off here; {shown} stays for the other repositories that use it"
            ),
            Change::NotOurs { kept: false } => {
                writeln!(text, "{hook}: {shown} is not sdf-hook's and was left alone")
            }
            Change::NotOurs { kept: true } => writeln!(
                text,
                "{hook}: another program replaced {shown} since, so it was left alone; the hook \
                 from before is in {}",
                place::kept(path).display()
            ),
            Change::Absent => writeln!(text, "{hook}: not installed"),
        };
    }
    let written = |outcome: &Outcome| {
        !matches!(
            outcome.change,
            Change::Removed
                | Change::Restored
                | Change::Disabled
                | Change::NotOurs { .. }
                | Change::Absent
        )
    };
    if target.is_shared() && outcomes.iter().any(written) {
        let _ = writeln!(
            text,
            "core.hooksPath is set for all your repositories, so git runs hooks from {} only. \
             The hook there acts in this repository and in others where you run `sdf-hook \
             install`; elsewhere it just runs what was there before.",
            target.hooks.display()
        );
    }
    text
}
