//! What holds of every document.

use crate::testing::{apply, check, check_parsed};
use crate::tokens::{Lexer, Position, Rows, TokenKind};
use crate::{LIMIT, RULES, Settings, check_text};
use proptest::prelude::*;
use sdf_core::{Document, Edit, Family, Finding, Focus, LineIndex, RuleMask, Severity, Span};

/// All findings, of text and, in Python, of the tree.
fn all(path: &str, bytes: &[u8]) -> Vec<Finding<'static>> {
    let mut findings = check(path, bytes);
    if path.ends_with(".py") {
        findings.extend(check_parsed(path, bytes));
    }
    findings
}

fn path() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a.py", "a.md", "a.txt", "a.patch", "__init__.py", "a"])
}

/// Pieces of text that checks have an eye on, and some bytes that nobody expects.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b" ", b"  ", b"\t", b"\n", b"\n", b"\n", b"\r\n", b"\r", b"\x0b", b"\x0c", b"x", b"x = 1",
        b"'", b"\"\"\"", b"'''", b"\\", b"#", b"# noqa", b"(", b")", b";", b":", b",", b"{", b"}",
        b"f'", b"import os", b"import a, b", b"from m import (a,\n    b)", b"if x:\n    import c\n",
        b"from m import \\\n  z", b"try:\n import t\nexcept E:\n pass\n", b"breakpoint()", b"print x",
        b"import pdb", b"<<<<<<< a\n", b"=======\n", b">>>>>>> b\n", "\u{feff}".as_bytes(),
        "\u{202e}".as_bytes(), "\u{200f}".as_bytes(), "ä".as_bytes(), b"\xe2\x80", b"\xff", b"\xd8",
        b"http://example.org/a-very-long-address-that-fills-a-line-all-by-itself/and-then-some/more",
    ];
    let piece = prop_oneof![
        12 => prop::sample::select(pieces).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Python without errors, most of it imports.
fn code() -> impl Strategy<Value = String> {
    let statements = vec![
        "import a",
        "import a, b.c, d as e",
        "import a, b  # why",
        "from m import (a,\n    b,  # of b\n    c)",
        "from m import (\n    a,\n    b,\n)  # why",
        "from m import a, \\\n    b",
        "import a; import b",
        "x = 1; import a",
        "if x: import a",
        "if x:\n    import a\nelse:\n    import b; y = 2",
        "def f():\n    import a, b\n\n    from c import d",
        "class A:\n    import a",
        "try:\n    import a\nexcept ImportError:\n    import b as a",
        "a()",
        "b.c",
    ];
    prop::collection::vec(prop::sample::select(statements), 0..6)
        .prop_map(|statements| statements.join("\n") + "\n")
}

/// What the text checks find in `bytes` with `focus`: rule and place, sorted. Without E901, with
/// which no line is passed over.
fn found(bytes: &[u8], focus: Focus) -> Vec<(&'static str, Span)> {
    let document = Document { focus, ..Document::file("a.py".into(), bytes) };
    let all = RuleMask::new(RULES.len(), |index| RULES[index].id != "E901");
    let mut findings = Vec::new();
    let lines = LineIndex::new(bytes);
    let settings =
        Settings { max_doc_length: Some(20), max_line_length: 30, ..Settings::default() };
    check_text(&document, &lines, &settings, &all, &mut findings);
    let of_python = findings.iter().filter(|found| found.rule.family == Family::Style);
    let mut found: Vec<_> = of_python.map(|found| (&*found.rule.id, found.span)).collect();
    found.sort();
    found
}

fn safe_edits(findings: Vec<Finding<'static>>) -> Vec<Edit> {
    let fixes = findings.into_iter().filter_map(|found| found.fix).filter(|fix| fix.safe);
    fixes.flat_map(|fix| fix.edits).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn findings_and_edits_lie_in_the_document(path in path(), bytes in text()) {
        let inside = |span: sdf_core::Span| span.start <= span.end && span.end <= bytes.len();
        for found in all(path, &bytes) {
            prop_assert!(inside(found.span) && inside(found.identity), "{found:?}");
            if let Some(fix) = &found.fix {
                prop_assert!(!fix.edits.is_empty());
                prop_assert!(fix.edits.iter().all(|edit| inside(edit.span)), "{found:?}");
                prop_assert!(fix.edits.is_sorted_by(|a, b| a.span.end <= b.span.start));
            }
        }
    }

    #[test]
    fn tokens_come_in_order_and_end(bytes in text()) {
        let rows = Rows::new(&bytes);
        let mut lexer = Lexer::new(&bytes, &rows);
        let (mut at, mut place) = (0, Position::default());
        for _ in 0..8 * bytes.len() + 8 {
            let Ok(token) = lexer.read() else { return Ok(()) };
            prop_assert!(at <= token.to as usize && token.from <= token.to);
            prop_assert!(token.to as usize <= bytes.len());
            prop_assert!(place <= token.end && token.start <= token.end, "{token:?}");
            (at, place) = (token.to as usize, token.end);
            if token.kind == TokenKind::EndMarker {
                return Ok(());
            }
            prop_assert!(token.kind == TokenKind::Indent || place >= token.start);
        }
        prop_assert!(false, "{bytes:?} is never done");
    }

    #[test]
    fn a_focus_finds_what_touches_it_and_nothing_that_is_not_there(
        bytes in text(), cuts in prop::collection::btree_set(0usize..200, 0..6)
    ) {
        let whole = found(&bytes, Focus::Everything);
        let cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        let ranges = cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
        let all = std::iter::once(0..bytes.len()).collect();
        prop_assert_eq!(&found(&bytes, Focus::Ranges(all)), &whole);
        let focus = Focus::Ranges(ranges);
        let part = found(&bytes, focus.clone());
        let is_part = |one: &[(&str, Span)], all: &[(&str, Span)]| {
            let mut rest = all.iter();
            one.iter().all(|one| rest.any(|other| other == one))
        };
        prop_assert!(is_part(&part, &whole), "{part:?} {whole:?}");
        // W505 counts lines as Python's `splitlines` does, which may point to another one.
        let is_touched = |&(id, at): &(&str, Span)| id != "W505" && focus.touches(at);
        let touched: Vec<_> = whole.into_iter().filter(is_touched).collect();
        prop_assert!(is_part(&touched, &part), "{touched:?} {part:?}");
    }

    #[test]
    fn safe_fixes_end_and_leave_nothing_to_fix(path in path(), bytes in text()) {
        let mut mended = bytes.clone();
        for _ in 0..32 {
            let edits = safe_edits(all(path, &mended));
            if edits.is_empty() {
                return Ok(());
            }
            mended = apply(&mended, edits);
        }
        prop_assert!(false, "{:?} is never done: {:?}", bytes, mended);
    }

    #[test]
    fn safe_fixes_of_imports_break_no_code(code in code()) {
        let is_broken = |bytes: &[u8]| {
            check_parsed("a.py", bytes).iter().any(|found| found.rule.id == "check-ast")
        };
        prop_assert!(!is_broken(code.as_bytes()));
        let mended = apply(code.as_bytes(), safe_edits(check_parsed("a.py", code.as_bytes())));
        prop_assert!(!is_broken(&mended), "{}", String::from_utf8_lossy(&mended));
    }
}

#[test]
fn a_rule_reports_no_more_than_its_limit_and_says_so() {
    let findings = check("a.txt", "a \n".repeat(2 * LIMIT).as_bytes());
    assert_eq!(findings.len(), LIMIT);
    assert!(findings[LIMIT - 1].message.contains("not listed"));
}

#[test]
fn style_blocks_nothing_by_severity_but_what_breaks() {
    let severe = RULES.iter().filter(|rule| rule.severity > Severity::Medium);
    let ids: Vec<_> = severe.map(|rule| &*rule.id).collect();
    let expected = [
        "bidirectional-control",
        "check-merge-conflict",
        "detect-private-key",
        "homoglyph-identifier",
    ];
    assert_eq!(ids, expected);
}
