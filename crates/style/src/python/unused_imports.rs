//! F401: what is imported and never used.

use crate::Check;
use crate::lines::Line;
use crate::sink::{Sink, finding};
use sdf_core::{Confidence, Document, Edit, Finding, Fix, LineIndex, Span};
use sdf_syntax::{Import, ImportForm, Kind, Names, NodeId, Tree};

/// Whether unused imports can be told at all: not where a part of the file is not understood.
pub(super) fn can_be_judged(document: &Document<'_>, tree: &Tree) -> bool {
    tree.errors().is_empty() && memchr::memmem::find(document.bytes, b"import").is_some()
}

pub(super) fn check(
    document: &Document<'_>,
    tree: &Tree,
    names: &Names,
    lines: &LineIndex,
    sink: &mut Sink<'_>,
) {
    // A package's own file imports what others shall find there.
    let is_package = document.file_name() == "__init__.py";
    for import in names.imports().iter().filter(|import| is_unused(import)) {
        let message = format!("'{}' imported but unused", described(import, tree));
        let fault = finding(Check::F401, place(import, document, lines), import.span);
        let is_sure = !is_package && !import.is_guarded;
        let confidence = if is_sure { Confidence::High } else { Confidence::Low };
        let edit = removal(import, tree, document.bytes);
        let fix = edit.map(|edit| Fix { edits: vec![edit], safe: is_sure });
        sink.add(Check::F401, Finding { confidence, fix, ..fault.saying(message) });
    }
}

/// Whether nothing needs the import. One that is written for others (`import x as x`), changes
/// the language or takes everything is let off; one that is replaced later is another fault.
fn is_unused(import: &Import) -> bool {
    !import.used
        && !import.is_reexport
        && import.rebound.is_none()
        && matches!(import.form, ImportForm::Module | ImportForm::Name)
}

/// The import as pyflakes writes it: `a.b`, `.m.x`, `a.b as c`.
fn described(import: &Import, tree: &Tree) -> String {
    let canonical = import.canonical(tree);
    match import.alias_span {
        Some(_) => format!("{canonical} as {}", tree.text(import.name)),
        None => canonical,
    }
}

/// Where the import is shown: at the item, or if that stands further down than its statement
/// begins, on the statement's first line, as pyflakes and pylint do; but on its own line if a
/// comment stands there, so that the comment can silence it.
fn place(import: &Import, document: &Document<'_>, lines: &LineIndex) -> Span {
    let number = |offset: usize| lines.line_of(offset);
    let (first, own) = (number(import.statement_span.start), number(import.span.start));
    let own_line = Line::of(document, lines, own);
    let behind = document.bytes.get(import.span.end..own_line.end()).unwrap_or_default();
    if first == own || behind.contains(&b'#') {
        return import.span;
    }
    let first_line = Line::of(document, lines, first);
    Span::new(import.statement_span.start, first_line.end())
}

/// The edit that removes the import: its item, or its statement if it is the only item.
fn removal(import: &Import, tree: &Tree, source: &[u8]) -> Option<Edit> {
    let is_item = |&child: &NodeId| tree.node(child).kind == Kind::ImportItem;
    let items: Vec<NodeId> = tree.children(import.statement).filter(is_item).collect();
    let at = items.iter().position(|&item| item == import.node)?;
    let span = |item: NodeId| tree.node(item).span();
    // Each removal takes the comma that parts it from a neighbour. The first item shares its
    // comma with the second, so that removals of all items never apply together.
    let span = match (at.checked_sub(1), items.get(at + 1)) {
        (None, None) => return statement_removal(import, tree, source),
        (None, Some(&next)) => Span::new(import.span.start, span(next).start),
        (Some(before), _) => Span::new(span(items[before]).end, import.span.end),
    };
    // A comment in between belongs to a neighbour.
    let is_plain = !span.of(source).contains(&b'#');
    is_plain.then(|| Edit { span, replacement: Vec::new() })
}

