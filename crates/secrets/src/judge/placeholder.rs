//! What people write instead of a secret.

use super::words::{self, Kind};

/// Texts that no real secret holds, in lower case; too long to turn up in one by chance.
#[rustfmt::skip]
pub(super) const TELLTALES: &[&str] = &[
    "****", "-here", "...", "0123456", "123456789", "1q2w3e", "_here", "abcdefgh", "asdfgh",
    "baadf00d", "cafebabe", "change-me", "change-this", "change_me", "change_this", "changeit",
    "changeme", "changethis", "deadbeef", "django-insecure", "dummy", "enter-your", "enter_your",
    "example", "fake-", "fake_", "fedcba98", "fixme", "foobar", "generated-", "goes-here",
    "insert-", "insert_", "invalid", "key-here", "lorem", "mock-", "mock_", "my-secret",
    "my-token", "my_secret", "my_token", "mypassword", "mysecret", "mytoken", "not-a-real",
    "not-secret", "not_a_real", "notareal", "notsecret", "placeholder", "qwerty", "randomchars", "redacted",
    "replace-me", "replace-with", "replace_me", "replace_with", "replaceme", "sample-", "sample_",
    "secret-here", "super-secret", "super_secret", "supersecret", "test-key", "test-password",
    "test-secret", "test-token", "test_key", "test_password", "test_secret", "test_token",
    "testkey", "testpassword", "testsecret", "testtest", "testtoken", "todo-", "todo_",
    "token-here", "top-secret", "top_secret", "undefined", "unused", "whatever", "xxxx", "your-",
    "your_", "yourapi", "yourkey", "yourpassword", "yoursecret", "yourtoken",
];

/// Words that stand for a secret when they are all there is, in lower case.
#[rustfmt::skip]
const STOCK: &[&str] = &[
    "", "abc", "abcd", "access", "apikey", "auth", "bad", "badpass", "badpassword", "bar", "baz",
    "bearer", "blank", "bogus", "changed", "correct", "credential", "credentials", "default",
    "demo", "disabled", "dummy", "empty", "enabled", "example", "fake", "false", "first", "foo",
    "guest", "hash", "hello", "hidden", "incorrect", "key", "login", "masked", "mock", "my",
    "mypass", "mypw", "name", "new", "newpass", "newpassword", "nil", "no", "none", "null",
    "oauth", "off", "old", "oldpassword", "on", "one", "optional", "pass", "passphrase", "passwd",
    "password", "passwort", "placeholder", "plain", "postgres", "private", "prompt", "public",
    "pw", "pwd", "qwerty", "random", "required", "sample", "second", "secret", "some",
    "somepassword", "sometoken", "string", "temp", "test", "tester", "testing", "testpass",
    "testpw", "testuser", "text", "token", "true", "two", "unknown", "unset", "user", "username",
    "userpass", "value", "welcome", "wrong", "wrongpass", "wrongpassword", "x", "xxx", "yes",
];

/// Equal or rising characters in a row from here on are typed, not drawn: by chance it happens
/// once in 30,000 texts of 40 hexadecimal digits.
const LONGEST_RUN: usize = 6;

/// Rows of the keyboard and the alphabet that people type, in lower case.
pub(super) const ROWS: &[&str] = &[
    "12345", "abcde", "qwert", "asdfg", "zxcvb", "1q2w3", "1qaz", "98765", "54321", "azert",
    "11111", "00000",
];

/// Marks by which a part of a value is blotted out.
pub(super) const BLOTS: &[&str] = &["xxx", "***", "###", "...", "-xx", "xx-", "___"];

/// Whether `value` is what people write where a secret would stand.
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    is_stock_word(value)
        || words::kinds(value).has(Kind::Telltale)
        || longest_run(&lower, |one, next| one == next) >= LONGEST_RUN
        || longest_run(&lower, |one, next| next.wrapping_sub(one) == 1) > LONGEST_RUN
        || is_repetition(&lower)
}

/// Whether `lower`, a value in lower case, rises like the alphabet.
pub(crate) fn is_rising(lower: &[u8]) -> bool {
    longest_run(lower, |one, next| next.wrapping_sub(one) == 1) >= 5
}

/// Whether `lower`, a value in lower case, repeats a character or a few over and over.
pub(crate) fn is_repetitive(lower: &[u8]) -> bool {
    longest_run(lower, |one, next| one == next) >= 4 || is_repetition(lower)
}

/// Whether `value` is, but for case, a word that stands for any secret.
pub(crate) fn is_stock_word(value: &[u8]) -> bool {
    STOCK.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(value))
}

/// Words that a text of letters holds when it names a secret instead of being one.
const NAMING: &[&str] = &["-key", "_key", "apikey", "credential", "pass", "pwd", "secret", "token"];

