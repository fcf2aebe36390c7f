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
    /// What is taken for JSON and YAML.
    pub formats: Formats,
}

/// What is taken for JSON and YAML, and how JSON is laid out; the options of check-yaml and
/// pretty-format-json.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formats {
    /// Whether files that have comments by custom, such as `tsconfig.json`, may have none.
    pub json_strict: bool,
    /// What pretty-format-json indents each level by.
    pub json_indent: String,
    /// Whether it writes what is not ASCII as escapes.
    pub json_ensure_ascii: bool,
    /// Whether it sorts names.
    pub json_sort_keys: bool,
    /// Names that it puts first, in this order.
    pub json_top_keys: Vec<String>,
    /// Whether a YAML file may hold several documents.
    pub yaml_multiple_documents: bool,
    /// Whether only the syntax of YAML counts: any tag, any key, several documents.
    pub yaml_unsafe: bool,
    /// Tags of YAML that are let off as they are written; `*` at the end stands for anything.
    pub yaml_tags: Vec<String>,
    /// Whether YAML below a folder `templates` is judged though it has `{{`.
    pub yaml_templates: bool,
}

impl Default for Formats {
    fn default() -> Self {
        Formats {
            json_strict: false,
            json_indent: "  ".to_owned(),
            json_ensure_ascii: true,
            json_sort_keys: true,
            json_top_keys: Vec::new(),
            yaml_multiple_documents: false,
            yaml_unsafe: false,
            yaml_tags: Vec::new(),
            yaml_templates: false,
        }
    }
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
            formats: Formats::default(),
        }
    }
}
