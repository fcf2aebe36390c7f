//! What a user may set.

/// Settings of the checks; the defaults are those of the peers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Most characters of a line of Python; pycodestyle's `max-line-length`.
    pub max_line_length: usize,
    /// Most bytes of a file, 500 KiB as in pre-commit-hooks' check-added-large-files.
    pub max_file_size: u64,
    /// Whether two spaces at the end of a Markdown line stay, where they stand for a line break.
    pub markdown_line_break: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { max_line_length: 79, max_file_size: 500 * 1024, markdown_line_break: true }
    }
}
