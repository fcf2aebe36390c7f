//! What `[hygiene]` says, as the checks take it.

use super::file::Hygiene;
use sdf_style::{Settings, Sorting};

impl Hygiene {
    /// Lays it over the defaults of the checks.
    pub(super) fn lay_over(&self, settings: &mut Settings) {
        if let Some(size) = self.max_file_kib {
            settings.max_file_size = size.saturating_mul(1024);
        }
        if let Some(most) = self.max_line_characters {
            settings.max_text_line = most;
        }
        // `md`, `.md` and `MD,markdown` are all ways to say it to pre-commit-hooks.
        let extensions = self.markdown_linebreak_ext.iter().flat_map(|names| names.split(','));
        settings.line_break_extensions =
            extensions.map(|name| name.trim_start_matches('.').to_lowercase()).collect();
        let characters = self.trailing_whitespace_chars.as_ref();
        settings.trailing_characters = characters.map(|it| it.clone().into_bytes());
        settings.line_ends = self.mixed_line_ending;
        settings.github_domains.clone_from(&self.github_domains);
        settings.allowed_constructors.clone_from(&self.builtin_literals_ignore);
        settings.allow_dict_arguments = self.allow_dict_kwargs.unwrap_or(true);
        let sorter = &self.file_contents_sorter;
        settings.sorting = Sorting {
            is_meant: !sorter.files.is_empty(),
            unique: sorter.unique,
            ignore_case: sorter.ignore_case,
        };
    }
}
