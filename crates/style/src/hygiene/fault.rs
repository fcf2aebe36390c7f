//! Why a file is not in the format that its name says.

use sdf_core::Span;

/// The first thing at which the reader of a format gives up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What to underline.
    pub(crate) span: Span,
    /// What is wrong there.
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Fault { span, message: message.into() }
    }

    /// A fault at the character that begins at `at`, or at the end of `bytes`.
    pub(crate) fn at(bytes: &[u8], at: usize, message: impl Into<String>) -> Self {
        let is_inside = |byte: &&u8| **byte & 0xc0 == 0x80;
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let length = 1 + rest.iter().take(3).take_while(is_inside).count();
        let start = at.min(bytes.len());
        Fault::new(Span::new(start, (start + length).min(bytes.len())), message)
    }

    /// A second `what` of the same name at `span`, the first being at `first`.
    pub(crate) fn twice(bytes: &[u8], what: &str, span: Span, first: usize) -> Self {
        let name = String::from_utf8_lossy(&span.of(bytes)[..span.len().min(LONGEST_NAME)]);
        let line = line_of(bytes, first);
        Fault::new(span, format!("{what} {name} is given twice, first on line {line}"))
    }
}

/// Most bytes of a name that a message repeats.
const LONGEST_NAME: usize = 60;

/// The number of the line that holds `offset`, from 1.
pub(crate) fn line_of(bytes: &[u8], offset: usize) -> usize {
    memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count() + 1
}

/// The text of `bytes`, or a fault at the first byte that is not UTF-8.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        let length = error.error_len().unwrap_or(bytes.len() - start);
        Fault::new(Span::new(start, start + length), "the file is not valid UTF-8")
    })
}