/// The edit that removes the statement with its lines, or puts `pass` where a block needs one.
/// None if it shares a line with another statement.
fn statement_removal(import: &Import, tree: &Tree, source: &[u8]) -> Option<Edit> {
    let statement = import.statement_span;
    let line_start = memchr::memrchr(b'\n', source.get(..statement.start)?).map_or(0, |at| at + 1);
    let rest = source.get(statement.end..)?;
    let line_end = memchr::memchr(b'\n', rest).map_or(source.len(), |at| statement.end + at + 1);
    let before = source.get(line_start..statement.start)?;
    let behind = source.get(statement.end..line_end)?.trim_ascii();
    let stands_alone = before.iter().all(|byte| b" \t\x0c".contains(byte))
        && (behind.is_empty() || behind.starts_with(b"#"));
    let parent = tree.node(import.statement).parent;
    if tree.node(parent).kind != Kind::Module && tree.children(parent).nth(1).is_none() {
        return Some(Edit { span: statement, replacement: b"pass".to_vec() });
    }
    stands_alone.then(|| Edit { span: Span::new(line_start, line_end), replacement: Vec::new() })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_python, mend_python};

    /// Judgement and message as those of pyflakes 4.1.
    #[test]
    fn as_pyflakes_judges() {
        let cases: [(&str, &[&str]); 12] = [
            ("import os\n", &["1: 'os' imported but unused"]),
            ("import os\nos.getcwd()\n", &[]),
            (
                "import a.b\nimport c as d\n",
                &["1: 'a.b' imported but unused", "2: 'c as d' imported but unused"],
            ),
            ("from a.b import c as d, e\ne()\n", &["1: 'a.b.c as d' imported but unused"]),
            (
                "from . import x\nfrom .m import y\n",
                &["1: '.x' imported but unused", "2: '.m.y' imported but unused"],
            ),
            ("from m import (\n    a,\n    b,\n)\na()\n", &["1: 'm.b' imported but unused"]),
            ("from __future__ import annotations\nfrom m import *\n", &[]),
            ("import os\n__all__ = ['os']\n", &[]),
            ("def f():\n    import os\n", &["2: 'os' imported but unused"]),
            ("import os\n\n\ndef f():\n    return os.x\n", &[]),
            ("import a\nx: 'a.B' = 1\n", &[]),
            ("import os\nx = (1\n", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = check_python("a.py", text)
                .into_iter()
                .filter(|found| found.contains("unused"))
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn a_comment_on_the_items_own_line_can_silence_it() {
        let text = "from m import (\n    a,\n    b,  # noqa: F401\n)\na()\n";
        assert_eq!(check_python("a.py", text), ["3: 'm.b' imported but unused"]);
    }

    #[test]
    fn fixes_leave_the_rest_as_it_was() {
        let cases = [
            ("import os\nimport sys  # why\nsys.x\n", "import sys  # why\nsys.x\n"),
            ("import os  # gone too\nx = 1\n", "x = 1\n"),
            ("import a, b, c\nb()\n", "import b\nb()\n"),
            ("import a, b, c\n", ""),
            (
                "from m import (\n    a,\n    b,\n    c,\n)\nb()\n",
                "from m import (\n    b,\n)\nb()\n",
            ),
            ("from m import (a,\n               b)\nb()\n", "from m import (b)\nb()\n"),
            ("from m import a, \\\n    b\na()\n", "from m import a\na()\n"),
            ("def f():\n    import a\n", "def f():\n    pass\n"),
            ("def f():\n    import a\n    return 1\n", "def f():\n    return 1\n"),
            ("if x: import a\n", "if x: pass\n"),
            ("import a; x = 1\n", "import a; x = 1\n"),
            (
                "from m import (\n    a,  # of a\n    b,\n)\na()\n",
                "from m import (\n    a,  # of a\n    b,\n)\na()\n",
            ),
            (
                "try:\n    import a\nexcept ImportError:\n    raise\n",
                "try:\n    import a\nexcept ImportError:\n    raise\n",
            ),
        ];
        for (before, after) in cases {
            assert_eq!(mend_python(before), after, "{before:?}");
        }
    }
}
