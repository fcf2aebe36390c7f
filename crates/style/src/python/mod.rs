//! Checks of Python that need a parsed file.

mod debug_statements;
mod syntax_error;
mod unused_imports;

use crate::Check;
use crate::sink::Sink;
use sdf_core::{Document, LineIndex, RuleMask};
use sdf_syntax::{Tree, names};

/// Whether a check of a parsed file is on.
pub(crate) fn wants_tree(enabled: &RuleMask) -> bool {
    let checks = [Check::E901, Check::F401, Check::DebugStatements];
    checks.into_iter().any(|check| enabled.contains(check as usize))
}

/// The checks of a parsed file.
pub(crate) fn check(document: &Document<'_>, tree: &Tree, lines: &LineIndex, sink: &mut Sink<'_>) {
    syntax_error::check(document, tree, lines, sink);
    // Where a part of the file is not understood, a name may be used unseen.
    let judges_imports = sink.wants(Check::F401) && tree.errors().is_empty();
    if !judges_imports && !sink.wants(Check::DebugStatements) {
        return;
    }
    let names = names(tree, document.bytes);
    if judges_imports {
        unused_imports::check(document, tree, names, lines, sink);
    }
    debug_statements::check(tree, names, sink);
}
