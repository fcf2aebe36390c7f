//! Words in values and round them.

/// Words by which a value says that it is one of a test.
pub(super) const TESTS: &[&str] =
    &["test", "example", "sample", "dummy", "fake", "mock", "demo", "foo", "bar", "valid", "bad"];
/// Words by which a value asks for another.
pub(super) const REQUESTS: &[&str] = &[
    "your", "here", "insert", "change", "replace", "enter", "todo", "fixme", "put_", "update",
    "set_", "add_", "redacted", "removed", "hidden", "secure_", "generate",
];
/// Words by which a value says that any would do.
pub(super) const VAGUE: &[&str] = &[
    "some", "my", "any", "none", "null", "random", "default", "wrong", "super", "unset", "long",
    "this", "the_", "the-",
];

/// Words for secrets.
const KEYWORDS: &[&str] = &[
    "pass", "secret", "token", "apikey", "api_key", "api-key", "pwd", "key", "auth", "cred", "salt",
];

/// Words on a line that shows rather than does.
pub(super) const EXAMPLES: &[&str] = &[
    "example",
    "e.g",
    "i.e.",
    "for instance",
    "sample",
    "usage",
    "default:",
    "placeholder",
    ">>>",
];
/// Words on a line that checks.
pub(super) const ASSERTIONS: &[&str] =
    &["assert", "expect(", "should", "equal", "verify(", "throws", "raises"];
/// Words on a line that reads a value from somewhere else.
pub(super) const SOURCES: &[&str] = &[
    "getenv",
    "environ",
    "process.env",
    "get(",
    "prompt",
    "input(",
    "label",
    "translate",
    "i18n",
    "description",
    "title",
    "message",
    "print",
    "console.",
    "error",
    "log.",
    "logger",
];

/// Words on a line that is about checksums of content.
pub(super) const DIGESTS: &[&str] = &[
    "sha1",
    "sha2",
    "sha5",
    "md5",
    "digest",
    "checksum",
    "fingerprint",
    "integrity",
    "etag",
    "commit",
    "revision",
];

/// Words for who logs in and where.
const USERS: &[&str] = &[
    "user",
    "login",
    "email",
    "mail",
    "host",
    "server",
    "account",
    "uid",
    "database",
    "dbname",
    "port",
    "url",
    "client_id",
    "clientid",
];

pub(super) fn holds_any(text: &[u8], list: &[&str]) -> bool {
    list.iter().any(|one| memchr::memmem::find(text, one.as_bytes()).is_some())
}

pub(super) fn holds_keyword(lower: &[u8]) -> bool {
    holds_any(lower, KEYWORDS)
}

/// Whether `near`, in lower case, assigns a user, a host or the like.
pub(super) fn names_user(near: &[u8]) -> bool {
    USERS.iter().any(|word| {
        memchr::memmem::find_iter(near, word.as_bytes()).any(|at| {
            let rest = &near[at + word.len()..];
            let behind = rest.iter().position(|byte| b":=,>".contains(byte));
            behind.is_some_and(|gap| gap <= 10)
        })
    })
}

/// Whether letters of a word are written as digits or marks: `p@ssw0rd`.
pub(super) fn is_leet(text: &[u8]) -> bool {
    let plain: Vec<u8> = text
        .iter()
        .map(|byte| match byte {
            b'0' => b'o',
            b'1' | b'!' => b'i',
            b'3' => b'e',
            b'4' | b'@' => b'a',
            b'5' | b'$' => b's',
            b'7' => b't',
            other => other.to_ascii_lowercase(),
        })
        .collect();
    let stem = super::placeholder::stem(&plain);
    let inner = text.windows(3).any(|three| {
        three[0].is_ascii_alphabetic()
            && !three[1].is_ascii_alphabetic()
            && three[2].is_ascii_alphabetic()
    });
    inner
        && stem.len() >= 5
        && stem.iter().all(u8::is_ascii_alphabetic)
        && super::rarity::coverage(stem) >= 0.95
}
