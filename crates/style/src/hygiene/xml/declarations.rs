//! What stands within a document type: declarations, and the entities for them.

use super::entities::{Entities, Meaning, Uses};
use super::groups::{enumeration, model};
use super::markup::attribute_value;
use super::reader::{Reader, Reference};
use super::tokens::{Token, token};
use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::collections::HashMap;

/// Most bytes that parameter entities may come to.
const MOST_EXPANDED: usize = 8 << 20;
/// Most of them within each other.
const DEEPEST: usize = 64;

/// The declarations of a document.
pub(super) struct Declarations<'d> {
    pub(super) entities: &'d mut Entities,
    uses: &'d mut Uses,
    /// The entities for declarations; none for other files.
    parameters: HashMap<String, Option<String>>,
    /// Those that are being read.
    open: Vec<String>,
    /// How many bytes of them were.
    expanded: usize,
    /// Whether declarations still count: not behind an entity that was not read. What they say is
    /// not looked at then.
    counts: bool,
}

fn unexpected(reader: &Reader<'_>, expected: &str) -> Fault {
    reader.fault_at(reader.at.saturating_sub(1), format!("expected {expected}"))
}

impl<'d> Declarations<'d> {
    pub(super) fn new(entities: &'d mut Entities, uses: &'d mut Uses) -> Self {
        let (parameters, open) = Default::default();
        Declarations { entities, uses, parameters, open, expanded: 0, counts: true }
    }

    /// All up to the `]`, or up to the end of a parameter entity.
    pub(super) fn subset(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        loop {
            reader.skip_space();
            let start = reader.at;
            match reader.peek() {
                None if !self.open.is_empty() => return Ok(()),
                Some(b']') if self.open.is_empty() => return Ok(()),
                Some(b'%') => self.parameter(reader)?,
                _ if reader.take("<!--") => reader.comment(start)?,
                _ if reader.take("<?") => reader.instruction(start)?,
                _ if reader.take("<!") => self.declaration(reader)?,
                _ => return Err(reader.fault("expected a declaration or `]`")),
            }
        }
    }

    /// A declaration behind `<!`.
    fn declaration(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let start = reader.at;
        let keyword = reader.name_token();
        let is_apart = matches!(reader.peek(), Some(b' ' | b'\t' | b'\n' | b'\r'));
        match keyword {
            _ if !is_apart => Err(reader.fault_at(start, "expected a declaration")),
            "ENTITY" => self.entity(reader),
            "ATTLIST" => self.attributes(reader),
            "ELEMENT" => {
                name(reader)?;
                model(reader)
            }
            "NOTATION" => {
                name(reader)?;
                external(reader, true)?;
                end(reader)
            }
            _ => Err(reader.fault_at(start, "there is no such declaration")),
        }
    }

    /// `%name;` between declarations.
    fn parameter(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let start = reader.at;
        reader.at += 1;
        let name = reader.name();
        if name.is_empty() || !reader.take(";") {
            return Err(reader.fault_at(start, "expected a parameter entity such as `%name;`"));
        }
        self.entities.may_be_more = true;
        if self.entities.standalone {
            return Ok(());
        }
        let Some(Some(text)) = self.parameters.get(name).cloned() else {
            self.counts = false;
            return Ok(());
        };
        let span = Span::new(start, reader.at);
        let fault = |message: &str| Err(Fault::new(span, format!("the entity `{name}` {message}")));
        self.expanded = self.expanded.saturating_add(text.len());
        if self.open.iter().any(|open| open == name) {
            return fault("holds itself");
        }
        if self.open.len() >= DEEPEST || self.expanded > MOST_EXPANDED {
            return fault("expands to too much");
        }
        self.open.push(name.to_owned());
        let found = self.subset(&mut Reader::new(&text));
        self.open.pop();
        found.or_else(|inner| fault(&format!("has a fault: {}", inner.message)))
    }

