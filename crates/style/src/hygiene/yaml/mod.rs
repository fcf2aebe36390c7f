//! check-yaml: YAML as ruamel.yaml's safe loader reads it.
//!
//! As there, the [`scanner`] makes tokens of characters, the [`parser`] events of tokens, the
//! [`composer`] nodes of events; the [`constructor`] says which nodes have no value. What that
//! loader takes and refuses beyond the specification is kept on purpose: whoever checks with it
//! gets the same answer here. Aliases are never expanded, and nothing recurses.

mod block;
mod collections;
mod composer;
mod constructor;
mod cursor;
mod directives;
mod documents;
mod indicators;
mod instant;
mod keys;
mod merge;
mod node;
mod number;
mod parser;
mod plain;
mod quoted;
mod resolve;
mod scanner;
mod simple_keys;
mod tags;
mod text;
mod tokens;

use super::fault::{Fault, utf8};
use composer::Composer;
use parser::Parser;

/// What is taken for YAML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options<'s> {
    /// Whether there may be several documents.
    pub(crate) documents: bool,
    /// Whether only the syntax counts: any tag, any key, several documents.
    pub(crate) syntax_only: bool,
    /// Tags that are let off as they are written, such as `!Ref`.
    pub(crate) tags: &'s [String],
}

/// Whether `bytes` are YAML, no mapping with a key twice.
pub(crate) fn check(bytes: &[u8], options: &Options<'_>) -> Result<(), Fault> {
    let text = utf8(bytes)?;
    cursor::check_printable(text)?;
    let mut parser = Parser::new(text);
    if options.syntax_only {
        while parser.next()?.is_some() {}
        return Ok(());
    }
    Composer::new(parser, options).check()
}

