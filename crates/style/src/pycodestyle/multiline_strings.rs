//! Which strings of a Python file span lines.

use std::cell::OnceCell;
use std::ops::Range;

/// The strings of a Python file that span lines, found when somebody asks.
pub(crate) struct MultilineStrings<'a> {
    bytes: &'a [u8],
    found: OnceCell<Vec<Range<usize>>>,
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

/// Finds the strings that span lines, quotes included, in order.
///
/// Prefixes need no look: a backslash keeps a quote from ending a raw string too. A string with
/// single quotes that is not closed ends with its line, so that a mistake there stays there.
fn find(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr3(b'#', b'"', b'\'', &bytes[at..]) {
        let start = at + next;
        if bytes[start] == b'#' {
            at = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
            continue;
        }
        let (end, spans_lines) = end_of_string(bytes, start);
        if spans_lines {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// Where the string whose quote stands at `start` ends, and whether it holds a line end.
fn end_of_string(bytes: &[u8], start: usize) -> (usize, bool) {
    let quote = bytes[start];
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let mut spans_lines = false;
    let mut at = start + if triple { 3 } else { 1 };
    while let Some(next) =
        bytes.get(at..).and_then(|rest| memchr::memchr3(quote, b'\\', b'\n', rest))
    {
        at += next;
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

    fn texts(source: &str) -> Vec<&str> {
        find(source.as_bytes()).into_iter().map(|range| &source[range]).collect()
    }

    #[test]
    fn only_strings_that_span_lines() {
        assert_eq!(texts("a = '''x''' # it's\nb = '''\n'''\n"), ["'''\n'''"]);
        assert_eq!(texts("a = r'''\\'''\n'''"), ["'''\\'''\n'''"]);
        assert_eq!(texts("a = 'x\\\ny' + \"\\\r\n\""), ["'x\\\ny'", "\"\\\r\n\""]);
        assert_eq!(texts("a = 'x\nb = \"\"\"\n\"\"\" + ''"), ["\"\"\"\n\"\"\""]);
        assert_eq!(texts("'''open\n"), ["'''open\n"]);
        assert_eq!(texts("'\\"), Vec::<&str>::new());
        assert_eq!(texts("\"\"\"\"a\n\"\" \\\"\"\" \"\"\"'"), ["\"\"\"\"a\n\"\" \\\"\"\" \"\"\""]);
    }
}
