//! What to put in the place of a match: `fix` and `fix-regex`.
//!
//! The text of a fix is put where the match was, with what its metavariables hold; further lines
//! of it stand as deep as the match begins. Unlike semgrep, what metavariables hold keeps its own
//! indentation, for it may hold a string of many lines.

mod apply;
mod interpolate;
mod regex;

pub(crate) use apply::apply;
pub(crate) use interpolate::{Content, interpolate};
pub(crate) use regex::RegexFix;

use interpolate::interpolate_code;
use sdf_core::{Edit, Span};
use std::borrow::Cow;

/// What is known of a metavariable, by its name without `$`.
pub(crate) type Lookup<'l, 's> = dyn Fn(&str, Content) -> Option<Cow<'s, [u8]>> + 'l;

/// The edit that puts the fix `text` in the place of the match at `span`.
pub(crate) fn edit(text: &str, source: &[u8], span: Span, lookup: &Lookup<'_, '_>) -> Edit {
    let before = source.get(..span.start).unwrap_or_default();
    let line = memchr::memrchr(b'\n', before).map_or(before, |end| &before[end + 1..]);
    // As deep as the line in its own way, and blanks below the rest of it.
    let depth = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let (indent, rest) = line.split_at(depth);
    let blanks = String::from_utf8_lossy(rest).chars().count();
    let mut padding = vec![b'\n'];
    padding.extend(indent);
    padding.resize(padding.len() + blanks, b' ');
    let replacement = interpolate_code(text.trim_end_matches('\n'), lookup, &padding);
    whole_line(Edit { span, replacement }, source)
}

/// Whoever deletes all of a line deletes its end too.
fn whole_line(mut edit: Edit, source: &[u8]) -> Edit {
    let starts_line = edit.span.start == 0 || source.get(edit.span.start - 1) == Some(&b'\n');
    if starts_line && edit.replacement.is_empty() {
        for end in *b"\r\n" {
            edit.span.end += usize::from(source.get(edit.span.end) == Some(&end));
        }
    }
    edit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(fix: &str, source: &str, what: &str) -> String {
        let start = source.find(what).expect("it is there");
        let span = Span::new(start, start + what.len());
        let lookup = |name: &str, content| {
            Some(Cow::Borrowed(match (name, content) {
                ("X", Content::Value) => b"\"v\"".as_slice(),
                ("X", Content::Source) => b"x",
                ("1", _) => b"one",
                ("...NONE", _) => b"",
                ("...RUN", _) => b"a,\n b",
                _ => return None,
            }))
        };
        let edit = edit(fix, source.as_bytes(), span, &lookup);
        let (text, overlapping) = apply(source.as_bytes(), &[edit]);
        assert_eq!(overlapping, 0);
        String::from_utf8(text).expect("text")
    }

    #[test]
    fn metavariables_are_filled_in() {
        assert_eq!(
            fixed("g($X, $XY, $Z, value($X), $1)", "f()", "f()"),
            "g(x, xY, $Z, \"v\", one)"
        );
        assert_eq!(fixed("g($...RUN)", "  f()", "f()"), "  g(a,\n b)");
    }

    #[test]
    fn a_run_of_nothing_takes_its_comma_along() {
        assert_eq!(fixed("g(1, $...NONE)", "f()", "f()"), "g(1)");
        assert_eq!(fixed("g($...NONE, 1)", "f()", "f()"), "g(1)");
        assert_eq!(fixed("g($...NONE)", "f()", "f()"), "g()");
    }

    #[test]
    fn further_lines_stand_as_deep_as_the_match() {
        assert_eq!(fixed("a\n  b\n", "\n\tf()", "f()"), "\n\ta\n\t  b");
        assert_eq!(fixed("a\nb", "if é: f()", "f()"), "if é: a\n      b");
    }

    #[test]
    fn who_deletes_a_line_deletes_its_end() {
        assert_eq!(fixed("", "a\r\nf()\r\nb", "f()"), "a\r\nb");
        assert_eq!(fixed("", "a; f()\nb", "f()"), "a; \nb");
    }
}
