//! W292 and W391: how a file ends.

use super::PhysicalLine;
use crate::Check;
use crate::ending::{Ending, ending};
use crate::sink::{Sink, finding, fixed_by};
use sdf_core::Span;

/// Judges the last line.
pub(super) fn check(line: &PhysicalLine<'_>, sink: &mut Sink<'_>) {
    let bytes = line.rows.bytes();
    // Known by nothing but the file: it can end but once.
    let end = Span::new(bytes.len(), bytes.len());
    match ending(bytes) {
        Ending::Missing => {
            let fault = finding(Check::W292, end, end);
            sink.add(Check::W292, fixed_by(fault, end, b"\n", true));
        }
        Ending::Surplus { last_line, surplus } => {
            let fault = finding(Check::W391, last_line, end);
            // Behind a backslash there has to be a line.
            let safe = !bytes[..surplus.start].trim_ascii_end().ends_with(b"\\");
            sink.add(Check::W391, fixed_by(fault, surplus, b"", safe));
        }
        Ending::Proper => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::assert_found;

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let cases: [(&str, &[&str]); 12] = [
            ("", &[]),
            ("x = 1\n", &[]),
            ("x = 1\r\n", &[]),
            ("x = 1\n\n", &["2:1 W391"]),
            ("x = 1\n\n\n\n", &["4:1 W391"]),
            ("x = 1\r\n\r\n", &["2:1 W391"]),
            ("\n", &["1:1 W391"]),
            ("\n\n", &["2:1 W391"]),
            ("x = 1", &["1:6 W292"]),
            ("x = 'ä'", &["1:8 W292"]),
            ("x = 1\n  ", &["2:3 W292"]),
            ("x = 1\n\x0c\n", &[]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &["W292", "W391"], expected);
        }
    }
}
