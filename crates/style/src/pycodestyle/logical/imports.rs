//! E401 and E402: imports.

use crate::Check;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::pycodestyle::report::Report;

pub(super) fn judge_separate(line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
    if !line.text.starts_with(b"import ") {
        return;
    }
    let Some(comma) = memchr::memchr2(b',', b';', line.text) else { return };
    if line.text[comma] == b',' {
        report.at_text(Check::E401, comma, "several imports on one line");
    }
}

/// Judges whether imports come first. Remembers what the lines before were.
#[derive(Default)]
pub(crate) struct ImportsFirst {
    saw_string: bool,
    saw_code: bool,
}

/// Imports may stand inside these, or behind other names that happen to begin so.
const ALLOWED: [&[u8]; 7] = [b"try", b"except", b"else", b"finally", b"with", b"if", b"elif"];
const IMPORTS: [&[u8]; 4] = [b"import ", b"from ", b"lazy import ", b"lazy from "];

impl ImportsFirst {
    pub(crate) fn judge(&mut self, line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
        let begins = |words: &[&[u8]]| words.iter().any(|word| line.text.starts_with(word));
        if line.indent_level > 0 || line.text.is_empty() {
            return;
        }
        if begins(&IMPORTS) {
            if self.saw_code {
                report.at_text(Check::E402, 0, "import is not at the top of the file");
            }
        } else if !self.saw_code && !is_dunder(line.text) && !begins(&ALLOWED) {
            // The first string is the docstring of the module.
            if is_string(line.text) && !self.saw_string {
                self.saw_string = true;
            } else {
                self.saw_code = true;
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
