//! Finding and opening the repository, as git does, without starting git.

use crate::Error;
use crate::environment::Environment;
use crate::error::reason;
use bstr::ByteSlice;
use gix::open::{Options, Permissions, permissions};
use gix::sec::{Permission, Trust};
use std::path::{Path, PathBuf};

/// What was opened.
pub(crate) struct Opened {
    pub(crate) gix: gix::Repository,
    pub(crate) others: Vec<gix::odb::Handle>,
    pub(crate) work_tree: Option<PathBuf>,
    pub(crate) index_path: PathBuf,
}

/// Finds and opens the repository that `environment` is about.
pub(crate) fn open(environment: &Environment) -> Result<Opened, Error> {
    let from = &environment.directory;
    let mut gix = match &environment.git_dir {
        Some(git_dir) => explicit(environment, from.join(git_dir)),
        None => discover(environment),
    }?;
    refuse_unsupported(environment, &gix)?;
    let work_tree = work_tree(environment, &gix);
    // git goes to the top of the work tree before it looks at these.
    let base = work_tree.as_ref().filter(|top| from.starts_with(top)).unwrap_or(from);
    let index_path = match &environment.index_file {
        Some(file) => base.join(file),
        None => gix.git_dir().join("index"),
    };
    let store = |folder: PathBuf| {
        gix::odb::at(&folder, gix.object_hash())
            .map_err(|error| Error::File { path: folder, reason: error.to_string() })
    };
    let others: Vec<gix::odb::Handle> = environment
        .alternates
        .iter()
        .map(|folder| base.join(folder))
        .filter(|folder| folder.is_dir())
        .map(store)
        .collect::<Result<_, _>>()?;
    if let Some(folder) = &environment.object_directory {
        let store = store(base.join(folder))?;
        gix.objects = gix::OdbHandle::from(store).with_write_passthrough();
    }
    Ok(Opened { gix, others, work_tree, index_path })
}

/// `GIT_DIR` names the repository: git asks no questions about its owner.
fn explicit(environment: &Environment, git_dir: PathBuf) -> Result<gix::Repository, Error> {
    let options = options(environment, false)
        .open_path_as_is(true)
        .with(Trust::Full)
        .filter_config_section(|_| true);
    gix::open_opts(git_dir, options).map_err(|error| {
        let (from, reason) = (environment.directory.clone(), reason(&error));
        if error.is_not_found() {
            Error::NotARepository { from, reason: format!("GIT_DIR: {reason}") }
        } else {
            Error::Open { from, reason: format!("GIT_DIR: {reason}") }
        }
    })
}

/// Looks for a repository in the folder and those around it.
fn discover(environment: &Environment) -> Result<gix::Repository, Error> {
    let from = &environment.directory;
    let open = |options| gix::discover_opts(from, upwards(environment), options);
    let trusted =
        |with_user_settings| open(options(environment, with_user_settings).bail_if_untrusted(true));
    respect_ceilings(environment)?;
    // Only `safe.directory` needs the user's settings, and it matters only to a repository of
    // somebody else.
    let opened = trusted(false)
        .or_else(|error| if error.is_permission_denied() { trusted(true) } else { Err(error) });
    opened.or_else(|error| {
        let (from, reason) = (from.clone(), reason(&error));
        if error.downcast_any_ref::<gix::discover::upwards::Error>().is_some() {
            return Err(Error::NotARepository { from, reason });
        }
        if !error.is_permission_denied() {
            return Err(Error::Open { from, reason });
        }
        // gix looks for `safe.directory` in files alone.
        let opened = open(options(environment, false).filter_config_section(|_| true));
        opened.ok().filter(is_safe_by_command_line).ok_or(Error::Untrusted { from, reason })
    })
}

fn upwards(environment: &Environment) -> gix::discover::upwards::Options<'_> {
    gix::discover::upwards::Options {
        match_ceiling_dir_or_error: false,
        current_dir: Some(&environment.directory),
        ceiling_dirs: environment.ceilings.clone(),
        cross_fs: environment.crosses_file_systems,
        ..Default::default()
    }
}

