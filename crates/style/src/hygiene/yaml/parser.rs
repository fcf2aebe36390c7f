//! Makes events of tokens.

use super::scanner::{NEW, OLD, Scanner};
use super::tokens::{Directive, Kind, Scalar, TagName, Token};
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
enum State {
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
    scanner: Scanner<'t>,
    text: &'t [u8],
    state: State,
    /// The states to return to.
    states: Vec<State>,
    /// Handles of the document and what they stand for.
    handles: Vec<(&'t [u8], Cow<'t, [u8]>)>,
}

/// Where a node stands, which decides on what it may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Flow,
    Block,
    /// A key or value in a block: a list there need not be indented.
    BlockItem,
}

type Next<'t> = Result<Event<'t>, Fault>;

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

    fn peek(&mut self) -> Result<&Kind<'t>, Fault> {
        Ok(&self.scanner.peek()?.kind)
    }

    /// Takes the next token if it is `kind`.
    fn take(&mut self, kind: &Kind<'static>) -> Result<Option<Token<'t>>, Fault> {
        if self.peek()? == kind { self.scanner.next().map(Some) } else { Ok(None) }
    }

    fn is_one_of(&mut self, kinds: &[Kind<'static>]) -> Result<bool, Fault> {
        let next = self.peek()?;
        Ok(kinds.iter().any(|kind| kind == next))
    }

    /// That something else than `expected` comes.
    fn unexpected(&mut self, expected: &str) -> Fault {
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

    fn event(&self, what: What<'t>, span: Span) -> Event<'t> {
        Event { what, span, anchor: None, tag: None }
    }

    /// An event at the beginning of the next token.
    fn here(&mut self, what: What<'t>, state: State) -> Next<'t> {
        let at = self.scanner.peek()?.start;
        self.state = state;
        Ok(self.event(what, Span::new(at, at)))
    }

    /// A value that is not written.
    fn empty(&mut self, state: State) -> Next<'t> {
        let scalar = Scalar { value: Cow::Borrowed(b""), is_plain: true };
        self.here(What::Scalar(scalar), state)
    }

    /// The end of the collection, with `token` as its last.
    fn close(&mut self, what: What<'t>, token: &Token<'t>) -> Next<'t> {
        self.state = self.pop();
        Ok(self.event(what, Span::new(token.start, token.end)))
    }

    fn pop(&mut self) -> State {
        self.states.pop().unwrap_or(State::End)
    }

    /// A node, and then `state`.
    fn node_then(&mut self, place: Place, state: State) -> Next<'t> {
        self.states.push(state);
        self.node(place)
    }

    fn implicit_document_start(&mut self) -> Result<Option<Event<'t>>, Fault> {
        if matches!(self.peek()?, Kind::Directive(_) | Kind::DocumentStart | Kind::StreamEnd) {
            return self.document_start();
        }
        self.set_handles(Vec::new());
        self.states.push(State::DocumentEnd);
        self.here(What::DocumentStart, State::BlockNode).map(Some)
    }

    fn document_start(&mut self) -> Result<Option<Event<'t>>, Fault> {
        while self.take(&Kind::DocumentEnd)?.is_some() {}
        if *self.peek()? == Kind::StreamEnd {
            self.state = State::End;
            return Ok(None);
        }
        self.directives()?;
        let Some(token) = self.take(&Kind::DocumentStart)? else {
            return Err(self.unexpected("`---`, the beginning of a document"));
        };
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        Ok(Some(self.event(What::DocumentStart, Span::new(token.start, token.end))))
    }

    fn directives(&mut self) -> Result<(), Fault> {
        let mut has_version = false;
        let mut handles: Vec<(&[u8], Cow<'t, [u8]>)> = Vec::new();
        while matches!(self.peek()?, Kind::Directive(_)) {
            let token = self.scanner.next()?;
            let fault = |message: &str| Err(Fault::new(Span::new(token.start, token.end), message));
            match token.kind {
                Kind::Directive(Directive::Yaml(..)) if has_version => {
                    return fault("a second %YAML directive");
                }
                Kind::Directive(Directive::Yaml(major, minor))
                    if (major, minor) != OLD && (major, minor) != NEW =>
                {
                    return fault("the file needs another version of YAML than 1.1 or 1.2");
                }
                Kind::Directive(Directive::Yaml(..)) => has_version = true,
                Kind::Directive(Directive::Tag(handle, prefix)) => {
                    if handles.iter().any(|(other, _)| *other == handle) {
                        return fault("a second %TAG directive for this handle");
                    }
                    handles.push((handle, prefix));
                }
                _ => {}
            }
        }
        self.set_handles(handles);
        Ok(())
    }

    fn set_handles(&mut self, mut handles: Vec<(&'t [u8], Cow<'t, [u8]>)>) {
        let defaults: [(&[u8], &[u8]); 2] = [(b"!", b"!"), (b"!!", b"tag:yaml.org,2002:")];
        for (handle, prefix) in defaults {
            if !handles.iter().any(|(other, _)| *other == handle) {
                handles.push((handle, Cow::Borrowed(prefix)));
            }
        }
        self.handles = handles;
    }

    fn document_content(&mut self) -> Next<'t> {
        let is_empty = matches!(
            self.peek()?,
            Kind::Directive(_) | Kind::DocumentStart | Kind::DocumentEnd | Kind::StreamEnd
        );
        if is_empty {
            let state = self.pop();
            return self.empty(state);
        }
        self.node(Place::Block)
    }

    fn document_end(&mut self) -> Next<'t> {
        let end = self.take(&Kind::DocumentEnd)?;
        if let Some(end) = &end {
            let next = self.scanner.peek()?;
            if next.kind != Kind::StreamEnd && next.line == end.line {
                return Err(self.unexpected("nothing but a comment behind `...`"));
            }
        }
        let state = match end.is_some() && self.version() != OLD {
            true => State::ImplicitDocumentStart,
            false => State::DocumentStart,
        };
        self.here(What::DocumentEnd, state)
    }

    fn node(&mut self, place: Place) -> Next<'t> {
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

    fn block_sequence_entry(&mut self) -> Next<'t> {
        if self.take(&Kind::BlockEntry)?.is_some() {
            return match self.is_one_of(&[Kind::BlockEntry, Kind::BlockEnd])? {
                true => self.empty(State::BlockSequenceEntry),
                false => self.node_then(Place::Block, State::BlockSequenceEntry),
            };
        }
        match self.take(&Kind::BlockEnd)? {
            Some(token) => self.close(What::SequenceEnd, &token),
            None => Err(self.unexpected("another item of the list")),
        }
    }

    fn indentless_sequence_entry(&mut self) -> Next<'t> {
        if self.take(&Kind::BlockEntry)?.is_none() {
            let state = self.pop();
            return self.here(What::SequenceEnd, state);
        }
        match self.is_one_of(&[Kind::BlockEntry, Kind::Key, Kind::Value, Kind::BlockEnd])? {
            true => self.empty(State::IndentlessSequenceEntry),
            false => self.node_then(Place::Block, State::IndentlessSequenceEntry),
        }
    }

    fn block_mapping_key(&mut self) -> Next<'t> {
        if self.take(&Kind::Key)?.is_some() {
            return match self.is_one_of(&[Kind::Key, Kind::Value, Kind::BlockEnd])? {
                true => self.empty(State::BlockMappingValue),
                false => self.node_then(Place::BlockItem, State::BlockMappingValue),
            };
        }
        if self.version() > OLD && *self.peek()? == Kind::Value {
            return self.empty(State::BlockMappingValue);
        }
        match self.take(&Kind::BlockEnd)? {
            Some(token) => self.close(What::MappingEnd, &token),
            None => Err(self.unexpected("another key of the mapping")),
        }
    }

    fn block_mapping_value(&mut self) -> Next<'t> {
        let has_value = self.take(&Kind::Value)?.is_some();
        match !has_value || self.is_one_of(&[Kind::Key, Kind::Value, Kind::BlockEnd])? {
            true => self.empty(State::BlockMappingKey),
            false => self.node_then(Place::BlockItem, State::BlockMappingKey),
        }
    }

    fn flow_sequence_entry(&mut self, first: bool) -> Next<'t> {
        let next = State::FlowSequenceEntry { first: false };
        if *self.peek()? != Kind::FlowSequenceEnd {
            if !first && self.take(&Kind::FlowEntry)?.is_none() {
                return Err(self.unexpected("`,` or `]`"));
            }
            if *self.peek()? == Kind::Key {
                return self.here(What::MappingStart, State::FlowSequenceKey);
            }
            if *self.peek()? != Kind::FlowSequenceEnd {
                return self.node_then(Place::Flow, next);
            }
        }
        let token = self.scanner.next()?;
        self.close(What::SequenceEnd, &token)
    }

    fn flow_sequence_key(&mut self) -> Next<'t> {
        self.scanner.next()?;
        match self.is_one_of(&[Kind::Value, Kind::FlowEntry, Kind::FlowSequenceEnd])? {
            true => self.empty(State::FlowSequenceValue),
            false => self.node_then(Place::Flow, State::FlowSequenceValue),
        }
    }

    fn flow_sequence_value(&mut self) -> Next<'t> {
        let has_value = self.take(&Kind::Value)?.is_some();
        match !has_value || self.is_one_of(&[Kind::FlowEntry, Kind::FlowSequenceEnd])? {
            true => self.empty(State::FlowSequenceMappingEnd),
            false => self.node_then(Place::Flow, State::FlowSequenceMappingEnd),
        }
    }

    fn flow_sequence_mapping_end(&mut self) -> Next<'t> {
        self.here(What::MappingEnd, State::FlowSequenceEntry { first: false })
    }

    fn flow_mapping_key(&mut self, first: bool) -> Next<'t> {
        if *self.peek()? != Kind::FlowMappingEnd {
            if !first && self.take(&Kind::FlowEntry)?.is_none() {
                return Err(self.unexpected("`,` or `}`"));
            }
            if self.take(&Kind::Key)?.is_some() {
                return match self.is_one_of(&[
                    Kind::Value,
                    Kind::FlowEntry,
                    Kind::FlowMappingEnd,
                ])? {
                    true => self.empty(State::FlowMappingValue),
                    false => self.node_then(Place::Flow, State::FlowMappingValue),
                };
            }
            if self.version() > OLD && *self.peek()? == Kind::Value {
                return self.empty(State::FlowMappingValue);
            }
            if *self.peek()? != Kind::FlowMappingEnd {
                return self.node_then(Place::Flow, State::FlowMappingEmptyValue);
            }
        }
        let token = self.scanner.next()?;
        self.close(What::MappingEnd, &token)
    }

    fn flow_mapping_value(&mut self) -> Next<'t> {
        let next = State::FlowMappingKey { first: false };
        let has_value = self.take(&Kind::Value)?.is_some();
        match !has_value || self.is_one_of(&[Kind::FlowEntry, Kind::FlowMappingEnd])? {
            true => self.empty(next),
            false => self.node_then(Place::Flow, next),
        }
    }
}
