//! Findings as reporters show them: placed, excerpted, masked.

use sdf_core::{
    ByteSlice, Document, Elsewhere, Excerpt, Finding, Fingerprint, LineIndex, Located, LocatedStep,
    Position, Span, Step, visible_characters,
};
use sdf_decode::{Decoded, decode};
use std::sync::Arc;

/// Lines of an excerpt beside those of the finding.
const CONTEXT: usize = 1;
/// Lines of a finding that an excerpt shows.
const SHOWN_LINES: usize = 12;
/// Bytes of a line that an excerpt shows whole; of a longer one it shows a part.
const SHOWN_WIDTH: usize = 300;
/// Bytes of a longer line that are shown before the finding.
const LEAD: usize = 80;
/// Bytes of matched text in a snippet.
const SHOWN_MATCH: usize = 300;

/// A document whose findings are to be shown.
pub(crate) struct Page<'a> {
    pub(crate) decoded: &'a Decoded<'a>,
    pub(crate) lines: &'a LineIndex,
    /// What must not be seen, sorted.
    pub(crate) secrets: &'a [Span],
    /// The code of a notebook.
    pub(crate) cells: Option<&'a crate::notebook::Cells>,
    /// What must not be seen of another file, sorted.
    pub(crate) elsewhere: &'a dyn Fn(&Elsewhere) -> Vec<Span>,
}

