//! What is written down by rules of its own: paths, numbers, versions, addresses, labels.

use super::{begins, holds};

#[rustfmt::skip]
const EXTENSIONS: &[&str] = &[
    "asc", "bin", "cer", "cfg", "conf", "crt", "cs", "css", "csv", "db", "der", "env", "go", "gpg",
    "htm", "html", "ini", "java", "jks", "js", "json", "jsx", "key", "lock", "log", "md", "p12",
    "pdf", "pem", "pfx", "php", "plist", "png", "properties", "pub", "py", "rb", "rs", "sh", "sql",
    "svg", "toml", "ts", "tsx", "txt", "vue", "xml", "yaml", "yml", "zip",
];

/// Parts of a path are mostly shorter than this, base 64 without a slash is mostly longer.
const LONGEST_PART: usize = 24;

/// A path, a URL, a MIME type or a file name.
pub(in crate::judge) fn is_path(value: &[u8]) -> bool {
    let roots = ["/", "./", "../", "~/", "~\\", ".\\", "\\\\", "@/"];
    let parts = || value.split(|&byte| byte == b'/');
    let is_short = |part: &[u8]| part.len() < LONGEST_PART;
    let rooted = roots.iter().any(|root| begins(value, root)) && parts().skip(1).all(is_short);
    let drive = value.get(1..3).is_some_and(|mark| mark == b":\\" || mark == b":/");
    // Base 64 is seldom without digits.
    let is_of_word = |byte: &u8| !byte.is_ascii_digit() && !b"+=".contains(byte);
    let is_word = |part: &[u8]| !part.is_empty() && part.iter().all(is_of_word);
    let of_words = value.contains(&b'/') && parts().all(is_word);
    rooted || drive || of_words || holds(value, "://") || has_file_extension(value)
}

fn has_file_extension(value: &[u8]) -> bool {
    let extension = memchr::memrchr(b'.', value).and_then(|dot| value.get(dot + 1..));
    let is = |one: &&str| extension.is_some_and(|name| one.as_bytes().eq_ignore_ascii_case(name));
    EXTENSIONS.iter().any(is)
}

/// Digits with the marks of numbers, dates, ranges and network addresses.
pub(in crate::judge) fn is_number(value: &[u8]) -> bool {
    value.iter().all(|byte| byte.is_ascii_digit() || b".-:/,+TZ_x".contains(byte))
}

/// `1.2.3-beta.4`, `v2.0`: numbers first, then short words.
pub(in crate::judge) fn is_version(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"v").unwrap_or(value);
    let numbers = value.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let (head, tail) = value.split_at(numbers);
    let is_part = |part: &[u8]| {
        let is_number = part.iter().all(u8::is_ascii_digit);
        part.len() <= 12 && (is_number || part.iter().all(u8::is_ascii_alphabetic))
    };
    head.first().is_some_and(u8::is_ascii_digit)
        && head.contains(&b'.')
        && tail.split(|byte| b"-.+".contains(byte)).all(is_part)
}

/// 8-4-4-4-12 hexadecimal digits.
pub(in crate::judge) fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `user@host.tld`.
pub(in crate::judge) fn is_address(value: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', value).filter(|&at| at > 0) else { return false };
    let host = &value[at + 1..];
    let is_host = host.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(byte));
    let domain = memchr::memrchr(b'.', host).filter(|&dot| dot > 0);
    is_host && domain.is_some_and(|dot| (2..=6).contains(&(host.len() - dot - 1)))
}

/// Text for a program or a matcher: markup, regular expressions.
pub(in crate::judge) fn is_label(value: &[u8]) -> bool {
    let is_markup = value.starts_with(b"<") && value.contains(&b'>');
    let is_anchored = value.starts_with(b"^") && (value.ends_with(b"$") || value.contains(&b'['));
    let is_pattern = ["[a-z", "[A-Z", "a-z]", "A-Z]", "0-9A-Z", "0-9a-z", "\\w", "\\d", "[^"]
        .iter()
        .any(|mark| holds(value, mark));
    is_markup || is_anchored || is_pattern
}

/// A text that asks: `Password:`, `Enter password: `, `Forgotten?`, `Enter...`.
pub(in crate::judge) fn is_prompt(value: &[u8]) -> bool {
    let text = value.trim_ascii_end();
    let end = [b":".as_slice(), b"...", b"?"].iter().find_map(|end| text.strip_suffix(*end));
    let is_of_text =
        |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b" '_-".contains(byte);
    end.is_some_and(|head| {
        head.first().is_some_and(u8::is_ascii_alphabetic)
            && head.iter().all(is_of_text)
            && (head.iter().all(u8::is_ascii_alphabetic) || head.contains(&b' '))
    })
}

/// Two words or more of letters, beyond ASCII too, with marks of sentences behind them.
pub(in crate::judge) fn is_phrase(value: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii() || *byte == b'\'';
    let is_word = |word: &[u8]| {
        let end = word.iter().rposition(is_letter).map_or(0, |at| at + 1);
        let (letters, marks) = word.split_at(end);
        letters.iter().all(is_letter) && marks.len() <= 3
    };
    value.contains(&b' ') && value.split(|byte| *byte == b' ').all(is_word)
}

/// `api.acme.io`, `localhost:8080`: labels of letters with dots between, the last one short.
pub(in crate::judge) fn is_domain(value: &[u8]) -> bool {
    let host = value.split(|byte| *byte == b':').next().unwrap_or_default();
    let mut labels = host.rsplit(|byte| *byte == b'.');
    let top = labels.next().unwrap_or_default();
    let is_label = |label: &[u8]| {
        !label.is_empty()
            && label
                .iter()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
    };
    host.contains(&b'.')
        && (2..=6).contains(&top.len())
        && top.iter().all(u8::is_ascii_lowercase)
        && labels.all(is_label)
}
