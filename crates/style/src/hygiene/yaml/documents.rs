//! Where documents begin and end.

use super::parser::{Event, Next, Parser, Place, State, What};
use super::scanner::{NEW, OLD};
use super::tokens::{Directive, Kind};
use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::borrow::Cow;

impl<'t> Parser<'t> {
    pub(super) fn implicit_document_start(&mut self) -> Result<Option<Event<'t>>, Fault> {
        if matches!(self.peek()?, Kind::Directive(_) | Kind::DocumentStart | Kind::StreamEnd) {
            return self.document_start();
        }
        self.set_handles(Vec::new());
        self.states.push(State::DocumentEnd);
        self.here(What::DocumentStart, State::BlockNode).map(Some)
    }

    pub(super) fn document_start(&mut self) -> Result<Option<Event<'t>>, Fault> {
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

    pub(super) fn document_content(&mut self) -> Next<'t> {
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

    pub(super) fn document_end(&mut self) -> Next<'t> {
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
}
