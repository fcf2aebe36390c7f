//! Words and signs of an expression.

/// A word or a sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Text(String),
    Number(f64),
    Word(String),
    Sign(&'static str),
    End,
}

/// Longer ones first.
const SIGNS: &[&str] = &[
    "||", "&&", "==", "!=", "<=", ">=", "??", "?.", ".?", "[?", "(", ")", "[", "]", "{", "}", ",",
    ".", ";", ":", "?", "<", ">", "=", "!", "+", "-", "*", "/", "%", "|",
];

/// The tokens of `source`, each with where it begins.
pub(super) fn tokens(source: &str) -> Result<Vec<(usize, Token)>, String> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or_default();
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if rest.starts_with("//") || first == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if let Some(raw) = rest.strip_prefix("r\"\"\"") {
            let end = raw.find("\"\"\"").ok_or_else(|| open(source, at))?;
            tokens.push((at, Token::Text(raw[..end].to_owned())));
            at += 4 + end + 3;
        } else if let Some(raw) = rest.strip_prefix('`') {
            let end = raw.find('`').ok_or_else(|| open(source, at))?;
            tokens.push((at, Token::Text(raw[..end].to_owned())));
            at += end + 2;
        } else if first == '"' || first == '\'' {
            let (text, length) = quoted(&rest[1..], first).ok_or_else(|| open(source, at))?;
            tokens.push((at, Token::Text(text)));
            at += length + 1;
        } else if first.is_ascii_digit() {
            let is_part = |one: char| one.is_ascii_digit() || one == '.' || one == '_';
            let length = rest.find(|one| !is_part(one)).unwrap_or(rest.len());
            let number = rest[..length].replace('_', "").parse();
            let number = number.map_err(|_| fault(source, at, "this is no number"))?;
            tokens.push((at, Token::Number(number)));
            at += length;
        } else if first.is_alphabetic() || first == '_' || first == '$' {
            let is_part = |one: char| one.is_alphanumeric() || one == '_' || one == '$';
            let length = rest.find(|one| !is_part(one)).unwrap_or(rest.len());
            tokens.push((at, Token::Word(rest[..length].to_owned())));
            at += length;
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| fault(source, at, "this sign is unknown"))?;
            tokens.push((at, Token::Sign(sign)));
            at += sign.len();
        }
    }
    tokens.push((source.len(), Token::End));
    Ok(tokens)
}

/// The text before the closing `quote`, and how many bytes it takes with the quote.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut characters = rest.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            _ if character == quote => return Some((text, at + character.len_utf8())),
            '\\' => {
                let (_, escaped) = characters.next()?;
                let digits = match escaped {
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    _ => 0,
                };
                let code: String =
                    characters.by_ref().take(digits).map(|(_, digit)| digit).collect();
                text.push(match escaped {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'a' => '\x07',
                    'b' => '\x08',
                    'f' => '\x0C',
                    'v' => '\x0B',
                    _ if digits > 0 => char::from_u32(u32::from_str_radix(&code, 16).ok()?)?,
                    _ => escaped,
                });
            }
            _ => text.push(character),
        }
    }
    None
}

fn open(source: &str, at: usize) -> String {
    fault(source, at, "this text is not closed, or has an escape that is none")
}

/// A fault at a place of `source`, quoted.
pub(super) fn fault(source: &str, at: usize, message: &str) -> String {
    let rest = source.get(at..).unwrap_or_default().trim();
    let shown: String = rest.chars().take_while(|one| *one != '\n').take(30).collect();
    match shown.is_empty() {
        true => format!("{message} (at its end)"),
        false => format!("{message} (at '{shown}')"),
    }
}
