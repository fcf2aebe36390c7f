//! What is encoded is found, with the very bytes that it was encoded to.

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use proptest::prelude::*;
use sdf_core::Span;
use sdf_decode::{Cut, Limits, each_layer};
use std::io::Write;

const STANDARD: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn base64(bytes: &[u8], alphabet: &[u8], padded: bool) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            match digit <= group.len() {
                true => text.push(char::from(alphabet[value as usize])),
                false if padded => text.push('='),
                false => {}
            }
        }
    }
    text
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn escaped(text: &str, one: impl Fn(u8) -> String) -> String {
    text.bytes().map(one).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Where `token` was decoded from in `document`, and through what.
fn found(document: &str, token: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let cut = each_layer(document.as_bytes(), &Limits::default(), &mut |layer| {
        let text = String::from_utf8_lossy(layer.text());
        if let Some(at) = text.find(token) {
            let span = Span::new(at, at + token.len());
            let origin = String::from_utf8_lossy(layer.origin(span).of(document.as_bytes()));
            if layer.escapes(span) > 0 {
                found.push((layer.through(span), origin.into_owned()));
            }
        }
    });
    assert_eq!(cut, None);
    found
}

/// `text` in lines of `width` characters with `glue` between them.
fn wrapped(text: &str, width: usize, glue: &str) -> String {
    let lines: Vec<_> = text.as_bytes().chunks(width).map(String::from_utf8_lossy).collect();
    lines.join(glue)
}

proptest! {
    #[test]
    fn base64_leads_back_to_its_digits(
        before in "[ -~]{0,30}", token in "[!-~]{16,60}", behind in "[ -~]{0,30}", url: bool, padded: bool,
    ) {
        let alphabet = if url { URL_SAFE } else { STANDARD };
        let text = format!("{before}\n{token}\n{behind}");
        let encoded = base64(text.as_bytes(), alphabet, padded);
        let at = before.len() + 1;
        let digits = &encoded[at * 4 / 3..((at + token.len()) * 4).div_ceil(3)];
        let document = format!("blob = '{encoded}'\n");
        let found = found(&document, &token);
        prop_assert!(found.contains(&("base64".to_owned(), digits.to_owned())), "{found:?}");
    }

    #[test]
    fn hexadecimal_leads_back_to_its_digits(before in "[ -~]{0,30}", token in "[!-~]{16,60}") {
        let encoded = hex(format!("{before}\n{token}").as_bytes());
        let found = found(&format!("blob = 0x{encoded};\n"), &token);
        prop_assert!(found.contains(&("hexadecimal".to_owned(), hex(token.as_bytes()))), "{found:?}");
    }

    #[test]
    fn escapes_lead_back_to_themselves(token in "[0-9A-Za-z_]{16,40}", notation in 0usize..6) {
        let one = |byte: u8| match notation {
            0 => format!("%{byte:02X}"),
            1 => format!("\\u{byte:04x}"),
            2 => format!("\\x{byte:02x}"),
            3 => format!("\\{byte:03o}"),
            4 => format!("&#{byte};"),
            _ => format!("&#x{byte:X};"),
        };
        let encoded = escaped(&token, one);
        let found = found(&format!("before\nkey = \"{encoded}\"\nbehind\n"), &token);
        prop_assert_eq!(&found[0].1, &encoded);
    }

    #[test]
    fn no_content_panics(document in proptest::collection::vec(any::<u8>(), 0..400)) {
        each_layer(&document, &Limits::default(), &mut |layer| {
            let length = layer.text().len();
            assert!(layer.origin(Span::new(0, length)).end <= document.len());
        });
    }

    #[test]
    fn no_text_of_digits_and_escapes_panics(
        document in r#"([a-zA-Z0-9+/=_-]{0,40}|\\u00[0-9a-f]{2}|%[0-9A-F]{2}|&#[0-9]{2};|&amp;|=\n|=3D|["' \\n+,]{1,4}){0,20}"#,
    ) {
        each_layer(document.as_bytes(), &Limits::default(), &mut |layer| {
            for at in 0..layer.text().len() {
                let origin = layer.origin(Span::new(at, at + 1));
                assert!(origin.start <= origin.end && origin.end <= document.len(), "{origin:?}");
            }
        });
    }
}

/// What is looked for.
const WORDS: &str = "the_words_that_stand_for_what_is_encoded";

fn text() -> String {
    format!("user: someone\nkey: {WORDS}\nhost: db.acme.example\nport: 5432\nnothing: else\n")
}

#[test]
fn wrapped_base64_is_one_text() {
    let encoded = base64(text().as_bytes(), STANDARD, true);
    for (glue, open, close) in [
        ("\n", "", "\n"),
        ("\r\n    ", "data: |\r\n    ", "\r\nnext: 1\r\n"),
        ("\\n", "\"", "\""),
        ("\" +\n    \"", "x = \"", "\";"),
        ("\"\n    \"", "x = (\"", "\")"),
        ("' . '", "$x = '", "';"),
        ("\",\n  \"", "[\"", "\"]"),
        ("\n# ", "# ", "\nx = 1"),
        ("\\\n", "\"", "\""),
    ] {
        let document = format!("{open}{}{close}", wrapped(&encoded, 32, glue));
        let found = found(&document, WORDS);
        // A line end that is written out is an escape, too.
        assert!(found.len() == 1 || found.len() == 2 && glue == "\\n", "{document}");
        let digits: String = found[0].1.replace(glue, "");
        assert!(encoded.contains(&digits), "{digits}");
    }
}

#[test]
fn strings_side_by_side_are_several_texts() {
    let encoded = base64(WORDS.as_bytes(), URL_SAFE, false);
    let other = base64(b"another text that is as long as it", URL_SAFE, false);
    let found = found(&format!("['{other}', '{encoded}']"), WORDS);
    assert_eq!(found, [("base64".to_owned(), encoded)]);
}

#[test]
fn digits_begin_behind_what_is_joined_to_them() {
    let encoded = base64(WORDS.as_bytes(), STANDARD, false);
    for before in ["https://acme.example/v1/", "/", "prefix_", "--data-", "a/b/c/d/"] {
        let found = found(&format!("{before}{encoded}"), WORDS);
        assert_eq!(found, [("base64".to_owned(), encoded.clone())], "{before}");
    }
    let found = found(&format!("\\n{encoded}"), WORDS);
    assert_eq!(found.first(), Some(&("base64".to_owned(), encoded)));
}

#[test]
fn encodings_in_one_another_are_unpacked() {
    let plain = text();
    let bytes = plain.as_bytes();
    let base64 = |bytes: &[u8]| base64(bytes, STANDARD, true);
    for (document, through) in [
        (base64(base64(bytes).as_bytes()), "base64 in base64"),
        (base64(&gzip(bytes)), "gzip in base64"),
        (base64(&zlib(bytes)), "zlib in base64"),
        (base64(&gzip(base64(bytes).as_bytes())), "base64 in gzip in base64"),
        (base64(&utf16(&plain)), "UTF-16 in base64"),
        (hex(&gzip(bytes)), "gzip in hexadecimal"),
        (base64(hex(bytes).as_bytes()), "hexadecimal in base64"),
        (escaped(&base64(bytes), |byte| format!("%{byte:02X}")), "base64 in percent encoding"),
        (
            base64(escaped(&plain, |byte| format!("&#{byte};")).as_bytes()),
            "HTML entities in base64",
        ),
        (
            escaped(&escaped(WORDS, |byte| format!("%{byte:02X}")), |byte| match byte {
                b'%' => "%25".to_owned(),
                byte => char::from(byte).to_string(),
            }),
            "percent encoding in percent encoding",
        ),
        (wrapped(&base64(&gzip(bytes)), 76, "\n"), "gzip in base64"),
    ] {
        let found = found(&format!("x = '{document}'"), WORDS);
        assert_eq!(found.first().map(|(name, _)| name.as_str()), Some(through), "{document}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

#[test]
fn quoted_printable_is_read_where_it_is_said_or_seen() {
    let (head, tail) = WORDS.split_at(20);
    let seen = format!("a=3D1 and more\nkey {head}=\n{tail} end\n");
    assert_eq!(found(&seen, WORDS), [("quoted-printable".into(), format!("{head}=\n{tail}"))]);
    let said = format!("Encoding: quoted-printable\r\n\r\nkey {head}=\r\n{tail}\r\n");
    assert_eq!(found(&said, WORDS), [("quoted-printable".into(), format!("{head}=\r\n{tail}"))]);
    assert_eq!(found(&format!("A=\n{head}=\n{tail}"), WORDS), []);
}

#[test]
fn hostile_content_is_cut_short() {
    let cut = |document: &str| each_layer(document.as_bytes(), &Limits::default(), &mut |_| {});
    let bomb = gzip(&vec![b'a'; 64 << 20]);
    assert_eq!(cut(&base64(&bomb, STANDARD, true)), Some(Cut::Ratio));
    let mut nested = text();
    for _ in 0..6 {
        nested = base64(nested.as_bytes(), STANDARD, true);
    }
    assert_eq!(cut(&nested), Some(Cut::Depth));
    let few = Limits { factor: 0, always: 100, ..Limits::default() };
    let document = base64(&[b'x'; 300], STANDARD, true);
    assert_eq!(each_layer(document.as_bytes(), &few, &mut |_| {}), Some(Cut::Size));
}
