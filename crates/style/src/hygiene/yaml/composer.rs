//! Makes nodes of events.

use super::Options;
use super::constructor::Constructor;
use super::node::{Content, Node, Nodes, Number, Sort};
use super::parser::{Event, Parser, Tag, What};
use super::resolve::resolve;
use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::collections::HashMap;

/// Deepest nesting; Python's loader gives up at about as much.
const DEEPEST: usize = 488;

pub(super) struct Composer<'t, 's> {
    parser: Parser<'t>,
    options: &'s Options<'s>,
    nodes: Nodes<'t>,
    anchors: HashMap<&'t [u8], Number>,
    open: Vec<Open>,
}

/// A collection that is not complete.
struct Open {
    number: Number,
    /// A key that has no value yet.
    key: Option<(Number, Span)>,
}

impl<'t, 's> Composer<'t, 's> {
    pub(super) fn new(parser: Parser<'t>, options: &'s Options<'s>) -> Self {
        let (nodes, anchors, open) = Default::default();
        Composer { parser, options, nodes, anchors, open }
    }

    /// Goes through all documents.
    pub(super) fn check(mut self) -> Result<(), Fault> {
        let mut next = self.parser.next()?;
        while next.is_some() {
            self.nodes.clear();
            self.anchors.clear();
            self.document()?;
            next = self.parser.next()?;
            if let Some(event) = &next
                && !self.options.documents
            {
                let message = "a second document begins here, which must be allowed with `yaml-multiple-documents`";
                return Err(Fault::at(self.parser.text(), event.span.start, message));
            }
            Constructor::new(&self.nodes, self.parser.version(), self.parser.text()).check()?;
        }
        Ok(())
    }

    fn document(&mut self) -> Result<(), Fault> {
        while let Some(event) = self.parser.next()? {
            match event.what {
                What::DocumentStart => {}
                What::DocumentEnd => break,
                What::Alias(name) => match self.anchors.get(name) {
                    Some(&number) => self.add(number, event.span),
                    None => {
                        let name = String::from_utf8_lossy(name);
                        let message = format!("nothing before has the anchor `&{name}`");
                        return Err(Fault::new(event.span, message));
                    }
                },
                What::SequenceEnd | What::MappingEnd => {
                    if let Some(open) = self.open.pop() {
                        self.nodes.filled[open.number as usize] = self.is_filled(open.number);
                    }
                }
                What::Scalar(_) | What::SequenceStart | What::MappingStart => self.node(event)?,
            }
        }
        Ok(())
    }

    /// Adds a node; what follows is in it if it is a collection.
    fn node(&mut self, event: Event<'t>) -> Result<(), Fault> {
        let Event { what, span, anchor, tag } = event;
        let is_scalar = matches!(what, What::Scalar(_));
        if self.open.len() >= DEEPEST && !is_scalar {
            return Err(Fault::new(span, "the nesting is too deep"));
        }
        // The tag `!` says that the sort is to be found as if there were none.
        let tag = tag.map(|tag| (*tag.name == *b"!", tag));
        let given = tag.as_ref().filter(|(is_none, _)| !is_none).map(|(_, tag)| tag);
        let (default, content) = match what {
            What::Scalar(scalar) => {
                let is_open = scalar.is_plain && tag.is_none();
                let sort = match given {
                    None if is_open || tag.is_some() => {
                        resolve(&scalar.value, self.parser.version())
                    }
                    _ => Sort::Text,
                };
                (sort, Content::Scalar(scalar.value))
            }
            What::SequenceStart => (Sort::Sequence, Content::Sequence(Vec::new())),
            _ => (Sort::Mapping, Content::Mapping(Vec::new())),
        };
        let sort = given.map_or(default, |tag| self.sort_of(tag, default));
        let number = self.nodes.push(Node { sort, content, span });
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, number);
        }
        self.add(number, span);
        if !is_scalar {
            self.open.push(Open { number, key: None });
        }
        Ok(())
    }

    /// What a tag says, or `default` if the tag is let off.
    fn sort_of(&self, tag: &Tag<'_>, default: Sort) -> Sort {
        let sort = Sort::of_tag(&tag.name, tag.span);
        let written = tag.span.of(self.parser.text());
        let is_allowed = |allowed: &String| match allowed.strip_suffix('*') {
            Some(beginning) => written.starts_with(beginning.as_bytes()),
            None => written == allowed.as_bytes(),
        };
        match sort {
            Sort::Unknown(_) if self.options.tags.iter().any(is_allowed) => default,
            _ => sort,
        }
    }

    /// Puts a node into the collection that is open.
    fn add(&mut self, number: Number, span: Span) {
        let Some(open) = self.open.last_mut() else { return };
        match &mut self.nodes.all[open.number as usize].content {
            Content::Sequence(items) => items.push(number),
            Content::Mapping(entries) => match open.key.take() {
                None => open.key = Some((number, span)),
                Some((key, span)) => entries.push((key, number, span)),
            },
            Content::Scalar(_) => {}
        }
    }

    /// Whether a mapping has an entry of its own or by merging.
    fn is_filled(&self, number: Number) -> bool {
        let is_filled = |number: &Number| self.nodes.filled[*number as usize];
        let entries = self.nodes.entries(number).unwrap_or_default();
        entries.iter().any(|&(key, value, _)| {
            !self.nodes.is_merge(key)
                || match &self.nodes.get(value).content {
                    Content::Sequence(items) => items.iter().any(is_filled),
                    _ => is_filled(&value),
                }
        })
    }
}
