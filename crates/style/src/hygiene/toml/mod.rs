//! check-toml: TOML 1.0 as Python's tomllib reads it.

mod parser;
mod reader;
mod strings;
mod tables;
mod values;

use super::fault::{Fault, utf8};
use parser::Parser;
use sdf_core::Span;

/// Whether `bytes` are TOML 1.0, nothing defined twice.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let text = utf8(bytes)?;
    if !text.contains("\r\n") {
        return Parser::new(text.as_bytes()).check();
    }
    // A carriage return counts with the line feed behind it, and nowhere else.
    let joined = text.replace("\r\n", "\n");
    Parser::new(joined.as_bytes()).check().map_err(|fault| {
        let span = Span::new(stored(text, fault.span.start), stored(text, fault.span.end));
        Fault { span, ..fault }
    })
}

/// Where what lies at `offset` lay before carriage returns were taken out.
fn stored(text: &str, offset: usize) -> usize {
    let mut taken = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"\r\n") {
        if at - taken >= offset {
            break;
        }
        taken += 1;
    }
    offset + taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> Option<(usize, String)> {
        check(text.as_bytes()).err().map(|fault| (fault.span.start, fault.message))
    }

    #[test]
    fn version_1_0_is_read() {
        let good = [
            "",
            "# c\r\na = 1 # c\r\n",
            "a.b = 1\na.c = 2\n[d]\ne = {f = 1, g.h = [1, {}, # c\n]}\n",
            "[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\n",
            "[a.b]\n[a]\nc = 1\n",
            "a = \"\"\"\n\"\" \\\n  x\\u00e9\"\"\"\"\"\nb = '''\n'''''\n",
            "a = 1979-05-27 07:32:00.999999-07:00\nb = 07:32:00\nc = [0x1F, 0o7, 0b1, +1_0, 1e5, -inf]",
            "\"\" = 1\n'a b'.\"c\\n\" = true",
        ];
        for text in good {
            assert_eq!(fault(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_in_it_has_a_place() {
        let bad = [
            ("\u{feff}a = 1", 0),
            ("a = 1\rb = 2", 5),
            ("a = 1\r\nb = \"\\e\"", 12),
            ("a = {b = 1,}", 11),
            ("a = {\n}", 5),
            ("a = 07:32", 5),
            ("a = 1979-02-29", 4),
            ("a = 01", 5),
            ("a = 1__0", 5),
            ("a = .5", 4),
            ("a = [1 2]", 7),
            ("a = \"b\nc\"", 6),
            ("a = 'b", 4),
            ("a = \"\"\"b", 4),
            ("a", 1),
            ("[a", 2),
            ("[[a]", 3),
            ("= 1", 0),
            ("a = 1 b = 2", 6),
        ];
        for (text, at) in bad {
            assert_eq!(fault(text).map(|(start, _)| start), Some(at), "{text:?} {:?}", fault(text));
        }
    }

    #[test]
    fn nothing_is_defined_twice() {
        let twice = [
            ("a = 1\n\"a\" = 2", 6),
            ("[a]\n[a]", 5),
            ("a.b = 1\n[a]", 9),
            ("[a.b]\n[a]\nb.c = 1", 10),
            ("a = []\n[[a]]", 9),
            ("a = {}\n[a.b]", 8),
            ("a = {b = 1, b = 2}", 12),
            ("a = 1\na.b = 2", 6),
            ("[[a]]\n[a]", 7),
            ("[a]\nb.c = 1\n[a.b]", 13),
        ];
        for (text, at) in twice {
            assert_eq!(fault(text).map(|(start, _)| start), Some(at), "{text:?} {:?}", fault(text));
        }
        let said = fault("a = 1\n\n\"a\" = 2").map(|(_, said)| said);
        assert_eq!(said.as_deref(), Some("the key \"a\" is given twice, first on line 1"));
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("a = {}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(fault(&nested(490)), None);
        assert!(fault(&nested(1 << 20)).is_some_and(|(_, said)| said.contains("deep")));
        let dotted = format!("{} = 1", vec!["a"; 1 << 16].join("."));
        assert_eq!(fault(&dotted), None);
    }

    proptest! {
        #[test]
        fn faults_lie_in_the_file(text in "[\\[\\]{}=.,\"'a1\\-:TZ\\\\\r\n# é\u{0}]{0,24}") {
            if let Err(fault) = check(text.as_bytes()) {
                prop_assert!(fault.span.end <= text.len(), "{fault:?}");
            }
        }
    }
}