    fn entity(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let (name, is_parameter) = match token(reader)? {
            Token::Name(name, false) => (name, false),
            Token::Percent => match token(reader)? {
                Token::Name(name, false) => (name, true),
                _ => return Err(unexpected(reader, "the name of an entity")),
            },
            _ => return Err(unexpected(reader, "the name of an entity")),
        };
        let mut before = *reader;
        let mut meaning = match token(&mut before)? {
            Token::Literal(_, at) => {
                *reader = before;
                let text = if self.counts { self.entity_text(reader, at)? } else { String::new() };
                Meaning::Text(text)
            }
            _ => {
                external(reader, false)?;
                Meaning::External
            }
        };
        match token(reader)? {
            Token::End => {}
            Token::Name("NDATA", false) if meaning == Meaning::External && !is_parameter => {
                meaning = Meaning::Unparsed;
                self::name(reader)?;
                end(reader)?;
            }
            _ => return Err(unexpected(reader, "`>`")),
        }
        if !self.counts {
            return Ok(());
        }
        if is_parameter {
            let text = match meaning {
                Meaning::Text(text) => Some(text),
                Meaning::External | Meaning::Unparsed => None,
            };
            self.parameters.entry(name.to_owned()).or_insert(text);
        } else {
            self.entities.declare(name, meaning);
        }
        Ok(())
    }

    /// What an entity stands for, written between `at` and the quote before the reader:
    /// references to characters are replaced.
    fn entity_text(&self, reader: &Reader<'_>, at: usize) -> Result<String, Fault> {
        let mut value = Reader { text: &reader.text[..reader.at - 1], at };
        let mut text = String::new();
        loop {
            let start = value.at;
            value.skip_until(b"&%")?;
            text.push_str(&value.text[start..value.at]);
            match value.peek() {
                None => return Ok(text),
                Some(b'&') => match value.reference()? {
                    (Reference::Character(character), _) => text.push(character),
                    (Reference::Entity(_), span) => {
                        text.push_str(&value.text[span.start..span.end]);
                    }
                },
                Some(_) if self.open.is_empty() => {
                    let message =
                        "`%` within an entity of the document itself; it is written `&#37;`";
                    return Err(value.fault(message));
                }
                Some(_) => value.at += 1,
            }
        }
    }

    fn attributes(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        name(reader)?;
        loop {
            match token(reader)? {
                Token::End => return Ok(()),
                Token::Name(_, false) => {}
                _ => return Err(unexpected(reader, "the name of an attribute or `>`")),
            }
            match token(reader)? {
                Token::Open => enumeration(reader, false)?,
                Token::Name("NOTATION", false) => match token(reader)? {
                    Token::Open => enumeration(reader, true)?,
                    _ => return Err(unexpected(reader, "`(`")),
                },
                Token::Name(
                    "CDATA" | "ID" | "IDREF" | "IDREFS" | "ENTITY" | "ENTITIES" | "NMTOKEN"
                    | "NMTOKENS",
                    false,
                ) => {}
                _ => return Err(unexpected(reader, "the type of an attribute")),
            }
            let value = match token(reader)? {
                Token::Keyword("IMPLIED" | "REQUIRED") => continue,
                Token::Keyword("FIXED") => token(reader)?,
                other => other,
            };
            let Token::Literal(_, at) = value else {
                return Err(unexpected(reader, "a default"));
            };
            if self.counts {
                let mut value = Reader { text: &reader.text[..reader.at - 1], at };
                attribute_value(&mut value, None, self.entities, self.uses)?;
            }
        }
    }
}

fn name(reader: &mut Reader<'_>) -> Result<(), Fault> {
    match token(reader)? {
        Token::Name(_, false) => Ok(()),
        _ => Err(unexpected(reader, "a name")),
    }
}

fn end(reader: &mut Reader<'_>) -> Result<(), Fault> {
    match token(reader)? {
        Token::End => Ok(()),
        _ => Err(unexpected(reader, "`>`")),
    }
}

/// `SYSTEM "…"` or `PUBLIC "…" "…"`; with `or_public` the second may be missing.
pub(super) fn external(reader: &mut Reader<'_>, or_public: bool) -> Result<(), Fault> {
    let is_public = match token(reader)? {
        Token::Name("SYSTEM", false) => false,
        Token::Name("PUBLIC", false) => true,
        _ => return Err(unexpected(reader, "`SYSTEM` or `PUBLIC`")),
    };
    let Token::Literal(literal, at) = token(reader)? else {
        return Err(unexpected(reader, "a name in quotes"));
    };
    if !is_public {
        return Ok(());
    }
    let is_odd = |character: char| {
        !character.is_ascii_alphanumeric() && !" \n\r-'()+,./:=?;!*#@$_%".contains(character)
    };
    if let Some(odd) = literal.find(is_odd) {
        return Err(reader.fault_at(at + odd, "public identifiers cannot have this character"));
    }
    let mut before = *reader;
    match token(&mut before)? {
        Token::Literal(..) => *reader = before,
        _ if or_public => {}
        _ => return Err(unexpected(&before, "the address of the file in quotes")),
    }
    Ok(())
}
