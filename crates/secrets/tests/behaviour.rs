//! How the scanner behaves on the built-in rules.

use proptest::prelude::*;
use sdf_core::{Confidence, Document, Finding, RuleMask, Severity, Span};
use sdf_gate::{Gate, Hit, freeze};
use sdf_rules::examples::expand;
use sdf_rules::secret::{SecretRule, parse};
use sdf_secrets::{Scanner, examples};
use std::path::Path;
use std::sync::LazyLock;

static RULES: LazyLock<Vec<SecretRule>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/secrets");
    let entries = std::fs::read_dir(folder).expect("the folder of rules");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a readable file");
        parse(&path.display().to_string(), &text).expect("a sound rule file")
    };
    files.iter().flat_map(read).map(|(rule, _)| rule).collect()
});
static TABLE: LazyLock<Vec<u8>> =
    LazyLock::new(|| freeze(&examples::anchors(&RULES)).expect("a small automaton"));
static SCANNER: LazyLock<Scanner<'static>> = LazyLock::new(|| Scanner::new(&**RULES));

fn hits(text: &[u8]) -> Vec<Hit> {
    let mut hits = Vec::new();
    Gate::open(&TABLE).expect("a table just written").scan(text, 0..text.len(), &mut hits);
    hits
}

fn scan(path: &str, text: &[u8], hits: &[Hit]) -> Vec<Finding<'static>> {
    let document = Document::file(path.as_bytes().into(), text);
    let mut findings = Vec::new();
    SCANNER.scan(&document, hits, &RuleMask::new(RULES.len(), |_| true), &mut findings);
    findings
}

/// The expanded template and what is found in it.
fn find(path: &str, template: &str) -> (String, Vec<Finding<'static>>) {
    let text = expand(template, "behaviour").expect("a sound template");
    let findings = scan(path, text.as_bytes(), &hits(text.as_bytes()));
    (text, findings)
}

fn ids(path: &str, template: &str) -> Vec<&'static str> {
    find(path, template).1.iter().map(|finding| &*finding.rule.id).collect()
}

#[test]
fn a_failed_checksum_makes_less_sure_and_says_so() {
    let (_, right) = find("a.py", "t = '{{crc32-base62:ghp_:30}}'");
    assert_eq!(
        (right[0].confidence, &*right[0].message),
        (Confidence::High, "GitHub personal access token")
    );
    let (_, wrong) = find("a.py", "t = 'ghp_{{36:alnum}}'");
    assert_eq!(wrong[0].confidence, Confidence::Low);
    assert!(wrong[0].message.contains("malformed or redacted"), "{}", wrong[0].message);
}

#[test]
fn an_example_of_the_vendor_is_the_least_of_worries() {
    let (_, found) = find("a.py", "id = 'AKIAIOSFODNN7EX{{0:hex}}AMPLE'");
    assert_eq!((found[0].severity, found[0].confidence), (Severity::Low, Confidence::Low));
    assert!(found[0].message.contains("documentation"), "{}", found[0].message);
}

#[test]
fn the_most_specific_rule_speaks() {
    assert_eq!(ids("a.py", "password = '{{crc32-base62:ghp_:30}}'"), ["github-pat"]);
    assert_eq!(
        ids("a.py", "u = 'https://x:{{crc32-base62:ghp_:30}}@github.com/o/r'"),
        ["github-pat"]
    );
    assert_eq!(ids("a.sh", "curl -H 'Authorization: Bearer {{jwt}}'"), ["json-web-token"]);
}

#[test]
fn every_secret_of_a_line_is_found() {
    let line = "a = '{{crc32-base62:ghp_:30}}', 'AKIA{{16:base32}}', '{{crc32-base62:ghp_:30}}'";
    assert_eq!(ids("a.py", line), ["github-pat", "aws-access-key-id", "github-pat"]);
}

#[test]
fn a_private_key_is_one_finding_from_marker_to_marker() {
    for template in [
        "x\r\n{{pem:RSA PRIVATE KEY}}\r\ny",
        "{\"k\": \"{{pem-escaped:EC PRIVATE KEY}}\\n\"}",
        "key: |\n    {{pem:OPENSSH PRIVATE KEY}}\n",
    ] {
        let (text, found) = find("a.txt", template);
        assert_eq!(found.len(), 1, "{template}");
        let key = &text[found[0].span.start..found[0].span.end];
        assert!(key.starts_with("-----BEGIN") && key.ends_with("KEY-----"), "{template}");
    }
    let (text, _) = find("a.txt", "{{pem:RSA PRIVATE KEY}}\n");
    let windows = text.replace('\n', "\r\n");
    let found = scan("a.txt", windows.as_bytes(), &hits(windows.as_bytes()));
    assert_eq!(found[0].span.end, windows.len() - 2);
}

#[test]
fn tests_and_documentation_make_less_sure() {
    let line = "password = 'Zk{{4:digit}}!{{4:lower}}'";
    assert_eq!(find("src/app.py", line).1[0].confidence, Confidence::High);
    assert_eq!(find("tests/app.py", line).1[0].confidence, Confidence::Medium);
}

#[test]
fn a_rule_that_is_off_finds_nothing() {
    let text = expand("'AKIA{{16:base32}}'", "off").expect("a sound template");
    let document = Document::file(b"a.py".as_slice().into(), text.as_bytes());
    let mut findings = Vec::new();
    let mask = RuleMask::new(RULES.len(), |_| false);
    SCANNER.scan(&document, &hits(text.as_bytes()), &mask, &mut findings);
    assert!(findings.is_empty());
}

