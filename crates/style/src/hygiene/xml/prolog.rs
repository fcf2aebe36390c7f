//! What stands before the first element.

use super::declarations::{Declarations, external};
use super::entities::{Entities, Uses};
use super::reader::Reader;
use super::tokens::{Token, token};
use crate::hygiene::fault::Fault;

pub(super) struct Prolog<'p, 't> {
    reader: &'p mut Reader<'t>,
    entities: &'p mut Entities,
    uses: &'p mut Uses,
}

impl<'p, 't> Prolog<'p, 't> {
    pub(super) fn new(
        reader: &'p mut Reader<'t>,
        entities: &'p mut Entities,
        uses: &'p mut Uses,
    ) -> Self {
        Prolog { reader, entities, uses }
    }

    /// All up to the `<` of the first element.
    pub(super) fn check(mut self) -> Result<(), Fault> {
        self.reader.take("\u{feff}");
        let mut beginning = *self.reader;
        if beginning.take("<?") && beginning.name() == "xml" {
            *self.reader = beginning;
            self.declaration()?;
        }
        self.reader.skip_misc()?;
        if self.reader.take("<!DOCTYPE") {
            self.document_type()?;
            self.reader.skip_misc()?;
        }
        match self.reader.peek() {
            Some(b'<') if !self.reader.rest().starts_with("<!") => Ok(()),
            None => Err(self.reader.fault("the file has no element")),
            _ => Err(self.reader.fault("expected an element")),
        }
    }

    /// The XML declaration behind `<?xml`.
    fn declaration(&mut self) -> Result<(), Fault> {
        let mut names = ["version", "encoding", "standalone"].into_iter();
        loop {
            let has_space = self.reader.skip_space();
            if self.reader.take("?>") {
                // Without a version it is none.
                return match names.len() {
                    3 => Err(self.reader.fault("expected `version`")),
                    _ => Ok(()),
                };
            }
            let start = self.reader.at;
            let name = self.reader.name();
            let is_next = match names.len() {
                3 => names.next() == Some(name),
                _ => names.any(|next| next == name),
            };
            if !has_space || !is_next {
                let message =
                    "expected `version`, `encoding` and `standalone` in this order, or `?>`";
                return Err(self.reader.fault_at(start, message));
            }
            self.reader.skip_space();
            if !self.reader.take("=") {
                return Err(self.reader.fault("expected `=`"));
            }
            self.reader.skip_space();
            let at = self.reader.at;
            let value = self.pseudo_value()?;
            let fits = match name {
                "encoding" => value.starts_with(|first: char| first.is_ascii_alphabetic()),
                "standalone" => matches!(value, "yes" | "no"),
                _ => true,
            };
            if !fits {
                return Err(self.reader.fault_at(at, format!("`{name}` cannot have this value")));
            }
            self.entities.standalone |= name == "standalone" && value == "yes";
        }
    }

    fn pseudo_value(&mut self) -> Result<&'t str, Fault> {
        let quote = match self.reader.peek() {
            Some(b'"') => "\"",
            Some(b'\'') => "'",
            _ => return Err(self.reader.fault("expected a value in quotes")),
        };
        self.reader.at += 1;
        let rest = self.reader.rest();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_".contains(byte);
        let value = &rest[..rest.bytes().take_while(is_part).count()];
        self.reader.at += value.len();
        match self.reader.take(quote) {
            true => Ok(value),
            false => Err(self.reader.fault("this character has no place here")),
        }
    }

    /// The document type behind `<!DOCTYPE`.
    fn document_type(&mut self) -> Result<(), Fault> {
        let has_space = matches!(self.reader.peek(), Some(b' ' | b'\t' | b'\n' | b'\r'));
        let named = has_space && matches!(token(self.reader)?, Token::Name(_, false));
        if !named {
            return Err(self.reader.fault("expected the name of the outermost element"));
        }
        let mut next = *self.reader;
        if let Token::Name(..) = token(&mut next)? {
            external(self.reader, false)?;
            self.entities.may_be_more = true;
        }
        match token(self.reader)? {
            Token::End => return Ok(()),
            Token::Bracket => {}
            _ => return Err(self.reader.fault("expected `[` or `>`")),
        }
        Declarations::new(self.entities, self.uses).subset(self.reader)?;
        self.reader.take("]");
        self.reader.skip_space();
        match self.reader.take(">") {
            true => Ok(()),
            false => Err(self.reader.fault("expected `>`")),
        }
    }
}
