//! E901: what Python cannot parse.

use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::{Document, LineIndex, Span};
use sdf_syntax::Tree;

/// Reports the first error alone, as Python does: what follows is mostly a consequence of it.
pub(super) fn check(document: &Document<'_>, tree: &Tree, lines: &LineIndex, sink: &mut Sink<'_>) {
    let first = tree.errors().first();
    let old = tree.old_syntax().first();
    let (place, message) = match (first, old) {
        (Some(&error), Some(&old)) if old.start < error.start => (old, OLD),
        (Some(&error), _) if error.is_empty() => (error, "syntax error: something is missing here"),
        (Some(&error), _) => (error, "syntax error"),
        (None, Some(&old)) => (old, OLD),
        (None, None) => return,
    };
    // An error may take in the rest of the file; its first line says where to look.
    let line = lines.line_of(place.start);
    let line_end = lines.range(line).start + lines.text(document.bytes, line).len();
    let span = Span::new(place.start, place.end.min(line_end));
    // Known by nothing but the file: one that was broken before is no news.
    let identity = Span::new(0, 0);
    sink.add(Check::E901, finding(Check::E901, span, identity).saying(message));
}

const OLD: &str = "syntax error: a statement of Python 2";

#[cfg(test)]
mod tests {
    use crate::testing::check_python;

    fn errors(text: &str) -> Vec<String> {
        let found = check_python("a.py", text);
        found.into_iter().filter(|found| found.contains("syntax error")).collect()
    }

    #[test]
    fn the_first_error_is_shown() {
        assert!(errors("def f(x):\n    return [x, 1]\n").is_empty());
        assert_eq!(errors("x = = 1\ny = = 2\n").len(), 1);
        assert_eq!(errors("def f(:\n    pass\n").len(), 1);
        assert_eq!(errors("x = (1,\n").len(), 1);
        assert_eq!(errors("x = 1\nprint x\n"), ["2: syntax error: a statement of Python 2"]);
    }
}
