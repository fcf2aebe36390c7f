//! Content models of elements, and lists of values.

use super::reader::Reader;
use super::tokens::{Token, token};
use crate::hygiene::fault::Fault;

/// What an element may hold, up to and with the `>`.
pub(super) fn model(reader: &mut Reader<'_>) -> Result<(), Fault> {
    match token(reader)? {
        Token::Name("EMPTY" | "ANY", false) => {}
        Token::Open => group(reader)?,
        _ => return Err(unexpected(reader, "`EMPTY`, `ANY` or a group in parentheses")),
    }
    match token(reader)? {
        Token::End => Ok(()),
        _ => Err(unexpected(reader, "`>`")),
    }
}

fn unexpected(reader: &Reader<'_>, expected: &str) -> Fault {
    reader.fault_at(reader.at.saturating_sub(1), format!("expected {expected}"))
}

/// A group behind its `(`.
fn group(reader: &mut Reader<'_>) -> Result<(), Fault> {
    let mut before = *reader;
    if let Ok(Token::Keyword("PCDATA")) = token(&mut before) {
        *reader = before;
        return mixed(reader);
    }
    // What parts the items of each open group: `|` or `,`, once it is known.
    let mut open = vec![None];
    loop {
        // At an item.
        match token(reader)? {
            Token::Open => {
                open.push(None);
                continue;
            }
            Token::Name(..) => {}
            _ => return Err(unexpected(reader, "the name of an element or a group")),
        }
        // Behind an item.
        loop {
            let found = token(reader)?;
            match (found, open.last_mut()) {
                (Token::Close(_), Some(_)) => {
                    open.pop();
                    if open.is_empty() {
                        return Ok(());
                    }
                }
                (Token::Or | Token::Comma, Some(connector)) => {
                    if *connector.get_or_insert(found) != found {
                        return Err(unexpected(
                            reader,
                            "the other connector: `|` and `,` cannot be mixed",
                        ));
                    }
                    break;
                }
                _ => return Err(unexpected(reader, "`|`, `,` or `)`")),
            }
        }
    }
}

/// A group of text and elements, behind `#PCDATA`.
fn mixed(reader: &mut Reader<'_>) -> Result<(), Fault> {
    let mut has_names = false;
    loop {
        match token(reader)? {
            Token::Close(Some(b'*')) => return Ok(()),
            Token::Close(None) if !has_names => return Ok(()),
            Token::Or => {}
            _ => return Err(unexpected(reader, "`|` or `)*`")),
        }
        has_names = true;
        match token(reader)? {
            Token::Name(_, false) => {}
            _ => return Err(unexpected(reader, "the name of an element")),
        }
    }
}

/// The values of an attribute behind `(`; only names if `names_only`.
pub(super) fn enumeration(reader: &mut Reader<'_>, names_only: bool) -> Result<(), Fault> {
    loop {
        match token(reader)? {
            Token::Name(_, false) => {}
            Token::NameToken if !names_only => {}
            _ => return Err(unexpected(reader, "a name")),
        }
        match token(reader)? {
            Token::Close(None) => return Ok(()),
            Token::Or => {}
            _ => return Err(unexpected(reader, "`|` or `)`")),
        }
    }
}
