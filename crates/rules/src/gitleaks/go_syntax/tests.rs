//! What Go reads otherwise than the crate `regex`.

use super::*;
use proptest::prelude::*;
use regex::bytes::RegexBuilder;

fn finds(pattern: &str, text: &str) -> Option<String> {
    let translated = translate(pattern).expect("Go's syntax").pattern;
    let regex = RegexBuilder::new(&translated).build().expect(&translated);
    let found = regex.find(text.as_bytes())?;
    Some(String::from_utf8_lossy(found.as_bytes()).into_owned())
}

#[test]
fn what_only_go_reads_that_way() {
    for (pattern, text, found) in [
        (r"\${[A-Z]+}", "x ${HOME}", Some("${HOME}")),
        (r"a{,2}", "aa a{,2}", Some("a{,2}")),
        (r"a{2}b{1,}c{0,1}", "aabb", Some("aabb")),
        (r"\w+", "é_a1é", Some("_a1")),
        (r"\bkey\b", "ékeyé", Some("key")),
        (r"[[a]+", "a[", Some("a[")),
        (r"[]a]+", "]a", Some("]a")),
        (r"[^]a]+", "]b]", Some("b")),
        (r"[a&&b]+", "b&a", Some("b&a")),
        (r"[\w.-]{3}", "a.-", Some("a.-")),
        (r"[+--]+", "+,-.", Some("+,-")),
        (r"[a-]+", "-a", Some("-a")),
        (r"[[:alnum:]_]+", "--a_9", Some("a_9")),
        (r"[[:^alnum:]]+", "a--a", Some("--")),
        (r"\Qa.b\E+", "a.bb a.b", Some("a.bb")),
        (r"\Q(x", "(x", Some("(x")),
        (r"\x60\x{2603}\041", "`☃!", Some("`☃!")),
        (r"[\x60'\x22]+", "a`'\"", Some("`'\"")),
        (r"a(?i)b(?-i:C)", "aBC abC", Some("aBC")),
        (r"(?P<n>a)(?<m>b)", "ab", Some("ab")),
        (r"\<a\>\_", "<a>_", Some("<a>_")),
        (r"\pL+\P{Greek}", "éa1", Some("éa1")),
        (r"\p{^Greek}", "αa", Some("a")),
        (r"(?s)a.b\z", "a\nb", Some("a\nb")),
        (r"[^\S\n]+", "a \t\nb", Some(" \t")),
        (r"[^\x00-\x7F]+", "aéa", Some("é")),
    ] {
        assert_eq!(finds(pattern, text).as_deref(), found, "{pattern}");
    }
}

#[test]
fn what_go_does_not_know_is_named_with_its_place() {
    for (pattern, place, message) in [
        (r"a(?=b)", 2, "look ahead"),
        (r"(?<!a)b", 1, "look behind"),
        (r"(a)\1", 4, "refers back"),
        (r"\Z", 1, "no escape '\\Z'"),
        (r"\C", 1, "no escape"),
        (r"a\", 2, "escapes nothing"),
        ("[a", 1, "not closed"),
        ("(?x)a", 3, "no flag 'x'"),
        (r"\x6", 1, "hexadecimal"),
        ("[b-a]", 4, "before it begins"),
    ] {
        let error = translate(pattern).expect_err(pattern).to_string();
        assert!(error.starts_with(&format!("at character {place}: ")), "{pattern}: {error}");
        assert!(error.contains(message), "{pattern}: {error}");
    }
}

proptest! {
    #[test]
    fn any_text_is_taken(pattern: String) {
        let _ = translate(&pattern);
    }

    #[test]
    fn a_quoted_text_finds_itself(text in "[^\\\\]{1,20}") {
        prop_assert_eq!(finds(&format!(r"\Q{text}\E"), &text), Some(text));
    }
}
