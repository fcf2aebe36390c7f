//! What a program puts in the place of a value.

use super::{begins, holds};

/// Marks of text that a program fills in.
const INTERPOLATIONS: &[&str] = &[
    "${", "{{", "}}", "#{", "%(", "<%", "%>", "$(", "%s", "%d", "%v", "{}", "{0}", "%{", "$[",
    "\\(",
];

/// Beginnings of pointers to where the secret is kept, of secrets in encrypted form, of hashes of
/// passwords and of public keys.
#[rustfmt::skip]
const REFERENCES: &[&str] = &[
    "!vault", "$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$argon2", "@microsoft.keyvault",
    "age1", "akv:", "arn:", "aws:", "bcrypt", "bws:", "config.", "data:", "doppler:", "enc(",
    "enc[", "env.", "env:", "file:", "kms:", "local.", "md5:", "module.", "op://", "os.environ",
    "pbkdf2", "process.env", "projects/", "ref+", "secret:", "secretref:", "secrets.", "self.",
    "sha1:", "sha256-", "sha256:", "sha384-", "sha512-", "sha512:", "sops:", "ssh-ed25519",
    "ssh-rsa", "ssm:", "this.", "urn:", "var.", "vault:", "{bcrypt}", "{noop}", "{ssha}",
];

/// Text that a program fills in: `${X}`, `{{x}}`, `%s`, `<x>`, `$X`, `#{x}`, `{user.name}`.
pub(crate) fn is_template(value: &[u8]) -> bool {
    let first = value.first().copied().unwrap_or(b' ');
    let last = value.last().copied().unwrap_or(b' ');
    let wrapped = [b"<>", b"{}", b"[]", b"%%", b"()", b"__", b"**"].contains(&&[first, last]);
    let is_sigil = |byte: &u8| byte.is_ascii_alphabetic() || b"_({@".contains(byte);
    let is_variable = first == b'$' && value.get(1).is_some_and(is_sigil);
    wrapped
        || is_variable
        || INTERPOLATIONS.iter().any(|mark| holds(value, mark))
        || holds_format_field(value)
}

/// A field of a format string: `{name}`, `{user.password}`.
fn holds_format_field(value: &[u8]) -> bool {
    let field = memchr::memchr(b'{', value).and_then(|open| {
        let length = memchr::memchr(b'}', &value[open..])?;
        value.get(open + 1..open + length)
    });
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.".contains(byte);
    field.is_some_and(|field| !field.is_empty() && field.iter().all(is_part))
}

/// A pointer to where the secret is kept, or a secret in encrypted form.
pub(in crate::judge) fn is_reference(value: &[u8]) -> bool {
    // A password as MySQL stores it: `*` and the 40 digits of two rounds of SHA-1.
    let is_stored = value.len() == 41
        && value.strip_prefix(b"*").is_some_and(|hash| hash.iter().all(u8::is_ascii_hexdigit));
    is_stored || REFERENCES.iter().any(|head| begins(value, head))
}

/// `name[0].name`.
pub(in crate::judge) fn is_element(value: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.:-[]'\"*".contains(byte);
    let named = value.first().is_some_and(u8::is_ascii_alphabetic);
    named && value.contains(&b'[') && value.contains(&b']') && value.iter().all(is_part)
}

/// `name(…)`.
pub(in crate::judge) fn is_call(value: &[u8]) -> bool {
    let Some(open) = memchr::memchr(b'(', value) else { return false };
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.:".contains(byte);
    let closed = value.ends_with(b")") || open + 1 == value.len();
    open > 0 && value[..open].iter().all(is_part) && closed
}

/// What a value without quotes may be in code or a shell: a variable, a member of something, an
/// element, an anchor of YAML, the next assignment.
pub(in crate::judge) fn is_code(value: &[u8]) -> bool {
    let first = value.first().copied().unwrap_or(b' ');
    let is_name = |part: &[u8]| {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        part.first().is_some_and(u8::is_ascii_alphabetic) && part.iter().all(is_part)
    };
    let is_member = value.contains(&b'.') && value.split(|&byte| byte == b'.').all(is_name);
    let is_element = value.contains(&b'[') || value.contains(&b'(') || value.ends_with(b"{");
    let word = value.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'_');
    let word = word.count();
    let is_assignment = word > 0 && value.get(word) == Some(&b'=');
    b"${[(<*&|>%?=#".contains(&first) || is_member || is_element || is_assignment
}

/// Words in one case joined by marks, perhaps with short numbers (`db.user_password_1`,
/// `API_KEY_V2`), or words in camel case (`userPassword`,
/// `ThatVeryLongClassName2`).
pub(in crate::judge) fn is_identifier(value: &[u8]) -> bool {
    let is_mark = |byte: &u8| b"_-.:/".contains(byte);
    let is_joined = value.iter().any(is_mark)
        && value.split(is_mark).all(|part| part.is_empty() || is_word(part));
    let digits = value.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (letters, number) = value.split_at(value.len() - digits);
    let capitals = letters.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let is_name = letters.iter().all(u8::is_ascii_alphabetic)
        && match number.len() {
            0 => is_camel(letters, 3),
            // Of one word or two with a number people make passwords.
            1 | 2 => capitals > 3 && is_camel(letters, 2),
            _ => false,
        };
    is_joined || is_name
}

/// A word in one case with at most two digits behind it, or these digits alone.
fn is_word(part: &[u8]) -> bool {
    let letters = part.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, number) = part.split_at(letters);
    let is_upper = !word.iter().any(u8::is_ascii_lowercase);
    let is_lower = !word.iter().skip(1).any(u8::is_ascii_uppercase);
    (is_upper || is_lower) && number.len() <= 2 && number.iter().all(u8::is_ascii_digit)
}

/// Letters in words of `shortest` and more.
fn is_camel(value: &[u8], shortest: usize) -> bool {
    let mut start = 0;
    for (at, pair) in value.windows(2).enumerate() {
        if pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase() {
            if at + 1 - start < shortest {
                return false;
            }
            start = at + 1;
        }
    }
    true
}
