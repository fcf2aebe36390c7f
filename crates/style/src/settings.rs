//! What a user may set.

/// Settings of the checks; the defaults are those of the peers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Most characters of a line of Python; pycodestyle's `max-line-length`.
    pub max_line_length: usize,
    /// Most characters of a line of comment or docstring, if there is a limit; pycodestyle's
    /// `max-doc-length`.
    pub max_doc_length: Option<usize>,
    /// Columns of a level of indentation, at least one; pycodestyle's `indent-size`.
    pub indent_size: usize,
    /// Whether a closing bracket hangs with its contents; pycodestyle's `hang-closing`.
    pub hang_closing: bool,
    /// Most bytes of a file, 500 KiB as in pre-commit-hooks' check-added-large-files.
    pub max_file_size: u64,
    /// Whether two spaces at the end of a Markdown line stay, where they stand for a line break.
    pub markdown_line_break: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            max_line_length: 79,
            max_doc_length: None,
            indent_size: 4,
            hang_closing: false,
            max_file_size: 500 * 1024,
            markdown_line_break: true,
        }
    }
}
