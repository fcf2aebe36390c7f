//! Whether a text is quoted-printable: its sign stands in every text.

use memchr::memmem::{self, Finder};
use std::sync::LazyLock;

/// What is looked for, ready to be.
static ENCODING: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("uoted-printable"));
static ENCODING_UPPER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("QUOTED-PRINTABLE"));
static EQUALS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("=3D"));

/// Longest line of quoted-printable (RFC 2045, section 6.7), with the `=` at its end.
const LONGEST: usize = 76;

/// Whether `text` says that it holds quoted-printable, or looks like it: `=3D`, which every `=`
/// is written as, and a line that ends in `=` amid a word.
pub(super) fn is_quoted_printable(text: &[u8]) -> bool {
    let holds = |word: &Finder<'_>| word.find(text).is_some();
    holds(&ENCODING)
        || holds(&ENCODING_UPPER)
        || (holds(&EQUALS) && (is_broken(text, b"=\n") || is_broken(text, b"=\r\n")))
}

fn is_broken(text: &[u8], line_end: &[u8]) -> bool {
    memmem::find_iter(text, line_end).any(|at| {
        let floor = at.saturating_sub(LONGEST);
        let short = floor == 0 || memchr::memrchr(b'\n', &text[floor..at]).is_some();
        let word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        short && at > 0 && word(text.get(at - 1)) && word(text.get(at + line_end.len()))
    })
}
