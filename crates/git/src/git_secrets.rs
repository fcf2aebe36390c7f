//! What git-secrets keeps in the settings of git.

use crate::error::reason;
use crate::open::options;
use crate::{Error, Repository};
use bstr::{BString, ByteSlice};
use gix::config::Source;

/// The settings of git-secrets, in git's order: the machine's, the user's, the repository's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GitSecrets {
    /// `secrets.patterns`: extended regular expressions of what is prohibited.
    pub patterns: Vec<BString>,
    /// `secrets.allowed`: extended regular expressions of what is not, after all.
    pub allowed: Vec<BString>,
    /// `secrets.providers`: commands that print patterns.
    pub providers: Vec<BString>,
}

impl GitSecrets {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == GitSecrets::default()
    }
}

impl Repository {
    /// The settings of git-secrets that git would give.
    ///
    /// Where no settings file mentions them this costs no more than a look at the few that lie
    /// outside of the repository.
    pub fn git_secrets(&self) -> Result<GitSecrets, Error> {
        if !self.may_have_git_secrets() {
            return Ok(GitSecrets::default());
        }
        let options = options(&self.environment, true)
            .open_path_as_is(true)
            .with(gix::sec::Trust::Full)
            .filter_config_section(|_| true);
        let repository = gix::open_opts(self.git_dir(), options)
            .map_err(|error| Error::Configuration { reason: reason(&error) })?;
        let settings = repository.config_snapshot();
        let values = |key: &str| settings.plumbing().strings(key).unwrap_or_default();
        Ok(GitSecrets {
            patterns: values("secrets.patterns"),
            allowed: values("secrets.allowed"),
            providers: values("secrets.providers"),
        })
    }

    /// Whether a settings file has such a section, or includes another file that might.
    fn may_have_git_secrets(&self) -> bool {
        let settings = self.objects.gix.config_snapshot();
        let has = |name: &str| {
            settings.plumbing().sections_by_name(name).is_some_and(|mut it| it.next().is_some())
        };
        let outside = [Source::System, Source::Git, Source::User].into_iter().any(|source| {
            let path = source.storage_location(&mut |name| std::env::var_os(name));
            let text = path.and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
            let text = text.to_ascii_lowercase();
            text.contains_str("secrets") || text.contains_str("include")
        });
        outside || ["secrets", "include", "includeif"].into_iter().any(has)
    }
}
