//! Names and contents that trip programs which read lines or believe in UTF-8.

use crate::secrets::{key, token};
use crate::stage::Stage;

/// Paths that git stores and that careless programs mangle.
const NAMES: &[&[u8]] = &[
    b"two words.txt",
    b" leading and trailing ",
    b"new\nline.txt",
    b"tab\tand\rreturn.txt",
    b"double\"quote.txt",
    b"single'quote.txt",
    b"back\\slash.txt",
    b"star*[a]?.txt",
    b":(top)magic.txt",
    b"-rf",
    b"--help.txt",
    b"$(touch pwned).txt",
    b"\x1b[31mred\x07.txt",
    b"caf\xc3\xa9/\xe2\x80\xae.txt",
    b"latin\xe9/\xff\xfe.txt",
    b"a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z.txt",
];

#[test]
fn any_path_with_a_key_is_blocked_and_without_one_is_allowed() {
    for name in NAMES {
        let shown = String::from_utf8_lossy(name);
        let stage = Stage::hooked();
        stage.stage(name, "clean\n");
        let clean = stage.commit();
        assert_eq!(clean.code, Some(0), "clean at {shown:?}\n{}", clean.everything());
        stage.stage(name, key(1));
        let keyed = stage.commit();
        assert_eq!(keyed.code, Some(1), "key at {shown:?}\n{}", keyed.everything());
        for control in ['\u{1b}', '\u{7}', '\r'] {
            assert!(!keyed.everything().contains(control), "{shown:?} reaches the terminal raw");
        }
        assert!(!stage.exists("pwned"));
    }
}

#[test]
fn a_path_that_is_not_utf8_is_given_exactly_in_json_lines() {
    let stage = Stage::new();
    stage.stage(b"latin\xe9.txt", key(1));
    let run = stage.sdf(["run", "--format", "jsonl"]).exits(1);
    let line = run.out.lines().next().expect("one finding");
    let finding: serde_json::Value = serde_json::from_str(line).expect("a line is an object");
    // "latin\xe9.txt"
    assert_eq!(finding["path_base64"], "bGF0aW7pLnR4dA==", "{line}");
}

/// Text as UTF-16 with a byte order mark.
fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn a_key_is_found_whatever_surrounds_it() {
    let around = |before: &[u8], after: &[u8]| [before, token(1).as_bytes(), after].concat();
    let contents: [(&str, Vec<u8>); 7] = [
        ("utf-16 little endian", utf16(&key(1), u16::to_le_bytes)),
        ("utf-16 big endian", utf16(&key(1), u16::to_be_bytes)),
        ("utf-8 with a mark", [b"\xef\xbb\xbf".as_slice(), key(1).as_bytes()].concat()),
        ("carriage returns", key(1).replace('\n', "\r\n").into_bytes()),
        ("binary", around(b"\x00\x01\x02PNG\x00\xff\xfe token=\"", b"\"\x00\x00\x03")),
        ("latin-1", around(b"na\xefve caf\xe9 token = \"", b"\"\n")),
        ("one long line", around(&[b'x', b' '].repeat(100_000), b" end")),
    ];
    for (name, content) in contents {
        let stage = Stage::hooked();
        stage.stage("data.bin", content);
        let secrets = stage.sdf(["run", "--select", "secrets"]);
        assert_eq!(secrets.code, Some(1), "{name}\n{}", secrets.everything());
        stage.commit().stopped_by("data.bin").keeps_quiet_about(&token(1));
    }
}

#[test]
fn binary_content_without_a_key_is_allowed() {
    let stage = Stage::hooked();
    let noise: Vec<u8> =
        (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    stage.stage("image.png", [b"\x89PNG\r\n\x1a\n\x00".as_slice(), &noise].concat());
    stage.commit().succeeded();
}

#[test]
fn an_empty_file_is_allowed() {
    let stage = Stage::hooked();
    stage.stage("empty.py", "");
    stage.commit().succeeded();
}