impl Page<'_> {
    pub(crate) fn locate<'r>(
        &self,
        finding: Finding<'r>,
        path: &sdf_core::BStr,
        fingerprint: Fingerprint,
    ) -> Located<'r> {
        let trace = finding.trace.iter().map(|step| match &step.elsewhere {
            Some(file) => self.step_elsewhere(step, file),
            None => self.step(step),
        });
        let fix = finding.fix.filter(|_| !self.decoded.is_translated());
        Located {
            rule: finding.rule,
            severity: finding.severity,
            confidence: finding.confidence,
            message: finding.message.into_owned(),
            path: path.to_owned(),
            start: self.position(finding.span.start),
            end: self.position(finding.span.end),
            snippet: self.snippet(finding.span),
            excerpt: self.excerpt(finding.span, CONTEXT),
            fingerprint,
            trace: trace.collect(),
            fix,
            commit: None::<Arc<_>>,
            in_head: None,
            past: None,
        }
    }

    fn step(&self, step: &Step) -> LocatedStep {
        LocatedStep {
            start: self.position(step.span.start),
            end: self.position(step.span.end),
            note: step.note.clone(),
            path: None,
            excerpt: self.excerpt(step.span, CONTEXT),
        }
    }

    fn step_elsewhere(&self, step: &Step, file: &Elsewhere) -> LocatedStep {
        let decoded = decode(&file.bytes);
        let (lines, secrets) = (LineIndex::new(&decoded.text), (self.elsewhere)(file));
        let page =
            Page { decoded: &decoded, lines: &lines, secrets: &secrets, cells: None, ..*self };
        LocatedStep { path: Some(file.path.clone()), ..page.step(step) }
    }

    fn position(&self, offset: usize) -> Position {
        let position = self.lines.position(&self.decoded.text, offset);
        Position { offset: self.decoded.stored(position.offset), ..position }
    }

    fn snippet(&self, span: Span) -> String {
        let mut shown = Shown::default();
        let end = span.end.min(span.start + SHOWN_MATCH);
        self.append(Span::new(span.start, end), span, &mut shown);
        if end < span.end {
            shown.text.push('…');
        }
        shown.text
    }

    fn excerpt(&self, span: Span, context: usize) -> Excerpt {
        // A finding on a binary file as a whole points at nothing that could be read.
        if span.is_empty() && is_binary(&self.decoded.text) {
            return Excerpt { first_line: 1, text: String::new(), marked: 0..0 };
        }
        let first = self.lines.line_of(span.start);
        let last = self.lines.line_of(span.end.saturating_sub(1).max(span.start));
        let from = first.saturating_sub(context);
        let to = if last - first >= SHOWN_LINES { first + SHOWN_LINES - 1 } else { last + context };
        let mut shown = Shown::default();
        for line in from..=to.min(self.lines.count() - 1) {
            if line > from {
                shown.text.push('\n');
            }
            let start = self.lines.range(line).start;
            let length = self.lines.text(&self.decoded.text, line).len();
            self.append_line(Span::new(start, start + length), span, &mut shown);
        }
        let start = shown.start.unwrap_or(shown.text.len());
        let end = shown.end.unwrap_or(shown.text.len()).max(start);
        Excerpt { first_line: from + 1, text: shown.text, marked: start..end }
    }

    /// Appends `line`, of a very long one only the part round the beginning of `marked`.
    fn append_line(&self, line: Span, marked: Span, shown: &mut Shown) {
        if line.len() <= SHOWN_WIDTH {
            return self.append(line, marked, shown);
        }
        let mark = if line.contains(Span::new(marked.start, marked.start)) {
            marked.start
        } else {
            line.start
        };
        let start = self.character_start(mark.saturating_sub(LEAD).max(line.start));
        let end = self.character_start(line.end.min(start + SHOWN_WIDTH));
        if start > line.start {
            shown.text.push('…');
        }
        self.append(Span::new(start, end), marked, shown);
        if end < line.end {
            shown.text.push('…');
        }
    }

    /// The first byte of the character that `offset` stands in, if the text is UTF-8 there.
    fn character_start(&self, offset: usize) -> usize {
        let is_inside =
            |at: &usize| self.decoded.text.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
        (offset.saturating_sub(3)..=offset).rev().find(|at| !is_inside(at)).unwrap_or(offset)
    }

    /// Appends the text of `part`, masked and printable, and notes where `marked` comes to lie.
    fn append(&self, part: Span, marked: Span, shown: &mut Shown) {
        let text = part.of(&self.decoded.text);
        let next = self.secrets.partition_point(|secret| secret.end <= part.start);
        let is_masked = self.secrets.get(next).is_some_and(|secret| secret.start < part.end);
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t');
        if !is_masked && text.iter().all(is_plain) {
            // Nearly every line: a byte is a character and shown as it is.
            shown.mark_within(part, marked);
            shown.text.extend(text.to_str());
        } else {
            self.append_by_character(part, marked, shown);
        }
    }

    fn append_by_character(&self, part: Span, marked: Span, shown: &mut Shown) {
        let text = part.of(&self.decoded.text);
        let next = self.secrets.partition_point(|secret| secret.end <= part.start);
        let mut masked = self.secrets[next..].iter().map(|secret| self.masked(*secret)).peekable();
        for (from, to, character) in text.char_indices() {
            let span = Span::new(part.start + from, part.start + to);
            shown.mark(span.start, marked);
            while masked.next_if(|masked| masked.end <= span.start).is_some() {}
            let is_masked = masked.peek().is_some_and(|masked| masked.overlaps(span));
            shown.text.push(if is_masked { '*' } else { printable(character) });
        }
        shown.mark(part.start + text.len(), marked);
    }

    /// The part of `secret` that must not be seen.
    fn masked(&self, secret: Span) -> Span {
        let text = secret.of(&self.decoded.text);
        let visible = text.char_indices().take(visible_characters(text)).last();
        Span::new(secret.start + visible.map_or(0, |(_, end, _)| end), secret.end)
    }
}

fn is_binary(text: &[u8]) -> bool {
    Document::file("".into(), text).is_binary()
}

/// Text as it is shown, and where the marked part begins and ends in it.
#[derive(Default)]
struct Shown {
    text: String,
    start: Option<usize>,
    end: Option<usize>,
}

impl Shown {
    /// Notes that `part` of the document is shown next, byte by byte.
    fn mark_within(&mut self, part: Span, marked: Span) {
        let place = |at: usize| self.text.len() + at.max(part.start) - part.start;
        let (start, end) = (place(marked.start), place(marked.end));
        if marked.start <= part.end {
            self.start.get_or_insert(start);
        }
        if marked.end <= part.end {
            self.end.get_or_insert(end);
        }
    }

