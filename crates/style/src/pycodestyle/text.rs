//! Text as Python's methods of strings see it.

use crate::tokens::Characters;
use sdf_core::ByteSlice;

/// White space as Python's `str.split` and `str.strip` have it.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\x1c'..='\x1f').contains(&character)
}

/// Text whose bytes are to be taken as [`Characters`] says.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) characters: Characters,
}

impl<'a> Text<'a> {
    /// How many characters it has.
    pub(super) fn length(self) -> usize {
        self.characters.count(self.bytes)
    }

    /// The offsets of the characters, and they.
    fn characters(self) -> impl Iterator<Item = (usize, usize, char)> + 'a {
        let (mut one, mut other) = (None, None);
        match self.characters {
            Characters::Bytes => one = Some(self.bytes.iter().enumerate()),
            Characters::Utf8 => other = Some(self.bytes.char_indices()),
        }
        let bytes = one.into_iter().flatten().map(|(at, &byte)| (at, at + 1, char::from(byte)));
        bytes.chain(other.into_iter().flatten())
    }

    /// Without white space at its end: `str.rstrip`.
    pub(super) fn trim_end(self) -> Self {
        let solid = self.characters().filter(|&(_, _, character)| !is_space(character));
        let end = solid.last().map_or(0, |(_, to, _)| to);
        Text { bytes: &self.bytes[..end], ..self }
    }

    /// How many characters of white space it begins with.
    pub(super) fn leading_spaces(self) -> usize {
        self.characters().take_while(|&(_, _, character)| is_space(character)).count()
    }

    /// Its words, at most the first three: `str.split`.
    pub(super) fn words(self) -> Vec<Text<'a>> {
        let mut words: Vec<Text<'a>> = Vec::new();
        let mut start = None;
        let end = self.bytes.len();
        for (from, _, character) in self.characters().chain([(end, end, ' ')]) {
            match (start, is_space(character)) {
                (None, false) => start = Some(from),
                (Some(begin), true) => {
                    words.push(Text { bytes: &self.bytes[begin..from], ..self });
                    start = None;
                    if words.len() == 3 {
                        break;
                    }
                }
                _ => {}
            }
        }
        words
    }

    /// Its lines without their ends: `str.splitlines`, which knows more line ends than files have.
    pub(super) fn lines(self) -> Vec<Text<'a>> {
        let (mut lines, mut start, mut skips) = (Vec::new(), 0, false);
        for (from, to, character) in self.characters() {
            if std::mem::take(&mut skips) && character == '\n' {
                start = to;
                continue;
            }
            if matches!(character, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
            {
                lines.push(Text { bytes: &self.bytes[start..from], ..self });
                start = to;
                skips = character == '\r';
            }
        }
        if start < self.bytes.len() {
            lines.push(Text { bytes: &self.bytes[start..], ..self });
        }
        lines
    }
}

/// The columns that `row` is indented by, tabs taken to the next multiple of eight, as pycodestyle's
/// `expand_indent` counts: any white space where there is no tab, spaces and tabs where there is.
pub(super) fn expand_indent(row: &[u8], characters: Characters) -> usize {
    let spaces = row.iter().take_while(|&&byte| byte == b' ').count();
    match row.get(spaces) {
        Some(0x21..=0x7f) => return spaces,
        None => return spaces,
        _ => {}
    }
    let row = crate::tokens::without_end(row);
    if memchr::memchr(b'\t', row).is_none() {
        return Text { bytes: row, characters }.leading_spaces();
    }
    let indent = row.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
    indent.fold(0, |columns, &byte| if byte == b'\t' { columns / 8 * 8 + 8 } else { columns + 1 })
}
