//! The generic mode: patterns over text of any sort, as words, symbols, brackets and indentation.
//!
//! What semgrep calls spacegrep. A text is read as a tree: a line that stands deeper than the one
//! before begins a block, a pair of brackets on one line holds one. A pattern is read the same way,
//! but only by its indentation; a pattern that is not indented matches through the blocks of a
//! text, one that is indented matches blocks alone.
//!
//! | in a pattern | stands for |
//! |---|---|
//! | a word or symbol | itself; white space does not matter |
//! | `$X` | a word, the same one wherever the name stands again |
//! | `...` | whatever stands there, to the end of the tenth line below at most |
//! | `$...X` | the same, by a name |

mod comments;
mod machine;
mod pattern;
mod search;
mod text;
mod token;

pub(crate) use pattern::Pattern;
pub(crate) use search::Match;
pub(crate) use text::{Text, is_readable};

use sdf_rules::sast::CommentStyle;

/// What the options of a rule say of its patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// How many lines further `...` may reach (`generic_ellipsis_max_span`).
    pub(crate) ellipsis_lines: u32,
    /// The comments that are not there for a pattern (`generic_comment_style`).
    pub(crate) comments: Option<CommentStyle>,
}

impl Default for Options {
    fn default() -> Self {
        Options { ellipsis_lines: 10, comments: None }
    }
}

impl From<&sdf_rules::sast::Options> for Options {
    fn from(options: &sdf_rules::sast::Options) -> Self {
        Options {
            ellipsis_lines: options.generic_ellipsis_max_span,
            comments: options.generic_comment_style,
        }
    }
}

#[cfg(test)]
mod tests;
