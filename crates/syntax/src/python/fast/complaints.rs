//! What is wrong with a file, in words.

use super::depth::{Break, Fault};
use super::{parse_module, span};
use crate::Complaint;
use ruff_python_parser::{ParseError, ParseErrorType};
use sdf_core::Span;

/// What the parser says.
pub(super) fn of_error(error: &ParseError) -> Complaint {
    Complaint { span: span(error.location), message: error.error.to_string() }
}

/// Whether the parser errs: behind a semicolon it takes `match` for the statement of that name
/// even where it is a name, as in `a = 1; match = 2`.
pub(super) fn is_unfounded(error: &ParseError, text: &str) -> bool {
    let behind = text.get(error.location.start().to_usize()..).unwrap_or_default();
    error.error == ParseErrorType::SimpleAndCompoundStatementOnSameLine
        && behind.starts_with("match")
}

/// What is said of brackets or quotes that do not match, unless the parser finds something before.
pub(super) fn of_break(text: &str, found: Break) -> Complaint {
    let parsed = text.get(..found.end).map(parse_module);
    let first = parsed.as_ref().and_then(|parsed| parsed.errors().first());
    if let Some(error) = first.filter(|error| error.location.end().to_usize() <= found.at) {
        return of_error(error);
    }
    let (length, message) = match found.fault {
        Fault::Open(open) => (1, format!("'{}' is never closed", char::from(open))),
        Fault::Unopened(close) => (1, format!("'{}' has no opening bracket", char::from(close))),
        Fault::Mismatch { open, close } => {
            (1, format!("'{}' does not close '{}'", char::from(close), char::from(open)))
        }
        Fault::String => (1, "The string is never closed".to_owned()),
    };
    Complaint { span: Span::new(found.at, found.at + length), message }
}
