//! Digits that are written over several lines or strings.

use crate::runs::SHORTEST;
use std::ops::Range;

/// Most bytes between two lines: a line end, an indentation, quotes, a comment sign.
const WIDEST: usize = 96;

/// Where the digits behind `line` go on, after `count` of them; `line` and what is returned are
/// digits by `is_digit` throughout.
///
/// They do on the next line, or in the next string that is joined to this one, if what follows is
/// all digits and as long as `line`, or shorter and then the last.
pub(crate) fn next_line(
    text: &[u8],
    line: &Range<usize>,
    count: usize,
    is_digit: impl Fn(u8) -> bool,
) -> Option<Range<usize>> {
    if line.len() < SHORTEST {
        return None;
    }
    let start = line.end + glue(text.get(line.end..)?, count, &is_digit)?;
    let longest = text.get(start..)?.iter().take(line.len() + 1);
    let length = longest.take_while(|&&byte| is_digit(byte)).count();
    let next = start..start + length;
    (length > 0 && length <= line.len() && is_over(&text[next.end..])).then_some(next)
}

/// The bytes between two lines at the beginning of `text`, if that is what stands there.
fn glue(text: &[u8], count: usize, is_digit: &impl Fn(u8) -> bool) -> Option<usize> {
    let (mut at, mut quotes, mut broken) = (0, 0, false);
    loop {
        let rest = text.get(at..).filter(|_| at < WIDEST)?;
        at += match rest {
            [b'\n', ..] => {
                broken = true;
                1
            }
            [b'\\', b'n' | b'r', ..] => {
                broken = true;
                2
            }
            [b'"' | b'\'' | b'`', ..] => {
                quotes += 1;
                1
            }
            [b'+' | b'/', b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b'/', ..] => 1,
            // Strings in a list are one text only if each is whole groups of digits.
            [b',', ..] if count.is_multiple_of(4) => 1,
            [b' ' | b'\t' | b'\r' | b'.' | b'&' | b'\\' | b'#' | b'*' | b'>' | b'|', ..] => 1,
            [byte, ..] if is_digit(*byte) => break,
            _ => return None,
        };
    }
    (broken || quotes >= 2).then_some(at)
}

/// Whether what stands at the beginning of `text` ends a line of digits.
fn is_over(text: &[u8]) -> bool {
    let padding = text.iter().take(2).take_while(|&&byte| byte == b'=').count();
    match text.get(padding) {
        None => true,
        Some(byte) => byte.is_ascii_whitespace() || b"\"'`\\,;)]}<".contains(byte),
    }
}
