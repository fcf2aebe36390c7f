//! The pieces of declarations.

use super::reader::Reader;
use crate::hygiene::fault::Fault;

/// A piece of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A name, and whether `?`, `*` or `+` stands behind.
    Name(&'t str, bool),
    /// What has the characters of a name, but none that begins one.
    NameToken,
    /// `#NAME`
    Keyword(&'t str),
    /// What stands in quotes, and where it begins.
    Literal(&'t str, usize),
    Open,
    /// `)` with what stands behind: `?`, `*` or `+`.
    Close(Option<u8>),
    Or,
    Comma,
    Bracket,
    Percent,
    /// `>`
    End,
}

/// The next piece, white space before it passed.
pub(super) fn token<'t>(reader: &mut Reader<'t>) -> Result<Token<'t>, Fault> {
    reader.skip_space();
    let Some(byte) = reader.peek() else {
        return Err(reader.fault("the declaration is not closed"));
    };
    let start = reader.at;
    let single = match byte {
        b'(' => Some(Token::Open),
        b'|' => Some(Token::Or),
        b',' => Some(Token::Comma),
        b'[' => Some(Token::Bracket),
        b'>' => Some(Token::End),
        _ => None,
    };
    if let Some(token) = single {
        reader.at += 1;
        return Ok(token);
    }
    let (token, followers): (_, &[u8]) = match byte {
        b'"' | b'\'' => {
            reader.at += 1;
            reader.skip_until(&[byte])?;
            let literal = &reader.text[start + 1..reader.at];
            if reader.peek().is_none() {
                return Err(reader.fault_at(start, "the quote is not closed"));
            }
            reader.at += 1;
            (Token::Literal(literal, start + 1), b">%[")
        }
        b')' => {
            reader.at += 1;
            let behind = quantifier(reader);
            (Token::Close(behind), if behind.is_some() { ANY } else { b">,|)" })
        }
        b'#' => {
            reader.at += 1;
            let name = reader.name();
            if name.is_empty() {
                return Err(reader.fault("expected a keyword behind `#`"));
            }
            (Token::Keyword(name), b")>%|")
        }
        b'%' => {
            reader.at += 1;
            match reader.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r' | b'%') => (Token::Percent, ANY),
                _ => {
                    let message = "a parameter entity cannot stand within a declaration here";
                    return Err(reader.fault_at(start, message));
                }
            }
        }
        _ => {
            let name = reader.name();
            if !name.is_empty() {
                let behind = quantifier(reader).is_some();
                (Token::Name(name, behind), if behind { ANY } else { b">),|[%" })
            } else if !reader.name_token().is_empty() {
                (Token::NameToken, b">),|[%")
            } else {
                return Err(reader.fault("this character has no place in a declaration"));
            }
        }
    };
    let fits = |byte: u8| followers.contains(&byte) || matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    match reader.peek() {
        Some(byte) if !followers.is_empty() && !fits(byte) => Err(reader.fault("expected a space")),
        _ => Ok(token),
    }
}

/// Nothing need follow.
const ANY: &[u8] = b"";

fn quantifier(reader: &mut Reader<'_>) -> Option<u8> {
    let found = reader.peek().filter(|byte| matches!(byte, b'?' | b'*' | b'+'))?;
    reader.at += 1;
    Some(found)
}
