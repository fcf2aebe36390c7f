use super::*;
use proptest::prelude::*;
use regex::bytes::Regex;

fn found(pattern: &str, line: &str) -> String {
    let regex = Regex::new(&translate(pattern).expect("a sound expression"));
    let regex = regex.expect("a translation that compiles");
    let found = regex.find(line.as_bytes()).map(|found| found.as_bytes().to_vec());
    String::from_utf8(found.unwrap_or_default()).expect("text")
}

#[test]
fn it_finds_what_grep_finds() {
    // Each checked against the first line that `grep -oE` of GNU grep prints in the locale C.
    for (pattern, line, expected) in [
        (r"(AKIA|ASIA)[A-Z0-9]{4}", "x AKIA12AB", "AKIA12AB"),
        (r"[A-Za-z0-9/\+=]{3}", r"\+=", r"\+="),
        (r"a+?b", "aab", "aab"),
        (r"*a", "*a", "a"),
        (r"a|*b", "b", "b"),
        (r"a{,2}b", "aaab", "aab"),
        (r"a{x}", "a{x}", "a{x}"),
        (r"[]x]+", "a]x]", "]x]"),
        (r"[^]x]+", "]xab", "ab"),
        (r"[a\]b]", r"\b]", r"\b]"),
        (r"\<ab\>", "cab ab", "ab"),
        (r"\d", "5d", "d"),
        (r"[[:digit:][:upper:]-]+", "ab-7X", "-7X"),
        (r"[[.-.]a]+", "x-a", "-a"),
        (r"a&&b~c", "a&&b~c", "a&&b~c"),
        (r"[a&&b]+", "x&&", "&&"),
        (r"\w+\s*=", "key =", "key ="),
        (r"ä+", "xää", "ä"),
    ] {
        assert_eq!(found(pattern, line), expected, "{pattern}");
    }
}

#[test]
fn what_cannot_be_is_told() {
    for (pattern, told) in [
        (r"(a)\1", "back-reference"),
        ("(a", "no ')'"),
        ("a)", "no '('"),
        ("[a", "no ']'"),
        ("[[:alhpa:]]", "alhpa"),
        ("a{3,2}", "wrong way"),
        ("[z-a]", "wrong way"),
        ("a\\", "single"),
        ("a*********", "quantifiers"),
    ] {
        let error = translate(pattern).expect_err("no expression").to_string();
        assert!(error.contains(told), "{pattern}: {error}");
    }
}

proptest! {
    #[test]
    fn what_is_translated_compiles(pattern in "[ab()|*+?{}0-9,\\[\\]^$.\\\\:=&~-]{0,16}") {
        if let Ok(translated) = translate(&pattern) {
            prop_assert!(Regex::new(&translated).is_ok(), "{pattern} became {translated}");
        }
    }
}
