//! Strings: their content, patterns for it, pieces of format strings.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::facts;
use crate::pattern::{Content, Meaning};
use sdf_syntax::{Kind, NodeId};

impl<'m, 'f> Matcher<'m, 'f> {
    pub(super) fn string(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let same = |holds: bool| if holds { vec![environment.clone()] } else { Vec::new() };
        let Some(text) = self.pattern.tree.string_value(pattern, &self.pattern.source) else {
            return Vec::new();
        };
        // `b"…"`, `r"…"`: only strings that are written so.
        let prefix = facts::prefix(self.pattern.tree.source(pattern, &self.pattern.source));
        let is_marked = !prefix.is_empty() && !prefix.contains(&b'f') && !prefix.contains(&b'F');
        let found = facts::prefix(self.facts.tree.source(target, self.facts.source));
        if is_marked && (self.kind(target) != Kind::String || !prefix.eq_ignore_ascii_case(found)) {
            return Vec::new();
        }
        let parts = self.parts(pattern);
        if !parts.is_empty() {
            return self.concatenation(&parts, target, environment);
        }
        let propagated = self.options.constant_propagation;
        if &*text == b"..." {
            let formatted = matches!(
                self.pattern.tree.source(pattern, &self.pattern.source).first(),
                Some(b'f' | b'F')
            );
            let kind = self.kind(target);
            return same(match formatted {
                true => self.is_formatted(target),
                false => is_literal(kind) || propagated && self.facts.is_text(target),
            });
        }
        // The literal itself, or what a name or an expression is known to be.
        let literal = match self.kind(target) {
            kind if is_literal(kind) => Some(target),
            _ if propagated => self
                .facts
                .literal(target, Kind::String)
                .or_else(|| self.facts.text(target).map(|_| target)),
            _ => None,
        };
        match (self.pattern.content(pattern), literal) {
            (Some(Content::Metavariable(number)), Some(literal)) => {
                let number = *number;
                if !self.suits_content(number, literal) {
                    return Vec::new();
                }
                self.bind(number, Bound::Content(literal), environment)
            }
            (Some(Content::Metavariable(_)), None) => Vec::new(),
            (Some(Content::Regex(regex)), _) => {
                let value = self.text_of(target, propagated);
                same(value.is_some_and(|value| regex.is_match(&value)))
            }
            (None, _) => {
                let value = self.text_of(target, propagated);
                same(value.is_some_and(|value| *value == *text))
            }
        }
    }

    /// Whether a literal is one format string, with interpolations or without: not joined from
    /// several literals.
    fn is_formatted(&self, target: NodeId) -> bool {
        let is_marked = || {
            let literal = self.facts.tree.source(target, self.facts.source);
            facts::prefix(literal).iter().any(|letter| matches!(letter, b'f' | b'F'))
        };
        match self.kind(target) {
            Kind::FormatString => {
                !self.facts.tree.children(target).any(|piece| self.kind(piece) == Kind::String)
            }
            Kind::String => is_marked(),
            _ => false,
        }
    }

    /// Literals next to each other, of which `"..."` is any number.
    fn concatenation(
        &mut self,
        parts: &[NodeId],
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        let pieces = self.children(target);
        let is_joined = match self.kind(target) {
            Kind::String => !pieces.is_empty(),
            Kind::FormatString => pieces.iter().any(|&piece| self.kind(piece) == Kind::String),
            _ => false,
        };
        if !is_joined {
            return Vec::new();
        }
        self.pieces(parts, &pieces, environment)
    }

    /// The value of a string, or of what is known to be one.
    fn text_of(&self, target: NodeId, propagated: bool) -> Option<std::borrow::Cow<'f, [u8]>> {
        let facts = self.facts;
        match self.kind(target) {
            kind if is_literal(kind) => facts.tree.string_value(target, facts.source),
            _ if propagated => facts.text(target),
            _ => None,
        }
    }

    /// The pieces of a format string; `...` in the text stands for any.
    pub(super) fn format_string(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if self.kind(target) != Kind::FormatString {
            return Vec::new();
        }
        let (parts, pieces) = (self.parts(pattern), self.children(target));
        self.pieces(&parts, &pieces, environment)
    }

    fn pieces(
        &mut self,
        parts: &[NodeId],
        pieces: &[NodeId],
        environment: &Environment,
    ) -> Environments {
        let mut places = vec![(0, environment.clone())];
        for (at, &part) in parts.iter().enumerate() {
            let is_last = at + 1 == parts.len();
            let text = self.pattern.tree.string_value(part, &self.pattern.source);
            let is_dots = text.as_deref() == Some(b"...".as_slice());
            let mut next = Vec::new();
            for (place, environment) in &places {
                if !self.budget.steps(pieces.len() + 1) {
                    return Vec::new();
                }
                if is_dots {
                    let from = if is_last { pieces.len() } else { *place };
                    next.extend((from..=pieces.len()).map(|to| (to, environment.clone())));
                } else if let Some(&piece) = pieces.get(*place) {
                    let more = self.piece(part, piece, environment);
                    next.extend(more.into_iter().map(|environment| (place + 1, environment)));
                }
            }
            places = super::sequence::distinct(next);
        }
        let ends = |&(place, _): &(usize, Environment)| place == pieces.len();
        places.into_iter().filter(ends).map(|(_, environment)| environment).collect()
    }

    fn piece(&mut self, part: NodeId, piece: NodeId, environment: &Environment) -> Environments {
        if self.wanted(part) == Kind::Interpolation {
            return self.interpolation(part, piece, environment);
        }
        let Some(found) = self.facts.tree.string_value(piece, self.facts.source) else {
            return Vec::new();
        };
        let holds = match self.pattern.content(part) {
            Some(Content::Metavariable(number)) => {
                return self.bind(*number, Bound::Content(piece), environment);
            }
            Some(Content::Regex(regex)) => regex.is_match(&found),
            None => {
                let wanted = self.pattern.tree.string_value(part, &self.pattern.source);
                wanted.is_some_and(|wanted| *wanted == *found)
            }
        };
        if holds { vec![environment.clone()] } else { Vec::new() }
    }

    /// `{…}`: the expression alone counts, however it is formatted.
    pub(super) fn interpolation(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if self.kind(target) != Kind::Interpolation {
            return Vec::new();
        }
        let wanted = self.pattern.tree.children(pattern).next();
        let found = self.facts.tree.children(target).next();
        match (wanted, found) {
            (Some(wanted), _) if self.pattern.meaning_of(wanted) == Meaning::Dots => {
                vec![environment.clone()]
            }
            (Some(wanted), Some(found)) => self.expression(wanted, found, environment),
            _ => Vec::new(),
        }
    }
}

/// Whether a node is literal text, that of a format string among it.
fn is_literal(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::StringPart)
}
