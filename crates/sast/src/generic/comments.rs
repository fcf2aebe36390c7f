//! Comments taken out of a text.

use memchr::memmem;
use sdf_rules::sast::CommentStyle;
use std::borrow::Cow;

/// `text` with blanks in the place of comments; as long, with the same lines. Quotes have no
/// meaning, and of both kinds of comment those that end with their line go first, as in semgrep.
pub(super) fn blank_comments(text: &[u8], style: CommentStyle) -> Cow<'_, [u8]> {
    match style {
        CommentStyle::C => blank(Cow::Borrowed(text), b"/*", b"*/"),
        CommentStyle::Cpp => blank(blank(Cow::Borrowed(text), b"//", b""), b"/*", b"*/"),
        CommentStyle::Shell => blank(Cow::Borrowed(text), b"#", b""),
    }
}

/// An empty `end` stands for that of the line, or of the text; any other must be there.
fn blank<'t>(mut text: Cow<'t, [u8]>, start: &[u8], end: &[u8]) -> Cow<'t, [u8]> {
    let mut from = 0;
    while let Some(begins) = memmem::find(&text[from..], start).map(|at| from + at) {
        let inside = begins + start.len();
        let ends = if end.is_empty() {
            memchr::memchr(b'\n', &text[inside..]).map_or(text.len(), |at| inside + at)
        } else {
            match memmem::find(&text[inside..], end) {
                Some(at) => inside + at + end.len(),
                None => break,
            }
        };
        for byte in &mut text.to_mut()[begins..ends] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        from = ends;
    }
    text
}
