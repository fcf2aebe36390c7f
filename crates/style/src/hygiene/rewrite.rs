//! Findings about a file as a whole that would have to read otherwise.

use crate::Check;
use crate::sink::{Sink, finding, fixed_by};
use sdf_core::{Document, Span};

/// Reports the first line that differs if the document should read `wanted`, with the edit that
/// makes it so.
pub(super) fn report(
    check: Check,
    document: &Document<'_>,
    wanted: &[u8],
    safe: bool,
    sink: &mut Sink<'_>,
) {
    let bytes = document.bytes;
    if bytes == wanted {
        return;
    }
    let same = bytes.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    // Whole lines read better than the bytes that happen to differ.
    let start = memchr::memrchr(b'\n', &bytes[..same]).map_or(0, |newline| newline + 1);
    let line_end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
    // Known by nothing but the file: it has one order.
    let identity = Span::new(bytes.len(), bytes.len());
    let fault = finding(check, Span::new(start, line_end), identity);
    let rest = Span::new(start, bytes.len());
    sink.add(check, fixed_by(fault, rest, &wanted[start..], safe));
}

/// The lines of `bytes` with their line feeds.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n')
}
