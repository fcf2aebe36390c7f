//! The string literals of Python source, valid or not.

use super::end_of_string;

/// A piece of source code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A string without placeholders.
    String(Literal),
    /// Anything else but comments and white space; a string with placeholders as a whole.
    Code,
}

/// A string literal, prefix and quotes included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) start: usize,
    /// Where the first quote stands.
    pub(super) quote: usize,
    pub(super) end: usize,
}

/// Most placeholders and strings in one another.
const DEPTH: usize = 300;

/// The pieces of `bytes` and where they begin, up to the first string that is not closed.
pub(super) fn pieces(bytes: &[u8]) -> impl Iterator<Item = (usize, Piece)> {
    let mut at = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    std::iter::from_fn(move || {
        loop {
            match *bytes.get(at)? {
                b' ' | b'\t' | b'\x0c' | b'\r' | b'\n' | b'\\' => at += 1,
                b'#' => at = line_end(bytes, at),
                _ => break,
            }
        }
        let start = at;
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte >= 128;
        let quote = start + bytes[start..].iter().take_while(is_part).count();
        let is_quote = matches!(bytes.get(quote), Some(b'"' | b'\''));
        if !is_quote || !is_prefix(&bytes[start..quote]) {
            at = quote.max(start + 1);
            return Some((start, Piece::Code));
        }
        let prefix = bytes[start..quote].to_ascii_lowercase();
        if prefix.iter().any(|letter| matches!(letter, b'f' | b't')) {
            at = end_of_format(bytes, quote, prefix.contains(&b'r'))?;
            return Some((start, Piece::Code));
        }
        at = end_of_closed(bytes, quote)?;
        Some((start, Piece::String(Literal { start, quote, end: at })))
    })
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end)
}

/// Whether `letters` may stand before a string.
fn is_prefix(letters: &[u8]) -> bool {
    let lower = letters.to_ascii_lowercase();
    matches!(
        lower.as_slice(),
        b"" | b"b" | b"f" | b"r" | b"t" | b"u" | b"br" | b"rb" | b"fr" | b"rf" | b"tr" | b"rt"
    )
}

fn is_triple(bytes: &[u8], quote: usize) -> bool {
    bytes[quote..].starts_with(&[bytes[quote]; 3])
}

/// Where the string ends whose quote stands at `quote`, if it is closed.
fn end_of_closed(bytes: &[u8], quote: usize) -> Option<usize> {
    let (end, _) = end_of_string(bytes, quote);
    let length = if is_triple(bytes, quote) { 3 } else { 1 };
    let closes = bytes[quote..end].ends_with(&bytes[quote..quote + length]);
    (closes && end - quote >= 2 * length).then_some(end)
}

/// What a string with placeholders is read as.
enum Frame {
    /// Its text.
    Text { quote: u8, is_triple: bool, is_raw: bool },
    /// The code of a placeholder, with so many brackets open.
    Field(usize),
    /// How the placeholder is formatted.
    Format,
}

/// Where the string with placeholders ends whose quote stands at `quote`, if it is closed.
fn end_of_format(bytes: &[u8], quote: usize, is_raw: bool) -> Option<usize> {
    let open = |at: usize, is_raw: bool| Frame::Text {
        quote: bytes[at],
        is_triple: is_triple(bytes, at),
        is_raw,
    };
    let width = |at: usize| if is_triple(bytes, at) { 3 } else { 1 };
    let mut stack = vec![open(quote, is_raw)];
    let mut at = quote + width(quote);
    while let Some(frame) = stack.last_mut() {
        let byte = *bytes.get(at)?;
        match frame {
            Frame::Text { quote, is_triple: triple, is_raw } => match byte {
                _ if byte == *quote && (!*triple || is_triple(bytes, at)) => {
                    at += if *triple { 3 } else { 1 };
                    stack.pop();
                }
                b'\\' if !*is_raw && bytes[at..].starts_with(b"\\N{") => {
                    at += memchr::memchr(b'}', &bytes[at..])? + 1;
                }
                b'\\' => at += if matches!(bytes.get(at + 1), Some(b'{' | b'}')) { 1 } else { 2 },
                b'{' if bytes.get(at + 1) == Some(&b'{') => at += 2,
                b'{' => {
                    at += 1;
                    if stack.len() > DEPTH {
                        return None;
                    }
                    stack.push(Frame::Field(0));
                }
                b'\n' if !*triple => return None,
                _ => at += 1,
            },
            Frame::Format => {
                match byte {
                    b'{' if stack.len() > DEPTH => return None,
                    b'{' => stack.push(Frame::Field(0)),
                    b'}' => stack.truncate(stack.len() - 2),
                    _ => {}
                }
                at += 1;
            }
            Frame::Field(depth) => match byte {
                b'"' | b'\'' => {
                    let letters = bytes[..at].iter().rev().take(2);
                    let letters = letters.take_while(|it| it.is_ascii_alphabetic()).count();
                    let prefix = bytes[at - letters..at].to_ascii_lowercase();
                    if prefix.iter().any(|letter| matches!(letter, b'f' | b't')) {
                        stack.push(open(at, prefix.contains(&b'r')));
                        at += width(at);
                    } else {
                        at = end_of_closed(bytes, at)?;
                    }
                }
                b'#' => at = line_end(bytes, at),
                b'}' if *depth == 0 => {
                    stack.pop();
                    at += 1;
                }
                b':' if *depth == 0 => {
                    stack.push(Frame::Format);
                    at += 1;
                }
                _ => {
                    match byte {
                        b'(' | b'[' | b'{' => *depth += 1,
                        b')' | b']' | b'}' => *depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    at += 1;
                }
            },
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_in_placeholders_are_part_of_the_string_around() {
        let strings = |source: &str| -> Vec<String> {
            pieces(source.as_bytes())
                .filter_map(|(_, piece)| match piece {
                    Piece::String(it) => Some(source[it.start..it.end].to_owned()),
                    Piece::Code => None,
                })
                .collect()
        };
        assert_eq!(strings("x = Rb'a' \"b\" # 'c'\n'''d\n'''"), ["Rb'a'", "\"b\"", "'''d\n'''"]);
        assert_eq!(strings("f\"{x[\"a\"]:{\"b\"}}\" + 'c'"), ["'c'"]);
        assert_eq!(strings("f'{f\"{'a'!r:>10}\"}{{' + 'c'"), ["'c'"]);
        assert_eq!(strings("f'\\N{DIGIT ONE}{x}' 'c' xf'd'"), ["'c'", "'d'"]);
        assert_eq!(strings("'a' f'{' 'b'"), ["'a'"]);
        assert_eq!(strings("'a' 'b"), ["'a'"]);
    }
}
