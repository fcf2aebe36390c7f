//! Makes events of tokens.

use super::scanner::Scanner;
use super::tokens::{Kind, Scalar, TagName, Token};
use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::borrow::Cow;

/// Something that a document consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event<'t> {
    pub(super) what: What<'t>,
    pub(super) span: Span,
    pub(super) anchor: Option<&'t [u8]>,
    pub(super) tag: Option<Tag<'t>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What<'t> {
    DocumentStart,
    DocumentEnd,
    Alias(&'t [u8]),
    Scalar(Scalar<'t>),
    SequenceStart,
    SequenceEnd,
    MappingStart,
    MappingEnd,
}

/// A tag in full, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub(super) name: Cow<'t, [u8]>,
    pub(super) span: Span,
}

/// What is expected next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    ImplicitDocumentStart,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequenceEntry,
    IndentlessSequenceEntry,
    BlockMappingKey,
    BlockMappingValue,
    FlowSequenceEntry { first: bool },
    FlowSequenceKey,
    FlowSequenceValue,
    FlowSequenceMappingEnd,
    FlowMappingKey { first: bool },
    FlowMappingValue,
    FlowMappingEmptyValue,
    End,
}

/// Reads events.
pub(super) struct Parser<'t> {
    pub(super) scanner: Scanner<'t>,
    text: &'t [u8],
    pub(super) state: State,
    /// The states to return to.
    pub(super) states: Vec<State>,
    /// Handles of the document and what they stand for.
    pub(super) handles: Vec<(&'t [u8], Cow<'t, [u8]>)>,
}

/// Where a node stands, which decides on what it may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Flow,
    Block,
    /// A key or value in a block: a list there need not be indented.
    BlockItem,
}

