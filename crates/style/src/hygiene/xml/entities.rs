//! Entities, and what they come to.

use super::markup::{attribute_value, content};
use super::reader::Reader;
use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::collections::HashMap;

/// From so many bytes on expat asks how many times the document they are.
const MOST_EXPANDED: u64 = 8 << 20;
/// That many are too many.
const MOST_TIMES: u64 = 100;

/// What an entity stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Text(String),
    /// Another file, which is not read.
    External,
    /// A file that is no XML.
    Unparsed,
}

/// Where an entity is referred to, which decides on what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Content,
    Attribute,
}

/// The general entities of a document.
#[derive(Debug, Default)]
pub(super) struct Entities {
    numbers: HashMap<String, usize>,
    all: Vec<(String, Meaning)>,
    /// Whether there may be declarations that were not read: then nothing is undefined.
    pub(super) may_be_more: bool,
    /// Whether the document says that it needs no other file.
    pub(super) standalone: bool,
}

/// An entity where it is referred to.
type Use = (usize, Place);

impl Entities {
    /// Declares an entity; the first declaration of a name counts.
    pub(super) fn declare(&mut self, name: &str, meaning: Meaning) {
        if !is_predefined(name) && !self.numbers.contains_key(name) {
            self.numbers.insert(name.to_owned(), self.all.len());
            self.all.push((name.to_owned(), meaning));
        }
    }

    /// The entity `name`; none if there is nothing to look at. `Err` says why there is none.
    pub(super) fn find(&self, name: &str, place: Place) -> Result<Option<Use>, String> {
        if is_predefined(name) {
            return Ok(None);
        }
        let Some(&number) = self.numbers.get(name) else {
            return match self.may_be_more && !self.standalone {
                true => Ok(None),
                false => Err(format!("the entity `{name}` is not defined")),
            };
        };
        match self.all[number].1 {
            Meaning::Text(_) => Ok(Some((number, place))),
            Meaning::External if place == Place::Content => Ok(None),
            Meaning::External => {
                Err(format!("the entity `{name}` is another file, which an attribute cannot hold"))
            }
            Meaning::Unparsed => Err(format!("the entity `{name}` is no XML")),
        }
    }

    /// Looks at all that `uses` of a document of `length` bytes lead to.
    pub(super) fn check(&self, uses: &[(Use, Span)], length: usize) -> Result<(), Fault> {
        let mut sizes: HashMap<Use, Option<u64>> = HashMap::new();
        let mut total = 0u64;
        for &(entity, span) in uses {
            let size =
                self.size(entity, &mut sizes).map_err(|message| Fault::new(span, message))?;
            total = total.saturating_add(size);
            let all = total.saturating_add(length as u64);
            if all >= MOST_EXPANDED && all / (length as u64).max(1) >= MOST_TIMES {
                return Err(Fault::new(
                    span,
                    "the entities expand to far more than the document is",
                ));
            }
        }
        Ok(())
    }

    /// The number of bytes that an entity expands to; `sizes` has those that are known, and no
    /// size for those that are being looked at.
    fn size(&self, entity: Use, sizes: &mut HashMap<Use, Option<u64>>) -> Result<u64, String> {
        if let Some(Some(size)) = sizes.get(&entity) {
            return Ok(*size);
        }
        // Entities that are open, each with the uses in it that are still to be looked at.
        let mut open = vec![(entity, self.uses(entity)?, 0u64)];
        sizes.insert(entity, None);
        while let Some((entity, uses, size)) = open.last_mut() {
            let Some(next) = uses.pop() else {
                let (entity, size) =
                    (*entity, size.saturating_add(self.text(entity.0).len() as u64));
                sizes.insert(entity, Some(size));
                open.pop();
                if let Some((_, _, around)) = open.last_mut() {
                    *around = around.saturating_add(size);
                }
                continue;
            };
            match sizes.get(&next) {
                Some(Some(known)) => *size = size.saturating_add(*known),
                Some(None) => {
                    return Err(format!("the entity `{}` holds itself", self.all[next.0].0));
                }
                None => {
                    sizes.insert(next, None);
                    open.push((next, self.uses(next)?, 0));
                }
            }
        }
        Ok(sizes.get(&entity).copied().flatten().unwrap_or_default())
    }

    fn text(&self, number: usize) -> &str {
        match &self.all[number].1 {
            Meaning::Text(text) => text,
            Meaning::External | Meaning::Unparsed => "",
        }
    }

    /// What an entity refers to itself, or why it may not stand there.
    fn uses(&self, (number, place): Use) -> Result<Vec<Use>, String> {
        let mut reader = Reader::new(self.text(number));
        let mut found = Vec::new();
        let checked = match place {
            Place::Content => content(&mut reader, self, &mut found),
            Place::Attribute => attribute_value(&mut reader, None, self, &mut found),
        };
        match checked {
            Ok(()) => Ok(found.into_iter().map(|(entity, _)| entity).collect()),
            Err(fault) => {
                Err(format!("the entity `{}` has a fault: {}", self.all[number].0, fault.message))
            }
        }
    }
}

fn is_predefined(name: &str) -> bool {
    matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
}

/// Uses of entities, and where.
pub(super) type Uses = Vec<(Use, Span)>;
