//! check-json and pretty-format-json: JSON as Python's json module reads and writes it.

mod duplicates;
mod encoding;
mod number;
mod parser;
mod pretty;
mod tree;

pub(crate) use encoding::push as push_code;
pub(crate) use pretty::{Layout, pretty};

use super::fault::Fault;
use duplicates::Duplicates;
use encoding::Text;

/// What is taken for JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Comments, and commas behind the last item: the JSON of editors' settings.
    pub(crate) comments: bool,
}

/// Whether `bytes` are one JSON value in UTF-8, UTF-16 or UTF-32, no object with a name twice.
/// `NaN`, `Infinity` and lone surrogates are let off, as Python does.
pub(crate) fn check(bytes: &[u8], dialect: Dialect) -> Result<(), Fault> {
    let text = Text::decode(bytes)?;
    let mut duplicates = Duplicates::new(&text.bytes);
    parser::parse(&text.bytes, text.start, dialect, &mut duplicates)
        .map_err(|fault| Fault { span: text.stored(fault.span), ..fault })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &[u8]) -> Option<(usize, usize, String)> {
        let fault = check(text, Dialect::default()).err()?;
        Some((fault.span.start, fault.span.end, fault.message))
    }

    #[test]
    fn what_python_reads_is_json() {
        let good: [&[u8]; 12] = [
            b" {\"a\": [1, -2.5e+3, \"\\u00e9\\n\", true, null, {}, []]} \r\n\t",
            b"NaN",
            b"[Infinity, -Infinity]",
            b"\xef\xbb\xbf1",
            b"\xff\xfe1\0",
            b"1\0",
            b"\0\0\0[\0\0\0]",
            b"\"\\ud800\"",
            b"\"\xed\xa0\x80\"",
            b"\"\x7f\"",
            b"-0",
            b"{\"a\": {\"a\": 1}, \"b\": {\"a\": 1}}",
        ];
        for text in good {
            assert_eq!(fault(text), None, "{:?}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn what_python_refuses_has_a_place() {
        let bad: [(&[u8], usize); 18] = [
            (b"", 0),
            (b" ", 1),
            (b"[1,]", 2),
            (b"{\"a\" 1}", 5),
            (b"{a: 1}", 1),
            (b"[1 2]", 3),
            (b"01", 1),
            (b"1.", 1),
            (b"-", 0),
            (b"1 1", 2),
            (b"// c\n1", 0),
            (b"'a'", 0),
            (b"\"a\nb\"", 2),
            (b"\"\\x41\"", 1),
            (b"\"\\u12g4\"", 1),
            (b"\"ab", 0),
            (b"\xff", 0),
            (b"+1", 0),
        ];
        for (text, at) in bad {
            let found = fault(text).map(|(start, ..)| start);
            assert_eq!(found, Some(at), "{:?}", String::from_utf8_lossy(text));
        }
        let (nested, digits) = ("[".repeat(1 << 20), "1".repeat(4301));
        assert!(fault(nested.as_bytes()).is_some_and(|(.., said)| said.contains("deep")));
        assert!(fault(digits.as_bytes()).is_some_and(|(.., said)| said.contains("digits")));
    }

    #[test]
    fn names_are_unique_however_they_are_written() {
        let said = |text: &str| fault(text.as_bytes());
        let twice = "{\n \"a\": 1,\n \"\\u0061\": 2}";
        let message = "the name \"\\u0061\" is given twice, first on line 2".to_owned();
        assert_eq!(said(twice), Some((12, 20, message)));
        let many: Vec<String> = (0..99).map(|number| format!("\"k{number}\": 0")).collect();
        assert_eq!(said(&format!("{{{}}}", many.join(","))), None);
        assert!(said(&format!("{{{}, \"k7\": 1}}", many.join(","))).is_some());
    }

    #[test]
    fn comments_where_they_are_customary() {
        let text = b"// c\n{\"a\": [1, /* 2, */ 3,], }\n";
        assert_eq!(check(text, Dialect { comments: true }), Ok(()));
        assert!(check(b"[1,,]", Dialect { comments: true }).is_err());
        assert!(check(b"[,]", Dialect { comments: true }).is_err());
        assert!(check(b"1 /*", Dialect { comments: true }).is_err());
    }

    proptest! {
        #[test]
        fn what_serde_reads_is_json(text in "[\\[\\]{}:,\"\\\\a1 .e+-]{0,12}") {
            let serde = serde_json::from_str::<serde_json::Value>(&text);
            let ours = check(text.as_bytes(), Dialect::default());
            // Serde neither minds names given twice nor takes numbers that are out of range.
            let twice = ours.as_ref().is_err_and(|fault| fault.message.contains("twice"));
            let range = serde.as_ref().is_err_and(|error| error.to_string().contains("range"));
            prop_assert!(twice || range || serde.is_ok() == ours.is_ok(), "{ours:?} {serde:?}");
        }

        #[test]
        fn faults_lie_in_the_file(bytes: Vec<u8>, comments: bool) {
            if let Err(fault) = check(&bytes, Dialect { comments }) {
                prop_assert!(fault.span.end <= bytes.len());
            }
        }
    }
}
