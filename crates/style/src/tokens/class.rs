//! What sort of token a byte begins.

/// What sort of token a byte begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A name.
    Name,
    /// A name, or the prefix of a string.
    Prefix,
    Quote,
    Digit,
    Dot,
    Comment,
    /// A line end, or 0 for the end of the text.
    LineEnd,
    Backslash,
    /// An operator or, in effect, any other character.
    Operator,
    /// What may not stand in source at all.
    Control,
}

/// For each byte its class. Bytes of characters beyond ASCII count as parts of names, as they do
/// for CPython's lexer when it works for `tokenize`.
pub(super) static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Operator; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'b' | b'B' | b'f' | b'F' | b'r' | b'R' | b't' | b'T' | b'u' | b'U' => Class::Prefix,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 128.. => Class::Name,
            b'0'..=b'9' => Class::Digit,
            b'"' | b'\'' => Class::Quote,
            b'.' => Class::Dot,
            b'#' => Class::Comment,
            b'\n' | b'\r' | 0 => Class::LineEnd,
            b'\\' => Class::Backslash,
            b'\t' | b'\x0c' | b' ' => Class::Operator,
            1..32 | 127 => Class::Control,
            _ => Class::Operator,
        };
        byte += 1;
    }
    classes
}

/// Whether a name goes on with `byte`.
pub(super) fn is_name(byte: u8) -> bool {
    matches!(CLASSES[byte as usize], Class::Name | Class::Prefix | Class::Digit)
}
