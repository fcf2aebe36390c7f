//! What metavariables hold, in messages and fixes.

use crate::environment::{Bound, Environment};
use crate::facts::Facts;
use crate::fix::{Content, interpolate};
use crate::metavariables::Metavariables;
use std::borrow::Cow;

/// The longest text put in the place of a metavariable, in characters.
const LONGEST: usize = 80;
/// How much of longer code is read for that, in bytes: matches within matches may each be as long
/// as the file.
const READ: usize = 4096;

/// What a match binds.
#[derive(Clone, Copy)]
pub(crate) struct Binding<'b, 't> {
    pub(crate) environment: &'b Environment,
    pub(crate) variables: &'b Metavariables,
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
        bound.span(facts).map(|span| Cow::Borrowed(span.of(facts.source)))
    }

    /// `message` with each `$X` replaced by the code it is bound to, on one line and cut to a
    /// reasonable length, and each `value($X)` by its value; what is not bound stays.
    pub(crate) fn message(&self, message: &str) -> String {
        let shown = |name: &str, content| {
            let code = self.code(name, content)?;
            let is_long = code.len() > READ;
            let code = String::from_utf8_lossy(code.get(..READ).unwrap_or(&code));
            let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut text: String = code.chars().take(LONGEST).collect();
            if is_long || text.len() < code.len() {
                text.push('…');
            }
            Some(Cow::Owned(text.into_bytes()))
        };
        String::from_utf8_lossy(&interpolate(message, &shown)).into_owned()
    }
}
