//! What a user may set.

/// Settings of the checks; the defaults are those of the peers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Most characters of a line of Python; pycodestyle's `max-line-length`.
    pub max_line_length: usize,
    /// Most bytes of a file, 500 KiB as in pre-commit-hooks' check-added-large-files.
    pub max_file_size: u64,
    /// Extensions of files in which two spaces at the end of a line stay, where they stand for a
    /// line break; in lower case, without a dot, `*` for all files.
    pub line_break_extensions: Vec<String>,
    /// What may not stand at the end of a line, if not white space.
    pub trailing_characters: Option<Vec<u8>>,
    /// Which line ends a file may have.
    pub line_ends: LineEnds,
    /// Sites that work as github.com does, for check-vcs-permalinks.
    pub github_domains: Vec<String>,
    /// Whether `dict(a=1)` passes check-builtin-literals.
    pub allow_dict_arguments: bool,
    /// Types whose calls pass check-builtin-literals.
    pub allowed_constructors: Vec<String>,
    /// How file-contents-sorter sorts.
    pub sorting: Sorting,
    /// Most characters of a line of any text, for very-long-line.
    pub max_text_line: usize,
}

/// Which line ends mixed-line-ending accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnds {
    /// Any, but all the same; the most frequent one wins.
    #[default]
    Alike,
    /// Any, but all the same; there is no fix.
    AlikeUnfixed,
    /// Line feeds.
    Lf,
    /// A carriage return and a line feed.
    CrLf,
    /// Carriage returns.
    Cr,
}

/// How file-contents-sorter sorts the lines of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorting {
    /// Whether the files to sort were named: then sorting does not change what they mean.
    pub is_meant: bool,
    /// Whether lines that are equal are joined.
    pub unique: bool,
    /// Whether ASCII capitals count as small letters.
    pub ignore_case: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            max_line_length: 79,
            max_file_size: 500 * 1024,
            line_break_extensions: Vec::new(),
            trailing_characters: None,
            line_ends: LineEnds::default(),
            github_domains: Vec::new(),
            allow_dict_arguments: true,
            allowed_constructors: Vec::new(),
            sorting: Sorting::default(),
            max_text_line: 20_000,
        }
    }
}
