//! end-of-file-fixer: a file ends with exactly one line end, or is empty.

use crate::Check;
use crate::ending::{Ending, ending};
use crate::sink::{Sink, finding, fixed_by};
use sdf_core::{Document, Span};

pub(super) fn check(document: &Document<'_>, sink: &mut Sink<'_>) {
    let length = document.bytes.len();
    // Known by nothing but the file: it can end but once.
    let end = Span::new(length, length);
    let (span, message, edit, replacement) = match ending(document.bytes) {
        Ending::Proper => return,
        Ending::Missing => (end, "no line end at end of file", end, b"\n".as_slice()),
        Ending::Surplus { last_line, surplus } => {
            (last_line, "blank line at end of file", surplus, b"".as_slice())
        }
    };
    let fault = finding(Check::EndOfFileFixer, span, end).saying(message);
    sink.add(Check::EndOfFileFixer, fixed_by(fault, edit, replacement, true));
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_found;

    #[test]
    fn patches_end_as_they_must() {
        let rule = ["end-of-file-fixer"];
        assert_found("a.txt", "a", &rule, &["1:2 end-of-file-fixer"]);
        assert_found("a.txt", "a\n\n\n", &rule, &["3:1 end-of-file-fixer"]);
        assert_found("a.txt", "", &rule, &[]);
        assert_found("a.py", "a", &rule, &["1:2 end-of-file-fixer"]);
        assert_found("a.patch", "-- \n2.47\n\n", &rule, &[]);
    }
}
