//! F401: what is imported and never used.

use crate::Check;
use crate::lines::Line;
use crate::sink::{Sink, finding};
use sdf_core::{Confidence, Document, Edit, Finding, Fix, LineIndex, Span};
use sdf_syntax::{Import, ImportForm, Kind, Names, NodeId, ScopeId, ScopeKind, Symbol, Tree};
use std::collections::BTreeSet;

pub(super) fn check(
    document: &Document<'_>,
    tree: &Tree,
    names: &Names,
    lines: &LineIndex,
    sink: &mut Sink<'_>,
) {
    // A package's own file imports what others shall find there.
    let is_package = document.file_name() == "__init__.py";
    let aliased = aliased_modules(names);
    let unused: Vec<usize> = (0..names.imports().len())
        .filter(|&at| {
            let import = &names.imports()[at];
            is_unused(import, names) && !serves_an_alias(import, &aliased)
        })
        .collect();
    if unused.is_empty() {
        return;
    }
    let file = File { document, tree, lines, leaving: leaving(names.imports(), &unused) };
    for at in unused {
        if !sink.wants(Check::F401) {
            return;
        }
        let import = &names.imports()[at];
        let message = format!("'{}' imported but unused", described(import, tree));
        let fault = finding(Check::F401, file.place(import), import.span).saying(message);
        let is_sure = !is_package && !import.is_guarded;
        let confidence = if is_sure { Confidence::High } else { Confidence::Low };
        let edit = file.removal(names.imports(), at);
        let fix = edit.map(|edit| Fix { edits: vec![edit], safe: is_sure });
        sink.add(Check::F401, Finding { confidence, fix, ..fault });
    }
}

/// Whether nothing needs the import. One that is written for others (`import x as x`), is a
/// member of a class, changes the language or takes everything is let off; one that is replaced
/// later is another fault.
fn is_unused(import: &Import, names: &Names) -> bool {
    let scope = names.scopes().get(import.scope.index());
    !import.used
        && !import.is_reexport
        && import.rebound.is_none()
        && matches!(import.form, ImportForm::Module | ImportForm::Name)
        && scope.is_none_or(|scope| scope.kind != ScopeKind::Class)
}

/// The modules that are used under another name, with the scope: `import a as b`.
fn aliased_modules(names: &Names) -> BTreeSet<(ScopeId, &[Symbol])> {
    let is_aliased = |import: &&Import| {
        import.used && import.form == ImportForm::Module && import.alias_span.is_some()
    };
    let imports = names.imports().iter().filter(is_aliased);
    imports.map(|import| (import.scope, import.path.as_slice())).collect()
}

/// Whether the import is `import a.b` beside `import a as c`, through which `c.b` is used.
fn serves_an_alias(import: &Import, aliased: &BTreeSet<(ScopeId, &[Symbol])>) -> bool {
    import.form == ImportForm::Module
        && import.alias_span.is_none()
        && import.path.len() > 1
        && aliased.contains(&(import.scope, import.target.as_slice()))
}

/// The statements that go as a whole: their only item is `unused`.
fn leaving(imports: &[Import], unused: &[usize]) -> BTreeSet<NodeId> {
    let is_of = |at: Option<usize>, statement: NodeId| {
        at.and_then(|at| imports.get(at)).is_some_and(|other| other.statement == statement)
    };
    let is_only = |&at: &usize| {
        let statement = imports[at].statement;
        !is_of(at.checked_sub(1), statement) && !is_of(at.checked_add(1), statement)
    };
    unused.iter().copied().filter(is_only).map(|at| imports[at].statement).collect()
}

/// The import as pyflakes writes it: `a.b`, `.m.x`, `a.b as c`.
fn described(import: &Import, tree: &Tree) -> String {
    let canonical = import.canonical(tree);
    // `import a.b as b` is no other name.
    if import.alias_span.is_none() || import.path.last() == Some(&import.name) {
        return canonical;
    }
    format!("{canonical} as {}", tree.text(import.name))
}

