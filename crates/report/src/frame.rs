//! Framed excerpts, as rustc draws them.

use crate::escape;
use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, Style};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use sdf_core::{BStr, Excerpt, Position};
use std::ops::Range;

/// Marked lines of which only the first is shown: more are a block of data, not code to read.
const FOLDABLE_LINES: usize = 200;
/// Columns that the frame and the ellipses of a cut line take.
const FRAME_COLUMNS: usize = 16;
/// A narrower window shows too little to recognise a line by.
const LEAST_COLUMNS: usize = 40;

/// What is drawn: a headline, a place, an excerpt, remarks below.
pub(crate) struct Frame<'a> {
    pub(crate) level: Level<'a>,
    /// Shown in brackets behind the level's name.
    pub(crate) id: Option<&'a str>,
    pub(crate) headline: &'a str,
    pub(crate) path: &'a BStr,
    pub(crate) start: Position,
    pub(crate) excerpt: &'a Excerpt,
    pub(crate) underline: AnnotationKind,
    /// Name and text of each.
    pub(crate) remarks: Vec<(&'static str, String)>,
}

/// Draws frames.
pub(crate) struct Painter {
    renderer: Renderer,
    origin: Style,
    columns: usize,
}

impl Painter {
    /// A painter for a terminal of `width` columns.
    pub(crate) fn new(color: bool, width: usize) -> Self {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let origin = if color { DEFAULT_LINE_NUM_STYLE } else { Style::new() };
        // The window is cut here, not by the library, which would show a long span whole.
        Painter {
            renderer: renderer.term_width(usize::MAX / 4),
            origin,
            columns: width.saturating_sub(FRAME_COLUMNS).max(LEAST_COLUMNS),
        }
    }

    /// The frame as text, ending with a line end.
    pub(crate) fn draw(&self, frame: &Frame<'_>) -> String {
        let headline = escape::line(frame.headline);
        let mut title = frame.level.clone().primary_title(headline);
        if let Some(id) = frame.id {
            title = title.id(escape::line(id));
        }
        let mut out = self.renderer.render(&[Group::with_title(title)]);

        let window = Window::new(frame.excerpt, self.columns);
        let (style, path) = (self.origin, escape::path(frame.path));
        let Position { line, column, .. } = frame.start;
        let indent = window.as_ref().map_or(1, |window| decimal_digits(window.last_line()));
        out.push_str(&format!("\n{:indent$}{style}-->{style:#} {path}:{line}:{column}\n", ""));

        let mut elements = Vec::new();
        if let Some(window) = window {
            let mark = frame.underline.span(window.mark);
            let snippet = Snippet::source(window.text).line_start(window.first_line);
            elements.push(Element::from(snippet.annotation(mark)));
        }
        for (name, text) in &frame.remarks {
            let level = Level::NOTE.with_name(*name);
            elements.push(level.message(escape::line(text).into_owned()).into());
        }
        if !elements.is_empty() {
            let body = Group::with_level(frame.level.clone()).elements(elements);
            out.push_str(&self.renderer.render(&[body]));
            out.push('\n');
        }
        out
    }
}

/// The marked lines of an excerpt, cut to the columns there are, with nothing harmful in them.
#[derive(Debug, PartialEq, Eq)]
struct Window {
    first_line: usize,
    text: String,
    mark: Range<usize>,
}

impl Window {
    /// The window on `excerpt`; none where the excerpt is empty.
    fn new(excerpt: &Excerpt, columns: usize) -> Option<Self> {
        let source = excerpt.text.as_str();
        if source.is_empty() {
            return None;
        }
        let start = boundary(source, excerpt.marked.start);
        let end = boundary(source, excerpt.marked.end.max(start));
        // A line end at the end of the mark belongs to the line before.
        let end = start + source[start..end].trim_end_matches(['\n', '\r']).len();
        let first_byte = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let last_byte = source[end..].find('\n').map_or(source.len(), |newline| end + newline);
        let skipped_lines = count_lines(&source[..first_byte]);

        let marked_lines = count_lines(&source[start..end]) + 1;
        let shown = if marked_lines > FOLDABLE_LINES { 1 } else { marked_lines };
        let mut window = Window {
            first_line: excerpt.first_line + skipped_lines,
            text: String::new(),
            mark: 0..0,
        };
        let mut line_start = first_byte;
        for (index, line) in source[first_byte..last_byte].split('\n').take(shown).enumerate() {
            if index > 0 {
                window.text.push('\n');
            }
            let line_end = line_start + line.len();
            let from = start.clamp(line_start, line_end) - line_start;
            let to = end.clamp(line_start, line_end) - line_start;
            let mark = window.push_line(line.trim_end_matches('\r'), from..to, columns);
            if index == 0 {
                window.mark.start = mark.start;
            }
            window.mark.end = mark.end;
            line_start = line_end + 1;
        }
        Some(window)
    }