/// Refuses what is found in a ceiling itself: gix stops above it, git below.
fn respect_ceilings(environment: &Environment) -> Result<(), Error> {
    let resolve = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let from = resolve(&environment.directory);
    let mut ceilings = environment
        .ceilings
        .iter()
        .filter(|&ceiling| from.starts_with(ceiling) && from != *ceiling);
    if ceilings.clone().next().is_none() {
        return Ok(());
    }
    let Ok((found, _)) = gix::discover::upwards_opts(&from, upwards(environment)) else {
        return Ok(());
    };
    let (git_dir, work_tree) = found.into_repository_and_work_tree_directories();
    let holder = resolve(&work_tree.unwrap_or(git_dir));
    match ceilings.find(|ceiling| ceiling.starts_with(&holder)) {
        None => Ok(()),
        Some(ceiling) => Err(Error::NotARepository {
            from: environment.directory.clone(),
            reason: format!(
                "GIT_CEILING_DIRECTORIES ends the search below '{}'",
                ceiling.display()
            ),
        }),
    }
}

/// Whether `safe.directory` of `git -c` or `GIT_CONFIG_COUNT` names the repository (git-config(1)).
fn is_safe_by_command_line(gix: &gix::Repository) -> bool {
    let settings = gix.config_snapshot();
    let from_process = |meta: &gix::config::file::Metadata| {
        matches!(meta.source, gix::config::Source::Env | gix::config::Source::Cli)
    };
    let values = settings.plumbing().strings_filter("safe.directory", from_process);
    let Ok(folder) = gix.workdir().unwrap_or(gix.git_dir()).canonicalize() else { return false };
    values.unwrap_or_default().iter().fold(false, |safe, value| {
        let Ok(value) = value.to_path() else { return safe };
        match value.parent().filter(|_| value.ends_with("*")) {
            _ if value.as_os_str().is_empty() => false,
            Some(parent) if parent.as_os_str().is_empty() => true,
            Some(parent) => safe || folder.starts_with(parent),
            None => safe || folder == value,
        }
    })
}

/// How to open: the settings of the repository alone, or those of system and user too. The
/// settings that ship inside a git installation would need a git process and stay unread.
pub(crate) fn options(environment: &Environment, with_user_settings: bool) -> Options {
    let allowed = if with_user_settings { Permission::Allow } else { Permission::Deny };
    Options::default()
        .permissions(Permissions {
            env: permissions::Environment {
                home: Permission::Allow,
                xdg_config_home: allowed,
                git_prefix: allowed,
                ..permissions::Environment::isolated()
            },
            config: permissions::Config {
                git_binary: false,
                system: with_user_settings,
                git: with_user_settings,
                user: with_user_settings,
                env: true,
                includes: with_user_settings,
            },
            attributes: permissions::Attributes::isolated(),
        })
        .lossy_config(true)
        .cli_overrides(environment.settings.iter().cloned())
        .config_overrides([
            // Objects are judged as they are stored and sent.
            "core.useReplaceRefs=false",
            // An own limit on allocations for repositories of others would refuse large files.
            "gitoxide.objects.allocLimitIfReducedTrust=0",
        ])
}

/// What would be misread rather than refused.
fn refuse_unsupported(environment: &Environment, gix: &gix::Repository) -> Result<(), Error> {
    let storage = gix.config_snapshot().string("extensions.refStorage");
    if let Some(storage) = storage.filter(|storage| storage != "files") {
        return Err(Error::Unsupported {
            what: format!(
                "the repository '{}' keeps its refs as '{storage}', which cannot be read yet; \
                 'git refs migrate --ref-format=files' converts them",
                gix.git_dir().display()
            ),
        });
    }
    if let Some(common) = &environment.common_dir {
        let same = |path: PathBuf| path.canonicalize().ok();
        let wanted = same(environment.directory.join(common));
        if wanted.is_none() || wanted != same(gix.common_dir().to_owned()) {
            return Err(Error::Unsupported {
                what: format!(
                    "GIT_COMMON_DIR is '{}' but the repository's own is '{}'; unset it",
                    common.display(),
                    gix.common_dir().display()
                ),
            });
        }
    }
    Ok(())
}

/// The top of the work tree: `GIT_WORK_TREE`; or with `GIT_DIR` alone `core.worktree`, or else the
/// working directory (git's `setup_explicit_git_dir`); or where the search found it.
fn work_tree(environment: &Environment, gix: &gix::Repository) -> Option<PathBuf> {
    let directory = &environment.directory;
    if let Some(work_tree) = &environment.work_tree {
        return Some(directory.join(work_tree));
    }
    if environment.git_dir.is_some() {
        let settings = gix.config_snapshot();
        let is_linked = gix.common_dir() != gix.git_dir();
        if settings.boolean("core.bare") == Some(true) && !is_linked {
            return None;
        }
        if settings.string("core.worktree").is_none() {
            return environment.implicit_work_tree.then(|| directory.clone());
        }
    }
    gix.workdir().map(|work_tree| directory.join(work_tree))
}