/// The next event, or why there is none.
pub(super) type Next<'t> = Result<Event<'t>, Fault>;

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Parser {
            scanner: Scanner::new(text),
            text: text.as_bytes(),
            state: State::ImplicitDocumentStart,
            states: Vec::new(),
            handles: Vec::new(),
        }
    }

    /// The text that is read.
    pub(super) fn text(&self) -> &'t [u8] {
        self.text
    }

    /// The version whose rules hold: that of the last directive.
    pub(super) fn version(&self) -> (u32, u32) {
        self.scanner.version
    }

    /// The next event; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Event<'t>>, Fault> {
        let event = match self.state {
            State::End => return Ok(None),
            State::ImplicitDocumentStart => return self.implicit_document_start(),
            State::DocumentStart => return self.document_start(),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(Place::Block),
            State::BlockSequenceEntry => self.block_sequence_entry(),
            State::IndentlessSequenceEntry => self.indentless_sequence_entry(),
            State::BlockMappingKey => self.block_mapping_key(),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequenceEntry { first } => self.flow_sequence_entry(first),
            State::FlowSequenceKey => self.flow_sequence_key(),
            State::FlowSequenceValue => self.flow_sequence_value(),
            State::FlowSequenceMappingEnd => self.flow_sequence_mapping_end(),
            State::FlowMappingKey { first } => self.flow_mapping_key(first),
            State::FlowMappingValue => self.flow_mapping_value(),
            State::FlowMappingEmptyValue => self.empty(State::FlowMappingKey { first: false }),
        };
        event.map(Some)
    }

    pub(super) fn peek(&mut self) -> Result<&Kind<'t>, Fault> {
        Ok(&self.scanner.peek()?.kind)
    }

    /// Takes the next token if it is `kind`.
    pub(super) fn take(&mut self, kind: &Kind<'static>) -> Result<Option<Token<'t>>, Fault> {
        if self.peek()? == kind { self.scanner.next().map(Some) } else { Ok(None) }
    }

    pub(super) fn is_one_of(&mut self, kinds: &[Kind<'static>]) -> Result<bool, Fault> {
        let next = self.peek()?;
        Ok(kinds.iter().any(|kind| kind == next))
    }

    /// That something else than `expected` comes.
    pub(super) fn unexpected(&mut self, expected: &str) -> Fault {
        let text = self.text;
        match self.scanner.peek() {
            Ok(token) => {
                let message = format!("expected {expected}, but here is {}", token.kind.name());
                let span = Span::new(token.start, token.end);
                if span.is_empty() {
                    Fault::at(text, span.start, message)
                } else {
                    Fault::new(span, message)
                }
            }
            Err(fault) => fault,
        }
    }

    pub(super) fn event(&self, what: What<'t>, span: Span) -> Event<'t> {
        Event { what, span, anchor: None, tag: None }
    }

    /// An event at the beginning of the next token.
    pub(super) fn here(&mut self, what: What<'t>, state: State) -> Next<'t> {
        let at = self.scanner.peek()?.start;
        self.state = state;
        Ok(self.event(what, Span::new(at, at)))
    }

    /// A value that is not written.
    pub(super) fn empty(&mut self, state: State) -> Next<'t> {
        let scalar = Scalar { value: Cow::Borrowed(b""), is_plain: true };
        self.here(What::Scalar(scalar), state)
    }

    /// The end of the collection, with `token` as its last.
    pub(super) fn close(&mut self, what: What<'t>, token: &Token<'t>) -> Next<'t> {
        self.state = self.pop();
        Ok(self.event(what, Span::new(token.start, token.end)))
    }

    pub(super) fn pop(&mut self) -> State {
        self.states.pop().unwrap_or(State::End)
    }

    /// A node, and then `state`.
    pub(super) fn node_then(&mut self, place: Place, state: State) -> Next<'t> {
        self.states.push(state);
        self.node(place)
    }

    pub(super) fn node(&mut self, place: Place) -> Next<'t> {
        if let Kind::Alias(name) = *self.peek()? {
            let token = self.scanner.next()?;
            return self.close(What::Alias(name), &token);
        }
        let mut start = None;
        let (mut anchor, mut tag) = (None, None);
        loop {
            match self.peek()? {
                Kind::Anchor(name) if anchor.is_none() => anchor = Some(*name),
                Kind::Tag(name) if tag.is_none() => {
                    let name = name.clone();
                    let token = self.scanner.peek()?;
                    let span = Span::new(token.start, token.end);
                    tag = Some(Tag { name: self.full(name, span)?, span });
                }
                _ => break,
            }
            let token = self.scanner.next()?;
            start.get_or_insert(token.start);
        }
        let token = self.scanner.peek()?;
        let span = Span::new(start.unwrap_or(token.start), token.end);
        if let Kind::Scalar(_) = token.kind
            && let Kind::Scalar(scalar) = self.scanner.next()?.kind
        {
            self.state = self.pop();
            return Ok(Event { what: What::Scalar(scalar), span, anchor, tag });
        }
        let (what, state, takes) = match self.peek()? {
            Kind::BlockEntry if place == Place::BlockItem => {
                (What::SequenceStart, State::IndentlessSequenceEntry, false)
            }
            Kind::FlowSequenceStart => {
                (What::SequenceStart, State::FlowSequenceEntry { first: true }, true)
            }
            Kind::FlowMappingStart => {
                (What::MappingStart, State::FlowMappingKey { first: true }, true)
            }
            Kind::BlockSequenceStart if place != Place::Flow => {
                (What::SequenceStart, State::BlockSequenceEntry, true)
            }
            Kind::BlockMappingStart if place != Place::Flow => {
                (What::MappingStart, State::BlockMappingKey, true)
            }
            _ if anchor.is_some() || tag.is_some() => {
                let scalar = Scalar { value: Cow::Borrowed(b""), is_plain: true };
                (What::Scalar(scalar), self.pop(), false)
            }
            _ => return Err(self.unexpected("a value")),
        };
        if takes {
            self.scanner.next()?;
        }
        self.state = state;
        Ok(Event { what, span, anchor, tag })
    }

    /// A tag with its handle resolved.
    fn full(&self, name: TagName<'t>, span: Span) -> Result<Cow<'t, [u8]>, Fault> {
        let Some(handle) = name.handle else { return Ok(name.suffix) };
        match self.handles.iter().find(|(other, _)| *other == handle) {
            Some((_, prefix)) => Ok(Cow::Owned([&**prefix, &*name.suffix].concat())),
            None => Err(Fault::new(span, "no %TAG directive says what the handle of this tag is")),
        }
    }
}
