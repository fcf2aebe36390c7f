//! Where escapes stand.

use super::escape::{self, Escape};
use super::notations;
use crate::classes::{Members, WIDTH, window};

/// Looks for escapes in a text.
pub(super) struct Search<'t> {
    text: &'t [u8],
    /// Whether the text has quoted-printable, once that is known.
    quoted: Option<bool>,
}

impl<'t> Search<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Search { text, quoted: None }
    }

    /// The first escape at `from` or behind it.
    pub(super) fn next(&mut self, from: usize) -> Option<(usize, Escape)> {
        // Where there is one, there often is another.
        if let Some(escape) = self.read(from) {
            return Some((from, escape));
        }
        let (mut at, mut room) = (from, [0; WIDTH + 1]);
        while at < self.text.len() {
            let signs = Members::of(window(self.text, at, &mut room), may_begin);
            let mut places = if signs.is_empty() { 0 } else { signs.places() };
            while places != 0 {
                let place = at + places.trailing_zeros() as usize;
                if let Some(escape) = self.read(place) {
                    return Some((place, escape));
                }
                places &= places - 1;
            }
            at += WIDTH;
        }
        None
    }

    /// The escape at `at`.
    fn read(&mut self, at: usize) -> Option<Escape> {
        let text = self.text;
        let rest = text.get(at..)?;
        let escape = escape::read(rest, true)?;
        // Whether a text has this notation is asked only where that matters.
        let holds = rest.first() != Some(&b'=')
            || *self.quoted.get_or_insert_with(|| notations::is_quoted_printable(text));
        holds.then_some(escape)
    }
}

/// Whether an escape may begin with `byte` and `next`, which dismisses `&&`, `\"`, `%s` and `==`.
/// The signs that stand in every text are told by what follows: `=3D`, a line that ends in `=`, and
/// `U+0041`.
#[inline(always)]
fn may_begin(byte: u8, next: u8) -> bool {
    // Of a byte of ASCII the first digit is at most 7. `%u0041`; control characters with the ends of
    // lines among them.
    let digits = (next & 0xf8 == 0x30) | (next == b'u') | (next & 0xf8 == 0x08);
    let before_digits = (byte == b'%') | (byte == b'=');
    // Letters and digits, `\/`; `&#`.
    let name = (next.cast_signed() > b'.'.cast_signed()) | (next == b'#');
    let before_name = (byte == b'\\') | (byte == b'&');
    let code_point = (byte == b'U') & (next == b'+');
    (before_digits & digits) | (before_name & name) | code_point
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All escapes in `text`, looked for at every byte.
    fn plainly(text: &[u8]) -> Vec<(usize, Escape)> {
        let (mut at, mut found) = (0, Vec::new());
        while at < text.len() {
            match escape::read(&text[at..], notations::is_quoted_printable(text)) {
                Some(escape) => {
                    found.push((at, escape));
                    at += escape.length;
                }
                None => at += 1,
            }
        }
        found
    }

    fn all(text: &[u8]) -> Vec<(usize, Escape)> {
        let (mut at, mut found, mut search) = (0, Vec::new(), Search::new(text));
        while let Some((start, escape)) = search.next(at) {
            found.push((start, escape));
            at = start + escape.length;
        }
        found
    }

    proptest! {
        #[test]
        fn it_finds_what_a_plain_search_finds(
            text in r#"([ -~]{0,90}|\\u00[0-9a-f]{2}|\\[nrtx:]w?|%[0-9A-F]{2}|&#[0-9]{2};|&amp;|[a-z]=\r?\n|=3D|U\+004[0-9]|["' \\n+,]{1,4}){0,20}"#,
        ) {
            prop_assert_eq!(all(text.as_bytes()), plainly(text.as_bytes()));
        }

        #[test]
        fn it_finds_it_in_noise(text in proptest::collection::vec(
            prop_oneof![any::<u8>(), proptest::sample::select(b"\\\\%%&&==U+#;xun0044\r\nDg".to_vec())], 0..300,
        )) {
            prop_assert_eq!(all(&text), plainly(&text));
        }
    }
}
