//! A document from beginning to end.

use super::entities::{Entities, Uses};
use super::markup::element;
use super::prolog::Prolog;
use super::reader::Reader;
use crate::hygiene::fault::Fault;

pub(super) struct Document<'t> {
    reader: Reader<'t>,
    entities: Entities,
    uses: Uses,
}

impl<'t> Document<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Document { reader: Reader::new(text), entities: Entities::default(), uses: Vec::new() }
    }

    pub(super) fn check(mut self) -> Result<(), Fault> {
        Prolog::new(&mut self.reader, &mut self.entities, &mut self.uses).check()?;
        element(&mut self.reader, &self.entities, &mut self.uses)?;
        self.reader.skip_misc()?;
        if self.reader.peek().is_some() {
            return Err(self.reader.fault("something follows the outermost element"));
        }
        self.entities.check(&self.uses, self.reader.text.len())
    }
}
