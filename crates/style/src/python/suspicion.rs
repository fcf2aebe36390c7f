//! Whether a file is worth parsing.
//!
//! A parse costs a hundred times as much as a pass over the tokens, and a hook sees many files of
//! which a few lines changed. So a changed file is parsed whole only when its tokens, or the
//! statements that were touched parsed on their own, leave a doubt:
//!
//! - A syntax error shows in the touched statements, or, where lines went or a bracket, quote or
//!   indentation reaches further, in the layout of the file.
//! - An unused import has a name that stands nowhere else as a name of its own. One that does is
//!   taken for used; a parameter of the same name can hide it, until the whole file is looked at.
//! - A debugger stands in an import, or the word `breakpoint` somewhere.

use super::imports::ImportedNames;
use super::skeleton::Skeleton;
use super::tokens::Tokens;
use crate::Check;
use memchr::memmem;
use sdf_core::{Document, Focus, RuleMask};
use sdf_syntax::{Language, Limits, parse};
use std::ops::Range;

/// Whether a check that is on could find something in the tree of a Python file.
pub(crate) fn could_find(document: &Document<'_>, enabled: &RuleMask) -> bool {
    let bytes = document.bytes;
    let is_on = |check: Check| enabled.contains(check as usize);
    let (errors, debuggers) = (is_on(Check::E901), is_on(Check::DebugStatements));
    let imports = is_on(Check::F401) && memmem::find(bytes, b"import").is_some();
    match &document.focus {
        Focus::Everything if errors => return true,
        _ if !errors && !imports && !debuggers => return false,
        _ => {}
    }
    if debuggers && memmem::find(bytes, b"breakpoint").is_some() {
        return true;
    }
    let (mut skeleton, mut names) = (Skeleton::new(), ImportedNames::new());
    for token in Tokens::new(bytes) {
        skeleton.take(&token, bytes);
        names.take(&token, bytes);
    }
    skeleton.finish();
    names.finish();
    errors && !skeleton.is_sound
        || debuggers && names.has_debugger
        || imports && names.may_be_unused(bytes)
        || errors && may_have_error(document, &skeleton)
}

/// Whether the touched statements have an error on their own.
fn may_have_error(document: &Document<'_>, skeleton: &Skeleton) -> bool {
    let Focus::Ranges(focus) = &document.focus else { return true };
    let bytes = document.bytes;
    let touched = touched(focus, &skeleton.statements, bytes.len());
    // With most of the file to parse, parse it once.
    if touched.iter().map(|statement| statement.len()).sum::<usize>() > bytes.len() / 2 {
        return true;
    }
    if touched.is_empty() {
        return false;
    }
    let mut source = Vec::new();
    for statement in touched {
        source.extend_from_slice(&bytes[statement]);
        source.push(b'\n');
    }
    parse(Language::Python, &source, &Limits::default()).map_or(true, |tree| {
        tree.complaint().is_some() || !tree.errors().is_empty() || !tree.old_syntax().is_empty()
    })
}

/// The statements, each reaching to the next or the end at `length`, that share a byte with the
/// focus; both in order.
fn touched(focus: &[Range<usize>], starts: &[usize], length: usize) -> Vec<Range<usize>> {
    let mut touched = Vec::new();
    let mut next = 0;
    for range in focus.iter().filter(|range| range.start < range.end) {
        // What stands before the first statement is comment.
        let first = starts.partition_point(|&start| start <= range.start).saturating_sub(1);
        let behind = starts.partition_point(|&start| start < range.end);
        for at in first.max(next)..behind {
            touched.push(starts[at]..starts.get(at + 1).copied().unwrap_or(length));
        }
        next = next.max(behind);
    }
    touched
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RULES, wants_tree};

    fn wanted(checks: &[Check], text: &str, focus: &str) -> bool {
        let mut document = Document::file(b"a.py".as_slice().into(), text.as_bytes());
        let start = text.find(focus).expect("the focus is part of the text");
        let focus = Range { start, end: start + focus.len() };
        document.focus = Focus::Ranges(vec![focus]);
        let enabled = RuleMask::new(RULES.len(), |index| checks.contains(&Check::ALL[index]));
        wants_tree(&document, &enabled)
    }

    const REST: &str = "x = 1\ny = [\n    2,\n]\n\n\ndef f():\n    return x\n\n\n";

    #[test]
    fn sound_changes_need_no_tree() {
        let text = |change: &str| format!("{REST}{change}{REST}{REST}");
        for (change, expected) in [
            ("z = 1\n", false),
            ("@f\ndef g(a):\n    return {a: 'b'}\n", false),
            ("", false),
            ("z = = 1\n", true),
            ("def g(a)\n    return a\n", true),
            ("print z\n", true),
            ("z = (1\n", true),
            ("z = '''\n", true),
        ] {
            assert_eq!(wanted(&[Check::E901], &text(change), change), expected, "{change:?}");
        }
    }

    #[test]
    fn a_line_that_went_shows_in_the_layout() {
        assert!(wanted(&[Check::E901], &format!("{REST}def g():\n{REST}"), ""));
        assert!(wanted(&[Check::E901], &format!("{REST}try:\n    x\n{REST}"), ""));
    }

    #[test]
    fn an_import_without_another_word_of_its_name_is_suspect() {
        for (text, expected) in [
            ("import os\nos.x\n", false),
            ("import a.b\na.b\n", false),
            ("from m import (a as b, c)\nb(c)\n", false),
            ("def f():\n    return os\nimport os\n", false),
            ("from __future__ import annotations\nfrom m import *\n", false),
            ("import os\nx.os(os=1)\n# os\n'os'\n", true),
            ("import os\nbos\nos_\n", true),
            ("from m import a as b\na\n", true),
            ("x; import os\n", true),
            ("if x: from m import os\n", true),
        ] {
            assert_eq!(wanted(&[Check::F401], text, ""), expected, "{text:?}");
        }
        assert!(wanted(&[Check::DebugStatements], "import os, pdb\n", ""));
        assert!(!wanted(&[Check::DebugStatements], "import os\npdb = 1\n", ""));
    }
}
