//! Secrets that are encoded in text.

use crate::secrets::{key, token};
use crate::stage::Stage;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Base 64 with padding (RFC 4648, section 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    let alphabet: Vec<u8> =
        (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*b"+/").collect();
    let digits = |group: &[u8]| {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        let digit = |index: usize| match index <= group.len() {
            true => char::from(alphabet[(bits >> (18 - 6 * index) & 63) as usize]),
            false => '=',
        };
        [digit(0), digit(1), digit(2), digit(3)]
    };
    bytes.chunks(3).flat_map(digits).collect()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn escaped(text: &str, one: impl Fn(u8) -> String) -> String {
    text.bytes().map(one).collect()
}

fn wrapped(text: &str, glue: &str) -> String {
    let lines: Vec<_> = text.as_bytes().chunks(48).map(String::from_utf8_lossy).collect();
    lines.join(glue)
}

/// The only finding in `out`, a line of JSON: rule, message, and what it underlines.
fn only(out: &str, content: &[u8]) -> (String, String, Vec<u8>) {
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 1, "{out}");
    let finding: serde_json::Value = serde_json::from_str(lines[0]).expect("JSON");
    let text = |name: &str| finding[name].as_str().expect("a string").to_owned();
    let at = |name: &str| finding[name]["offset"].as_u64().expect("a number") as usize;
    (text("rule"), text("message"), content[at("start")..at("end")].to_vec())
}

#[test]
fn an_encoded_token_stops_the_commit_and_is_masked() {
    let token = token(41);
    let text = format!("service:\n  user: build\n  key: {token}\n  host: db.acme.io\n");
    let blob = base64(text.as_bytes());
    for (encoded, name) in [
        (blob.clone(), "base64"),
        (base64(blob.as_bytes()), "base64 in base64"),
        (base64(base64(blob.as_bytes()).as_bytes()), "base64 in base64 in base64"),
        (base64(&gzip(text.as_bytes())), "gzip in base64"),
        (escaped(&token, |byte| format!("{byte:02x}")), "hexadecimal"),
        (escaped(&token, |byte| format!("%{byte:02X}")), "percent encoding"),
        (escaped(&token, |byte| format!("\\u{byte:04x}")), "escapes"),
        (escaped(&token, |byte| format!("\\{byte:03o}")), "escapes"),
        (escaped(&token, |byte| format!("&#x{byte:x};")), "HTML entities"),
        (wrapped(&blob, "\" +\n    \""), "base64"),
    ] {
        let stage = Stage::hooked();
        let content = format!("settings = \"{encoded}\"\n");
        stage.stage("app.js", &content);
        let shown: String = encoded.chars().take(encoded.len() / 2).collect();
        stage.commit().stopped_by("app.js").keeps_quiet_about(&token).keeps_quiet_about(&shown);
        let ran = stage.sdf(["run", "--format", "jsonl"]).exits(1);
        let (rule, message, found) = only(&ran.out, content.as_bytes());
        assert_eq!(rule, "github-pat", "{message}");
        assert!(message.ends_with(&format!(", in {name}")), "{message}");
        let inside = content.find(&encoded).expect("it is there");
        let start = memchr::memmem::find(content.as_bytes(), &found).expect("it is there");
        assert!(start >= inside && start + found.len() <= inside + encoded.len());
    }
}

#[test]
fn a_finding_underlines_the_digits_of_the_secret_alone() {
    let stage = Stage::new();
    let token = token(42);
    let before = "first line of it\n";
    let content = format!("x: {}\n", base64(format!("{before}{token}\nlast\n").as_bytes()));
    stage.stage("a.yaml", &content);
    let ran = stage.sdf(["run", "--format", "jsonl"]).exits(1);
    let (_, _, found) = only(&ran.out, content.as_bytes());
    let digits = before.len() * 4 / 3..((before.len() + token.len()) * 4).div_ceil(3);
    assert_eq!(found, content.as_bytes()[3..][digits]);
}

#[test]
fn a_token_in_utf_16_in_base64_is_found() {
    let stage = Stage::new();
    let script: Vec<u8> =
        format!("$key = '{}'", token(43)).encode_utf16().flat_map(u16::to_le_bytes).collect();
    stage.stage("run.cmd", format!("powershell -EncodedCommand {}\n", base64(&script)));
    stage.sdf(["run"]).exits(1).says("in UTF-16 in base64");
}

#[test]
fn a_token_behind_an_escape_is_found() {
    for text in ["?a=1&token%3D{}&b", r#""FOO=1\n{}""#, "token=&quot;{}&quot;", r"x\u003d{}"] {
        let stage = Stage::new();
        stage.stage("a.txt", text.replace("{}", &token(44)));
        stage.sdf(["run", "--format", "jsonl"]).exits(1).says("github-pat");
    }
}

#[test]
fn what_stands_there_plainly_is_reported_once() {
    let stage = Stage::new();
    let basic = base64(format!("admin:{}x7", &token(45)[4..24]).as_bytes());
    let content = format!("a: 'Authorization: Basic {basic}'\nb = 'a%3Db {} %41%42'\n", token(46));
    stage.stage("a.txt", &content);
    let ran = stage.sdf(["run", "--format", "jsonl"]).exits(1);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    ran.keeps_quiet_about(", in ");
}

#[test]
fn the_more_specific_of_two_findings_is_kept() {
    let stage = Stage::new();
    let auth = base64(format!("build:{}", token(49)).as_bytes());
    stage.stage("docker.json", format!("{{\"registry_auth_token\": \"{auth}\"}}\n"));
    let ran = stage.sdf(["run", "--select", "secrets", "--format", "jsonl"]).exits(1);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    ran.says("github-pat").says("in base64");
}

#[test]
fn settings_in_base64_are_judged_like_settings() {
    let stage = Stage::new();
    let settings = format!("db:\n  host: h1\n  password: kq{}#Z\n", &token(50)[4..12]);
    stage.stage("deploy.py", format!("blob = '{}'\n", base64(settings.as_bytes())));
    let ran = stage.sdf(["run", "--select", "secrets", "--format", "jsonl"]).exits(1);
    ran.says("password-assignment").says("in base64");
}

#[test]
fn comments_silence_encoded_findings_and_old_ones_are_no_news() {
    let stage = Stage::new();
    let line = |seed: u64| format!("x = \"{}\"", base64(key(seed).as_bytes()));
    stage.stage("a.txt", format!("{}  # gitleaks:allow\n", line(47)));
    stage.sdf(["run"]).succeeded();
    stage.stage("a.txt", format!("{}\n", line(47)));
    stage.sdf(["run"]).exits(1);
    stage.commit_unchecked();
    stage.stage("a.txt", format!("first\n{}\nlast\n", line(47)));
    stage.sdf(["run", "--select", "secrets"]).succeeded();
    stage.stage("a.txt", format!("{}\n{}\n", line(47), line(48)));
    let ran = stage.sdf(["run", "--select", "secrets", "--format", "jsonl"]).exits(1);
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn ordinary_encoded_content_is_no_secret() {
    let stage = Stage::new();
    let text = "Dear reader, the password is sent to you by letter; the token: see below.\n";
    let content = format!(
        "a = '{}'\nb = '{}'\nprintf(\"%5d password=%2d%3d\\n\", 1)\n",
        base64(text.as_bytes()),
        base64(&gzip(text.as_bytes()))
    );
    stage.stage("a.txt", content);
    stage.sdf(["run", "--select", "secrets"]).succeeded();
}
