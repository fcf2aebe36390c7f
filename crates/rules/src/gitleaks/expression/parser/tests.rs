//! What filters are made of, and what is none.

use super::*;
use proptest::prelude::*;

#[test]
fn what_filters_use_is_read() {
    for source in [
        "filter.entropy(finding[\"secret\"]) <= 3.0 || finding.secret == 'x'",
        "let a = [`x`]; filter.matchesAny(get(attributes, \"path\", \"\"), a) && !(1 < 2)",
        "filter.containsAny(finding[\"fragment_raw\"][max(finding[\"match_start_idx\"] - 150, 0):], [\"a\",])",
        "attributes[?\"path\"].orValue('') matches r\"\"\"^a\"\"\" // why\n and true",
        "finding['line'] not in ['a'] ? false : len(finding['secret']) % 2 == 1",
        "entropy(finding[\"secret\"]) <= 3.5 or failsTokenEfficiency(finding[\"secret\"])",
        "finding[\"secret\"].startsWith(\"a\\x41\\\"\")",
    ] {
        assert!(parse(source).is_ok(), "{source}: {:?}", parse(source));
    }
}

#[test]
fn faults_quote_their_place() {
    for (source, message) in [
        ("http.get('x')", "'http' is unknown"),
        ("filter.rare('x')", "'rare' with 1 arguments is not known here"),
        ("1 +", "a value is expected (at its end)"),
        ("'open", "not closed"),
        ("(1", "')' is expected"),
        ("filter.matchesAny('a', ['('])", "'(?:()'"),
        ("filter.matchesAny('a', finding['x'])", "as texts in quotes"),
        ("1 2", "not expected here (at '2')"),
        (&"(".repeat(5000), "nested too deep"),
        (&"!".repeat(5000), "nested too deep"),
        (&"1 + ".repeat(5000), "more than 500 operators"),
    ] {
        let fault = parse(source).expect_err(source);
        assert!(fault.contains(message), "{source}: {fault}");
    }
}

proptest! {
    #[test]
    fn any_text_is_taken(source in "[a-z0-9 ()\\[\\]\"'`.,;:?!<>=|&+*/-]{0,60}") {
        let _ = parse(&source);
    }
}
