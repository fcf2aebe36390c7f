//! Checks of Python as a language: its tree, its strings.

mod builtin_literals;
mod debug_statements;
mod docstring_first;
mod double_quotes;
mod format_strings;
mod literals;
mod multiline_strings;
mod syntax_error;
mod unused_imports;

pub(crate) use multiline_strings::{MultilineStrings, end_of_string};

use crate::Check;
use crate::settings::Settings;
use crate::sink::Sink;
use sdf_core::{Document, LineIndex, RuleMask};
use sdf_syntax::{Language, Tree, names};

/// Checks that may find something in any tree.
const OF_TREES: [Check; 3] = [Check::CheckBuiltinLiterals, Check::F401, Check::F541];

/// Whether a check that is on could find something in the tree of the file.
pub(crate) fn wants_tree(document: &Document<'_>, enabled: &RuleMask) -> bool {
    let is_on = |check: Check| enabled.contains(check as usize);
    let is_valid =
        || sdf_syntax::is_valid(Language::Python, document.bytes, &sdf_syntax::Limits::default());
    OF_TREES.into_iter().any(is_on)
        || is_on(Check::DebugStatements) && debug_statements::may_concern(document.bytes)
        || (is_on(Check::DebugStatements) || is_on(Check::CheckAst)) && !is_valid()
}

/// The checks of a file that need no tree. A stub is none of theirs.
pub(crate) fn check_text(document: &Document<'_>, sink: &mut Sink<'_>) {
    if !is_stub(document) {
        docstring_first::check(document, sink);
        double_quotes::check(document, sink);
    }
}

/// Whether the file holds types alone: pre-commit-hooks does not take it for Python.
fn is_stub(document: &Document<'_>) -> bool {
    document.extension() == Some(b"pyi")
}

/// The checks of a parsed file.
pub(crate) fn check(
    document: &Document<'_>,
    tree: &Tree,
    lines: &LineIndex,
    settings: &Settings,
    sink: &mut Sink<'_>,
) {
    syntax_error::check(document, tree, lines, sink);
    let names = || names(tree, document.bytes);
    // Where a part of the file is not understood, a name may be used unseen.
    if sink.wants(Check::F401) && tree.errors().is_empty() {
        unused_imports::check(document, tree, names(), lines, sink);
    }
    if sink.wants(Check::F541) && tree.errors().is_empty() {
        format_strings::check(document, tree, sink);
    }
    if is_stub(document) {
        return;
    }
    if sink.wants(Check::DebugStatements) && debug_statements::concerns(tree) {
        debug_statements::check(tree, names(), sink);
    }
    if sink.wants(Check::CheckBuiltinLiterals) {
        builtin_literals::check(document, tree, names, settings, sink);
    }
}
