//! Finds faults of style and file hygiene.
//!
//! Each fault is a [`Check`] with its [`Rule`] at the same index of [`RULES`], named as the peers
//! name it, so that selections, `noqa` comments and habits carry over. [`check_text`] judges bytes
//! and lines: everything in [`hygiene`], and of [`pycodestyle`] what needs no more. [`check_tree`]
//! judges what needs a parsed file, [`check_paths`] and [`check_branch`] what git stores beside
//! content: names, modes, links. Neither looks at suppressing comments: they are the engine's.
//!
//! ```
//! use sdf_core::{Document, LineIndex, RuleMask};
//! use sdf_style::{RULES, Settings, check_text};
//!
//! let document = Document::file(b"app.py".as_slice().into(), b"x = 1 \n");
//! let lines = LineIndex::new(document.bytes);
//! let all = RuleMask::new(RULES.len(), |_| true);
//! let mut findings = Vec::new();
//! check_text(&document, &lines, &Settings::default(), &all, &mut findings);
//! assert_eq!(findings[0].rule.id, "W291");
//! ```

mod checks;
mod ending;
mod file_type;
mod hygiene;
mod lexical;
mod lines;
mod paths;
#[cfg(test)]
mod properties;
mod pycodestyle;
mod python;
mod settings;
mod sink;
#[cfg(test)]
mod testing;
mod tokens;
mod twins;

pub use checks::{Check, RULES};
pub use paths::{
    Entry, PathFault, PathReport, Surroundings, TestNames, branch_pattern, check_branch,
    check_paths,
};
pub use settings::{Formats, LineEnds, Settings, Sorting};
pub use sink::LIMIT;
pub use twins::drop_twins;

use file_type::FileType;
use sdf_core::{Document, Finding, Kind, LineIndex, RuleMask};
use sdf_syntax::{Language, Tree};
use sink::Sink;

/// Appends the faults that bytes and lines show, checks that are off in `enabled` left out.
///
/// `lines` is the line index of the document and `enabled` has an entry for each of [`RULES`].
/// Checks of reach [`sdf_core::Reach::Line`] look at the lines in focus only. Each rule reports at
/// most [`LIMIT`] findings, the first ones in the document. A symbolic link has no style.
pub fn check_text(
    document: &Document<'_>,
    lines: &LineIndex,
    settings: &Settings,
    enabled: &RuleMask,
    findings: &mut Vec<Finding<'static>>,
) {
    if document.kind == Kind::Symlink {
        return;
    }
    let mut sink = Sink::new(enabled, findings);
    let file_type = FileType::of(document);
    // What concerns the file as a whole is said of the file.
    if document.kind == Kind::Cells {
        pycodestyle::check(document, settings, &mut sink);
        return;
    }
    hygiene::formats::check(document, &settings.formats, &mut sink);
    if file_type == FileType::Binary {
        return;
    }
    if file_type == FileType::Python {
        pycodestyle::check(document, settings, &mut sink);
        python::check_text(document, &mut sink);
    }
    hygiene::check_text(document, lines, settings, file_type, &mut sink);
}

/// Bytes of a Python file from which on it costs less to find out what is new than to judge it all.
const LONG: usize = 4096;

/// Whether [`check_text`] has much less to do if the focus of the document is known.
pub fn gains_by_focus(document: &Document<'_>, enabled: &RuleMask) -> bool {
    document.bytes.len() > LONG && !enabled.is_empty() && FileType::of(document) == FileType::Python
}

/// Whether [`check_tree`] could find something, so that the document is worth parsing.
pub fn wants_tree(document: &Document<'_>, enabled: &RuleMask) -> bool {
    FileType::of(document) == FileType::Python
        && Language::of(document) == Some(Language::Python)
        && python::wants_tree(document, enabled)
}

/// Appends the faults that the structure of a file shows: syntax errors, unused imports, debuggers.
///
/// `tree` is parsed from the document; the other parameters are those of [`check_text`].
pub fn check_tree(
    document: &Document<'_>,
    tree: &Tree,
    lines: &LineIndex,
    settings: &Settings,
    enabled: &RuleMask,
    findings: &mut Vec<Finding<'static>>,
) {
    if tree.language() == Language::Python && FileType::of(document) == FileType::Python {
        python::check(document, tree, lines, settings, &mut Sink::new(enabled, findings));
    }
}
