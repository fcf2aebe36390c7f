//! F541: format strings that format nothing.

use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::{Document, Edit, Finding, Fix, Span};
use sdf_syntax::{Kind, NodeId, Tree};

/// A format string without placeholders is a string in the tree. Strings joined by juxtaposition
/// count as one, and those within a placeholder are left alone, as in pyflakes 4.1.
pub(super) fn check(document: &Document<'_>, tree: &Tree, sink: &mut Sink<'_>) {
    let mut at = NodeId::ROOT;
    while at.index() < tree.nodes().len() {
        let node = tree.node(at);
        let behind = node.subtree_end.max(NodeId(at.0 + 1));
        match node.kind {
            Kind::FormatString => at = behind,
            Kind::String => {
                if let Some(edits) = edits(document.bytes, node.span()) {
                    // A string that stands alone may be taken for documentation.
                    let safe = tree.node(node.parent).kind != Kind::ExpressionStatement;
                    let fault = finding(Check::F541, node.span(), node.span());
                    sink.add(Check::F541, Finding { fix: Some(Fix { edits, safe }), ..fault });
                }
                at = behind;
            }
            _ => at = NodeId(at.0 + 1),
        }
    }
}

/// The edits that make plain strings of the format strings within `span`, if there are any; none
/// of them has a placeholder.
fn edits(bytes: &[u8], span: Span) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut at = span.start;
    while let Some(literal) = next_literal(bytes, at, span.end) {
        at = literal.end;
        let of = |letter: u8| {
            let prefix = literal.start..literal.quote;
            prefix.clone().find(|&at| bytes[at].eq_ignore_ascii_case(&letter))
        };
        let Some(letter) = of(b'f') else { continue };
        edits.push(without(letter));
        unescape_braces(bytes, &literal, of(b'r').is_some(), &mut edits);
    }
    (!edits.is_empty()).then_some(edits)
}

/// A string literal: where it starts, where its first quote stands, where it ends.
struct Literal {
    start: usize,
    quote: usize,
    end: usize,
}

/// The first literal that begins at `at` or later. What stands between literals is white space,
/// comments, and backslashes that continue a line.
fn next_literal(bytes: &[u8], mut at: usize, end: usize) -> Option<Literal> {
    while at < end {
        match bytes[at] {
            b'#' => at += memchr::memchr(b'\n', &bytes[at..end])?,
            byte if byte.is_ascii_alphabetic() || matches!(byte, b'"' | b'\'') => {
                let letters = bytes[at..end].iter().take_while(|it| it.is_ascii_alphabetic());
                let quote = at + letters.count();
                let literal_end = super::end_of_string(bytes, quote).0.min(end);
                return (quote < literal_end).then_some(Literal {
                    start: at,
                    quote,
                    end: literal_end,
                });
            }
            _ => at += 1,
        }
    }
    None
}

/// Adds the edits that make one of two braces.
fn unescape_braces(bytes: &[u8], literal: &Literal, is_raw: bool, edits: &mut Vec<Edit>) {
    let mut at = literal.quote;
    while let Some(distance) = memchr::memchr3(b'{', b'}', b'\\', &bytes[at..literal.end]) {
        at += distance;
        // The name of a character: `\N{DIGIT ONE}`.
        if !is_raw && bytes[at..literal.end].starts_with(b"\\N{") {
            at = memchr::memchr(b'}', &bytes[at..literal.end])
                .map_or(literal.end, |end| at + end + 1);
        } else if bytes[at] == b'\\' {
            at += if is_raw || matches!(bytes.get(at + 1), Some(b'{' | b'}')) { 1 } else { 2 };
        } else {
            edits.push(without(at));
            at += 2;
        }
        at = at.min(literal.end);
    }
}

/// The edit that takes the byte at `at` away.
fn without(at: usize) -> Edit {
    Edit { span: Span::new(at, at + 1), replacement: Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_python, mend_python};

    /// As pyflakes 4.1 judges.
    #[test]
    fn what_has_no_placeholder_anywhere() {
        let found = |text: &str| {
            check_python("a.py", text).iter().filter(|it| it.contains("placeholder")).count()
        };
        for none in [
            "f'{x}'",
            "f'a' f'{x}'",
            "'{x}' f'{x}'",
            "f'{x:{y}}'",
            "f'{f\"a\"}'",
            "'{x}'",
            "f'{x:>10}'",
            "t'a'",
        ] {
            assert_eq!(found(&format!("{none}\n")), 0, "{none}");
        }
        for one in ["f'a'", "f'{{a}}'", "f'a' 'b'", "'a' F'b'", "rf'a'", "f''", "f'''\n'''"] {
            assert_eq!(found(&format!("{one}\n")), 1, "{one}");
        }
    }

    #[test]
    fn the_string_keeps_its_value() {
        let cases = [
            ("x = f'a'\n", "x = 'a'\n"),
            ("x = f'{{a}}' rf\"{{\\d\"\n", "x = '{a}' r\"{\\d\"\n"),
            (
                "x = ('{{' f'}}'  # why\n     'f\"{{\"')\n",
                "x = ('{{' '}'  # why\n     'f\"{{\"')\n",
            ),
            ("x = f'\\N{DIGIT ONE}{{'\n", "x = '\\N{DIGIT ONE}{'\n"),
            ("x = f'\\\\{{'\n", "x = '\\\\{'\n"),
            ("x = f'''\n{{'''\n", "x = '''\n{'''\n"),
            ("def f():\n    f'a'\n", "def f():\n    f'a'\n"),
        ];
        for (before, after) in cases {
            assert_eq!(mend_python(before), after, "{before:?}");
        }
    }
}
