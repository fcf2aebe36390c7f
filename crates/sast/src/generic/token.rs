//! Lines and their words and symbols.

/// A word, or a byte of any other sort that is no white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// ASCII letters, digits and underscores.
    Word { start: usize, end: usize },
    /// A byte and where it stands.
    Symbol { byte: u8, at: usize },
}

/// A line that holds something.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number, from 0.
    pub(super) number: usize,
    /// How deep it stands: one for a blank, eight for a tabulator.
    pub(super) indent: usize,
    /// What it holds.
    pub(super) tokens: Vec<Token>,
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The lines of `text` that hold something.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Line> {
    let mut start = 0;
    text.split_inclusive(|&byte| byte == b'\n').enumerate().filter_map(move |(number, line)| {
        let base = start;
        start += line.len();
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        let is_whole = content.len() < line.len();
        let content = content.strip_suffix(b"\r").filter(|_| is_whole).unwrap_or(content);
        let depth = content.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let indent = depth.map(|&byte| if byte == b'\t' { 8 } else { 1 }).sum();
        let tokens = tokens(content, base);
        (!tokens.is_empty()).then_some(Line { number, indent, tokens })
    })
}

fn tokens(line: &[u8], base: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = line.get(at) {
        if is_word(byte) {
            let length = line[at..].iter().take_while(|&&byte| is_word(byte)).count();
            tokens.push(Token::Word { start: base + at, end: base + at + length });
            at += length;
            continue;
        }
        if !matches!(byte, b' ' | b'\t') {
            tokens.push(Token::Symbol { byte, at: base + at });
        }
        at += 1;
    }
    tokens
}