/// The file that the imports stand in.
struct File<'a> {
    document: &'a Document<'a>,
    tree: &'a Tree,
    lines: &'a LineIndex,
    /// Statements that go as a whole.
    leaving: BTreeSet<NodeId>,
}

impl File<'_> {
    fn line(&self, offset: usize) -> Line<'_> {
        Line::of(self.document, self.lines, self.lines.line_of(offset))
    }

    /// Where the import is shown: at the item, or if that stands further down than its statement
    /// begins, on the statement's first line, as pyflakes and pylint do; but on its own line if a
    /// comment stands there, so that the comment can silence it.
    fn place(&self, import: &Import) -> Span {
        let first = self.line(import.statement_span.start);
        let own = self.line(import.span.start);
        let comments = self.tree.comments();
        let next = comments.partition_point(|comment| comment.start < import.span.end);
        let has_comment = comments.get(next).is_some_and(|comment| comment.start < own.end());
        if first.start == own.start || has_comment {
            return import.span;
        }
        Span::new(import.statement_span.start, first.end())
    }

    /// The edit that removes `imports[at]`: its item, or its statement if it is the only item.
    fn removal(&self, imports: &[Import], at: usize) -> Option<Edit> {
        let import = imports.get(at)?;
        let neighbour = |at: Option<usize>| {
            let neighbour = imports.get(at?)?;
            (neighbour.statement == import.statement).then_some(neighbour.span)
        };
        // Each removal takes the comma that parts it from a neighbour. The first item shares its
        // comma with the second, so that removals of all items never apply together.
        let span = match (neighbour(at.checked_sub(1)), neighbour(at.checked_add(1))) {
            (None, None) => return self.statement_removal(import),
            (None, Some(next)) => Span::new(import.span.start, next.start),
            (Some(before), _) => Span::new(before.end, import.span.end),
        };
        // A comment in between belongs to a neighbour.
        let is_plain = !span.of(self.document.bytes).contains(&b'#');
        is_plain.then(|| Edit { span, replacement: Vec::new() })
    }

    /// Whether `statement` is the last of a block of which nothing stays.
    fn is_last_of(&self, block: NodeId, statement: NodeId) -> bool {
        self.tree.children(block).last() == Some(statement)
            && self.tree.children(block).all(|each| self.leaving.contains(&each))
    }

    /// The edit that removes the statement with its lines, or puts `pass` where a block needs a
    /// statement. None if it shares a line with another statement.
    fn statement_removal(&self, import: &Import) -> Option<Edit> {
        let statement = import.statement_span;
        let parent = self.tree.node(import.statement).parent;
        if self.tree.node(parent).kind != Kind::Module && self.is_last_of(parent, import.statement)
        {
            return Some(Edit { span: statement, replacement: b"pass".to_vec() });
        }
        let (first, last) = (self.line(statement.start), self.line(statement.end));
        let before = Span::new(first.start, statement.start).of(self.document.bytes);
        let behind = Span::new(statement.end, last.end()).of(self.document.bytes).trim_ascii();
        let has_own_lines = before.iter().all(|byte| b" \t\x0c".contains(byte))
            && (behind.is_empty() || behind.starts_with(b"#"));
        let end = self.lines.range(self.lines.line_of(statement.end)).end;
        has_own_lines.then(|| Edit { span: Span::new(first.start, end), replacement: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_python, mend_python};

    /// Judgement and message as those of pyflakes 4.1.
    #[test]
    fn as_pyflakes_judges() {
        let cases: [(&str, &[&str]); 17] = [
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
            ("class A:\n    from m import f\n", &[]),
            ("import a as b\nimport a.c\nb.c.d()\n", &[]),
            ("import a.b as b\n", &["1: 'a.b' imported but unused"]),
            ("import os\nimport os\n", &["2: 'os' imported but unused"]),
            ("import a.b\nimport a.c\n", &["2: 'a.c' imported but unused"]),
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
            ("if x:\n    import a\n    # b\n    import b\n", "if x:\n    # b\n    pass\n"),
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
