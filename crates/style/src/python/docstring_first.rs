//! check-docstring-first: a documentation string that comes too late.

use super::literals::{Piece, pieces};
use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::{Document, Span};

/// A string that begins its line counts as documentation of the module, as for pre-commit-hooks
/// 6.0.0; the first that comes too late is reported.
pub(super) fn check(document: &Document<'_>, sink: &mut Sink<'_>) {
    if !sink.wants(Check::CheckDocstringFirst) {
        return;
    }
    let bytes = document.bytes;
    let begins_line = |at: usize| {
        let before = bytes[..at].strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes[..at]);
        before.last().is_none_or(|&last| matches!(last, b'\n' | b'\r'))
    };
    let (mut has_documentation, mut has_code) = (false, false);
    for (at, piece) in pieces(bytes) {
        let message = match piece {
            Piece::String(_) if begins_line(at) && has_documentation => {
                "a second documentation string of the module"
            }
            Piece::String(_) if begins_line(at) && has_code => "documentation string behind code",
            Piece::String(_) if begins_line(at) => {
                has_documentation = true;
                continue;
            }
            _ => {
                has_code = true;
                continue;
            }
        };
        let Piece::String(literal) = piece else { return };
        let span = Span::new(literal.start, literal.end);
        let fault = finding(Check::CheckDocstringFirst, span, span).saying(message);
        return sink.add(Check::CheckDocstringFirst, fault);
    }
}
