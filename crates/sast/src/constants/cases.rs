//! Whether what is matched fits a case.

use super::Constants;
use super::python::comparison::{equal, lookup};
use super::python::{builtins, operators};
use super::value::Value;
use sdf_syntax::{Kind, NodeId, Role};

/// How deep patterns within patterns are followed.
const DEEPEST: u32 = 8;

/// A pattern within another.
#[derive(Clone, Copy)]
enum Part {
    /// `_`, for which there is no node.
    Anything,
    /// The pattern at a node; whether there is a minus before it.
    Pattern(NodeId, bool),
}

impl Constants<'_> {
    /// Whether the subject of a `match` surely fits the patterns of a case, or surely does not.
    /// Nothing is said about the cases before it. Its guard is a condition of its own.
    pub(crate) fn fits(&self, case: NodeId) -> Option<bool> {
        let tree = self.tree;
        let node = tree.node(case);
        let is_pattern = |&id: &NodeId| !matches!(tree.node(id).role, Role::Guard | Role::Body);
        let end = tree.children(case).find(|id| !is_pattern(id));
        let end = end.map_or(node.end, |id| tree.node(id).start);
        let patterns: Vec<_> = tree.children(case).filter(is_pattern).collect();
        let (parts, is_open) = self.parts(node.start + 4, end, &patterns, b',')?;
        let subject = tree.child(node.parent, Role::Value);
        let value = || subject.and_then(|subject| self.certain(subject));
        match parts.as_slice() {
            [Part::Anything] if !is_open => Some(true),
            &[Part::Pattern(pattern, _)] if !is_open && tree.node(pattern).role == Role::Target => {
                Some(true)
            }
            &[part] if !is_open => self.fits_part(part, value().as_ref(), DEEPEST),
            parts => self.fits_sequence(parts, value().as_ref(), DEEPEST),
        }
    }

    /// The patterns from one place to another that are separated so; whether there is a separator
    /// at all. None for what is not understood.
    fn parts(
        &self,
        from: u32,
        to: u32,
        patterns: &[NodeId],
        separator: u8,
    ) -> Option<(Vec<Part>, bool)> {
        let (mut parts, mut part, mut is_negative, mut is_separated) =
            (Vec::new(), None, false, false);
        let mut from = from as usize;
        let ends = patterns.iter().map(Some).chain([None]);
        for pattern in ends {
            let node = pattern.map(|&pattern| self.tree.node(pattern));
            let end = node.map_or(to, |node| node.start) as usize;
            let mut gap = self.source.get(from..end).unwrap_or_default();
            while let Some((&byte, rest)) = gap.split_first() {
                gap = rest;
                match byte {
                    b'#' => {
                        let line = gap.iter().position(|&byte| byte == b'\n');
                        gap = line.and_then(|end| gap.get(end..)).unwrap_or_default();
                    }
                    b' ' | b'\t' | b'\r' | b'\n' | b'\x0c' | b'\\' => {}
                    b'(' | b')' | b'[' | b']' => {}
                    b'_' if part.is_none() => part = Some(Part::Anything),
                    b'-' if part.is_none() && !is_negative => is_negative = true,
                    b':' if node.is_none() => break,
                    _ if byte == separator => {
                        parts.push(part.take()?);
                        (is_separated, is_negative) = (true, false);
                    }
                    _ => return None,
                }
            }
            if let (Some(&pattern), Some(node)) = (pattern, node) {
                if part.replace(Part::Pattern(pattern, is_negative)).is_some() {
                    return None;
                }
                from = node.end as usize;
            }
        }
        parts.extend(part);
        Some((parts, is_separated))
    }

    fn fits_part(&self, part: Part, value: Option<&Value>, depth: u32) -> Option<bool> {
        let Part::Pattern(pattern, is_negative) = part else { return Some(true) };
        let depth = depth.checked_sub(1)?;
        if !self.spend(1) {
            return None;
        }
        let tree = self.tree;
        let node = tree.node(pattern);
        let patterns = || tree.children(pattern).collect::<Vec<_>>();
        match node.kind {
            Kind::Name if node.role == Role::Target => Some(true),
            Kind::None => Some(value? == &Value::None),
            Kind::Boolean => match value? {
                Value::SomeBoolean => None,
                value => Some(value == &self.certain(pattern)?),
            },
            Kind::Integer | Kind::Float | Kind::String => {
                let literal = self.certain(pattern)?;
                let literal = match is_negative {
                    true => operators::unary(b"-", &literal)?,
                    false => literal,
                };
                equal(value?, &literal)
            }
            Kind::List | Kind::Tuple => {
                let (parts, _) = self.parts(node.start, node.end, &patterns(), b',')?;
                self.fits_sequence(&parts, value, depth)
            }
            Kind::Pattern => self.fits_pattern(pattern, value, depth),
            _ => None,
        }
    }

    fn fits_sequence(&self, parts: &[Part], value: Option<&Value>, depth: u32) -> Option<bool> {
        let elements = match value? {
            Value::List(elements) | Value::Tuple(elements) => elements,
            Value::Series(_) => return None,
            _ => return Some(false),
        };
        let is_star = |part: &Part| match part {
            Part::Pattern(id, _) => self.tree.source(*id, self.source).starts_with(b"*"),
            Part::Anything => false,
        };
        let star = parts.iter().position(is_star);
        let (before, behind) = match star {
            Some(at) => (parts.get(..at)?, parts.get(at + 1..)?),
            None => (parts, &[][..]),
        };
        let wanted = before.len() + behind.len();
        if elements.len() < wanted || star.is_none() && elements.len() != wanted {
            return Some(false);
        }
        let last = elements.get(elements.len() - behind.len()..)?;
        let pairs = before.iter().zip(elements.iter()).chain(behind.iter().zip(last));
        let mut fits = Some(true);
        for (part, element) in pairs {
            match self.fits_part(*part, element.as_ref(), depth) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => fits = None,
            }
        }
        fits
    }

    /// Alternatives, a pattern with a name, a mapping, a class.
    fn fits_pattern(&self, pattern: NodeId, value: Option<&Value>, depth: u32) -> Option<bool> {
        let tree = self.tree;
        let node = tree.node(pattern);
        let patterns: Vec<_> = tree.children(pattern).collect();
        let has = |role| patterns.iter().any(|&part| tree.node(part).role == role);
        let text = tree.source(pattern, self.source);
        if text.starts_with(b"{") {
            return self.fits_mapping(&patterns, value?);
        }
        if has(Role::Callee) {
            let class = tree.child(pattern, Role::Callee)?;
            let name = tree.bytes(tree.node(class).symbol);
            let is_plain = patterns.len() == 1 && text.ends_with(b"()");
            let is_builtin = self.is_builtin(class);
            let is_instance = is_builtin.then(|| builtins::is_instance(value?, name)).flatten()?;
            return (is_plain || !is_instance).then_some(is_instance);
        }
        if let (Some((parts, true)), true) =
            (self.parts(node.start, node.end, &patterns, b'|'), !text.starts_with(b"*"))
        {
            let mut fits = Some(false);
            for part in parts {
                match self.fits_part(part, value, depth) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => fits = None,
                }
            }
            return fits;
        }
        // `pattern as name`.
        let &[inner, name] = patterns.as_slice() else { return None };
        let between = tree.node(inner).end as usize..tree.node(name).start as usize;
        let between = self.source.get(between).unwrap_or_default().trim_ascii();
        let is_named = between.trim_ascii_start().ends_with(b"as");
        let before = node.start as usize..tree.node(inner).start as usize;
        let before = self.source.get(before).unwrap_or_default();
        let is_negative = before.contains(&b'-');
        is_named.then(|| self.fits_part(Part::Pattern(inner, is_negative), value, depth))?
    }

    /// A mapping fits when it has all keys; what they stand for is not looked at.
    fn fits_mapping(&self, patterns: &[NodeId], value: &Value) -> Option<bool> {
        let Value::Dictionary(pairs) = value else { return Some(false) };
        for &key in patterns.iter().filter(|&&id| self.tree.node(id).role == Role::Key) {
            // The sign of a number is not in the tree.
            if self.tree.node(key).kind != Kind::String {
                return None;
            }
            if lookup(pairs, &self.certain(key)?)?.is_none() {
                return Some(false);
            }
        }
        patterns.is_empty().then_some(true)
    }
}
