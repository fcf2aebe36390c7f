//! The parts of files that frames show.

use crate::escape;
use sdf_core::Excerpt;
use std::ops::Range;

/// Marked lines of which only the first is shown: more are a block of data, not code to read.
const FOLDABLE_LINES: usize = 200;
/// How many lines may lie between what is shown as one.
const NEAR: usize = 200;

/// The marked lines of an excerpt, cut to the columns there are, with nothing harmful in them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) first_line: usize,
    pub(crate) text: String,
    /// What is marked of the text, and the number of the excerpt that marks it.
    pub(crate) marks: Vec<(Range<usize>, usize)>,
    /// Whether its lines are shown from end to end.
    is_whole: bool,
}

/// The windows on `excerpts` of one file, those near each other in one; the first one's comes
/// first, the others by their lines.
pub(crate) fn joined(excerpts: &[&Excerpt], columns: usize) -> Vec<Window> {
    let windows = excerpts.iter().enumerate();
    let windows = windows.filter_map(|(number, excerpt)| Window::new(excerpt, number, columns));
    let mut windows: Vec<Window> = windows.collect();
    windows.sort_by_key(|window| window.first_line);
    let between = |line| excerpts.iter().find_map(|excerpt| line_of(excerpt, line, columns));
    let mut joined: Vec<Window> = Vec::new();
    for window in windows {
        match joined.last_mut() {
            Some(last) if last.can_take(&window, &between) => last.take(window, &between),
            _ => joined.push(window),
        }
    }
    let has_first = |window: &Window| window.marks.iter().any(|&(_, number)| number == 0);
    joined.sort_by_key(|window| !has_first(window));
    joined
}

/// A line of an excerpt as it is shown, if the excerpt has it and it is short.
fn line_of(excerpt: &Excerpt, line: usize, columns: usize) -> Option<String> {
    let text = excerpt.text.split('\n').nth(line.checked_sub(excerpt.first_line)?)?;
    let mut shown = Window::default();
    let text = text.trim_end_matches('\r');
    (text.len() <= columns).then(|| shown.push_line(text, 0..0, columns))?;
    Some(shown.text)
}

impl Window {
    /// Whether `other`, which begins no earlier, can be shown with it.
    fn can_take(&self, other: &Window, between: &impl Fn(usize) -> Option<String>) -> bool {
        if !self.is_whole || !other.is_whole {
            return false;
        }
        match other.first_line.checked_sub(self.last_line() + 1) {
            None => {
                let ours = self.text.split('\n').skip(other.first_line - self.first_line);
                ours.zip(other.text.split('\n')).all(|(ours, theirs)| ours == theirs)
            }
            // One line between is shown, more are folded.
            Some(1) => between(self.last_line() + 1).is_some(),
            Some(gap) => gap <= NEAR,
        }
    }

    fn take(&mut self, other: Window, between: &impl Fn(usize) -> Option<String>) {
        let last = self.last_line();
        let offset = if other.first_line > last {
            let is_shown = other.first_line == last + 2;
            for line in last + 1..other.first_line {
                self.text.push('\n');
                self.text.push_str(&between(line).filter(|_| is_shown).unwrap_or_default());
            }
            self.text.push('\n');
            let offset = self.text.len();
            self.text.push_str(&other.text);
            offset
        } else {
            let before = self.text.split('\n').take(other.first_line - self.first_line);
            let offset = before.map(|line| line.len() + 1).sum();
            let common = last + 1 - other.first_line;
            for line in other.text.split('\n').skip(common) {
                self.text.push('\n');
                self.text.push_str(line);
            }
            offset
        };
        let place = |span: Range<usize>| span.start + offset..span.end + offset;
        self.marks.extend(other.marks.into_iter().map(|(span, number)| (place(span), number)));
    }

    /// The window on `excerpt`, which has this number; none where the excerpt is empty.
    fn new(excerpt: &Excerpt, number: usize, columns: usize) -> Option<Self> {
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
            is_whole: shown == marked_lines,
            ..Window::default()
        };
        let mut whole_mark = 0..0;
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
                whole_mark.start = mark.start;
            }
            whole_mark.end = mark.end;
            line_start = line_end + 1;
        }
        window.marks.push((whole_mark, number));
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
            self.is_whole = false;
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

    /// The number of its last line.
    pub(crate) fn last_line(&self) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn window(text: &str, marked: &str) -> Window {
        let start = text.find(marked).expect("the mark is in the text");
        let marked = start..start + marked.len();
        let excerpt = Excerpt { first_line: 7, text: text.to_owned(), marked };
        Window::new(&excerpt, 0, 40).expect("there is text")
    }

    fn marked(window: &Window) -> &str {
        &window.text[window.marks[0].0.clone()]
    }

    #[test]
    fn only_marked_lines_are_shown() {
        let view = window("one\r\ntwo\r\nthree\r\n", "two\r\n");
        let expected = Window {
            first_line: 8,
            text: "two".to_owned(),
            marks: vec![(0..3, 0)],
            is_whole: true,
        };
        assert_eq!(view, expected);
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

    proptest! {
        #[test]
        fn what_is_marked_is_what_was_marked(text in "[ab\näß]{1,200}", start in 0usize..200) {
            let start = boundary(&text, start);
            let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
            let excerpt = Excerpt { first_line: 1, text: text.clone(), marked: start..end };
            let view = Window::new(&excerpt, 0, 40).expect("there is text");
            let line = 1 + count_lines(&text[..start]);
            prop_assert_eq!(view.first_line, line);
            prop_assert!(text[start..end].starts_with(marked(&view)));
            prop_assert_eq!(marked(&view).is_empty(), start == end);
        }
    }
}
