//! double-quote-string-fixer: strings in double quotes that single ones could hold.

use super::literals::{Piece, pieces};
use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::{Document, Edit, Finding, Fix, Span};

/// Strings with a quote of either kind inside and strings in three quotes stay, as for
/// pre-commit-hooks 6.0.0.
pub(super) fn check(document: &Document<'_>, sink: &mut Sink<'_>) {
    if !sink.wants(Check::DoubleQuoteStringFixer) {
        return;
    }
    let bytes = document.bytes;
    for (_, piece) in pieces(bytes) {
        let Piece::String(literal) = piece else { continue };
        let inside = literal.quote + 1..literal.end - 1;
        let span = Span::new(literal.start, literal.end);
        let stays = bytes[literal.quote] != b'"'
            || memchr::memchr2(b'"', b'\'', &bytes[inside.clone()]).is_some();
        if stays || !document.focus.touches(span) {
            continue;
        }
        let to_single =
            |at: usize| Edit { span: Span::new(at, at + 1), replacement: b"'".to_vec() };
        let edits = vec![to_single(literal.quote), to_single(inside.end)];
        let fault = finding(Check::DoubleQuoteStringFixer, span, span);
        let fix = Some(Fix { edits, safe: true });
        sink.add(Check::DoubleQuoteStringFixer, Finding { fix, ..fault });
    }
}
