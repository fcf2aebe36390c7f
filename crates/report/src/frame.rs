//! Framed excerpts, as rustc draws them.

use crate::escape;
use crate::window::{Window, joined};
use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, Style};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use sdf_core::{BStr, Excerpt, Position};

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
    /// What is marked, the finding first.
    pub(crate) marks: Vec<Mark<'a>>,
    /// Name and text of each.
    pub(crate) remarks: Vec<(&'static str, String)>,
}

/// What is marked in a frame.
pub(crate) struct Mark<'a> {
    pub(crate) excerpt: &'a Excerpt,
    /// What is written there.
    pub(crate) label: Option<String>,
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

        let excerpts: Vec<&Excerpt> = frame.marks.iter().map(|mark| mark.excerpt).collect();
        let windows = joined(&excerpts, self.columns);
        let (style, path) = (self.origin, escape::path(frame.path));
        let Position { line, column, .. } = frame.start;
        let last_line = windows.iter().map(Window::last_line).max();
        let indent = last_line.map_or(1, decimal_digits);
        out.push_str(&format!("\n{:indent$}{style}-->{style:#} {path}:{line}:{column}\n", ""));

        let mut elements = Vec::new();
        for (index, window) in windows.into_iter().enumerate() {
            let marks = window.marks.into_iter().map(|(span, number)| {
                let kind = match number {
                    0 if frame.id.is_some() => AnnotationKind::Primary,
                    _ => AnnotationKind::Context,
                };
                let label = frame.marks.get(number).and_then(|mark| mark.label.as_deref());
                kind.span(span).label(label.map(|label| escape::line(label).into_owned()))
            });
            let snippet = Snippet::source(window.text).line_start(window.first_line);
            // What is far away has a heading of its own.
            let snippet = if index == 0 { snippet } else { snippet.path(path.to_string()) };
            elements.push(Element::from(snippet.annotations(marks)));
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

fn decimal_digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draw(excerpt: &Excerpt, other: &Excerpt) -> String {
        let label = Some("1. \u{202e}".to_owned());
        let frame = Frame {
            level: Level::ERROR,
            id: None,
            headline: "x",
            path: "p".into(),
            start: Position { line: 1, column: 1, offset: 0 },
            marks: vec![Mark { excerpt, label: None }, Mark { excerpt: other, label }],
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
            further in 0usize..80,
        ) {
            let marked = end..start;
            let other = Excerpt { first_line: first_line + further, text: text.clone(), marked };
            let excerpt = Excerpt { first_line, text, marked: start..end };
            let drawn = draw(&excerpt, &other);
            prop_assert!(drawn.contains("--> p:1:1"));
            prop_assert!(!drawn.chars().any(|c| c != '\n' && escape::is_harmful(c)), "{drawn}");
        }
    }
}