/// Words with which a text begins that asks for a secret, in lower case.
const ASKING: &[&str] = &["change", "enter", "generate", "insert", "replace", "some", "your"];

/// Whether `value` says, where a secret would stand, which one belongs there: `DB_PASSWORD`,
/// `your-token`, `PASS`.
pub(crate) fn is_word_for_secret(value: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphabetic() || b"_-. ".contains(byte);
    let lower = value.to_ascii_lowercase();
    let names = NAMING.iter().any(|one| memchr::memmem::find(&lower, one.as_bytes()).is_some());
    let shouts = !value.iter().any(u8::is_ascii_lowercase);
    let asks = ASKING.iter().any(|one| lower.starts_with(one.as_bytes()));
    (value.iter().all(is_part) && (names || shouts)) || (asks && names)
}

/// `value` with letters for the digits and marks that look like them: `password` for `p@ssw0rd`.
pub(crate) fn without_leet(value: &[u8]) -> Vec<u8> {
    let letter = |byte: &u8| match byte {
        b'@' | b'4' => b'a',
        b'3' => b'e',
        b'0' => b'o',
        b'$' | b'5' => b's',
        other => *other,
    };
    // What stands at the ends are mostly the digits that a password has to have.
    let last = value.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |at| at + 1);
    let (word, tail) = value.split_at(last);
    word.iter().map(letter).chain(tail.iter().copied()).collect()
}

/// `value` without the digits and marks at its ends, by which a word is made a password.
pub(crate) fn stem(value: &[u8]) -> &[u8] {
    let first = value.iter().position(u8::is_ascii_alphabetic);
    let last = value.iter().rposition(u8::is_ascii_alphabetic);
    match (first, last) {
        (Some(first), Some(last)) => &value[first..=last],
        _ => &[],
    }
}

/// Whether `value` says no more than the words of its name: `password: "my-password"`.
pub(crate) fn repeats_name(value: &[u8], name: &[&[u8]]) -> bool {
    let letters: Vec<u8> = value
        .iter()
        .filter(|byte| byte.is_ascii_alphabetic())
        .map(u8::to_ascii_lowercase)
        .collect();
    let mut rest = letters.as_slice();
    let mut consumed = false;
    for word in name {
        if let Some(tail) = strip_ignoring_case(rest, word) {
            (rest, consumed) = (tail, true);
        }
    }
    let plain = value.iter().all(|byte| {
        byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.' | b' ' | b':' | b'/')
    });
    let holds = name.last().is_some_and(|word| {
        word.len() >= 4 && memchr::memmem::find(&letters, &word.to_ascii_lowercase()).is_some()
    });
    (consumed && rest.is_empty()) || (plain && holds)
}

fn strip_ignoring_case<'a>(text: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    let head = text.get(..word.len())?;
    (!word.is_empty() && head.eq_ignore_ascii_case(word)).then(|| &text[word.len()..])
}

/// Whether a host is one of those set aside for documentation (RFC 2606).
pub(crate) fn is_example_host(host: &[u8]) -> bool {
    let lower = host.to_ascii_lowercase();
    let holds = |part: &[u8]| memchr::memmem::find(&lower, part).is_some();
    holds(b"example.") || holds(b".example") || holds(b".test") || holds(b".invalid")
}

fn longest_run(text: &[u8], joined: impl Fn(u8, u8) -> bool) -> usize {
    let mut longest = usize::from(!text.is_empty());
    let mut run = longest;
    for pair in text.windows(2) {
        run = if joined(pair[0], pair[1]) { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}

/// Whether a text of at least eight characters is one of at most four over and over.
fn is_repetition(text: &[u8]) -> bool {
    let repeats =
        |period: usize| text.iter().zip(text.iter().skip(period)).all(|(one, next)| one == next);
    text.len() >= 8 && (1..=4).any(repeats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        for value in [
            "changeme",
            "xxxxxxxx",
            "your_api_key",
            "abcabcabc",
            "Password",
            "1234567890",
            "sk_live_xxxxxxxxxxxx",
            "aaaaaaa",
            "TOKEN-HERE",
        ] {
            assert!(is_placeholder(value.as_bytes()), "{value}");
        }
        for value in ["Tr0ub4dor&3", "9f86d081884c7d659a2feaa0c55ad015"] {
            assert!(!is_placeholder(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn values_that_repeat_their_name() {
        let name: [&[u8]; 2] = [b"db", b"Password"];
        for value in ["db_password", "DB-PASSWORD", "dbPassword1", "the-password"] {
            assert!(repeats_name(value.as_bytes(), &name), "{value}");
        }
        assert!(!repeats_name(b"Tr0ub4dor", &name));
        assert!(!repeats_name(b"", &[]));
    }
}
