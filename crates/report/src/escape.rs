//! Text from files, made harmless to a terminal and to a reader.

use sdf_core::{BStr, ByteSlice};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character drives a terminal, reorders text or cannot be seen.
///
/// Control characters, line and paragraph separators, and the format characters (general category
/// Cf) that hide or reorder: those of "Trojan Source" (CVE-2021-42574) among them.
pub(crate) fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Appends `character` so that it can be seen: `\n`, `\x1b`, `\u{202e}`.
pub(crate) fn push(out: &mut String, character: char) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if !is_harmful(character) => out.push(character),
        _ => {
            let code = u32::from(character);
            let written = match code {
                0..=0x7f => write!(out, "\\x{code:02x}"),
                _ => write!(out, "\\u{{{code:x}}}"),
            };
            written.expect("writing to a string cannot fail");
        }
    }
}

/// `text` as one line in which what drives a terminal, reorders text or cannot be seen is escaped.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    text.chars().for_each(|character| push(&mut out, character));
    Cow::Owned(out)
}

/// `path` as one line of harmless text; what is not UTF-8 becomes U+FFFD.
pub(crate) fn path(path: &BStr) -> String {
    line(&path.to_str_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_drives_a_terminal_is_shown_instead() {
        assert_eq!(line("zwölf ✓"), "zwölf ✓");
        assert_eq!(line("a\nb\x1b[31m\u{9b}m"), "a\\nb\\x1b[31m\\u{9b}m");
        assert_eq!(line("\u{202e}txt\u{200b}"), "\\u{202e}txt\\u{200b}");
        assert_eq!(path(b"a\xff\t".as_bstr()), "a\u{fffd}\\t");
    }
}