#[test]
fn an_id_and_its_secret_are_one_finding() {
    let (text, found) = find(
        "credentials",
        "[a]\naws_access_key_id = AKIAQ{{15:base32}}\naws_secret_access_key = {{40:base64}}\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].rule.id, "aws-secret-access-key");
    assert_eq!(found[0].confidence, Confidence::High);
    let message = &found[0].message;
    assert!(message.contains("with its key id, of account "), "{message}");
    let step = &found[0].trace[0];
    assert!(text[step.span.start..].starts_with("AKIA") && step.note == "its key id");
}

#[test]
fn an_id_alone_is_no_secret() {
    let (_, found) = find("a.py", "'AKIAQ{{15:base32}}'");
    assert_eq!((&*found[0].rule.id, found[0].severity), ("aws-access-key-id", Severity::Low));
}

#[test]
fn each_of_several_pairs_is_found_and_what_is_out_of_reach_is_not() {
    let pair = "account_sid = 'AC{{32:hex}}'\nauth_token = '{{32:hex}}'\n";
    let ids_of = |template: &str| ids("a.py", template);
    assert_eq!(ids_of(&pair.repeat(3)), ["twilio-auth-token"; 3]);
    let far = pair.replace('\n', &"\n".repeat(30));
    assert!(!ids_of(&far).contains(&"twilio-auth-token"), "{far}");
}

#[test]
fn a_pair_of_the_vendors_example_stays_an_example() {
    let (_, found) =
        find("a", "AKIAIOSFODNN7EX{{0:hex}}AMPLE\naws_secret_access_key = {{40:base64}}\n");
    assert_eq!(found[0].confidence, Confidence::Low);
    assert!(found[0].message.contains("with an example as its key id"), "{}", found[0].message);
}

/// Words that take the scanner into every corner, with noise between them.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "password",
        "token",
        "api_key",
        " = ",
        ": ",
        "\"",
        "'",
        "\\\"",
        "\\",
        "://",
        "u:p@h",
        "@",
        "-----BEGIN RSA PRIVATE KEY-----",
        "\\n",
        "\n",
        "\r\n",
        "AKIA",
        "ghp_",
        "eyJhbGciOiJI",
        ".",
        "<password>",
        "</",
        ">",
        "value=",
        "{{",
        "}",
        "(",
        "SUA",
        "Q~",
        "${",
        "ä",
        "\u{0}",
        "authorization: basic ",
        "curl -u ",
        "Tr0ub4",
        "9f86d081884c7d65",
        concat!("AKIA", "QYLPMN5HFIQR7XYA"),
        concat!("AC", "9f86d081884c7d659a2feaa0c55ad015"),
        "9f86d081884c7d659a2feaa0c55ad015",
        "account_sid",
        "client_secret",
        "hvs.",
        "pypi-AgEIcHlwaS5vcmc",
    ]);
    let noise = prop::collection::vec(any::<u8>(), 0..12);
    let piece = prop_oneof![4 => words.prop_map(|word| word.as_bytes().to_vec()), 1 => noise];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_lie_inside_whatever_the_text(text in text(), path in "[a-z]{1,4}(\\.(py|yaml|md|npmrc))?") {
        for finding in scan(&path, &text, &hits(&text)) {
            prop_assert!(finding.span.end <= text.len() && !finding.span.is_empty());
            prop_assert_eq!(finding.secret, Some(finding.identity));
        }
    }

    #[test]
    fn hits_may_be_anything(
        text in text(),
        hits in prop::collection::vec((0u32..200, 0usize..300, 0usize..300), 0..20),
    ) {
        let hits: Vec<_> = hits
            .into_iter()
            .map(|(rule, start, length)| Hit { rule, span: Span { start, end: start + length } })
            .collect();
        for finding in scan("a.py", &text, &hits) {
            prop_assert!(finding.span.end <= text.len());
        }
    }
}

#[test]
fn what_people_type_and_what_machines_draw_is_found_and_words_are_not() {
    let found = |name: &str, value: &str| !ids("app.py", &format!("{name} = '{value}'")).is_empty();
    for value in ["Tr0ub4dor&3", "hunter2", "admin123", "s3cr3t!x", "P@ssw0rd", "Winter-2024"] {
        assert!(found("password", value), "{value}");
    }
    for value in ["password", "Password", "changeme", "your_password1", "user.password"] {
        assert!(!found("password", value), "{value}");
    }
    for value in ["9f86d081884c7d65{{16:hex}}", "q7Rz2LkP9vXc{{8:alnum}}", "aB3$kL9!pQ2x"] {
        assert!(found("api_secret", value), "{value}");
    }
    for value in [
        "user-service-token",
        "sha256-based-auth-v2",
        "MyVeryLongClassNameForToken2",
        "utf8mb4_general_ci",
        "application-json-2",
        "SHA256withRSA",
    ] {
        assert!(!found("api_secret", value), "{value}");
    }
}

#[test]
fn a_judged_finding_tells_what_spoke_for_and_against() {
    let (_, found) = find("tests/app.py", "password = 'Zk{{4:digit}}!{{4:lower}}'");
    let message = &found[0].message;
    assert!(message.starts_with("Password written into a file: it mixes "), "{message}");
    assert!(message.contains("; but "), "{message}");
}