/// Whether `text` is a block mapping, and what it says does not depend on what stands around it.
pub(crate) fn is_plain_mapping(text: &str) -> bool {
    let has_names = memchr::memchr2(b'&', b'*', text.as_bytes()).is_some();
    let mut parser = Parser::new(text);
    let mut root = || -> Result<Option<parser::What<'_>>, Fault> {
        parser.next()?;
        Ok(parser.next()?.filter(|event| event.span.start < text.len()).map(|event| event.what))
    };
    let is_mapping = match root() {
        Ok(Some(parser::What::MappingStart)) => true,
        // Comments only.
        Ok(None) => true,
        _ => false,
    };
    is_mapping && !has_names && check(text.as_bytes(), &Options::default()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> Option<(usize, String)> {
        let fault = check(text.as_bytes(), &Options::default()).err()?;
        Some((fault.span.start, fault.message))
    }

    #[test]
    fn what_the_loader_takes() {
        let good = [
            "",
            "# c\n",
            "--- a\n...\n",
            "\u{feff}a: 1\r\nb:\r\n- c\r\n- {d: e, f}\r\n",
            "a: &x {b: 1}\nc: *x\nd: {<<: *x, b: 2}\n",
            "<<: {a: 1}\na: 2\na: 3\n",
            "'a b': \"c\\u00e9\\x41 \\\n  d\"\n? |\n  e\n: >-\n  f\n\n    g\n",
            "[a]: 1\n[b]: 2\n",
            "a: 2001-12-14t21:59:43.10-05:00\nb: 0o7\nc: .inf\nd: 1e3\n",
            "!!set {a, b}\n",
            "!!omap [a: 1, b: 2]\n",
            "%TAG ! tag:yaml.org,2002:\n---\n!str a\n",
            "a: http://b.c/d#e\nf: a:b\n",
            "=: 1\n",
        ];
        for text in good {
            assert_eq!(fault(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_the_loader_refuses_has_a_place() {
        let bad = [
            ("a: 1\n'a': 2\n", 5),
            ("1: a\ntrue: b\n", 5),
            ("2001-01-01: a\n2001-01-01: b\n", 14),
            ("a: !Ref b\n", 3),
            ("a: *b\n", 3),
            ("a: {{ b }}\n", 4),
            ("a: 1\n---\nb: 2\n", 5),
            ("a:\n\t- b\n", 3),
            ("a: b: c\n", 4),
            ("a: 1\n b: 2\n", 7),
            ("- a\nb: 1\n", 4),
            ("a: 'b\n", 3),
            ("a: [b\n", 6),
            ("a: @b\n", 3),
            ("a: \"\\q\"\n", 4),
            ("a: 2001-02-30\n", 3),
            ("a: !!int b\n", 3),
            ("a: <<\n", 3),
            ("a: =\n", 3),
            ("<<: b\n", 4),
            ("<<: {a: 1}\n<<: {b: 1}\n", 11),
            ("a: \u{7}\n", 3),
            ("a: |x\n", 4),
            ("%YAML 1.3\n---\n", 0),
            ("!!omap [a: 1, a: 2]\n", 14),
        ];
        for (text, at) in bad {
            assert_eq!(fault(text).map(|(start, _)| start), Some(at), "{text:?} {:?}", fault(text));
        }
    }

    #[test]
    fn options_let_off_what_they_name() {
        let text = b"a: !Ref b\nc: !Fn::Sub d\n---\n{e: 1, e: 2}\n";
        let tags = ["!Ref".to_owned(), "!Fn::*".to_owned()];
        let said = |options: Options<'_>| check(text, &options).err().map(|fault| fault.message);
        assert!(said(Options::default()).is_some_and(|said| said.contains("second document")));
        let documents = Options { documents: true, ..Options::default() };
        assert!(said(documents).is_some_and(|said| said.contains("`!Ref`")));
        let tags = Options { tags: &tags, ..documents };
        let message = "the key e is given twice, first on line 4";
        assert_eq!(said(tags).as_deref(), Some(message));
        assert_eq!(said(Options { syntax_only: true, ..Options::default() }), None);
    }

    #[test]
    fn nothing_is_expanded_and_depth_is_bounded() {
        let mut bomb = "a0: &a0 {a: 1}\n".to_owned();
        for number in 1..200 {
            let before = format!("*a{}", number - 1);
            bomb += &format!("a{number}: &a{number} {{<<: [{before}, {before}], b: [{before}]}}\n");
        }
        assert_eq!(fault(&bomb), None);
        assert_eq!(fault("&a [*a, {b: *a}]\n"), None);
        for piece in ["[", "{a: ", "- ", "? "] {
            let nested = piece.repeat(100_000);
            assert!(fault(&nested).is_some(), "{piece}");
        }
    }

    /// Pieces that the scanner has an eye on.
    fn text() -> impl Strategy<Value = String> {
        let pieces = vec![
            "a",
            "b: ",
            "- ",
            "? ",
            ": ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "#",
            "&x ",
            "*x",
            "!t ",
            "!!int ",
            "|",
            ">",
            "'",
            "\"",
            "\\",
            "%",
            "---\n",
            "...\n",
            "\n",
            "\n  ",
            "\r\n",
            "\t",
            " ",
            "<<: ",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "é",
            "1",
            "0x",
            "2001-01-01",
            "!<",
            ">",
            "\u{0}",
        ];
        proptest::collection::vec(proptest::sample::select(pieces), 0..24)
            .prop_map(|it| it.concat())
    }

    proptest! {
        #[test]
        fn faults_lie_in_the_file(text in text(), documents: bool, syntax_only: bool) {
            let options = Options { documents, syntax_only, tags: &[] };
            if let Err(fault) = check(text.as_bytes(), &options) {
                prop_assert!(fault.span.end <= text.len(), "{fault:?}");
            }
        }

        #[test]
        fn json_is_yaml(names in proptest::collection::btree_map("[a-z]{1,9}", "[ -~]{0,9}", 0..6)) {
            let json = serde_json::to_string(&names).expect("texts");
            // Between a name in quotes and its value, YAML asks for no space.
            prop_assert_eq!(fault(&json), None);
        }
    }
}
