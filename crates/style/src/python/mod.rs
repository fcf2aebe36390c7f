//! Checks of Python that need a parsed file.

mod debug_statements;
mod syntax_error;
mod unused_imports;

use crate::Check;
use crate::sink::Sink;
use memchr::memmem;
use sdf_core::{Document, LineIndex, RuleMask};
use sdf_syntax::{Tree, names};

/// Whether one of the checks that are on could find something: a syntax error may be anywhere,
/// the others need words that few files lack or have.
pub(crate) fn could_find(bytes: &[u8], enabled: &RuleMask) -> bool {
    let is_on = |check: Check| enabled.contains(check as usize);
    is_on(Check::E901)
        || is_on(Check::F401) && memmem::find(bytes, b"import").is_some()
        || is_on(Check::DebugStatements) && debug_statements::could_stand_in(bytes)
}

pub(crate) fn check(document: &Document<'_>, tree: &Tree, lines: &LineIndex, sink: &mut Sink<'_>) {
    syntax_error::check(document, tree, lines, sink);
    let wants_imports = sink.wants(Check::F401) && unused_imports::can_be_judged(document, tree);
    let wants_debuggers =
        sink.wants(Check::DebugStatements) && debug_statements::could_stand_in(document.bytes);
    if !wants_imports && !wants_debuggers {
        return;
    }
    let names = names(tree, document.bytes);
    if wants_imports {
        unused_imports::check(document, tree, &names, lines, sink);
    }
    if wants_debuggers {
        debug_statements::check(tree, &names, sink);
    }
}
