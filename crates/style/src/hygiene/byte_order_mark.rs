//! fix-byte-order-marker: a UTF-8 byte order mark.

use crate::Check;
use crate::sink::{Sink, finding, fixed_by};
use sdf_core::{Document, Span};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Formats whose own tools write the mark or need it to tell the encoding.
const EXPECTED_IN: [&[u8]; 9] =
    [b"cs", b"csproj", b"ps1", b"psd1", b"psm1", b"resx", b"sln", b"vb", b"vcxproj"];

pub(super) fn check(document: &Document<'_>, sink: &mut Sink<'_>) {
    if !document.bytes.starts_with(MARK) {
        return;
    }
    let extension = document.extension().unwrap_or_default().to_ascii_lowercase();
    if EXPECTED_IN.contains(&extension.as_slice()) {
        return;
    }
    let mark = Span::new(0, MARK.len());
    let fault = finding(Check::FixByteOrderMarker, mark, mark);
    sink.add(Check::FixByteOrderMarker, fixed_by(fault, mark, b"", true));
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_found;

    #[test]
    fn only_at_the_beginning_and_where_it_serves_nothing() {
        let rule = ["fix-byte-order-marker"];
        assert_found("a.txt", "\u{feff}a\n", &rule, &["1:1 fix-byte-order-marker"]);
        assert_found("a.txt", "a\u{feff}\n", &rule, &[]);
        assert_found("a.ps1", "\u{feff}a\n", &rule, &[]);
    }
}
