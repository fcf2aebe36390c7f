//! Edits of the blank lines before a logical line.

use crate::pycodestyle::logical_line::LogicalLine;
use crate::tokens::Rows;
use sdf_core::{Edit, Fix, Span};

/// Leaves `kept` of the blank lines right before the line. None where there may be more to them: a
/// form feed parts the pages of a file.
pub(super) fn remove(line: &LogicalLine<'_>, kept: usize) -> Option<Fix> {
    let rows = line.rows;
    let row = first_row(line);
    let first = row.checked_sub(line.blank_lines)?;
    let is_plain = |row: usize| rows.line(row).iter().all(|byte| matches!(byte, b' ' | b'\t'));
    let end = row.checked_sub(kept).filter(|&end| first < end)?;
    let span = Span::new(rows.start(first), rows.start(end));
    let edit = || Edit { span, replacement: Vec::new() };
    (first..row).all(is_plain).then(|| Fix { edits: vec![edit()], safe: true })
}

/// Inserts blank lines so that `wanted` stand before the line and the comment that belongs to it.
pub(super) fn insert(line: &LogicalLine<'_>, wanted: usize) -> Option<Fix> {
    let rows = line.rows;
    let row = first_row(line);
    let (top, blank) = if line.blank_lines > 0 {
        (row, line.blank_lines)
    } else {
        let top = comment_above(line, row)?;
        let blank = (0..top).rev().take_while(|&row| rows.line(row).trim_ascii().is_empty());
        (top, blank.count())
    };
    // Behind a backslash no line is blank.
    let above = top.checked_sub(1).filter(|&above| !rows.line(above).ends_with(b"\\"))?;
    let end = &rows.text(above)[rows.line(above).len()..];
    let missing = wanted.checked_sub(blank).filter(|&missing| missing > 0 && !end.is_empty())?;
    let at = rows.start(top);
    let edit = Edit { span: Span::new(at, at), replacement: end.repeat(missing) };
    Some(Fix { edits: vec![edit], safe: true })
}

fn first_row(line: &LogicalLine<'_>) -> usize {
    line.rows.row_of(line.document_offset(0))
}

/// The first row of the comment right above `row` and indented like it, `row` if there is none.
/// None where what looks like a comment may be the end of a string.
fn comment_above(line: &LogicalLine<'_>, row: usize) -> Option<usize> {
    let rows = line.rows;
    let indent = indentation(rows, row);
    let mut top = row;
    while let Some(above) = top.checked_sub(1) {
        let text = rows.line(above);
        if !text.starts_with(indent) || !text[indent.len()..].starts_with(b"#") {
            break;
        }
        let has_quotes = |quotes: &[u8]| memchr::memmem::find(text, quotes).is_some();
        let is_continued = above > 0 && rows.line(above - 1).ends_with(b"\\");
        if is_continued || has_quotes(b"\"\"\"") || has_quotes(b"'''") {
            return None;
        }
        top = above;
    }
    Some(top)
}

fn indentation<'a>(rows: &Rows<'a>, row: usize) -> &'a [u8] {
    let text = rows.line(row);
    let length = text.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c'));
    &text[..length.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use crate::testing::mend;

    #[test]
    fn mends() {
        let cases = [
            ("E302", "import a\ndef f():\n    pass\n", "import a\n\n\ndef f():\n    pass\n"),
            (
                "E302",
                "import a\r\n\r\n# b\r\n# c\r\n@d\r\ndef f():\r\n    pass\r\n",
                "import a\r\n\r\n\r\n# b\r\n# c\r\n@d\r\ndef f():\r\n    pass\r\n",
            ),
            ("E302", "a = 1\n# b\n\ndef f():\n    pass\n", "a = 1\n# b\n\n\ndef f():\n    pass\n"),
            (
                "E302",
                "a = \'\'\'\n# b\'\'\'\ndef f():\n    pass\n",
                "a = \'\'\'\n# b\'\'\'\ndef f():\n    pass\n",
            ),
            (
                "E301",
                "class A:\n    a = 1\n    # b\n    def f():\n        pass\n",
                "class A:\n    a = 1\n\n    # b\n    def f():\n        pass\n",
            ),
            ("E303", "a = 1\n\n\n\n\nb = 2\n", "a = 1\n\n\nb = 2\n"),
            ("E303", "def f():\n    a = 1\n\n\n\n    # b\n", "def f():\n    a = 1\n\n    # b\n"),
            ("E303", "a = 1\n\n\x0c\n\nb = 2\n", "a = 1\n\n\x0c\n\nb = 2\n"),
            ("E304", "@a\n\ndef f():\n    pass\n", "@a\ndef f():\n    pass\n"),
            ("E305", "def f():\n    pass\na = 1\n", "def f():\n    pass\n\n\na = 1\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
