//! What a user may set.

use crate::TestNames;

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
    /// Whether that holds for files that were there before, too; the option `--enforce-all`.
    pub all_large_files: bool,
    /// Branches that nobody commits to, for no-commit-to-branch.
    pub protected_branches: Vec<String>,
    /// Expressions that match the beginning of the names of further ones.
    pub protected_branch_patterns: Vec<String>,
    /// What name-tests-test wants names to be.
    pub test_names: TestNames,
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
            all_large_files: false,
            protected_branches: vec!["main".to_owned(), "master".to_owned()],
            protected_branch_patterns: Vec::new(),
            test_names: TestNames::default(),
            markdown_line_break: true,
        }
    }
}
