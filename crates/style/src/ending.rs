//! How a file ends, as pre-commit-hooks' end-of-file-fixer and pycodestyle have it.

use sdf_core::Span;

/// How a file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With exactly one line end, or the file is empty.
    Proper,
    /// Without a line end.
    Missing,
    /// With more line ends than one, or the file holds nothing but line ends.
    Surplus {
        /// The last line, which is empty.
        last_line: Span,
        /// The line ends to remove.
        surplus: Span,
    },
}

/// How `bytes` end. A line end is LF, CRLF or CR; the first one behind the text is the one to keep.
pub(crate) fn ending(bytes: &[u8]) -> Ending {
    let is_text = |byte: &u8| !matches!(byte, b'\n' | b'\r');
    let text = bytes.iter().rposition(is_text).map_or(0, |last| last + 1);
    let ends = &bytes[text..];
    let kept = match ends {
        [] if bytes.is_empty() => return Ending::Proper,
        [] => return Ending::Missing,
        _ if text == 0 => 0,
        [b'\r', b'\n', ..] => 2,
        _ => 1,
    };
    if ends.len() == kept {
        return Ending::Proper;
    }
    let last_end = if ends.ends_with(b"\r\n") { 2 } else { 1 };
    Ending::Surplus {
        last_line: Span::new(bytes.len() - last_end, bytes.len()),
        surplus: Span::new(text + kept, bytes.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What end-of-file-fixer 6.0.0 makes of the left side is the right side.
    #[test]
    fn as_end_of_file_fixer_writes() {
        let cases: [(&[u8], &[u8]); 16] = [
            (b"", b""),
            (b"\n", b""),
            (b"\r\n\r\n", b""),
            (b"\r", b""),
            (b"a", b"a\n"),
            (b"a\r\nb", b"a\r\nb\n"),
            (b"a\n", b"a\n"),
            (b"a\r\n", b"a\r\n"),
            (b"a\r", b"a\r"),
            (b"a\n\n\n", b"a\n"),
            (b"a\r\n\n", b"a\r\n"),
            (b"a\r\n\r\n", b"a\r\n"),
            (b"a\n\r", b"a\n"),
            (b"a\r\r\n", b"a\r"),
            (b"a\n \n", b"a\n \n"),
            (b"a\n ", b"a\n \n"),
        ];
        for (before, after) in cases {
            let mended = match ending(before) {
                Ending::Proper => before.to_vec(),
                Ending::Missing => [before, b"\n"].concat(),
                Ending::Surplus { surplus, .. } => before[..surplus.start].to_vec(),
            };
            assert_eq!(mended, after, "{before:?}");
        }
    }
}
