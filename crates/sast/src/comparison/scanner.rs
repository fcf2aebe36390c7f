//! The words and signs of a comparison.

use std::fmt;

/// A piece of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Integer(i128),
    /// A number too large for the above: it compares with nothing.
    Huge(String),
    Float(f64),
    Text(Vec<u8>),
    Metavariable(String),
    Name(String),
    Sign(&'static str),
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Integer(value) => write!(formatter, "'{value}'"),
            Token::Float(value) => write!(formatter, "'{value}'"),
            Token::Text(text) => write!(formatter, "\"{}\"", String::from_utf8_lossy(text)),
            Token::Huge(text) | Token::Metavariable(text) | Token::Name(text) => {
                write!(formatter, "'{text}'")
            }
            Token::Sign(sign) => write!(formatter, "'{sign}'"),
        }
    }
}

/// Longer ones first.
const SIGNS: &[&str] = &[
    "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "+", "-", "*", "/", "%", "&", "|", "^", "~",
    "<", ">", "(", ")", "[", "]", ",", ".",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let token;
        (token, rest) = match first {
            '\'' | '"' => string(rest, first)?,
            '$' => metavariable(rest)?,
            '0'..='9' => number(rest)?,
            '.' if rest[1..].starts_with(|digit: char| digit.is_ascii_digit()) => number(rest)?,
            _ if first.is_alphabetic() || first == '_' => {
                let (name, behind) = word(rest);
                let is_quoted = behind.starts_with(['\'', '"']);
                match behind.chars().next() {
                    Some(quote) if is_quoted && name.eq_ignore_ascii_case("r") => {
                        raw_string(behind, quote)?
                    }
                    _ if is_quoted => {
                        return Err(format!("strings '{name}\"…\"' are not supported"));
                    }
                    _ => (Token::Name(name.to_owned()), behind),
                }
            }
            _ => {
                let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
                let sign = sign.ok_or_else(|| format!("'{first}' is not understood"))?;
                (Token::Sign(sign), &rest[sign.len()..])
            }
        };
        tokens.push(token);
        rest = rest.trim_start();
    }
    Ok(tokens)
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|part: char| !part.is_alphanumeric() && part != '_');
    text.split_at(end.unwrap_or(text.len()))
}

fn metavariable(text: &str) -> Result<(Token, &str), String> {
    let sign = if text.starts_with("$...") { 4 } else { 1 };
    let (name, rest) = word(&text[sign..]);
    if !name.starts_with(|first: char| first.is_ascii_uppercase() || first == '_') {
        return Err(format!("'${name}' is no metavariable"));
    }
    Ok((Token::Metavariable(text[..sign + name.len()].to_owned()), rest))
}

fn number(text: &str) -> Result<(Token, &str), String> {
    let (start, rest) = word(text);
    let is_prefixed = |letters: [char; 2]| {
        start.strip_prefix('0').is_some_and(|digits| digits.starts_with(letters))
    };
    for (letters, base) in [(['x', 'X'], 16), (['o', 'O'], 8), (['b', 'B'], 2)] {
        if is_prefixed(letters) {
            return Ok((integer(start, &start[2..], base)?, rest));
        }
    }
    let is_plain = start.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    if is_plain && !start.is_empty() && !rest.starts_with('.') {
        return Ok((integer(start, start, 10)?, rest));
    }
    // The exponent of a float may have a sign, which ends a word.
    let mut end = start.len();
    if text[end..].starts_with('.') {
        end += 1 + word(&text[end + 1..]).0.len();
    }
    if text[..end].ends_with(['e', 'E']) && text[end..].starts_with(['+', '-']) {
        end += 1 + word(&text[end + 1..]).0.len();
    }
    let value = text[..end].replace('_', "").parse();
    let value = value.map_err(|_| format!("'{}' is no number", &text[..end]))?;
    Ok((Token::Float(value), &text[end..]))
}

fn integer(shown: &str, digits: &str, base: u32) -> Result<Token, String> {
    let digits = digits.replace('_', "");
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return Err(format!("'{shown}' is no number"));
    }
    Ok(match i128::from_str_radix(&digits, base) {
        Ok(value) => Token::Integer(value),
        Err(_) => Token::Huge(shown.to_owned()),
    })
}

fn raw_string(text: &str, quote: char) -> Result<(Token, &str), String> {
    let inside = &text[1..];
    let end = inside.find(quote).ok_or("a string has no end")?;
    Ok((Token::Text(inside.as_bytes()[..end].to_vec()), &inside[end + 1..]))
}

/// A string with the escapes of Python; a backslash before another character stays.
fn string(text: &str, quote: char) -> Result<(Token, &str), String> {
    let inside = &text[1..];
    let mut value = Vec::new();
    let mut characters = inside.char_indices();
    while let Some((at, character)) = characters.next() {
        let mut encoded = [0; 4];
        if character == quote {
            return Ok((Token::Text(value), &inside[at + 1..]));
        }
        if character != '\\' {
            value.extend(character.encode_utf8(&mut encoded).as_bytes());
            continue;
        }
        let (_, escaped) = characters.next().ok_or("a string has no end")?;
        match escaped {
            '\\' | '\'' | '"' => value.push(escaped as u8),
            'n' => value.push(b'\n'),
            't' => value.push(b'\t'),
            'r' => value.push(b'\r'),
            _ => {
                value.push(b'\\');
                value.extend(escaped.encode_utf8(&mut encoded).as_bytes());
            }
        }
    }
    Err("a string has no end".to_owned())
}
