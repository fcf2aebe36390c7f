//! Calls, and what is called.

use super::{Pass, Place};
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};

/// A call that some check may look at.
pub(super) struct Call {
    pub(super) id: NodeId,
    /// What is called: `a.b.c`, its first name replaced by what it was imported as; what is no
    /// name is left out, so that `f().b` is `.b`.
    pub(super) qualified: Vec<u8>,
}

impl Call {
    /// The last part of the qualified name.
    pub(super) fn name(&self) -> &[u8] {
        self.qualified.rsplit(|&byte| byte == b'.').next().unwrap_or_default()
    }

    /// The first part of the qualified name.
    pub(super) fn first(&self) -> &[u8] {
        self.qualified.split(|&byte| byte == b'.').next().unwrap_or_default()
    }

    /// Whether `part` is a part of the qualified name.
    pub(super) fn has_part(&self, part: &str) -> bool {
        self.qualified.split(|&byte| byte == b'.').any(|it| it == part.as_bytes())
    }

    /// Whether the qualified name is `name`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.qualified == name.as_bytes()
    }

    /// Whether the qualified name is among `names`.
    pub(super) fn is_one_of(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.is(name))
    }
}

impl Pass<'_, '_> {
    pub(super) fn call(&mut self, id: NodeId) {
        let Some(callee) = self.tree.child(id, Role::Callee) else { return };
        self.password_argument(id);
        let node = self.tree.node(callee);
        let is_known = match node.kind {
            Kind::Name => {
                self.imports.alias(node.symbol).is_some() || self.words.is_callee(node.symbol)
            }
            Kind::Attribute => self.words.is_callee(node.symbol),
            _ => false,
        };
        let has_known_keyword = || {
            self.keywords(id).any(|(name, _)| matches!(name, b"shell" | b"method" | b"ssl_version"))
        };
        if !is_known && !has_known_keyword() {
            return;
        }
        let call = Call { id, qualified: self.qualified(callee) };
        self.shell(&call);
        self.tls_version(&call);
        if !is_known {
            return;
        }
        self.listed_call(&call);
        self.files(&call);
        self.crypto(&call);
        self.network(&call);
        self.web(&call);
        self.django(&call);
        self.mark_safe(&call);
        self.models(&call);
    }

    /// The qualified name of what is called. No name holds a dot, so that only the first part can
    /// be an import's alias.
    pub(super) fn qualified(&self, callee: NodeId) -> Vec<u8> {
        let (mut members, mut at) = (Vec::new(), callee);
        while self.kind(at) == Kind::Attribute {
            members.push(self.name_of(at));
            match self.tree.child(at, Role::Object) {
                Some(object) => at = object,
                None => break,
            }
        }
        let mut qualified = match self.kind(at) {
            Kind::Name => {
                let symbol = self.tree.node(at).symbol;
                self.imports.alias(symbol).unwrap_or(self.tree.bytes(symbol)).to_vec()
            }
            _ => Vec::new(),
        };
        for member in members.iter().rev() {
            qualified.push(b'.');
            qualified.extend_from_slice(member);
        }
        qualified
    }

    /// The place of a call that is reported on the line of the first of these keyword arguments
    /// that it has, else on its own.
    pub(super) fn place_of_keyword(&self, call: NodeId, names: &[&str]) -> Place {
        let place = self.place(call);
        let value = names.iter().find_map(|name| self.keyword(call, name));
        let Some(start) = value.map(|value| self.tree.node(value).start) else { return place };
        // On the same line the call itself is the better thing to underline.
        if self.line(start) == self.line(self.tree.node(call).start) {
            return place;
        }
        Place { span: Span::new(start as usize, place.span.end), ..place }
    }
}
