//! check-ast: what Python cannot parse.

use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::{Document, LineIndex, Span};
use sdf_syntax::Tree;
use std::borrow::Cow;

/// Checks that cannot judge a file that is not valid.
const BLIND: [Check; 2] = [Check::CheckBuiltinLiterals, Check::DebugStatements];

/// Reports the first error alone, as Python does: what follows is mostly a consequence of it.
pub(super) fn check(document: &Document<'_>, tree: &Tree, lines: &LineIndex, sink: &mut Sink<'_>) {
    let Some((place, message)) = first_error(tree).or_else(|| undecodable(document)) else {
        return;
    };
    // What is missing at the end of the file is missing from its last line.
    let content = document.bytes.trim_ascii_end().len();
    let start = if place.start >= content { content } else { place.start };
    // An error may take in the rest of the file; its first line says where to look.
    let line = lines.line_of(start);
    let line_end = lines.range(line).start + lines.text(document.bytes, line).len();
    let span = Span::new(start, place.end.min(line_end).max(start));
    // Known by nothing but the file: one that was broken before is no news.
    let identity = Span::new(0, 0);
    let says_so = sink.wants(Check::CheckAst);
    sink.add(Check::CheckAst, finding(Check::CheckAst, span, identity).saying(message.clone()));
    for check in BLIND.into_iter().filter(|_| !says_so && !super::is_stub(document)) {
        let said = format!("not judged: {message}");
        sink.add(check, finding(check, span, identity).saying(said));
    }
}

/// The first byte that is no UTF-8, in a file that claims to be nothing else (PEP 263).
fn undecodable(document: &Document<'_>) -> Option<(Span, Cow<'static, str>)> {
    let error = std::str::from_utf8(document.bytes).err()?;
    let mut comments = document.bytes.split(|&byte| byte == b'\n').take(2);
    let claims =
        |line: &[u8]| line.starts_with(b"#") && memchr::memmem::find(line, b"coding").is_some();
    let at = error.valid_up_to();
    let message = "syntax error: not UTF-8, and no other encoding is declared";
    (!comments.any(claims)).then(|| (Span::new(at, at + 1), message.into()))
}

/// The first error, by the parser that knows the reason, or else by the grammar.
fn first_error(tree: &Tree) -> Option<(Span, Cow<'static, str>)> {
    let old = tree.old_syntax();
    if let Some(complaint) = tree.complaint() {
        let at = complaint.span.start;
        return Some(match old.iter().find(|old| old.start <= at && at <= old.end) {
            Some(&old) => (old, OLD.into()),
            None => {
                (complaint.span, format!("syntax error: {}", as_clause(&complaint.message)).into())
            }
        });
    }
    match (tree.errors().first(), old.first()) {
        (Some(&error), Some(&old)) if old.start < error.start => Some((old, OLD.into())),
        (Some(&error), _) if error.is_empty() => {
            Some((error, "syntax error: something is missing here".into()))
        }
        (Some(&error), _) => Some((error, "syntax error".into())),
        (None, old) => old.map(|&old| (old, OLD.into())),
    }
}

/// A sentence as it stands behind a colon.
fn as_clause(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

const OLD: &str = "syntax error: a statement of Python 2";

#[cfg(test)]
mod tests {
    use crate::testing::check_python;

    fn errors(text: &str) -> Vec<String> {
        let found = check_python("a.py", text);
        let mut found: Vec<_> =
            found.into_iter().filter(|found| found.contains("syntax error")).collect();
        found.dedup();
        found
    }

    #[test]
    fn an_end_that_comes_too_early_is_shown_in_a_line() {
        let message = "syntax error: expected an indented block after function definition";
        assert_eq!(errors("x\ndef f():\n\n# b\n"), [format!("2: {message}")]);
        let message = "syntax error: expected `except` or `finally` after `try` block";
        assert_eq!(errors("try:\n    x\n\n\n"), [format!("2: {message}")]);
    }

    #[test]
    fn what_the_newest_python_takes_is_no_error() {
        for text in ["print >>f, x\n", "try:\n  x\nexcept A, B:\n  y\n", "match = case\n"] {
            assert!(errors(text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn another_encoding_has_to_be_declared() {
        let found = |bytes: &[u8]| {
            let found = crate::testing::check_parsed("a.py", bytes);
            found.iter().any(|found| found.rule.id == "check-ast")
        };
        assert!(found(b"x = '\xff'\n"));
        assert!(!found(b"#!/usr/bin/python\n# -*- coding: latin-1 -*-\nx = '\xff'\n"));
    }

    #[test]
    fn the_first_error_is_shown() {
        assert!(errors("def f(x):\n    return [x, 1]\n").is_empty());
        for (text, expected) in [
            ("x = = 1\ny = = 2\n", "1: syntax error: expected an expression"),
            ("def f(x)\n    return x\n", "1: syntax error: expected `:`, found newline"),
            ("x = (1,\n\ndef f(): pass\n", "1: syntax error: '(' is never closed"),
            ("x = (1]\n", "1: syntax error: ']' does not close '('"),
            ("x = 1\ny = 'a\n", "2: syntax error: the string is never closed"),
            ("x = 1\nx + 1 = 2\n", "2: syntax error: invalid assignment target"),
            ("x = 1\n%timeit x\n", "2: syntax error: expected a statement"),
            ("x = 1\nprint x\n", "2: syntax error: a statement of Python 2"),
            ("print 'x' % y\n", "1: syntax error: a statement of Python 2"),
        ] {
            assert_eq!(errors(text), [expected], "{text:?}");
        }
    }
}
