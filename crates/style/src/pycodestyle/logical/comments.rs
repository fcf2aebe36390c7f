//! E261 to E266: how comments begin.

use super::lexeme::Lexeme;
use super::statement::{Statement, is_space, space_length};
use crate::Check;
use crate::pycodestyle::report::Report;
use crate::tokens::Token;
use sdf_core::{Edit, Fix, Span};

pub(super) const CHECKS: &[Check] = &[Check::E261, Check::E262, Check::E265, Check::E266];

pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.comment {
        return;
    }
    let mut before: Option<&Token> = None;
    for (token, lexeme) in statement.iter() {
        match lexeme {
            Lexeme::Comment => comment(statement, before, token, report),
            Lexeme::Nl => {}
            _ => before = Some(token),
        }
    }
}

fn comment(
    statement: &Statement<'_>,
    before: Option<&Token>,
    token: &Token,
    report: &mut Report<'_, '_, '_>,
) {
    let start = token.from as usize;
    let row = statement.line.rows.range(token.start.line as usize);
    let left = Span::new(row.start.min(start), start).of(statement.bytes());
    let is_inline = left.iter().any(|&byte| !is_space(byte) && byte != b'\x0b');
    if is_inline {
        let gap = before
            .filter(|before| before.end.line == token.start.line)
            .map(|before| Span::new(before.to as usize, start))
            .filter(|gap| gap.len() < 2);
        if let Some(gap) = gap {
            let message = "fewer than two spaces before a comment";
            report.at_byte_mended(Check::E261, gap.start, message, || {
                Some(replace(gap, b"  ", true))
            });
        }
    }
    let text = statement.line.text_of(token);
    let hashes = text.iter().position(|&byte| byte != b'#').unwrap_or(text.len());
    let beginning = Beginning::of(text, hashes);
    if is_inline {
        let rest = text.get(2..).filter(|_| beginning == Beginning::Space).unwrap_or_default();
        let rest = text.get(3..).filter(|_| text.starts_with(b"#: ")).unwrap_or(rest);
        let characters = statement.line.rows.characters;
        if beginning.is_bad() || space_length(rest, characters) > 0 {
            report.at_byte_mended(
                Check::E262,
                start,
                "the comment does not begin with '# '",
                || begin_well(statement, token, hashes, true),
            );
        }
        return;
    }
    match beginning {
        Beginning::Other(b'!') if token.start.line == 0 => {}
        Beginning::Other(_) => report.at_byte_mended(
            Check::E265,
            start,
            "the comment does not begin with '# '",
            || begin_well(statement, token, hashes, true),
        ),
        Beginning::Hashes if text.get(hashes..).is_some_and(|rest| rest.len() > 1) => report
            .at_byte_mended(Check::E266, start, "several '#' before a comment", || {
                // A tool may know such comments.
                begin_well(statement, token, hashes, false)
            }),
        _ => {}
    }
}

/// What stands before the first space of a comment, or before its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beginning {
    /// `#` or `#:`.
    Space,
    /// Several `#` and nothing else.
    Hashes,
    /// Something whose first byte behind the `#` is this one.
    Other(u8),
}

impl Beginning {
    fn of(text: &[u8], hashes: usize) -> Self {
        match text.get(hashes..).unwrap_or_default() {
            [] | [b' ', ..] if hashes == 1 => Beginning::Space,
            [b':'] | [b':', b' ', ..] if hashes == 1 => Beginning::Space,
            [] | [b' ', ..] => Beginning::Hashes,
            [other, ..] => Beginning::Other(*other),
        }
    }

    fn is_bad(self) -> bool {
        self != Beginning::Space
    }
}

/// Puts `# `, or `#: `, in the place of what a comment begins with.
fn begin_well(statement: &Statement<'_>, token: &Token, hashes: usize, safe: bool) -> Option<Fix> {
    let text = statement.line.text_of(token);
    let is_attribute = text.starts_with(b"#:");
    let mut end = if is_attribute { 2 } else { hashes };
    loop {
        let rest = text.get(end..).unwrap_or_default();
        match space_length(rest, statement.line.rows.characters) {
            0 => break,
            length => end += length,
        }
    }
    let (beginning, bare): (&[u8], &[u8]) =
        if is_attribute { (b"#: ", b"#:") } else { (b"# ", b"#") };
    let beginning = if end == text.len() { bare } else { beginning };
    let start = token.from as usize;
    Some(replace(Span::new(start, start + end), beginning, safe))
}

fn replace(span: Span, replacement: &[u8], safe: bool) -> Fix {
    Fix { edits: vec![Edit { span, replacement: replacement.to_vec() }], safe }
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E261", "E262", "E265", "E266"];
        let cases: [(&str, &[&str]); 7] = [
            ("x = 1# a\nx = 1 # a\nx = 1  # a\n", &["1:6 E261", "2:6 E261"]),
            (
                "x = 1  #a\nx = 1  #  a\nx = 1  #: a\nx = 1  #:a\nx = 1  #!a\nx = 1  #\n",
                &["1:8 E262", "2:8 E262", "4:8 E262", "5:8 E262"],
            ),
            ("#!a\n#!b\n#a\n#:\n#:a\n", &["2:1 E265", "3:1 E265", "5:1 E265"]),
            ("##\n## a\n## \n##  \n###a\n#\n", &["2:1 E266", "4:1 E266", "5:1 E265"]),
            ("# \u{a0}a\nx = 1  # \u{a0}a\nx = 1  #\u{a0}a\n", &["2:8 E262", "3:8 E262"]),
            ("x = \"\"\"\n\"\"\"# a\nx = (1 \\\n# a\n)\n", &["2:4 E261"]),
            ("if x:\n    #a\n    y\n", &["2:5 E265"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [
            ("E261", "x = 1# a\n", "x = 1  # a\n"),
            ("E262", "x = 1  #: \t a\n", "x = 1  #: a\n"),
            ("E265", "#a\n#:a\n", "# a\n#: a\n"),
            ("E266", "## a\n", "# a\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
