//! Where git looks for hooks.

use crate::error::reason;
use crate::open::options;
use crate::{Error, Repository};
use gix::config::Source;
use std::path::PathBuf;

/// Where git looks for hooks, and why there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HooksLocation {
    /// The folder, absolute.
    pub path: PathBuf,
    /// What says so.
    pub scope: HooksScope,
    /// The file that says so, if a file does.
    pub set_in: Option<PathBuf>,
}

/// Which settings name the folder of hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HooksScope {
    /// None: it is `hooks` in the common folder of the repository.
    Default,
    /// Those of this work tree alone.
    WorkTree,
    /// Those of this repository.
    Local,
    /// Those of the user.
    Global,
    /// Those of the machine.
    System,
    /// The command line or an environment variable.
    Environment,
}

impl HooksScope {
    /// Whether the folder is this repository's own business.
    pub fn is_local(self) -> bool {
        matches!(self, HooksScope::Default | HooksScope::WorkTree | HooksScope::Local)
    }
}

impl Repository {
    /// The folder that git takes hooks from: `core.hooksPath`, relative to the top of the work
    /// tree (in a bare repository to its folder), or `hooks` in the common folder.
    ///
    /// Reads the settings of the user and the machine. The settings inside a git installation
    /// (other than `/etc/gitconfig`) are not seen: only git knows where they are.
    pub fn hooks_location(&self) -> Result<HooksLocation, Error> {
        let options = options(&self.environment, true)
            .open_path_as_is(true)
            .with(gix::sec::Trust::Full)
            .filter_config_section(|_| true);
        let repository = gix::open_opts(self.git_dir(), options)
            .map_err(|error| Error::Configuration { reason: reason(&error) })?;
        let settings = repository.config_snapshot();
        let found = settings.plumbing().raw_value_with_section("core.hooksPath");
        let Ok((_, section)) = found else {
            let path = self.environment.directory.join(self.common_dir()).join("hooks");
            return Ok(HooksLocation { path, scope: HooksScope::Default, set_in: None });
        };
        let path = settings
            .trusted_path("core.hooksPath")
            .map_err(|error| Error::Configuration { reason: reason(&error) })?
            .unwrap_or_default();
        let base = self.work_tree().unwrap_or_else(|| self.git_dir());
        let meta = section.meta();
        Ok(HooksLocation {
            path: self.environment.directory.join(base).join(path),
            scope: match meta.source {
                Source::GitInstallation | Source::System => HooksScope::System,
                Source::Git | Source::User => HooksScope::Global,
                Source::Local => HooksScope::Local,
                Source::Worktree => HooksScope::WorkTree,
                Source::Env | Source::Cli | Source::Api | Source::EnvOverride => {
                    HooksScope::Environment
                }
            },
            set_in: meta.path.clone(),
        })
    }
}
