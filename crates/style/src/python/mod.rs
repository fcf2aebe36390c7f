//! Checks of Python that need a parsed file, and what is known of Python without a parse.

mod debug_statements;
mod imports;
mod multiline_strings;
mod skeleton;
mod suspicion;
mod syntax_error;
mod tokens;
mod unused_imports;

pub(crate) use multiline_strings::MultilineStrings;
pub(crate) use suspicion::could_find;

use crate::Check;
use crate::sink::Sink;
use sdf_core::{Document, LineIndex};
use sdf_syntax::{Tree, names};

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
        unused_imports::check(document, tree, &names, lines, sink);
    }
    debug_statements::check(tree, &names, sink);
}
