//! What metavariables hold, in messages and fixes.

use crate::environment::{Bound, Environment};
use crate::facts::Facts;
use crate::fix::{Content, interpolate};
use crate::metavariables::Metavariables;
use sdf_core::Span;
use std::borrow::Cow;

/// The longest text put in the place of a metavariable, in characters.
const LONGEST: usize = 80;
/// How much of longer code is read for that, in bytes: matches within matches may each be as long
/// as the file.
const READ: usize = 4096;

/// The same for the ends of a flow.
const LONGEST_END: usize = 60;

/// The ends of a flow, for which `$SOURCE` and `$SINK` stand in messages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    pub(crate) source: Span,
    pub(crate) sink: Span,
}

/// What a match binds.
#[derive(Clone, Copy)]
pub(crate) struct Binding<'b, 't> {
    pub(crate) environment: &'b Environment,
    pub(crate) variables: &'b Metavariables,
    pub(crate) ends: Option<Ends>,
    pub(crate) facts: &'b Facts<'t>,
}

impl<'t> Binding<'_, 't> {
    /// The code that the metavariable of this name, without `$`, is bound to.
    pub(crate) fn code(&self, name: &str, content: Content) -> Option<Cow<'t, [u8]>> {
        let facts = self.facts;
        let bound = self.environment.get(self.variables.find(name)?)?;
        let bound = match (content, bound) {
            (_, Bound::Run(None)) => return Some(Cow::Borrowed(b"")),
            (Content::Value, Bound::Node(node)) => {
                Bound::Node(facts.any_literal(node).unwrap_or(node))
            }
            _ => bound,
        };
        bound.span(facts).map(|span| Cow::Borrowed(facts.bytes(span)))
    }

    /// `message` with each `$X` replaced by the code it is bound to, on one line and cut to a
    /// reasonable length, and each `value($X)` by its value; what is not bound stays.
    pub(crate) fn message(&self, message: &str) -> String {
        let shown = |name: &str, content| {
            let text = match self.code(name, content) {
                Some(code) => on_one_line(&code, LONGEST),
                None => on_one_line(self.facts.bytes(self.end(name)?), LONGEST_END),
            };
            Some(Cow::Owned(text.into_bytes()))
        };
        String::from_utf8_lossy(&interpolate(message, &shown)).into_owned()
    }

    /// The end of the flow that `name` stands for.
    fn end(&self, name: &str) -> Option<Span> {
        match name {
            "SOURCE" => self.ends.map(|ends| ends.source),
            "SINK" => self.ends.map(|ends| ends.sink),
            _ => None,
        }
    }
}

/// The code on one line, cut to `longest` characters.
fn on_one_line(code: &[u8], longest: usize) -> String {
    let is_long = code.len() > READ;
    let code = String::from_utf8_lossy(code.get(..READ).unwrap_or(code));
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text: String = code.chars().take(longest).collect();
    if is_long || text.len() < code.len() {
        text.push('…');
    }
    text
}
