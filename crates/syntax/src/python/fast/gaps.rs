//! What stands between nodes: ruff's tree has no ranges for some of ours, whose ends are found
//! beyond parentheses, comments and line breaks.

/// The offset behind the parentheses that close behind `end`, the end of an expression that is not
/// the last of a bracket.
pub(super) fn behind_parentheses(source: &[u8], end: u32) -> u32 {
    let mut end = end;
    loop {
        let next = token_after(source, end, b"");
        if source.get(next as usize) != Some(&b')') {
            return end;
        }
        end = next + 1;
    }
}

/// The offset of the first token at or behind `from` that does not start with a byte of `passed`;
/// the length of the source if there is none.
pub(in crate::python) fn token_after(source: &[u8], from: u32, passed: &[u8]) -> u32 {
    let mut at = from as usize;
    while let Some(&byte) = source.get(at) {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'\\' => at += 1,
            b'#' => {
                let rest = &source[at..];
                at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            }
            _ if passed.contains(&byte) => at += 1,
            _ => break,
        }
    }
    at as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_line_breaks_are_passed() {
        let source = b"((a # )\n ) \\\r\n ) and b";
        assert_eq!(behind_parentheses(source, 3), 16);
        assert_eq!(token_after(source, 16, b""), 17);
        assert_eq!(behind_parentheses(source, 22), 22);
        assert_eq!(token_after(b"a, # b\n,c", 1, b","), 8);
        assert_eq!(token_after(b"a", 5, b""), 5);
    }
}