    /// Notes that the byte `at` of the document is shown next.
    fn mark(&mut self, at: usize, marked: Span) {
        if at >= marked.start && self.start.is_none() {
            self.start = Some(self.text.len());
        }
        if at >= marked.end && self.end.is_none() {
            self.end = Some(self.text.len());
        }
    }
}

/// `character`, or a sign for it where it would steer a terminal or hide text: the control
/// pictures of Unicode for C0 and DEL, the replacement character for other controls and for the
/// characters that change the direction of text.
fn printable(character: char) -> char {
    match character {
        '\t' | '\n' => character,
        '\0'..='\x1f' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{061c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sdf_core::mask;

    fn excerpt(text: &str, span: Span, secrets: &[Span]) -> (Excerpt, String) {
        let decoded = decode(text.as_bytes());
        let lines = LineIndex::new(&decoded.text);
        let elsewhere = &|_: &Elsewhere| Vec::new();
        let page = Page { decoded: &decoded, lines: &lines, secrets, cells: None, elsewhere };
        (page.excerpt(span, 1), page.snippet(span))
    }

    proptest! {
        #[test]
        fn plain_text_is_shown_as_by_character(
            text in "[ -~\t]{0,12}",
            part in (0usize..13, 0usize..13),
            marked in (0usize..13, 0usize..13),
        ) {
            let inside = |(from, to): (usize, usize)| {
                let to = to.min(text.len());
                Span::new(from.min(to), to)
            };
            let (part, marked) = (inside(part), inside(marked));
            let decoded = decode(text.as_bytes());
            let lines = LineIndex::new(&decoded.text);
            let elsewhere = &|_: &Elsewhere| Vec::new();
            let page =
                Page { decoded: &decoded, lines: &lines, secrets: &[], cells: None, elsewhere };
            let (mut fast, mut slow) = (Shown::default(), Shown::default());
            page.append(part, marked, &mut fast);
            page.append_by_character(part, marked, &mut slow);
            prop_assert_eq!((fast.text, fast.start, fast.end), (slow.text, slow.start, slow.end));
        }
    }

    #[test]
    fn a_secret_is_masked_wherever_it_is_shown() {
        let text = "a = 1\r\nkey = 'hunter2'; x\u{1b}[31m\nb\n";
        let at = text.find("hunter2").expect("the secret");
        let secret = Span::new(at, at + 7);
        let (excerpt, snippet) = excerpt(text, Span::new(at + 7, at + 12), &[secret]);
        assert_eq!(excerpt.text, "a = 1\nkey = '*******'; x\u{241b}[31m\nb");
        assert_eq!(excerpt.first_line, 1);
        assert_eq!(&excerpt.text[excerpt.marked], "'; x\u{241b}");
        assert_eq!(snippet, "'; x\u{241b}");
    }

    #[test]
    fn of_a_long_secret_four_characters_stay() {
        let text = "abcd5678901234567890123";
        let (excerpt, _) = excerpt(text, Span::new(0, 23), &[Span::new(0, 23)]);
        assert_eq!(excerpt.text, mask(text.as_bytes()));
    }

    #[test]
    fn a_long_line_is_cut_round_the_finding() {
        let text = format!("{}ß{}", "x".repeat(5000), "y".repeat(5000));
        let (excerpt, _) = excerpt(&text, Span::new(5000, 5002), &[]);
        assert!(excerpt.text.len() < 500);
        assert_eq!(&excerpt.text[excerpt.marked], "ß");
    }

    #[test]
    fn a_binary_file_as_a_whole_is_not_shown() {
        let (excerpt, snippet) = excerpt("\0\u{1}x", Span::new(0, 0), &[]);
        assert_eq!((excerpt.text.as_str(), snippet.as_str()), ("", ""));
    }

    #[test]
    fn an_empty_span_at_the_end_is_marked_there() {
        let (excerpt, _) = excerpt("a\nb", Span::new(3, 3), &[]);
        assert_eq!((excerpt.text.as_str(), excerpt.marked), ("a\nb", 3..3));
    }
}
