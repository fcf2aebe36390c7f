//! E401 and E402: imports.

use crate::Check;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::pycodestyle::report::Report;
use crate::tokens::TokenKind;
use sdf_core::{Edit, Fix, Span};

pub(super) fn judge_separate(line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
    if !line.text.starts_with(b"import ") {
        return;
    }
    let Some(comma) = memchr::memchr2(b',', b';', line.text) else { return };
    if line.text[comma] == b',' {
        let message = "several imports on one line";
        report.at_text_mended(Check::E401, comma, message, |_| separate(line));
    }
}

/// Gives every import a line of its own, where the line is nothing but imports.
fn separate(line: &LogicalLine<'_>) -> Option<Fix> {
    let (first, last) = (line.tokens.first()?, line.tokens.last()?);
    let start = line.document_offset(0);
    let row = line.rows.row_of(start);
    let indent = &line.bytes[line.rows.start(row)..start];
    let is_alone = indent.iter().all(|byte| matches!(byte, b' ' | b'\t'))
        && first.start.line == last.start.line
        && last.kind == TokenKind::Newline
        && memchr::memchr(b';', line.text).is_none();
    if !is_alone {
        return None;
    }
    let line_end = match line.text_of(last) {
        b"" => b"\n",
        line_end => line_end,
    };
    let replacement = [line_end, indent, b"import "].concat();
    let mut edits = Vec::new();
    for (before, token) in line.tokens.iter().zip(line.tokens.get(1..)?) {
        if line.text_of(before) == b"," {
            let span = Span::new(before.from as usize, token.from as usize);
            edits.push(Edit { span, replacement: replacement.clone() });
            if token.kind != TokenKind::Name {
                return None;
            }
        }
    }
    Some(Fix { edits, safe: true })
}

/// Judges whether imports come first. Remembers what the lines before were.
#[derive(Default)]
pub(crate) struct ImportsFirst {
    saw_string: bool,
    /// Whether code came, and if so, whether a change brought it, so that what follows is its fault.
    code: Option<bool>,
}

/// Imports may stand inside these, or behind other names that happen to begin so.
const ALLOWED: [&[u8]; 7] = [b"try", b"except", b"else", b"finally", b"with", b"if", b"elif"];
const IMPORTS: [&[u8]; 4] = [b"import ", b"from ", b"lazy import ", b"lazy from "];

impl ImportsFirst {
    /// Whether lines that no change is near say anything.
    pub(crate) fn wants_more(&self) -> bool {
        self.code != Some(false)
    }

    /// Judges a line, which a change touches or is next to if `is_near`.
    pub(crate) fn judge(
        &mut self,
        line: &LogicalLine<'_>,
        is_near: bool,
        report: &mut Report<'_, '_, '_>,
    ) {
        let begins = |words: &[&[u8]]| words.iter().any(|word| line.text.starts_with(word));
        if line.indent_level > 0 || line.text.is_empty() {
            return;
        }
        if begins(&IMPORTS) {
            if self.code.is_some_and(|is_new| is_new || is_near) {
                report.at_text(Check::E402, 0, "import is not at the top of the file");
            }
        } else if self.code.is_none() && !is_dunder(line.text) && !begins(&ALLOWED) {
            // The first string is the docstring of the module.
            if is_string(line.text) && !self.saw_string {
                self.saw_string = true;
            } else {
                self.code = Some(is_near);
            }
        }
    }
}

fn is_string(text: &[u8]) -> bool {
    let prefix = usize::from(matches!(text.first(), Some(b'u' | b'U' | b'b' | b'B' | b'r' | b'R')));
    matches!(text.get(prefix), Some(b'"' | b'\''))
}

/// Whether the line sets a name with two underscores on either side, such as `__all__`, with or
/// without an annotation.
fn is_dunder(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"__") else { return false };
    let word = rest.iter().position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(word);
    if word.len() > 2 && word.ends_with(b"__") && behind.starts_with(b" = ") {
        return true;
    }
    let is_annotated = |at: usize| {
        let annotation = rest[at + 3..].trim_ascii_start();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"._[]\"".contains(byte);
        let length = annotation.iter().take_while(|byte| is_part(byte)).count();
        length > 0 && annotation[length..].starts_with(b" = ")
    };
    let names = memchr::memmem::find_iter(word, b"__:").filter(|&at| at > 0);
    names.into_iter().any(is_annotated)
}

#[cfg(test)]
mod tests {
    use crate::testing::mend;

    #[test]
    fn mends() {
        let cases = [
            ("E401", "import a, b.c as d,e  # f\n", "import a\nimport b.c as d\nimport e  # f\n"),
            ("E401", "if x:\n    import a, b\r\n", "if x:\n    import a\r\n    import b\r\n"),
            ("E401", "import a, b; c\n", "import a, b; c\n"),
            ("E401", "if x: import a, b\n", "if x: import a, b\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