    /// Appends `line`, cut to `columns` characters around the beginning of `mark`; the place of
    /// the mark in the text.
    fn push_line(&mut self, line: &str, mark: Range<usize>, columns: usize) -> Range<usize> {
        let mark = mark.start.min(line.len())..mark.end.min(line.len());
        let (mut from, mut to) = (0, line.len());
        // A character is at least a byte and at most four: no need to count a short line's, and
        // a long one is never walked from end to end.
        if line.len() > columns {
            let lead = columns / 3;
            from = back(line, mark.start, lead);
            to = ahead(line, from, columns);
            if to == line.len() {
                from = back(line, to, columns).min(mark.start);
            }
        }
        if from > 0 {
            self.text.push_str("...");
        }
        let mut place = self.text.len()..self.text.len();
        for (offset, character) in line[from..to].char_indices() {
            let offset = from + offset;
            if offset == mark.start {
                place.start = self.text.len();
            }
            match character {
                // The library draws tabs.
                '\t' => self.text.push('\t'),
                _ => escape::push(&mut self.text, character),
            }
            if offset < mark.end {
                place.end = self.text.len();
            }
        }
        if mark.start >= to {
            place.start = self.text.len();
        }
        place.end = place.end.max(place.start);
        if to < line.len() {
            self.text.push_str("...");
        }
        place
    }

    fn last_line(&self) -> usize {
        self.first_line + count_lines(&self.text)
    }
}

/// The offset `count` characters before `offset`.
fn back(line: &str, offset: usize, count: usize) -> usize {
    let before = line[..offset].char_indices().rev();
    before.take(count).last().map_or(offset, |(at, _)| at)
}

/// The offset `count` characters after `offset`.
fn ahead(line: &str, offset: usize, count: usize) -> usize {
    line[offset..].char_indices().nth(count).map_or(line.len(), |(at, _)| offset + at)
}

/// The nearest offset at or before `offset` that a character starts at.
fn boundary(text: &str, offset: usize) -> usize {
    let nearest = (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    nearest.unwrap_or(0)
}

fn count_lines(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count()
}

fn decimal_digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn window(text: &str, marked: &str) -> Window {
        let start = text.find(marked).expect("the mark is in the text");
        let marked = start..start + marked.len();
        let excerpt = Excerpt { first_line: 7, text: text.to_owned(), marked };
        Window::new(&excerpt, 40).expect("there is text")
    }

    fn marked(window: &Window) -> &str {
        &window.text[window.mark.clone()]
    }

    #[test]
    fn only_marked_lines_are_shown() {
        let view = window("one\r\ntwo\r\nthree\r\n", "two\r\n");
        assert_eq!(view, Window { first_line: 8, text: "two".to_owned(), mark: 0..3 });
        assert_eq!(window("a\nb\nc\n", "b\nc").text, "b\nc");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{}needle{}", "ä".repeat(1_000_000), "ö".repeat(1_000_000));
        let view = window(&line, "needle");
        assert_eq!(marked(&view), "needle");
        assert_eq!(view.text.chars().count(), 40 + 6);
        let view = window(&line[..2_000_006], "needle");
        assert_eq!((marked(&view), view.text.chars().count()), ("needle", 40 + 3));
        let view = window(&line, &line[2_000_000..]);
        assert!(marked(&view).starts_with("needle") && view.text.chars().count() == 40 + 6);
    }

    #[test]
    fn hostile_characters_are_shown_and_the_mark_moves_with_them() {
        let view = window("\x1b[2J \u{202e}key\u{202c}\n", "key");
        assert_eq!(view.text, "\\x1b[2J \\u{202e}key\\u{202c}");
        assert_eq!(marked(&view), "key");
    }

    fn draw(excerpt: &Excerpt) -> String {
        let frame = Frame {
            level: Level::ERROR,
            id: None,
            headline: "x",
            path: "p".into(),
            start: Position { line: 1, column: 1, offset: 0 },
            excerpt,
            underline: AnnotationKind::Primary,
            remarks: Vec::new(),
        };
        Painter::new(false, 50).draw(&frame)
    }

    proptest! {
        #[test]
        fn odd_text_and_odd_marks_do_no_harm(
            text in "[ab \t\r\n\u{1b}\u{202e}äß漢🦀]{0,120}",
            start in 0usize..300,
            end in 0usize..300,
            first_line in 0usize..3,
        ) {
            let excerpt = Excerpt { first_line, text, marked: start..end };
            let drawn = draw(&excerpt);
            prop_assert!(drawn.contains("--> p:1:1"));
            prop_assert!(!drawn.chars().any(|c| c != '\n' && escape::is_harmful(c)), "{drawn}");
        }

        #[test]
        fn what_is_marked_is_what_was_marked(text in "[ab\näß]{1,200}", start in 0usize..200) {
            let start = boundary(&text, start);
            let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
            let excerpt = Excerpt { first_line: 1, text: text.clone(), marked: start..end };
            let view = Window::new(&excerpt, 40).expect("there is text");
            let line = 1 + count_lines(&text[..start]);
            prop_assert_eq!(view.first_line, line);
            prop_assert!(text[start..end].starts_with(marked(&view)));
            prop_assert_eq!(marked(&view).is_empty(), start == end);
        }
    }
}
