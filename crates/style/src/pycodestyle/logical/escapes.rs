//! W605: escape sequences that mean nothing.

use crate::Check;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::pycodestyle::report::Report;
use crate::tokens::{Token, TokenKind};
use sdf_core::{Edit, Fix, Span};

pub(super) fn judge(line: &LogicalLine<'_>, report: &mut Report<'_, '_, '_>) {
    // Whether each of the strings that are open is raw.
    let mut open: Vec<bool> = Vec::new();
    for token in line.tokens {
        match token.kind {
            TokenKind::String if !is_raw(line.text_of(token)) => judge_string(line, token, report),
            TokenKind::FStringStart | TokenKind::TStringStart => {
                open.push(is_raw(line.text_of(token)));
            }
            TokenKind::FStringMiddle | TokenKind::TStringMiddle if open.last() != Some(&true) => {
                judge_string(line, token, report);
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                open.pop();
            }
            _ => {}
        }
    }
}

fn is_raw(text: &[u8]) -> bool {
    text.iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .any(|byte| matches!(byte, b'r' | b'R'))
}

fn judge_string(line: &LogicalLine<'_>, token: &Token, report: &mut Report<'_, '_, '_>) {
    let text = line.text_of(token);
    let mut from = 0;
    while let Some(distance) = memchr::memchr(b'\\', &text[from..]) {
        let at = token.from as usize + from + distance;
        // In an f-string a brace may follow that is no part of its text.
        let escaped = line.bytes.get(at + 1).copied().unwrap_or_default();
        if !is_known(escaped) {
            let rest = &line.bytes[at + 1..];
            let shown = sdf_core::ByteSlice::chars(rest).next().unwrap_or_default();
            let message = format!("invalid escape sequence `\\{shown}`");
            let edit = Edit { span: Span::new(at, at), replacement: b"\\".to_vec() };
            report.at_byte_mended(Check::W605, at, message, || {
                Some(Fix { edits: vec![edit], safe: !matches!(escaped, b'{' | b'}') })
            });
        }
        from = (from + distance + 2).min(text.len());
    }
}

/// Whether a backslash and `byte` mean something in a string.
fn is_known(byte: u8) -> bool {
    matches!(
        byte,
        b'\n'
            | b'\r'
            | b'\\'
            | b'\''
            | b'"'
            | b'a'
            | b'b'
            | b'f'
            | b'n'
            | b'r'
            | b't'
            | b'v'
            | b'x'
            | b'N'
            | b'u'
            | b'U'
            | b'0'..=b'7'
    )
}
