//! Words in values and round them.

use super::placeholder;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Test,
    Request,
    Vague,
    Keyword,
    Example,
    Assertion,
    Source,
    Digest,
    Telltale,
    Row,
    Blot,
}

const LISTS: &[(Kind, &[&str])] = &[
    (Kind::Test, TESTS),
    (Kind::Request, REQUESTS),
    (Kind::Vague, VAGUE),
    (Kind::Keyword, KEYWORDS),
    (Kind::Example, EXAMPLES),
    (Kind::Assertion, ASSERTIONS),
    (Kind::Source, SOURCES),
    (Kind::Digest, DIGESTS),
    (Kind::Telltale, placeholder::TELLTALES),
    (Kind::Row, placeholder::ROWS),
    (Kind::Blot, placeholder::BLOTS),
];

/// The kinds of words that a text holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// Those of two texts.
    pub(super) fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

/// One automaton over all lists: a value and its line are gone through once each.
static WORDS: LazyLock<Option<(AhoCorasick, Vec<Kinds>)>> = LazyLock::new(|| {
    let words =
        || LISTS.iter().flat_map(|(kind, list)| list.iter().map(move |word| (*kind, *word)));
    let kinds = words().map(|(kind, _)| Kinds(1 << kind as u16)).collect();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .prefilter(false)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words().map(|(_, word)| word));
    // A few hundred short words are within every limit.
    automaton.ok().map(|automaton| (automaton, kinds))
});

/// The kinds of words in `text`, whatever their case.
pub(super) fn kinds(text: &[u8]) -> Kinds {
    let Some((automaton, kinds)) = &*WORDS else { return Kinds::default() };
    automaton
        .find_overlapping_iter(text)
        .fold(Kinds::default(), |all, word| all.and(kinds[word.pattern().as_usize()]))
}

/// Words by which a value says that it is one of a test.
const TESTS: &[&str] =
    &["test", "example", "sample", "dummy", "fake", "mock", "demo", "foo", "bar", "valid", "bad"];
/// Words by which a value asks for another.
const REQUESTS: &[&str] = &[
    "your", "here", "insert", "change", "replace", "enter", "todo", "fixme", "put_", "update",
    "set_", "add_", "redacted", "removed", "hidden", "secure_", "generate",
];
/// Words by which a value says that any would do.
const VAGUE: &[&str] = &[
    "some", "my", "any", "none", "null", "random", "default", "wrong", "super", "unset", "long",
    "this", "the_", "the-",
];

/// Words for secrets.
const KEYWORDS: &[&str] = &[
    "pass", "secret", "token", "apikey", "api_key", "api-key", "pwd", "key", "auth", "cred", "salt",
];

/// Words on a line that shows rather than does.
const EXAMPLES: &[&str] = &[
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
const ASSERTIONS: &[&str] =
    &["assert", "expect(", "should", "equal", "verify(", "throws", "raises"];
/// Words on a line that reads a value from somewhere else.
const SOURCES: &[&str] = &[
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
const DIGESTS: &[&str] = &[
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

/// Searches for the words for users, ready made: they run over the text round every value.
static USER_WORDS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| USERS.iter().map(Finder::new).collect());

/// Whether `near`, in lower case, assigns a user, a host or the like.
pub(super) fn names_user(near: &[u8]) -> bool {
    USER_WORDS.iter().any(|word| {
        word.find_iter(near).any(|at| {
            let rest = &near[at + word.needle().len()..];
            let behind = rest.iter().take(11).position(|byte| b":=,>".contains(byte));
            behind.is_some()
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
