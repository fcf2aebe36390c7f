//! Which strings of a Python file span lines.

use sdf_core::Span;
use std::cell::OnceCell;

/// The strings of a Python file that span lines, found when somebody asks.
pub(crate) struct MultilineStrings<'a> {
    bytes: &'a [u8],
    found: OnceCell<Vec<Span>>,
}

impl<'a> MultilineStrings<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        MultilineStrings { bytes, found: OnceCell::new() }
    }

    /// Whether the byte at `offset` lies in a string that spans lines.
    pub(crate) fn cover(&self, offset: usize) -> bool {
        let strings = self.found.get_or_init(|| find(self.bytes));
        let first = strings.partition_point(|string| string.end <= offset);
        strings.get(first).is_some_and(|string| string.start <= offset)
    }
}

/// Skips from quote to quote, whatever stands between: any bytes have an answer.
fn find(bytes: &[u8]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(distance) = memchr::memchr3(b'#', b'"', b'\'', &bytes[at..]) {
        let start = at + distance;
        if bytes[start] == b'#' {
            at = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
            continue;
        }
        let (end, spans_lines) = end_of_string(bytes, start);
        if spans_lines {
            found.push(Span::new(start, end));
        }
        at = end;
    }
    found
}

/// Where the string whose quote stands at `start` ends, and whether it holds a line end.
///
/// Prefixes need no look: a backslash keeps a quote from ending a raw string too. A string with
/// single quotes that is not closed ends with its line, so that a mistake there stays there.
pub(crate) fn end_of_string(bytes: &[u8], start: usize) -> (usize, bool) {
    let quote = bytes[start];
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let mut spans_lines = false;
    let mut at = start + if triple { 3 } else { 1 };
    let next = |at: usize| memchr::memchr3(quote, b'\\', b'\n', bytes.get(at..)?);
    while let Some(distance) = next(at) {
        at += distance;
        match bytes[at] {
            b'\\' => {
                let skipped = if bytes[at..].starts_with(b"\\\r\n") { 3 } else { 2 };
                spans_lines |= bytes[at..].iter().take(skipped).any(|&byte| byte == b'\n');
                at += skipped;
            }
            b'\n' if triple => {
                spans_lines = true;
                at += 1;
            }
            b'\n' => return (at, spans_lines),
            _ if !triple => return (at + 1, spans_lines),
            _ if bytes[at..].starts_with(&[quote; 3]) => return (at + 3, spans_lines),
            _ => at += 1,
        }
    }
    (bytes.len(), spans_lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_strings_that_span_lines() {
        let source = "a = '''x''' # it's\nb = '''\n'''\nc = 'x\nd = \"\\\ny\"\n";
        let strings = MultilineStrings::new(source.as_bytes());
        let covered: Vec<_> =
            source.match_indices('\n').filter(|(at, _)| strings.cover(*at)).collect();
        assert_eq!(covered, [(26, "\n"), (44, "\n")]);
    }

    #[test]
    fn strings_end_where_they_must() {
        let end = |source: &str| end_of_string(source.as_bytes(), 0);
        assert_eq!(end("'x' y"), (3, false));
        assert_eq!(end("'x\ny'"), (2, false));
        assert_eq!(end("'x\\\r\ny' z"), (7, true));
        assert_eq!(end("\"\"\"\"a\" \\\"\"\" \"\"\"'"), (15, false));
        assert_eq!(end("'\\"), (2, false));
    }
}
