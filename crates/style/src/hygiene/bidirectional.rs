//! bidirectional-control: characters that make a line read otherwise than it runs.
//!
//! Embeddings, overrides and isolates reorder what follows (Boucher and Anderson, "Trojan
//! Source", 2021); the two right-to-left marks can move punctuation. In prose, translations and
//! data they have their use, so there the marks pass and a line whose controls are all closed
//! again is reported with low confidence only.

use crate::Check;
use crate::file_type::FileType;
use crate::lines::Line;
use crate::sink::{Sink, finding};
use sdf_core::{Confidence, Document, Finding, LineIndex, Span};

/// Formats of prose, translations and data, in which people write right to left.
const PROSE: [&[u8]; 21] = [
    b"adoc",
    b"arb",
    b"csv",
    b"ftl",
    b"htm",
    b"html",
    b"json",
    b"po",
    b"pot",
    b"properties",
    b"resx",
    b"rst",
    b"srt",
    b"strings",
    b"svg",
    b"tex",
    b"tsv",
    b"txt",
    b"vtt",
    b"xliff",
    b"xml",
];

pub(super) fn check(
    document: &Document<'_>,
    lines: &LineIndex,
    file_type: FileType,
    sink: &mut Sink<'_>,
) {
    let bytes = document.bytes;
    if !sink.wants(Check::BidirectionalControl) || bytes.is_ascii() {
        return;
    }
    let extension = document.extension().unwrap_or_default().to_ascii_lowercase();
    let is_prose = file_type == FileType::Markdown || PROSE.contains(&extension.as_slice());
    let mut behind = 0;
    for at in memchr::memchr2_iter(0xe2, 0xd8, bytes) {
        let Some(control) = control_at(&bytes[at..]) else { continue };
        if at < behind || (is_prose && control.effect == Effect::Mark) {
            continue;
        }
        let number = lines.line_of(at);
        let line = Line::of(document, lines, number);
        behind = line.end();
        let span = Span::new(at, at + control.length);
        let message =
            format!("invisible character changes the direction of text: {}", control.name);
        let confidence = match (is_prose, control.effect) {
            (true, _) if is_balanced(line.text) => Confidence::Low,
            (false, Effect::Mark) => Confidence::Medium,
            _ => Confidence::High,
        };
        let whole = Span::new(line.start, line.end());
        let fault = finding(Check::BidirectionalControl, span, whole).saying(message);
        sink.add(Check::BidirectionalControl, Finding { confidence, ..fault });
    }
}

/// What a control does to the text behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Opens a run that [`Effect::Pop`] closes.
    Embed,
    /// Closes an embedding or override.
    Pop,
    /// Opens a run that [`Effect::PopIsolate`] closes.
    Isolate,
    /// Closes an isolate.
    PopIsolate,
    /// Counts as a letter of its direction and opens nothing.
    Mark,
}

struct Control {
    name: &'static str,
    effect: Effect,
    length: usize,
}

/// The control that `bytes` begin with (Unicode Standard Annex 9, section 2).
fn control_at(bytes: &[u8]) -> Option<Control> {
    use Effect::{Embed, Isolate, Mark, Pop, PopIsolate};
    let (name, effect, length) = match bytes {
        [0xd8, 0x9c, ..] => ("U+061C ARABIC LETTER MARK", Mark, 2),
        [0xe2, 0x80, 0x8f, ..] => ("U+200F RIGHT-TO-LEFT MARK", Mark, 3),
        [0xe2, 0x80, 0xaa, ..] => ("U+202A LEFT-TO-RIGHT EMBEDDING", Embed, 3),
        [0xe2, 0x80, 0xab, ..] => ("U+202B RIGHT-TO-LEFT EMBEDDING", Embed, 3),
        [0xe2, 0x80, 0xac, ..] => ("U+202C POP DIRECTIONAL FORMATTING", Pop, 3),
        [0xe2, 0x80, 0xad, ..] => ("U+202D LEFT-TO-RIGHT OVERRIDE", Embed, 3),
        [0xe2, 0x80, 0xae, ..] => ("U+202E RIGHT-TO-LEFT OVERRIDE", Embed, 3),
        [0xe2, 0x81, 0xa6, ..] => ("U+2066 LEFT-TO-RIGHT ISOLATE", Isolate, 3),
        [0xe2, 0x81, 0xa7, ..] => ("U+2067 RIGHT-TO-LEFT ISOLATE", Isolate, 3),
        [0xe2, 0x81, 0xa8, ..] => ("U+2068 FIRST STRONG ISOLATE", Isolate, 3),
        [0xe2, 0x81, 0xa9, ..] => ("U+2069 POP DIRECTIONAL ISOLATE", PopIsolate, 3),
        _ => return None,
    };
    Some(Control { name, effect, length })
}

/// Whether every run that is opened on `line` is closed on it, and none else.
fn is_balanced(line: &[u8]) -> bool {
    let (mut embedded, mut isolated) = (0i32, 0i32);
    for at in memchr::memchr_iter(0xe2, line) {
        match control_at(&line[at..]).map(|control| control.effect) {
            Some(Effect::Embed) => embedded += 1,
            Some(Effect::Pop) => embedded -= 1,
            Some(Effect::Isolate) => isolated += 1,
            Some(Effect::PopIsolate) => isolated -= 1,
            Some(Effect::Mark) | None => {}
        }
        if embedded < 0 || isolated < 0 {
            return false;
        }
    }
    embedded == 0 && isolated == 0
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use sdf_core::Confidence;

    fn confidences(path: &str, text: &str) -> Vec<Confidence> {
        let found = check(path, text.as_bytes());
        let of_rule = found.iter().filter(|found| found.rule.id == "bidirectional-control");
        of_rule.map(|found| found.confidence).collect()
    }

    #[test]
    fn code_has_none_and_prose_closes_them() {
        use Confidence::{High, Low, Medium};
        assert_eq!(
            confidences("a.c", "/*\u{202e} } \u{2066}if (x)\u{2069} */\n\u{2067}\n"),
            [High; 2]
        );
        assert_eq!(confidences("a.js", "x = 'a\u{200f}'\ny = 'a\u{61c}'\n"), [Medium; 2]);
        assert_eq!(confidences("a.md", "a\u{200f} \u{2067}b\u{2069}\n\u{202e}c\n"), [Low, High]);
        assert_eq!(confidences("a.c", "“typographic” – 話 \u{628}\u{200e}\n"), []);
    }
}
